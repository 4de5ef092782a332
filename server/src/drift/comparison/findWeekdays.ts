/** Whether the drift of a column comes back on the same days of the week, as that of much human activity does. */
import type { DriftCell, DriftWindow } from '../../../../schemas/driftJob.ts';

const names = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'];
const milliseconds = 86_400_000;
/** Windows of each day of the week from which a week is seen to repeat itself. */
const fewestWeeks = 3;
/** Share of the windows that may be otherwise than their weekday. */
const mostOtherwise = 0.1;

/**
 * The days of the week on which a column drifts, where it drifts on these alone.
 *
 * @param cells one per window, null where it has no verdict
 * @param windows of a day each, by their label; others follow no weekday
 * @returns such as `Saturdays and Sundays`; undefined where the drift does not follow the weekday, or nobody can tell yet
 */
export function findWeekdays(
  cells: readonly (DriftCell | null)[],
  windows: readonly Pick<DriftWindow, 'label'>[],
): string | undefined {
  const days = windows.map(({ label }) => (/^\d{4}-\d{2}-\d{2}$/.test(label) ? Date.parse(label) / milliseconds : NaN));
  const isDaily = days.every(
    (day, place) => Number.isInteger(day) && (place === 0 || day === (days[place - 1] ?? 0) + 1),
  );
  if (!isDaily) return undefined;
  const judged = cells.flatMap((cell, window) => {
    const own = (cell?.judgements ?? []).filter((one) => one.kind === 'judged');
    // 1970-01-01 was a Thursday.
    const weekday = ((((days[window] ?? 0) + 4) % 7) + 7) % 7;
    return own.length === 0 ? [] : [{ weekday, drifts: own.some(({ answer }) => answer === 'drift') }];
  });
  const byWeekday = [...Map.groupBy(judged, ({ weekday }) => weekday)].map(([weekday, own]) => {
    const drifting = own.filter(({ drifts }) => drifts).length;
    return { weekday, all: own.length, drifting, isDrifting: 2 * drifting > own.length };
  });
  const usual = byWeekday.filter(({ isDrifting }) => isDrifting);
  if (usual.length === 0 || usual.length === byWeekday.length) return undefined;
  if (byWeekday.some(({ all }) => all < fewestWeeks)) return undefined;
  const otherwise = byWeekday.reduce(
    (sum, { all, drifting, isDrifting }) => sum + (isDrifting ? all - drifting : drifting),
    0,
  );
  if (otherwise > mostOtherwise * judged.length) return undefined;
  const listed = usual
    .sort((one, other) => ((one.weekday + 6) % 7) - ((other.weekday + 6) % 7))
    .map(({ weekday }) => names[weekday] ?? '');
  return listed.length === 1 ? listed[0] : `${listed.slice(0, -1).join(', ')} and ${listed.at(-1) ?? ''}`;
}
