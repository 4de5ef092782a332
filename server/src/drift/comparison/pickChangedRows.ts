/** Which rows of a window to look at: those that lie farthest where a column has drifted to. */
import type { ChangedRow, DriftColumn } from '../../../../schemas/driftJob.ts';
import type { SampledRows } from '../multivariate/sampledRows.ts';

export interface NamedSample {
  readonly columns: SampledRows;
}

/** Rows of one window that are told. */
const mostRows = 8;
/** Windows whose rows are told: the latest ones that drift. */
const mostWindows = 40;
const longestName = 300;

/**
 * Rows of the windows that drift, each once, with the column in which it lies farthest from the middle of the reference
 * in widths of its middle nine tenths.
 *
 * @param named column that names a row, which both samples hold as texts
 * @param reference some rows of it, with the columns that drift
 * @param windows some rows of each window, with the same columns
 */
export function pickChangedRows(
  named: string,
  columns: readonly DriftColumn[],
  reference: SampledRows,
  windows: readonly NamedSample[],
): ChangedRow[] {
  const usual = new Map(reference.flatMap((column) => (column.kind === 'numbers' ? usualOf(column) : [])));
  const picked = windows.map((sample, window) => {
    const drifting = columns.filter((column) => isDrifting(column, window)).map(({ name }) => name);
    return pickOf(named, window, drifting, usual, sample.columns);
  });
  const filled = picked.filter((rows) => rows.length > 0).slice(-mostWindows);
  return filled.flat();
}

function isDrifting({ cells }: DriftColumn, window: number): boolean {
  return cells[window]?.judgements.some((one) => one.kind === 'judged' && one.answer === 'drift') === true;
}

interface Usual {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

function usualOf({ name, values }: { readonly name: string; readonly values: Float64Array }): [string, Usual][] {
  const sorted = values.filter((value) => Number.isFinite(value)).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return sorted.length === 0 ? [] : [[name, { low: at(0.05), middle: at(0.5), high: at(0.95) }]];
}

function pickOf(
  named: string,
  window: number,
  drifting: readonly string[],
  usual: ReadonlyMap<string, Usual>,
  rows: SampledRows,
): ChangedRow[] {
  const names = rows.find(({ name }) => name === named);
  if (names?.kind !== 'texts') return [];
  const best = new Map<string, { readonly row: ChangedRow; readonly distance: number }>();
  for (const column of rows) {
    const own = usual.get(column.name);
    if (column.kind !== 'numbers' || own === undefined || !drifting.includes(column.name)) continue;
    const width = own.high - own.low || Math.abs(own.middle) * 1e-9 || 1;
    for (const [place, value] of column.values.entries()) {
      const name = names.values[place];
      const distance = Math.abs(value - own.middle) / width;
      if (typeof name !== 'string' || !Number.isFinite(distance)) continue;
      if (distance <= (best.get(name)?.distance ?? 0)) continue;
      const text = name.length > longestName ? `${name.slice(0, longestName)}…` : name;
      const row: ChangedRow = { window, column: column.name, names: text, value, usual: [own.low, own.high] };
      best.set(name, { row, distance });
    }
  }
  return [...best.values()]
    .sort((one, other) => other.distance - one.distance || (one.row.names < other.row.names ? -1 : 1))
    .slice(0, mostRows)
    .map(({ row }) => row);
}
