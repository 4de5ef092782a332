/** Commands about a project: its overview, its data, a new spec. */
import { profileDataRequest, proposeSpecRequest } from '../../../schemas/requests.ts';
import { chooseData } from './chooseData.ts';
import {
  cancelled,
  done,
  endUndone,
  offerStart,
  refuse,
  type Command,
  type CommandContext,
  type CommandResult,
} from './command.ts';
import { openPanelCommand } from './openPanelCommand.ts';

export const openOverview = openPanelCommand('plumbline.overview.open', (panels, specUri) => {
  panels.openOverview(specUri);
});

export const profileData: Command = {
  id: 'plumbline.data.profile',
  needs: 'server',
  whenUntrusted: (l10n) =>
    l10n.t('Profiling loads the data of this folder, so it waits until you trust the workspace.'),
  whenDown: offerStart,
  run: async (context, args) => {
    const { client, editor, l10n } = context;
    const choice = await chooseData(context, args);
    if (choice.kind === 'ended') return choice.result;
    const { specUri, dataId } = choice;
    const outcome = await client.request(profileDataRequest, { specUri, dataId });
    switch (outcome.kind) {
      case 'done': {
        const { rows, columns } = outcome.value;
        editor.tell(
          'information',
          l10n.t('Profiled {0}: {1} rows, {2} columns.', dataId, rows.toLocaleString('en'), columns),
        );
        return done;
      }
      case 'refused':
      case 'failed':
      case 'cancelled':
        return endUndone(context, outcome);
    }
  },
};

export const createSpec: Command = {
  id: 'plumbline.spec.create',
  needs: 'server',
  // It opens an unsaved editor and writes nothing by itself; without trust, no file is loaded for the proposal.
  whenUntrusted: 'runs',
  whenDown: (context) => openDraft(context, () => Promise.resolve(undefined)),
  run: (context) =>
    openDraft(context, async (folderUri) => {
      const outcome = await context.client.request(proposeSpecRequest, { folderUri });
      return outcome.kind === 'done' ? outcome.value.text : undefined;
    }),
};

async function openDraft(
  context: CommandContext,
  propose: Parameters<CommandContext['drafts']['openSpec']>[0],
): Promise<CommandResult> {
  const { drafts, l10n } = context;
  const opened = await drafts.openSpec(propose);
  switch (opened) {
    case 'opened':
      return done;
    case 'cancelled':
      return cancelled;
    case 'exists':
      return refuse(context, l10n.t('This folder has a plumbline.yaml already; it is open now.'));
    case 'no-folder':
      return refuse(context, l10n.t('Open a folder first: a spec belongs beside the project that it describes.'));
  }
}
