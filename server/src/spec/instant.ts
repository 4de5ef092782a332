/**
 * Times as text: dates and timestamps without zone, taken as written.
 *
 * An instant is a whole number of milliseconds since 1970-01-01T00:00, counted as if the text were UTC; fractions of a
 * second beyond milliseconds are cut.
 */

const pattern =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[ T](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{1,9}))?)?)?$/;

export const millisecondsPerDay = 86_400_000;

/**
 * @param text such as `2001-05-01`, which means its midnight, or `2001-05-01 06:30:00`
 * @returns milliseconds; undefined when the text has another form, a zone, or names no day of the calendar
 */
export function parseInstant(text: string): number | undefined {
  const { date, hour = '00', minute = '00', second = '00', fraction = '' } = pattern.exec(text)?.groups ?? {};
  if (date === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // February 30 is either refused or moved to March, depending on the engine.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(date)) return undefined;
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
