/** The files that hold the rows of a split, as a job is asked about them. */
import type { JobRequest } from '../../../../schemas/jobs.ts';
import type { Project } from '../../spec/project.ts';
import { filesBelow, findSource, tableSource } from '../facts/findTable.ts';
import { dataSourceOf, derivedColumns, splitRows, splitsOf } from '../facts/tableRequests.ts';
import { uriOf } from '../facts/world.ts';
import type { WorkspaceFiles } from '../ports.ts';

/** What of a job says which rows are meant. */
type SplitFiles = Pick<JobRequest<'evaluateModel'>, 'source' | 'splits' | 'split'>;

/** @returns one sentence when the source or the split cannot be read */
export async function findSplitFiles(
  project: Project,
  { dataId, splitId }: { readonly dataId: string; readonly splitId: string },
  files: WorkspaceFiles,
): Promise<{ readonly sizeBytes: number; readonly job: SplitFiles } | { readonly sentence: string }> {
  const source = dataSourceOf(project.spec, dataId);
  const path = source?.fields.path;
  if (source === undefined || path === undefined) {
    return { sentence: `The data source ${dataId} names no path, and only files can be answered.` };
  }
  const sourceUri = uriOf(project, source.place);
  const table = await findSource(files, source, sourceUri);
  if (table.kind === 'unknown') return { sentence: `${dataId} cannot be read because ${table.because}.` };
  const splits = [];
  for (const { id, node } of splitsOf(project, dataId)) {
    const own = node.fields.path?.text;
    const matching = own === undefined ? [] : await filesBelow(files, path.text, own, sourceUri);
    const rows = splitRows(id, node, source, () => matching);
    if (!('because' in rows)) splits.push(rows);
    else if (id === splitId) return { sentence: `The split ${id} cannot be read because ${rows.because}.` };
  }
  return {
    sizeBytes: table.sizeBytes,
    job: { source: tableSource(table, derivedColumns(source)), splits, split: splitId },
  };
}
