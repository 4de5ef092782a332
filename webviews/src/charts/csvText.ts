/** A table as CSV. */

/** A number with a sign, and perhaps a unit: nothing that a spreadsheet could compute. */
const amount = /^[+-]?[\d.,]+(?:e[+-]?\d+)?(?: [\w%/]+)?$/;

/** Lines end as RFC 4180 wants; a cell that a spreadsheet would take for a formula is a text. */
export function csvText(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !amount.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
