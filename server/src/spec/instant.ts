/**
 * Times as text: dates and timestamps without zone, taken as written.
 *
 * An instant is a whole number of milliseconds since 1970-01-01T00:00, counted as if the text were UTC; fractions of a
 * second beyond milliseconds are cut.
 */

const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?$/;

export const millisecondsPerDay = 86_400_000;

/**
 * @param text such as `2001-05-01`, which means its midnight, or `2001-05-01 06:30:00`
 * @returns milliseconds; undefined when the text has another form, a zone, or names no day of the calendar
 */
export function parseInstant(text: string): number | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  // `setUTCFullYear`, because `Date.UTC` takes years below 100 for those of the last century.
  const midnight = new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // A day that the month does not have was moved to another month.
  const moved = new Date(midnight);
  if (moved.getUTCDate() !== Number(day) || moved.getUTCMonth() !== Number(month) - 1) return undefined;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return midnight + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + milliseconds;
}

/** @returns `2001-05-01` for a midnight, else `2001-05-01 06:30:00` with milliseconds when there are any */
export function formatInstant(instant: number): string {
  const [date = '', time = ''] = new Date(instant).toISOString().slice(0, -1).split('T');
  if (instant % millisecondsPerDay === 0) return date;
  return `${date} ${time.replace(/\.000$/, '')}`;
}

/**
 * @param period `first/last` as dates, both days included
 * @returns the instants of the first midnight, included, and of the midnight after the last day, excluded; undefined
 *   when the text has another form or ends before it starts
 */
export function parsePeriod(period: string): { readonly from: number; readonly to: number } | undefined {
  const [first = '', last = '', ...more] = period.split('/');
  if (more.length > 0 || first.length !== 10 || last.length !== 10) return undefined;
  const from = parseInstant(first);
  const lastMidnight = parseInstant(last);
  if (from === undefined || lastMidnight === undefined || lastMidnight < from) return undefined;
  return { from, to: lastMidnight + millisecondsPerDay };
}
