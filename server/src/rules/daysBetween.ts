/** How many days lie between a moment and the day of a check. */

const dayMs = 86_400_000;

/**
 * Whole days, by the calendar; never negative, and 0 for what is no time.
 *
 * @param at ISO 8601 with zone
 * @param today ISO date
 */
export function daysBetween(at: string, today: string): number {
  const days = Math.floor(Date.parse(today) / dayMs) - Math.floor(Date.parse(at) / dayMs);
  return Number.isFinite(days) ? Math.max(0, days) : 0;
}
