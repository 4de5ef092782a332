/** Shows a review: its page as a Markdown preview, and the files side by side with those of the base on request. */
import { commands, Disposable, EventEmitter, l10n, Uri, window, workspace } from 'vscode';
import type { ReviewAnswer } from '../../../schemas/requests.ts';

/** Addresses of texts that no disk holds: the page, and files as the base has them. */
const scheme = 'plumbline-review';

export interface ReviewDocuments extends Disposable {
  readonly show: (review: ReviewAnswer, specUri: string) => Promise<void>;
}

/** The texts of the newest review are kept; a new one takes their place. */
export function createReviewDocuments(onFailure: (error: unknown) => void): ReviewDocuments {
  let texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const registration = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });

  const show = async (review: ReviewAnswer, specUri: string): Promise<void> => {
    const page = Uri.from({ scheme, path: `/${l10n.t('Review since {0}', review.base)}.md`, query: specUri });
    const before = review.files.map(({ uri }) => baseAddress(uri, review.base));
    texts = new Map([
      [page.toString(), review.markdown],
      ...review.files.map(({ baseText }, index): [string, string] => [before[index]?.toString() ?? '', baseText ?? '']),
    ]);
    for (const uri of [page, ...before]) changed.fire(uri);
    await commands.executeCommand('markdown.showPreview', page);
    if (review.files.length > 0) offerDifferences(review, before, onFailure);
  };

  return Object.assign(Disposable.from(changed, registration), { show });
}

/** The address of a file as the base has it; its ending decides how it is coloured. */
function baseAddress(uri: string, base: string): Uri {
  const file = Uri.parse(uri, true);
  return Uri.from({ scheme, path: file.path, query: base });
}

function offerDifferences(review: ReviewAnswer, before: readonly Uri[], onFailure: (error: unknown) => void): void {
  const action = l10n.t('Compare Files');
  const sentence =
    review.loosened === 0
      ? l10n.t('No promise of the spec became easier to keep since {0}.', review.base)
      : l10n.t('Promises that became easier to keep since {0}: {1}.', review.base, review.loosened);
  window
    .showInformationMessage(sentence, action)
    .then((chosen) => (chosen === action ? compareFiles(review, before) : undefined))
    .then(undefined, onFailure);
}

/** All files at once in one editor, each with what the base has on its left. */
async function compareFiles(review: ReviewAnswer, before: readonly Uri[]): Promise<void> {
  const resources = review.files.map(({ uri, baseText, isGone }, index) => {
    const file = Uri.parse(uri, true);
    return [file, baseText === null ? undefined : before[index], isGone ? undefined : file];
  });
  await commands.executeCommand('vscode.changes', l10n.t('Spec since {0}', review.base), resources);
}
