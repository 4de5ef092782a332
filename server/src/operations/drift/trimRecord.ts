/** What a record keeps of a comparison of very many columns: all verdicts, and the details of those that matter most. */
import type { ComparedCheck } from '../../../../schemas/driftReport.ts';

/**
 * Columns times windows. One takes about 1 kB and a quarter of a millisecond of processor time when the panel opens,
 * and a record is committed to git.
 */
const mostCells = 2_500;
/** Columns whose details are kept however many windows there are. */
const fewestColumns = 10;

/** @returns the check itself while its details are few */
export function trimRecord(check: ComparedCheck): ComparedCheck {
  const { result, ranking } = check;
  const most = Math.max(fewestColumns, Math.floor(mostCells / Math.max(1, result.windows.length)));
  if (result.columns.length <= most) return check;
  const kept = new Set(ranking.slice(0, most).map(({ column }) => column));
  const note = `The record keeps the verdict of each column, and windows and values of the ${kept.size.toLocaleString('en')} columns that come first; plumbline drift with --columns shows the others.`;
  return {
    ...check,
    result: {
      ...result,
      columns: result.columns.filter(({ name }) => kept.has(name)),
      notes: [...result.notes, note],
    },
  };
}
