/** Writing checks into the spec for what nobody watches yet. */
import { insertColumnCheck, insertFirstChecks } from '../../rules/monitorCoverage.ts';
import { checksOf, hasUnreadableChecks, watchedColumns } from '../../rules/monitorView.ts';
import { columnBehind } from '../../rules/columnBehind.ts';
import { scalarText } from '../../spec/edits.ts';
import type { TextChange } from '../../spec/edits.ts';
import type { Project } from '../../spec/project.ts';
import { createLocations } from '../overview/locations.ts';
import type { ReferenceEdit } from './acceptReference.ts';

/** A name that is shown as it is: without invisible characters, and short enough for a message of the page. */
const isPlainName = /^[^\p{Cc}\p{Cf}\u2028\u2029]{1,200}$/u;

/** A column that drifts, and the check that compared it. */
export interface UnwatchedColumn {
  readonly check: string;
  readonly column: string;
}

/**
 * The edit that has a column watched, or, in a spec without any check, the first checks at all.
 *
 * @param wanted null for the first checks
 * @returns undefined when it is watched already, or when that cannot be told
 */
export function editMonitor(project: Project, wanted: UnwatchedColumn | null): ReferenceEdit | undefined {
  const { spec } = project;
  const change = wanted === null ? insertFirstChecks(spec) : changeFor(project, wanted);
  if (change === undefined) return undefined;
  const { uri, range } = createLocations(project).of(change.place);
  return { uri, range, newText: change.newText };
}

function changeFor({ spec }: Project, { check, column }: UnwatchedColumn): TextChange | undefined {
  const inputs = checksOf(spec).filter(({ node }) => node.fields.watch?.value === 'inputs');
  const source = inputs.find(({ id }) => id === check);
  if (source === undefined || hasUnreadableChecks(spec) || !isPlainName.test(column)) return undefined;
  const origin = columnBehind(column);
  for (const one of inputs) {
    const watched = watchedColumns(spec, one);
    if (watched === undefined || watched.includes(column) || watched.includes(origin)) return undefined;
  }
  return insertColumnCheck(spec, source, scalarText(column));
}
