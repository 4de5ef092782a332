/** The last verification of a package, as the panel shows it. */
import type { ViewedVerification } from '../../../../schemas/promotionView.ts';
import { cellWords } from '../../report/promotionMarkdown.ts';
import type { StudiedNotebook } from '../notebooks/notebookWorkspace.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { cellLocation } from './cellLocation.ts';
import type { PreparedPromotion } from './preparePromotion.ts';
import { readVerification } from './readVerification.ts';

export async function viewVerification(
  promotion: PreparedPromotion,
  studied: StudiedNotebook | undefined,
  isTrusted: boolean,
  files: Pick<WorkspaceFiles, 'readFile'>,
): Promise<ViewedVerification> {
  const known = await readVerification(promotion.request.packageUri, files);
  if (known === undefined) return none(promotion.isFirst, isTrusted);
  const { notebookUri } = promotion.request;
  return {
    state: 'known',
    verdict: known.verdict,
    sentence: known.sentence,
    verifiedAt: known.verifiedAt,
    outdated: promotion.files.some(({ path, state }) => state !== 'unchanged' && !path.startsWith('reports/'))
      ? 'the notebook or the package has changed since'
      : null,
    python: known.python === null ? null : `Python ${known.python.version}, ${known.python.path}`,
    rows: known.probes.map(({ id, name, kind, verdict, notebook, package: inPackage, difference, from, ...rest }) => ({
      id,
      name,
      kind,
      verdict,
      notebook,
      package: inPackage,
      difference,
      function: rest.function,
      cell: from === null ? null : cellWords(from),
      location: from === null ? null : cellLocation(notebookUri, studied, from),
    })),
    missing: known.missing,
  };
}

function none(isFirst: boolean, isTrusted: boolean): ViewedVerification {
  if (isFirst) {
    const because = 'the package is not written yet';
    return { state: 'none', because, next: 'Promote the notebook, then verify it.' };
  }
  if (!isTrusted) {
    const because = 'this workspace is not trusted, so nothing is run in it';
    return { state: 'none', because, next: 'Trust it, then verify.' };
  }
  const because = 'nobody has run the notebook and the package yet';
  return { state: 'none', because, next: 'Verify runs both in Python and compares what they compute.' };
}
