/** Commands about promoting notebooks: preview and write a package, verify it, and go between cells and functions. */
import {
  acceptPromotionRequest,
  promotedPlacesRequest,
  promoteRequest,
  promotionFoldersRequest,
  verifyPromotionRequest,
} from '../../../schemas/promotionRequests.ts';
import type { PromotedPlaces } from '../../../schemas/promotionRequests.ts';
import {
  cancelled,
  done,
  endUndone,
  offerStart,
  refuse,
  type Choice,
  type Command,
  type CommandContext,
  type CommandResult,
  type RunningContext,
} from './command.ts';
import { readNotebookArgument, readPlaceArgument } from './commandArguments.ts';

export const promoteNotebook: Command = {
  id: 'plumbline.notebook.promote',
  needs: 'server',
  // Reading and previewing are safe; the panel shows both, and nothing is written.
  whenUntrusted: 'runs',
  whenDown: offerStart,
  run: async (context, args) => {
    const { editor, l10n, panels } = context;
    const choice = await chooseNotebook(context, args);
    if (choice.kind === 'ended') return choice.result;
    const { notebookUri } = choice;
    if (!editor.isTrusted()) {
      panels.openPromotion(notebookUri);
      return refuse(
        context,
        l10n.t('Promoting writes files, so it waits until you trust the workspace; this is what it would write.'),
        [{ title: l10n.t('Manage Workspace Trust'), run: () => editor.execute('workbench.trust.manage') }],
      );
    }
    const folder = await chooseFolder(context, notebookUri);
    return folder.kind === 'ended' ? folder.result : promoteTo(context, notebookUri, folder.uri);
  },
};

/** Previews, writes what is ticked, and records it. */
async function promoteTo(context: RunningContext, notebookUri: string, packageUri: string): Promise<CommandResult> {
  const { client, editor, l10n, promotions, panels } = context;
  const [unsaved] = promotions.unsavedBelow(packageUri);
  if (unsaved !== undefined) {
    return refuse(context, l10n.t('{0} has changes that are not saved: save it, then promote again.', unsaved), [
      { title: l10n.t('Save All'), run: () => editor.execute('workbench.action.files.saveAll') },
    ]);
  }
  const outcome = await client.request(promoteRequest, { notebookUri, packageUri, keepsExploration: false });
  if (outcome.kind !== 'done') return endUndone(context, outcome);
  const preview = outcome.value;
  if (preview.files.every(({ change }) => change === null)) {
    editor.tell(
      'information',
      l10n.t('The package {0} is as the notebook says; there is nothing to write.', preview.package),
    );
    return done;
  }
  if (!(await promotions.apply(preview))) return cancelled;
  const accepted = await client.request(acceptPromotionRequest, { id: preview.id });
  if (accepted.kind !== 'done') return endUndone(context, accepted);
  const { readmeUri } = accepted.value;
  const { converted, left } = preview.report.counts;
  const sentence =
    left === 0
      ? l10n.t('Promoted to {0}; statements that were converted: {1}.', preview.package, converted)
      : l10n.t(
          'Promoted to {0}; statements that were converted: {1}, and left as they are: {2}.',
          preview.package,
          converted,
          left,
        );
  editor.tell(left === 0 ? 'information' : 'warning', sentence, [
    { title: l10n.t('Verify'), run: () => editor.execute('plumbline.promotion.verify', { notebookUri }) },
    ...(readmeUri === null ? [] : [{ title: l10n.t('Open README'), run: () => editor.openFile(readmeUri) }]),
    { title: l10n.t('Show Promotion'), run: () => panels.openPromotion(notebookUri) },
  ]);
  return done;
}

export const openPromotion: Command = {
  id: 'plumbline.promotion.open',
  needs: 'server',
  whenUntrusted: 'runs',
  whenDown: offerStart,
  run: async (context, args) => {
    const choice = await chooseNotebook(context, args);
    if (choice.kind === 'ended') return choice.result;
    context.panels.openPromotion(choice.notebookUri);
    return done;
  },
};

export const verifyPromotion: Command = {
  id: 'plumbline.promotion.verify',
  needs: 'server',
  whenUntrusted: (l10n) =>
    l10n.t('Verifying runs the notebook and its package in Python, so it waits until you trust the workspace.'),
  whenDown: offerStart,
  run: async (context, args) => {
    const { client, editor, l10n, panels, promotions } = context;
    const notebookUri = notebookOf(context, args);
    if (notebookUri === undefined) return refuse(context, noNotebook(context));
    const answer = await client.request(promotionFoldersRequest, { notebookUri });
    if (answer.kind !== 'done') return endUndone(context, answer);
    const promoted = answer.value.folders.filter(({ isPromoted }) => isPromoted);
    const packageUri =
      promoted.length > 1 ? await editor.choose(promoted.map(choiceOf), l10n.t('Which package?')) : promoted[0]?.uri;
    if (packageUri === undefined) {
      if (promoted.length > 1) return cancelled;
      return refuse(context, l10n.t('This notebook is not promoted yet: promote it, then verify the package.'), [
        { title: l10n.t('Promote'), run: () => editor.execute('plumbline.notebook.promote', { notebookUri }) },
      ]);
    }
    const outcome = await client.request(verifyPromotionRequest, {
      notebookUri,
      packageUri,
      python: await promotions.python(),
    });
    if (outcome.kind !== 'done') return endUndone(context, outcome);
    const { verdict, sentence } = outcome.value;
    const isEqual = verdict === 'equal' || verdict === 'equal-within-tolerance';
    editor.tell(isEqual ? 'information' : 'warning', sentence, [
      { title: l10n.t('Show Promotion'), run: () => panels.openPromotion(notebookUri) },
    ]);
    return done;
  },
};

export const goToFunction: Command = {
  id: 'plumbline.function.open',
  needs: 'server',
  whenUntrusted: 'runs',
  whenDown: offerStart,
  run: (context) => goToOther(context, 'notebook'),
};

export const goToCell: Command = {
  id: 'plumbline.cell.open',
  needs: 'server',
  whenUntrusted: 'runs',
  whenDown: offerStart,
  run: async (context, args) => {
    const place = readPlaceArgument(args);
    if (place === undefined) return goToOther(context, 'package');
    await context.promotions.openPlace(place);
    return done;
  },
};

/** Goes to the other side of the source map, and asks where there are several places. */
async function goToOther(context: RunningContext, from: NonNullable<PromotedPlaces['side']>): Promise<CommandResult> {
  const { client, editor, l10n, promotions } = context;
  const at = promotions.activePlace();
  const answer = at === undefined ? undefined : await client.request(promotedPlacesRequest, at);
  if (answer !== undefined && answer.kind !== 'done') return endUndone(context, answer);
  const found = answer?.value;
  if (found?.side !== from || found.places.length === 0) {
    const sentence =
      from === 'notebook'
        ? l10n.t(
            'This is no line of a cell that was promoted: promote the notebook, or put the cursor in a converted statement.',
          )
        : l10n.t('This is no line of a promoted package: put the cursor in a function that came from a notebook.');
    return refuse(context, sentence);
  }
  const choices = found.places.map((place) => ({ label: place.label, value: place }));
  const place = choices.length > 1 ? await editor.choose(choices, l10n.t('Which place?')) : choices[0]?.value;
  if (place === undefined) return cancelled;
  await promotions.openPlace(place);
  return done;
}

type FolderChoice =
  { readonly kind: 'chosen'; readonly uri: string } | { readonly kind: 'ended'; readonly result: CommandResult };

/** Where the notebook was promoted to; else the user says. */
async function chooseFolder(context: RunningContext, notebookUri: string): Promise<FolderChoice> {
  const { client, editor, l10n, promotions } = context;
  const answer = await client.request(promotionFoldersRequest, { notebookUri });
  if (answer.kind !== 'done') return { kind: 'ended', result: endUndone(context, answer) };
  const { folders } = answer.value;
  const promoted = folders.filter(({ isPromoted }) => isPromoted);
  if (promoted.length === 1 && promoted[0] !== undefined) return { kind: 'chosen', uri: promoted[0].uri };
  const other = 'other';
  const chosen = await editor.choose<string>(
    [...folders.map(choiceOf), { label: l10n.t('Another Folder…'), value: other }],
    l10n.t('Promote to which folder?'),
  );
  const uri = chosen === other ? await promotions.chooseFolder() : chosen;
  return uri === undefined ? { kind: 'ended', result: cancelled } : { kind: 'chosen', uri };
}

function choiceOf({ label, uri }: { readonly label: string; readonly uri: string }): Choice<string> {
  return { label, value: uri };
}

function notebookOf({ promotions }: CommandContext, args: readonly unknown[]): string | undefined {
  return readNotebookArgument(args) ?? promotions.activeNotebook();
}

/** The notebook, or how the command ends without one. */
type NotebookChoice =
  | { readonly kind: 'chosen'; readonly notebookUri: string }
  | { readonly kind: 'ended'; readonly result: CommandResult };

/** Takes the notebook that the caller names, else the one of the active editor, else the only one there is, else asks. */
async function chooseNotebook(context: CommandContext, args: readonly unknown[]): Promise<NotebookChoice> {
  const { editor, l10n, promotions } = context;
  const named = notebookOf(context, args);
  if (named !== undefined) return { kind: 'chosen', notebookUri: named };
  const found = await promotions.notebooks();
  if (found.length === 0) return { kind: 'ended', result: refuse(context, noNotebook(context)) };
  const choices = found.map((uri) => ({ label: decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)), value: uri }));
  const chosen = found.length === 1 ? found[0] : await editor.choose(choices, l10n.t('Which notebook?'));
  if (chosen === undefined) return { kind: 'ended', result: cancelled };
  return { kind: 'chosen', notebookUri: chosen };
}

function noNotebook({ l10n }: CommandContext): string {
  return l10n.t('Open a notebook first: a *.ipynb, or a Python file with # %% cells.');
}
