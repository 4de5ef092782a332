/** Rows for labelling as CSV: why each was picked, where it stands, and its values. */
import type { DriftQueue } from '../../../schemas/driftQueue.ts';

/** A number with its sign, or a sign alone. */
const plain = /^[+-]?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)?$/;

/**
 * One line for the names, one for each row; a missing value is empty, an empty text is quoted.
 *
 * People open the file to label its rows, and customers wrote its texts: one that a spreadsheet would take for a formula
 * gets an apostrophe in front.
 */
export function queueCsv({ window, columns, rows }: DriftQueue): string {
  const lines = rows.map(({ reason, measure, row, values }) => [
    reason,
    String(Number(measure.toPrecision(6))),
    window,
    String(row),
    ...values,
  ]);
  const head = ['picked_because', 'picked_measure', 'picked_window', 'picked_row', ...columns];
  return [head, ...lines].map((line) => `${line.map(writeCell).join(',')}\n`).join('');
}

function writeCell(value: string | null): string {
  if (value === null) return '';
  const safe = /^[=+\-@\t\r]/.test(value) && !plain.test(value) ? `'${value}` : value;
  return safe === '' || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
