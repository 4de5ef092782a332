/** How many tests a comparison is made of. */
import type { DriftColumn } from '../../../../schemas/driftJob.ts';
import type { WindowState } from './compareColumn.ts';

/** Below so many rows on both sides together, every value is compared and none is put into a bin. */
const comparedExactly = 200_000;

/** An upper bound of the tests of the family: known before anything is counted. */
export function countTests(
  names: readonly string[],
  columns: readonly Pick<DriftColumn, 'name' | 'kind'>[],
  states: readonly WindowState[],
): number {
  const windows = states.filter(({ kind }) => kind === 'judged').length;
  const kinds = new Map(columns.map(({ name, kind }) => [name, kind]));
  // Values, those that are new or out of range, missing ones; infinities where there can be any.
  const perWindow = names.reduce((sum, name) => {
    return sum + (['float', 'date', 'timestamp'].includes(kinds.get(name) ?? '') ? 4 : 3);
  }, 0);
  return Math.max(1, windows * perWindow);
}

/** Judgements that are part of the family. */
export function countJudged(columns: readonly DriftColumn[]): number {
  return columns
    .flatMap(({ cells }) => cells.flatMap((cell) => cell?.judgements ?? []))
    .filter(({ kind }) => kind === 'judged').length;
}

/** @param rows of both sides together */
export function isComparedExactly(rows: number): boolean {
  return rows <= comparedExactly;
}
