/** Commands about data contracts: check one against its table, draft one from a table. */
import { checkContractRequest, draftContractRequest } from '../../../schemas/requests.ts';
import { chooseData } from './chooseData.ts';
import { done, endUndone, offerStart, refuse, type Command } from './command.ts';

export const checkContract: Command = {
  id: 'plumbline.contract.check',
  needs: 'server',
  whenUntrusted: (l10n) =>
    l10n.t('Checking a contract loads the data of this folder, so it waits until you trust the workspace.'),
  whenDown: offerStart,
  run: async (context, args) => {
    const { client, editor, l10n } = context;
    const choice = await chooseData(context, args);
    if (choice.kind === 'ended') return choice.result;
    const { specUri, dataId } = choice;
    const outcome = await client.request(checkContractRequest, { specUri, dataId });
    switch (outcome.kind) {
      case 'done': {
        const { rows, violations, notComputed } = outcome.value;
        const read = rows.toLocaleString('en');
        if (violations > 0) {
          const sentence = l10n.t(
            '{0} breaks its contract; places that are now in Problems: {1}. {2} rows were read.',
            dataId,
            violations,
            read,
          );
          editor.tell('warning', sentence);
        } else if (notComputed > 0) {
          const sentence = l10n.t(
            '{0} keeps its contract as far as it can be checked; conditions that cannot: {1}. {2} rows were read.',
            dataId,
            notComputed,
            read,
          );
          editor.tell('information', sentence);
        } else {
          editor.tell('information', l10n.t('{0} keeps its contract. {1} rows were read.', dataId, read));
        }
        return done;
      }
      case 'refused':
      case 'failed':
      case 'cancelled':
        return endUndone(context, outcome);
    }
  },
};

export const createContract: Command = {
  id: 'plumbline.contract.create',
  needs: 'server',
  whenUntrusted: (l10n) =>
    l10n.t('Drafting a contract loads the data of this folder, so it waits until you trust the workspace.'),
  whenDown: offerStart,
  run: async (context, args) => {
    const { client, drafts, l10n } = context;
    const choice = await chooseData(context, args);
    if (choice.kind === 'ended') return choice.result;
    const { specUri, dataId } = choice;
    const outcome = await client.request(draftContractRequest, { specUri, dataId });
    switch (outcome.kind) {
      case 'done': {
        const uri = `${specUri.slice(0, specUri.lastIndexOf('/'))}/contracts/${dataId}.odcs.yaml`;
        const opened = await drafts.openContract(uri, outcome.value.text);
        if (opened === 'opened') return done;
        return refuse(context, l10n.t('There is a contract of that name already; it is open now.'));
      }
      case 'refused':
      case 'failed':
      case 'cancelled':
        return endUndone(context, outcome);
    }
  },
};
