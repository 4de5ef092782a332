/** Where rows are cut into windows: by the calendar, by a length of time, or by their number. */
import { mostWindows, type DriftChunks } from '../../../../schemas/driftJob.ts';

/** A window as it is cut: nothing of it has been counted. */
export interface CutWindow {
  readonly label: string;
  readonly isIncomplete: boolean;
}

/** Windows of time. The window of a row is floor((its place − begin) / length), held within the windows. */
export interface PeriodPlan {
  readonly windows: readonly CutWindow[];
  /** What places are counted in: months since year 0, or seconds since 1970. */
  readonly unit: 'month' | 'second';
  readonly begin: number;
  readonly length: number;
  /** Whether there is one window alone, up to the last row; rows before it lie in none. */
  readonly latestOnly: boolean;
}

export interface RowPlan {
  readonly windows: readonly CutWindow[];
  /** Rows of each window. */
  readonly size: number;
}

/** Why rows cannot be cut so: the whole sentence. */
export interface UncutRows {
  readonly sentence: string;
}

/** Seconds since 1970 of the first row, and of the end of the last one. */
export type Span = readonly [first: number, end: number];

type PeriodLength = Extract<DriftChunks, { kind: 'period' }>['length'];

/** The shortest time that is told apart, in seconds. */
const tick = 1e-3;
const [day, week] = [86_400, 604_800];
/** 1970-01-05, the first Monday, in seconds; whole weeks begin on Mondays. */
const firstMonday = 4 * day;
/** Milliseconds before or after 1970 within which every year has four digits. */
const farthestMs = 60e12;
/** A window is full when the data covers this share of it. */
const fullShare = 0.95;

/** @param total rows, at least 1 */
export function planRows(total: number, size: number): RowPlan | UncutRows {
  const count = Math.ceil(total / size);
  if (count > mostWindows) return tooMany(count, 'windows', 'take more rows for each window');
  const windows = Array.from({ length: count }, (_, index) => {
    const last = Math.min(total, (index + 1) * size);
    const [from, to] = [index * size + 1, last].map((row) => row.toLocaleString('en'));
    return { label: `rows ${from ?? ''} to ${to ?? ''}`, isIncomplete: last - index * size < size };
  });
  return { windows, size };
}

/**
 * The end of the data, in seconds since 1970: just behind the last row, or the end of its day.
 *
 * @param isOfDays whether every time is a whole day
 */
export function endOf(last: number, { isOfDays }: { readonly isOfDays: boolean }): number {
  return last + (isOfDays ? day : tick);
}

/**
 * @param span its end lies behind the last row
 * @param latestOnly whether there is one window alone, which ends with the last row
 */
export function planPeriods(span: Span, { unit, count }: PeriodLength, latestOnly: boolean): PeriodPlan | UncutRows {
  return unit === 'month' ? planMonths(span, count, latestOnly) : planSeconds(span, count, latestOnly);
}

/** @returns the window of a moment in milliseconds since 1970; undefined where it lies in none */
export function windowOfMoment(
  { windows, unit, begin, length, latestOnly }: PeriodPlan,
  ms: number,
): number | undefined {
  if (!Number.isFinite(ms)) return undefined;
  const place = unit === 'month' ? monthOf(ms / 1000) : ms / 1000;
  const window = Math.floor((place - begin) / length);
  if (latestOnly && window < 0) return undefined;
  return Math.min(Math.max(window, 0), windows.length - 1);
}

/**
 * Where all windows but the first begin, in whole milliseconds since 1970: rows before lie in the first one.
 *
 * @returns undefined where there is the latest window alone, or where one begins beyond the years of four digits
 */
export function beginningsOf({ windows, unit, begin, length, latestOnly }: PeriodPlan): readonly number[] | undefined {
  if (latestOnly) return undefined;
  const places = windows.slice(1).map((_, index) => begin + (index + 1) * length);
  const moments = places.map((place) => (unit === 'month' ? secondsOfMonth(place) : place) * 1000);
  return moments.every((moment) => Math.abs(moment) <= farthestMs) ? moments : undefined;
}

function planMonths([first, end]: Span, count: number, latestOnly: boolean): PeriodPlan | UncutRows {
  const [from, to] = [monthOf(first), monthOf(end - tick)];
  const begin = latestOnly ? to - count + 1 : Math.floor(from / count) * count;
  const total = Math.floor((to - begin) / count) + 1;
  if (total > mostWindows) return tooMany(total, 'windows of this length', 'take longer ones');
  const windows = Array.from({ length: total }, (_, index) => {
    const [start, stop] = [begin + index * count, begin + (index + 1) * count];
    const name = isoOfMonth(start).slice(0, count === 12 ? 4 : 7);
    const label = count === 1 || count === 12 ? name : `${name} to ${isoOfMonth(stop - 1).slice(0, 7)}`;
    return { label, isIncomplete: !isFull(secondsOfMonth(start), secondsOfMonth(stop), [first, end]) };
  });
  return { windows, unit: 'month', begin, length: count, latestOnly };
}

function planSeconds([first, end]: Span, length: number, latestOnly: boolean): PeriodPlan | UncutRows {
  const origin = length % week === 0 ? firstMonday : 0;
  // Windows of several days begin with the first day of the data; those that calendars know begin as calendars do.
  const isCalendar = length % week === 0 || day % length === 0;
  const unit = isCalendar ? length : length >= day ? day : 1;
  const begin = latestOnly ? end - length : Math.floor((first - origin) / unit) * unit + origin;
  const total = latestOnly ? 1 : Math.floor((end - tick - begin) / length) + 1;
  if (total > mostWindows) return tooMany(total, 'windows of this length', 'take longer ones');
  const windows = Array.from({ length: total }, (_, index) => {
    const [start, stop] = [begin + index * length, begin + (index + 1) * length];
    return { label: labelOf(start, stop, length), isIncomplete: !isFull(start, stop, [first, end]) };
  });
  return { windows, unit: 'second', begin, length, latestOnly };
}

function tooMany(count: number, what: string, then: string): UncutRows {
  return {
    sentence: `The data gives ${count.toLocaleString('en')} ${what}, and at most ${mostWindows} are compared; ${then}.`,
  };
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
