/** Windows of a number that is watched: whether it lies surely inside or outside of what is normal. */
import type { WatchedWindow } from '../../../../schemas/driftReport.ts';
import type { CountedWindow } from '../../../../schemas/watchJob.ts';
import { computeWilsonInterval } from '../../statistics/proportion.ts';

/** What a number is held against; undefined where there is no bound. */
export interface NormalRange {
  readonly low: number | undefined;
  readonly high: number | undefined;
}

export interface ShareOptions {
  readonly normal: NormalRange;
  /** Chance that any window alarms although its true share lies at a bound, strictly between 0 and 1. */
  readonly falseAlarm: number;
  /** A window with fewer rows gets no verdict. */
  readonly leastRows: number;
}

/**
 * Judges the share of rows for which something holds.
 *
 * The interval of each window is wide enough for all windows together (Bonferroni), so that the rate of false alarms
 * holds however many there are.
 *
 * @source Wilson's interval at the confidence 1 − falseAlarm / windows
 */
export function judgeShares(
  windows: readonly CountedWindow[],
  { normal, falseAlarm, leastRows }: ShareOptions,
): WatchedWindow[] {
  const judged = windows.filter(({ rows }) => rows >= Math.max(1, leastRows)).length;
  const confidence = 1 - falseAlarm / Math.max(1, judged);
  return windows.map(({ label, rows, isIncomplete, holds }) => {
    const shown = { label, rows, isIncomplete };
    const few = tooFew(rows, leastRows);
    const interval = computeWilsonInterval(holds, rows, confidence);
    if (few !== undefined || interval.kind === 'undefined') return { ...shown, ...unknown(few ?? 'It has no rows.') };
    const value = holds / rows;
    const { low, high } = interval;
    return {
      ...shown,
      value,
      low,
      high,
      text: `${percent(value)} (${percent(low)} to ${percent(high)})`,
      answer: placeOf(low, high, normal),
    };
  });
}

/** Judges a condition that each row must satisfy: one row that does not is enough. */
export function judgeCondition(windows: readonly CountedWindow[], leastRows: number): WatchedWindow[] {
  return windows.map(({ label, rows, isIncomplete, holds }) => {
    const shown = { label, rows, isIncomplete };
    const broken = rows - holds;
    // Rows that break the condition are found, not estimated, so even a small window says so.
    const few = broken === 0 ? tooFew(rows, leastRows) : undefined;
    if (few !== undefined || rows === 0) return { ...shown, ...unknown(few ?? 'It has no rows.') };
    return {
      ...shown,
      value: holds / rows,
      low: null,
      high: null,
      text: broken === 0 ? 'all rows' : `${broken.toLocaleString('en')} of ${rows.toLocaleString('en')} rows`,
      answer: broken === 0 ? 'stable' : 'drift',
    };
  });
}

/** Where an interval lies: beyond a bound, within the bounds, or across one. */
export function placeOf(low: number, high: number, normal: NormalRange): WatchedWindow['answer'] {
  const { low: least = Number.NEGATIVE_INFINITY, high: most = Number.POSITIVE_INFINITY } = normal;
  if (high < least || low > most) return 'drift';
  return low >= least && high <= most ? 'stable' : 'cannot-tell';
}

/** Why a window is too small for a verdict; undefined when it is not. */
export function tooFew(rows: number, leastRows: number): string | undefined {
  if (rows === 0 || rows >= leastRows) return undefined;
  return `It has ${rows.toLocaleString('en')} rows, fewer than the ${leastRows.toLocaleString('en')} that a verdict needs.`;
}

/** A window without a number. */
export function unknown(because: string): Pick<WatchedWindow, 'value' | 'low' | 'high' | 'text' | 'answer'> {
  return { value: null, low: null, high: null, text: because, answer: 'not-judged' };
}

export function percent(share: number): string {
  const points = share * 100;
  return `${points !== 0 && Math.abs(points) < 0.1 ? points.toPrecision(1) : Number(points.toFixed(1))} %`;
}
