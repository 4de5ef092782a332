/** From judged columns to columns with verdicts: the family is everything that was judged in any of them. */
import type { DriftColumn, JudgedCell } from '../../../../schemas/driftJob.ts';
import { judgeFamily, type DriftCorrection } from './judgeFamily.ts';

/** A column whose judgements have no verdict yet, or one that held for a smaller family. */
export interface UndecidedColumn extends Omit<DriftColumn, 'cells'> {
  readonly cells: readonly (JudgedCell | null)[];
}

export interface FamilyOptions {
  /** Such as 0.05. */
  readonly falseAlarm: number;
  readonly correction: DriftCorrection;
}

/** Gives every judgement its verdict; columns, windows and aspects stay in their order. */
export function decideColumns(
  columns: readonly UndecidedColumn[],
  { falseAlarm, correction }: FamilyOptions,
): DriftColumn[] {
  const family = columns.flatMap(({ cells }) =>
    cells.flatMap((cell) => (cell?.judgements ?? []).flatMap((one) => (one.kind === 'judged' ? [one] : []))),
  );
  const verdicts = judgeFamily(family, falseAlarm, correction).values();
  return columns.map((column) => ({
    ...column,
    cells: column.cells.map((cell) => {
      if (cell === null) return null;
      const judgements = cell.judgements.map((one) => {
        if (one.kind !== 'judged') return one;
        const next = verdicts.next();
        if (next.done === true) throw new RangeError('Every judgement gets a verdict.');
        return next.value;
      });
      return { ...cell, judgements };
    }),
  }));
}
