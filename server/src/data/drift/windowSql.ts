/** How the rows of a table are cut into windows, in SQL. */
import { mostWindows, type DriftChunks } from '../../../../schemas/driftJob.ts';
import { wholeCell, type Row } from '../engine.ts';
import type { OpenTable } from '../openTable.ts';
import { quoteName } from '../sqlText.ts';
import { TableProblem } from '../tableProblem.ts';

/** A window as it is cut: nothing of it has been counted. */
export interface CutWindow {
  readonly label: string;
  readonly isIncomplete: boolean;
}

export interface Cut {
  /** SQL of the number of the window of a row, from 0; null for rows of no window. */
  readonly number: string;
  readonly windows: readonly CutWindow[];
  /** Rows that lie in no window, such as those without a time. */
  readonly left: number;
}

const [day, week] = [86_400, 604_800];
/** 1970-01-05, the first Monday, in seconds; whole weeks begin on Mondays. */
const firstMonday = 4 * day;
/** A window is full when the data covers this share of it. */
const fullShare = 0.95;

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

function cutRows(total: number, size: number): Cut {
  const count = Math.ceil(total / size);
  refuseTooMany(count, 'rows', 'take more rows for each window');
  const windows = Array.from({ length: count }, (_, index) => {
    const last = Math.min(total, (index + 1) * size);
    const [from, to] = [index * size + 1, last].map((row) => row.toLocaleString('en'));
    return { label: `rows ${from ?? ''} to ${to ?? ''}`, isIncomplete: last - index * size < size };
  });
  return { number: `CAST((row_number() OVER () - 1) // ${size} AS INTEGER)`, windows, left: 0 };
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
    `SELECT ${dialect.epochMs(`min(${time}) FILTER (WHERE ${finite})`)} AS first, ${dialect.epochMs(`max(${time}) FILTER (WHERE ${finite})`)} AS last, count(*) FILTER (WHERE NOT (${finite}) OR ${time} IS NULL) AS outside FROM ${rows}`,
  );
  const [first, last] = [secondOf(row, 'first'), secondOf(row, 'last')];
  if (first === undefined || last === undefined) {
    const hint = kind === 'text' ? '; write them like 2001-06-30 or 2001-06-30 23:59:00' : '';
    throw new TableProblem(`No row of ${table.label} has a time in the column "${name}"${hint}.`);
  }
  const left = wholeCell(row, 'outside');
  // Times of whole days stand for the day; the others are moments.
  const end = last + (kind === 'date' ? day : 0);
  if (length.unit === 'month') return { ...cutMonths(time, finite, [first, end], length.count, latestOnly), left };
  return { ...cutSeconds(dialect.epochMs(time), finite, [first, end], length.count, latestOnly), left };
}

type Span = readonly [first: number, end: number];

function cutMonths(time: string, finite: string, [first, end]: Span, count: number, latestOnly: boolean) {
  const months = `(extract(year FROM ${time}) * 12 + extract(month FROM ${time}) - 1)`;
  const [from, to] = [monthOf(first), monthOf(end - 1e-3)];
  const begin = latestOnly ? to - count + 1 : Math.floor(from / count) * count;
  const total = Math.floor((to - begin) / count) + 1;
  refuseTooMany(total, 'months', 'take longer ones');
  const windows = Array.from({ length: total }, (_, index) => {
    const [start, stop] = [begin + index * count, begin + (index + 1) * count];
    const name = isoOfMonth(start).slice(0, count === 12 ? 4 : 7);
    const label = count === 1 || count === 12 ? name : `${name} to ${isoOfMonth(stop - 1).slice(0, 7)}`;
    return { label, isIncomplete: !isFull(secondsOfMonth(start), secondsOfMonth(stop), [first, end]) };
  });
  return { number: writeNumber(`(${months} - ${begin}) / CAST(${count} AS DOUBLE)`, finite, total), windows };
}

function cutSeconds(epochMs: string, finite: string, [first, end]: Span, length: number, latestOnly: boolean) {
  const origin = length % week === 0 ? firstMonday : 0;
  // Windows of several days begin with the first day of the data; those that calendars know begin as calendars do.
  const isCalendar = length % week === 0 || day % length === 0;
  const unit = isCalendar ? length : length >= day ? day : 1;
  const begin = latestOnly ? end - length : Math.floor((first - origin) / unit) * unit + origin;
  const total = latestOnly ? 1 : Math.floor((end - 1e-3 - begin) / length) + 1;
  refuseTooMany(total, 'windows of this length', 'take longer ones');
  const windows = Array.from({ length: total }, (_, index) => {
    const [start, stop] = [begin + index * length, begin + (index + 1) * length];
    return { label: labelOf(start, stop, length), isIncomplete: !isFull(start, stop, [first, end]) };
  });
  const seconds = `(CAST(${epochMs} AS DOUBLE) / 1e3 - ${begin})`;
  const number = latestOnly
    ? `CASE WHEN ${finite} AND ${seconds} >= 0 THEN 0 END`
    : writeNumber(`${seconds} / ${length}`, finite, total);
  return { number, windows };
}

function writeNumber(place: string, finite: string, total: number): string {
  return `CASE WHEN ${finite} THEN CAST(least(greatest(floor(${place}), 0), ${total - 1}) AS INTEGER) END`;
}

function isFull(start: number, stop: number, [first, end]: Span): boolean {
  return Math.min(stop, end) - Math.max(start, first) >= fullShare * (stop - start);
}

function labelOf(start: number, stop: number, length: number): string {
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
  if (length < day) return iso(start).slice(0, 16).replace('T', ' ');
  const from = iso(start).slice(0, 10);
  return length === day ? from : `${from} to ${iso(stop - 1).slice(0, 10)}`;
}

function monthOf(seconds: number): number {
  const date = new Date(seconds * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function secondsOfMonth(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12) / 1000;
}

function isoOfMonth(month: number): string {
  return new Date(secondsOfMonth(month) * 1000).toISOString();
}

function secondOf(row: Row, column: string): number | undefined {
  const value = row[column];
  return value === null || value === undefined ? undefined : Number(value) / 1000;
}

function refuseTooMany(count: number, what: string, then: string): void {
  if (count <= mostWindows) return;
  throw new TableProblem(
    `The data gives ${count.toLocaleString('en')} ${what}, and at most ${mostWindows} windows are compared; ${then}.`,
  );
}
