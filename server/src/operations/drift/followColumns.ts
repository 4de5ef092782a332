/** Puts together what the passes of a comparison find, so that it can be shown before all of them are done. */
import type { DriftColumn, DriftFound, DriftResult } from '../../../../schemas/driftJob.ts';
import type { ComparedCheck } from '../../../../schemas/driftReport.ts';
import { decideColumns } from '../../drift/verdict/decideColumns.ts';
import type { FamilyOptions } from '../../drift/verdict/decideColumns.ts';

/** A check of which some columns were compared. */
export interface FoundSoFar {
  readonly checkId: string;
  /**
   * Its verdicts hold among the columns that were compared; they can change as long as columns are to come. Made when
   * it is first asked for: of a thousand columns and fifty windows that takes a while, and there are a hundred passes.
   */
  readonly check: () => ComparedCheck;
  readonly compared: number;
  readonly total: number;
  /**
   * Whether so much is new that it is worth showing: an eighth more than when it last was. All that is shown then takes
   * some times as long as showing everything once, however many passes there are, and whoever cancels is heard.
   */
  readonly isNews: boolean;
}

const newShare = 1 / 8;

/**
 * @param describe makes a check of the columns that are known
 * @returns takes what one pass found, and tells what is known of all passes until then
 */
export function followColumns(
  checkId: string,
  family: FamilyOptions,
  describe: (result: DriftResult) => ComparedCheck,
): (found: DriftFound) => FoundSoFar {
  const columns: DriftColumn[] = [];
  let shown = 0;
  return ({ total, compared, columns: own, ...known }) => {
    columns.push(...own);
    const count = columns.length;
    const isNews = compared >= shown * (1 + newShare);
    if (isNews) shown = compared;
    let check: ComparedCheck | undefined;
    const make = (): ComparedCheck => {
      const decided = decideColumns(columns.slice(0, count), family);
      const tests = decided
        .flatMap(({ cells }) => cells.flatMap((cell) => cell?.judgements ?? []))
        .filter(({ kind }) => kind === 'judged').length;
      return describe({ ...known, columns: decided, tests, seed: 0 });
    };
    return { checkId, check: () => (check ??= make()), compared, total, isNews };
  };
}
