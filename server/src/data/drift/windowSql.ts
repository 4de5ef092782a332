/** How the rows of a table are cut into windows, in SQL. */
import type { DriftChunks } from '../../../../schemas/driftJob.ts';
import { beginningsOf, endOf, planPeriods, planRows } from '../../drift/watch/planWindows.ts';
import type { CutWindow, PeriodPlan, UncutRows } from '../../drift/watch/planWindows.ts';
import { wholeCell, type Row } from '../engine.ts';
import type { OpenTable } from '../openTable.ts';
import { quoteName } from '../sqlText.ts';
import { TableProblem } from '../tableProblem.ts';

export interface Cut {
  /** SQL of the number of the window of a row, from 0; null for rows of no window. */
  readonly number: string;
  readonly windows: readonly CutWindow[];
  /** Rows that lie in no window, such as those without a time. */
  readonly left: number;
}

const day = 86_400;

/**
 * Cuts rows into windows.
 *
 * @param rows what to select from
 * @throws {TableProblem} when there are no rows, too many windows, or no times
 */
export async function cutWindows(table: OpenTable, rows: string, chunks: DriftChunks): Promise<Cut> {
  switch (chunks.kind) {
    case 'whole':
      return { number: '0', windows: [{ label: 'all rows', isIncomplete: false }], left: 0 };
    case 'rows':
      return cutRows(await countRows(table, rows), chunks.rows);
    case 'number': {
      const total = await countRows(table, rows);
      return cutRows(total, Math.max(1, Math.ceil(total / chunks.windows)));
    }
    case 'period':
      return cutPeriods(table, rows, chunks);
  }
}

function requireOrder({ engine, label }: OpenTable): void {
  if (engine.dialect.hasRowOrder) return;
  throw new TableProblem(
    `The rows of ${label} have no order in ${engine.dialect.name}, so they cannot be cut by their number; cut them by time with --every.`,
  );
}

async function countRows(table: OpenTable, rows: string): Promise<number> {
  requireOrder(table);
  const [row = {}] = await table.engine.select(`SELECT count(*) AS n FROM ${rows}`);
  return wholeCell(row, 'n');
}

function cutRows(total: number, rows: number): Cut {
  const { windows, size } = requireCut(planRows(total, rows));
  return { number: `CAST((row_number() OVER () - 1) // ${size} AS INTEGER)`, windows, left: 0 };
}

function requireCut<Plan extends object>(plan: Plan | UncutRows): Plan {
  if ('sentence' in plan) throw new TableProblem(plan.sentence);
  return plan;
}

async function cutPeriods(
  table: OpenTable,
  rows: string,
  { column, length, latestOnly }: Extract<DriftChunks, { kind: 'period' }>,
): Promise<Cut> {
  const { kind, name, type } = table.column(column);
  if (kind !== 'date' && kind !== 'timestamp' && kind !== 'text') {
    throw new TableProblem(
      `The column "${name}" of ${table.label} holds no dates, so it cannot be cut into periods; name a time column.`,
    );
  }
  const { dialect } = table.engine;
  const time =
    kind === 'text'
      ? `TRY_CAST(${quoteName(name)} AS ${dialect.timestamp})`
      : dialect.toTimestamp(quoteName(name), type);
  const finite = `${time} IS NOT NULL AND ${dialect.isFiniteTime(time)}`;
  const [row = {}] = await table.engine.select(
    `SELECT ${dialect.epochMs(`min(${time}) FILTER (WHERE ${finite})`)} AS first, ${dialect.epochMs(`max(${time}) FILTER (WHERE ${finite})`)} AS last, max(abs(${dialect.epochMs(time)} % ${day * 1000})) FILTER (WHERE ${finite}) AS of_day, count(*) FILTER (WHERE NOT (${finite}) OR ${time} IS NULL) AS outside FROM ${rows}`,
  );
  const [first, last] = [secondOf(row, 'first'), secondOf(row, 'last')];
  if (first === undefined || last === undefined) {
    const hint = kind === 'text' ? '; write them like 2001-06-30 or 2001-06-30 23:59:00' : '';
    throw new TableProblem(`No row of ${table.label} has a time in the column "${name}"${hint}.`);
  }
  const left = wholeCell(row, 'outside');
  // Times of whole days stand for the day, also where they are kept as moments or text.
  const end = endOf(last, { isOfDays: secondOf(row, 'of_day') === 0 });
  const plan = requireCut(planPeriods([first, end], length, latestOnly));
  // A text would be parsed with each comparison.
  const { moment, epochMicros } = kind === 'text' ? {} : dialect;
  const beginnings = beginningsOf(plan);
  const place =
    epochMicros !== undefined && plan.unit === 'second' && !plan.latestOnly
      ? writeDivision(plan, epochMicros(time))
      : moment !== undefined && beginnings !== undefined
        ? writeSearch(time, beginnings.map(moment), 0)
        : undefined;
  const number =
    place === undefined
      ? writeArithmetic(plan, finite, time, dialect.epochMs(time))
      : `CASE WHEN ${finite} THEN ${place} END`;
  return { number, windows: plan.windows, left };
}

/** SQL of the number of a window that is some seconds long, in whole numbers: a third of the time of a search among days. */
function writeDivision({ begin, length, windows }: PeriodPlan, epochMicros: string): string {
  const [from, micros] = [begin, length].map((seconds) => String(BigInt(seconds) * 1_000_000n));
  return `least(greatest((${epochMicros} - ${from ?? ''}) // ${micros ?? ''}, 0), ${windows.length - 1})`;
}

/**
 * SQL of the number of a window by comparisons alone, in a quarter of the time that years and months of each row take.
 *
 * @param beginnings SQL of where the windows behind the first one begin
 * @param first number of the first window
 */
function writeSearch(time: string, beginnings: readonly string[], first: number): string {
  const middle = Math.floor(beginnings.length / 2);
  const beginning = beginnings[middle];
  if (beginning === undefined) return String(first);
  const before = writeSearch(time, beginnings.slice(0, middle), first);
  const behind = writeSearch(time, beginnings.slice(middle + 1), first + middle + 1);
  return `CASE WHEN ${time} < ${beginning} THEN ${before} ELSE ${behind} END`;
}

/** SQL of what {@link windowOfMoment} computes. */
function writeArithmetic(plan: PeriodPlan, finite: string, time: string, epochMs: string): string {
  const { unit, begin, length, latestOnly, windows } = plan;
  const place =
    unit === 'month'
      ? `(extract(year FROM ${time}) * 12 + extract(month FROM ${time}) - 1 - ${begin})`
      : `(CAST(${epochMs} AS DOUBLE) / 1e3 - ${begin})`;
  if (latestOnly) return `CASE WHEN ${finite} AND ${place} >= 0 THEN 0 END`;
  const window = `floor(${place} / CAST(${length} AS DOUBLE))`;
  return `CASE WHEN ${finite} THEN CAST(least(greatest(${window}, 0), ${windows.length - 1}) AS INTEGER) END`;
}

function secondOf(row: Row, column: string): number | undefined {
  const value = row[column];
  return value === null || value === undefined ? undefined : Number(value) / 1000;
}
