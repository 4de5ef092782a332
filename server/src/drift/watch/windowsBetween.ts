/** Windows of time between the first and the last row, each with its bounds. */

/** The length of a window, by the calendar or fixed. */
export interface WindowLength {
  readonly unit: 'month' | 'second';
  readonly count: number;
}

export interface TimeWindow {
  readonly label: string;
  /** ISO date, or date and time; the first moment inside. */
  readonly from: string;
  /** The first moment after it. */
  readonly to: string;
}

const [day, week] = [86_400, 604_800];
/** 1970-01-05, the first Monday, in seconds. */
const firstMonday = 4 * day;

/**
 * @param first ISO time of the first row; times have no zone, as in tables
 * @param latestOnly whether there is one window alone, which ends with the last row
 * @returns undefined when there are more than `most`, or the times cannot be read
 */
export function windowsBetween(
  first: string,
  last: string,
  length: WindowLength,
  { latestOnly, most }: { readonly latestOnly: boolean; readonly most: number },
): readonly TimeWindow[] | undefined {
  const [start, end] = [secondsOf(first), secondsOf(last)];
  if (!Number.isFinite(start) || !Number.isFinite(end)) return undefined;
  if (latestOnly) {
    // The last row lies inside.
    const to = Math.floor(end) + 1;
    const from = length.unit === 'month' ? addMonths(to, -length.count) : to - length.count;
    return [{ label: `${isoDay(from)} to ${isoDay(to - 1)}`, from: isoTime(from), to: isoTime(to) }];
  }
  const windows: TimeWindow[] = [];
  for (let from = beginOf(start, length); from <= end;) {
    const to = length.unit === 'month' ? addMonths(from, length.count) : from + length.count;
    windows.push({ label: labelOf(from, to, length), from: isoTime(from), to: isoTime(to) });
    if (windows.length > most) return undefined;
    from = to;
  }
  return windows;
}

/** Windows that calendars know begin as calendars do; the others with the day of the first row. */
function beginOf(start: number, { unit, count }: WindowLength): number {
  if (unit === 'month') {
    const date = new Date(start * 1000);
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    const begin = Math.floor(month / count) * count;
    return Date.UTC(Math.floor(begin / 12), begin % 12) / 1000;
  }
  const origin = count % week === 0 ? firstMonday : 0;
  const step = count % week === 0 || day % count === 0 ? count : count >= day ? day : 1;
  return Math.floor((start - origin) / step) * step + origin;
}

function addMonths(seconds: number, months: number): number {
  const date = new Date(seconds * 1000);
  return date.setUTCMonth(date.getUTCMonth() + months) / 1000;
}

function labelOf(from: number, to: number, { unit, count }: WindowLength): string {
  if (unit === 'month') {
    const label = isoDay(from).slice(0, count === 12 ? 4 : 7);
    return count === 1 || count === 12 ? label : `${label} to ${isoDay(to - 1).slice(0, 7)}`;
  }
  if (count < day) return isoTime(from).slice(0, 16);
  return count === day ? isoDay(from) : `${isoDay(from)} to ${isoDay(to - 1)}`;
}

function secondsOf(iso: string): number {
  const text = iso.trim().replace(' ', 'T');
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`) / 1000;
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

function isoDay(seconds: number): string {
  return isoTime(seconds).slice(0, 10);
}
