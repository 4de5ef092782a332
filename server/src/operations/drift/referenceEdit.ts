/** Writing what a check compares into the spec as its new reference. */
import type { TextRange } from '../../../../schemas/sourceLocation.ts';
import { checksOf } from '../../rules/monitorView.ts';
import type { Project } from '../../spec/project.ts';
import { createLocations } from '../overview/locations.ts';
import { splitOf } from '../facts/tableRequests.ts';

export interface ReferenceEdit {
  readonly uri: string;
  readonly range: TextRange;
  readonly newText: string;
}

/**
 * The edit that makes the split that a check looks at its reference.
 *
 * @returns undefined when the check compares no split, or one that is its reference already
 */
export function editReference(project: Project, checkId: string): ReferenceEdit | undefined {
  const node = checksOf(project.spec).find(({ id }) => id === checkId)?.node;
  const { reference, current } = node?.fields ?? {};
  if (reference === undefined || current === undefined || current.id === reference.id) return undefined;
  // A whole data source holds its own reference, so nothing would ever drift against it.
  if (splitOf(project.spec, current.id) === undefined) return undefined;
  const { uri, range } = createLocations(project).of(reference.place);
  return { uri, range, newText: current.id };
}
