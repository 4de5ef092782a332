/** What more labels bring: a curve through the runs that were trained on different numbers of them (formula 29). */
import { decimal, type Decimal } from '../spec/decimal.ts';
import { figure, inputWords, type Figure } from '../spec/figure.ts';
import { known, undefinedBecause, type Known } from '../spec/known.ts';

/** A run by how much it learned from, and how often it was wrong. */
export interface LearningPoint {
  /** Labels or rows, above 0. */
  readonly labels: number;
  /** Share of wrong answers, or 1 minus the metric; above 0. */
  readonly error: number;
}

/** error = scale · labels^−slope */
export interface LearningCurve {
  readonly scale: number;
  /** Above 0: more labels help. */
  readonly slope: number;
  /** Share of the spread of log error that the curve explains, in [0, 1]. */
  readonly determination: number;
  readonly points: number;
}

const fewestSizes = 3;

/**
 * Fits a power law by least squares of logarithms.
 *
 * @returns undefined because there are too few different sizes, an error of 0, or more labels did not help
 * @source Cortes et al. 1993, NIPS 6, without their floor, which three runs cannot tell; equals numpy `polyfit` of the
 *   logarithms
 */
export function fitLearningCurve(points: readonly LearningPoint[]): Known<LearningCurve> {
  const sizes = new Set(points.map(({ labels }) => labels));
  if (sizes.size < fewestSizes) {
    return undefinedBecause(
      `a curve needs runs on ${fewestSizes} different numbers of labels, and there are ${sizes.size}`,
    );
  }
  if (points.some(({ labels, error }) => !(labels > 0) || !(error > 0))) {
    return undefinedBecause('a run has no labels or no errors, whose logarithm does not exist');
  }
  const across = points.map(({ labels }) => Math.log(labels));
  const up = points.map(({ error }) => Math.log(error));
  const [meanAcross, meanUp] = [meanOf(across), meanOf(up)];
  const product = meanOf(across.map((x, index) => (x - meanAcross) * ((up[index] ?? 0) - meanUp)));
  const spread = meanOf(across.map((x) => (x - meanAcross) ** 2));
  const height = meanOf(up.map((y) => (y - meanUp) ** 2));
  const slope = -product / spread;
  if (!(slope > 0)) return undefinedBecause('the runs on more labels are not better');
  return known({
    scale: Math.exp(meanUp + slope * meanAcross),
    slope,
    determination: height === 0 ? 1 : product ** 2 / (spread * height),
    points: points.length,
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}

/** A curve says nothing about a thousand times more than was ever tried. */
const farthest = 1000;

/**
 * Formula 29: the labels that bring an error down to a goal.
 *
 * @param most the largest number of labels among the runs
 * @returns a whole number of labels, rounded up; undefined because it lies too far beyond the runs
 */
export function computeLabelsNeeded(curve: LearningCurve, error: number, most: number): Figure {
  if (!(error > 0)) return undefinedBecause('no number of labels leaves no error');
  const labels = Math.ceil((curve.scale / error) ** (1 / curve.slope) * (1 - Number.EPSILON));
  if (labels > most * farthest) {
    return undefinedBecause(`the curve asks for more than ${farthest} times the labels of any run`);
  }
  return figure(decimal(labels), 'labels', 29, [
    inputWords('error', decimal(error)),
    inputWords('scale', decimal(Number(curve.scale.toPrecision(6)))),
    inputWords('slope', decimal(Number(curve.slope.toPrecision(6)))),
  ]);
}

/**
 * Formula 29: the money for the labels that are still missing.
 *
 * @param costPerLabel money per usable label, formula 16
 */
export function computeLabellingBudget(
  needed: Figure,
  have: number,
  costPerLabel: { readonly amount: Decimal; readonly currency: string },
): Figure {
  if (needed.kind === 'undefined') return needed;
  const more = needed.value.value.minus(have);
  const { amount, currency } = costPerLabel;
  const money = more.lte(0) ? decimal(0) : more.times(amount);
  return figure(money, currency, 29, [
    inputWords('labels needed', needed.value.value),
    inputWords('labels at hand', decimal(have)),
    inputWords('cost per label', amount, currency),
  ]);
}
