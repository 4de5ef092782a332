/** What a threshold does: shares, money and alerts, from the counts of a run. Pure. */
import type { Operating } from '../../../schemas/evaluationPanel.ts';

export interface OperatingPoint {
  readonly threshold: number;
  readonly recall: number | undefined;
  readonly precision: number | undefined;
  readonly falsePositiveRate: number | undefined;
  /** Share of answers that are positive at the prevalence of production. */
  readonly alertRate: number | undefined;
  readonly alertsPerDay: number | undefined;
  readonly valuePerAnswer: number | undefined;
  readonly valuePerYear: number | undefined;
}

const daysPerYear = 365;

/** The recorded point whose threshold lies nearest. */
export function nearestIndex({ points }: Operating, threshold: number): number {
  let nearest = 0;
  points.forEach((point, index) => {
    const best = points[nearest]?.threshold ?? Infinity;
    if (Math.abs(point.threshold - threshold) < Math.abs(best - threshold)) nearest = index;
  });
  return nearest;
}

/** @returns undefined when there is no such point */
export function operatingPoint(operating: Operating, index: number): OperatingPoint | undefined {
  const point = operating.points[index];
  if (point === undefined) return undefined;
  const { positives, negatives, perYear } = operating;
  const { truePositives, falsePositives, value, threshold } = point;
  const recall = positives === 0 ? undefined : truePositives / positives;
  const falsePositiveRate = negatives === 0 ? undefined : falsePositives / negatives;
  const raised = truePositives + falsePositives;
  const prevalence = operating.prevalence ?? positives / (positives + negatives);
  const alertRate =
    recall === undefined || falsePositiveRate === undefined
      ? undefined
      : prevalence * recall + (1 - prevalence) * falsePositiveRate;
  return {
    threshold,
    recall,
    precision: raised === 0 ? undefined : truePositives / raised,
    falsePositiveRate,
    alertRate,
    alertsPerDay: alertRate === undefined || perYear === undefined ? undefined : (alertRate * perYear) / daysPerYear,
    valuePerAnswer: value,
    valuePerYear: value === undefined || perYear === undefined ? undefined : value * perYear,
  };
}

/** The point with the most money; undefined where no money is known. */
export function bestIndex({ points }: Operating): number | undefined {
  let best: number | undefined;
  points.forEach((point, index) => {
    const most = best === undefined ? undefined : points[best]?.value;
    if (point.value !== undefined && (most === undefined || point.value > most)) best = index;
  });
  return best;
}
