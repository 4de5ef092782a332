/** Puts together what the passes of a comparison find, so that it can be shown before all of them are done. */
import type { DriftColumn, DriftFound, DriftResult } from '../../../../schemas/driftJob.ts';
import type { ComparedCheck } from '../../../../schemas/driftReport.ts';
import { decideColumns } from '../../drift/verdict/decideColumns.ts';
import type { FamilyOptions } from '../../drift/verdict/decideColumns.ts';

/** A check of which some columns were compared. */
export interface FoundSoFar {
  /** Its verdicts hold among the columns that were compared; they can change as long as columns are to come. */
  readonly check: ComparedCheck;
  readonly compared: number;
  readonly total: number;
}

/**
 * @param describe makes a check of the columns that are known
 * @returns takes what one pass found, and tells what is known of all passes until then
 */
export function followColumns(
  family: FamilyOptions,
  describe: (result: DriftResult) => ComparedCheck,
): (found: DriftFound) => FoundSoFar {
  const columns: DriftColumn[] = [];
  return ({ total, compared, columns: own, ...known }) => {
    columns.push(...own);
    const decided = decideColumns(columns, family);
    const tests = decided
      .flatMap(({ cells }) => cells.flatMap((cell) => cell?.judgements ?? []))
      .filter(({ kind }) => kind === 'judged').length;
    return { check: describe({ ...known, columns: decided, tests, seed: 0 }), compared, total };
  };
}
