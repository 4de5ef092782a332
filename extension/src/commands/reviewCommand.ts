/** The command that reviews a spec against a commit. */
import { reviewRequest } from '../../../schemas/requests.ts';
import { chooseProject } from './chooseProject.ts';
import { cancelled, done, endUndone, offerStart, type Command, type RunningContext } from './command.ts';
import { readSpecArgument } from './commandArguments.ts';

export const reviewChanges: Command = {
  id: 'plumbline.changes.review',
  needs: 'server',
  whenUntrusted: (l10n) =>
    l10n.t('A review asks git for the history of this folder, so it waits until you trust the workspace.'),
  whenDown: offerStart,
  run: async (context, args) => {
    const choice = await chooseProject(context, readSpecArgument(args));
    if (choice.kind === 'ended') return choice.result;
    const base = await chooseBase(context);
    if (base === undefined) return cancelled;
    const { specUri } = choice.project;
    const outcome = await context.client.request(reviewRequest, { specUri, base: base.revision });
    switch (outcome.kind) {
      case 'done':
        await context.reviews.show(outcome.value, specUri);
        return done;
      case 'refused':
      case 'failed':
      case 'cancelled':
        return endUndone(context, outcome);
    }
  },
};

/** What to compare with; null means where the branch began. */
interface Base {
  readonly revision: string | null;
}

async function chooseBase({ editor, l10n }: RunningContext): Promise<Base | undefined> {
  const other = 'other';
  const chosen = await editor.choose<Base | typeof other>(
    [
      {
        label: l10n.t('Where this branch began'),
        description: l10n.t('the commit where it left the default branch'),
        value: { revision: null },
      },
      {
        label: l10n.t('The last commit'),
        description: l10n.t('what is not committed yet'),
        value: { revision: 'HEAD' },
      },
      { label: l10n.t('Another revision…'), description: l10n.t('a branch, tag or commit'), value: other },
    ],
    l10n.t('Review the changes of the spec since'),
  );
  if (chosen !== other) return chosen;
  const revision = (
    await editor.ask(l10n.t('Review the changes of the spec since'), l10n.t('Branch, tag or commit'))
  )?.trim();
  return revision === undefined || revision === '' ? undefined : { revision };
}
