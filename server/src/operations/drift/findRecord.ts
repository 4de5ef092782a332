/** Where the record of a check lies: beside the spec, under the id that the check has, or one that it had. */
import { readFormerIds } from '../../spec/formerIds.ts';
import type { Project } from '../../spec/project.ts';
import type { ResolvedPath, WorkspaceFiles } from '../ports.ts';

/** Where the records lie, from the folder of the spec. */
export const driftFolder = '.plumbline/drift';

/** Where the next comparison of a check is written, from the folder of the spec. */
export function recordPath(checkId: string): string {
  return `${driftFolder}/${checkId}.json`;
}

/** @returns the record of the check's own id, else of the latest former id that has one, else that it is missing */
export async function findRecord(
  files: Pick<WorkspaceFiles, 'resolve'>,
  project: Project,
  checkId: string,
): Promise<{ readonly path: string; readonly found: ResolvedPath }> {
  const path = recordPath(checkId);
  const found = await files.resolve(path, project.mainUri);
  if (found.kind !== 'missing') return { path, found };
  for (const id of readFormerIds(project).idsOf('check', checkId).slice(1).filter(isId)) {
    const earlier = await files.resolve(recordPath(id), project.mainUri);
    if (earlier.kind !== 'missing') return { path: recordPath(id), found: earlier };
  }
  return { path, found };
}

/** What is written after `renamed_from` may be anything, and becomes part of a path. */
function isId(text: string): boolean {
  return /^[a-z][a-z0-9_-]*$/.test(text);
}
