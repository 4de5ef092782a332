/** By how much estimates were off where labels have come. */
import type { AnswersWindow, WatchedMetric } from '../../../../schemas/driftAnswers.ts';

/** Mean distance of estimated from realised values, over windows that have both. */
export function findPastError(windows: readonly AnswersWindow[], metric: WatchedMetric): number | null {
  const gaps = windows.flatMap(({ values }) => {
    const value = values.find((one) => one.metric === metric);
    return value?.estimated && value.realised ? [Math.abs(value.estimated.value - value.realised.value)] : [];
  });
  return gaps.length === 0 ? null : gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}
