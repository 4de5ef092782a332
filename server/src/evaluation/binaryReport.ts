/** What a yes-or-no model shows beside its metrics: curves, reliability, and three thresholds side by side. */
import type { EvaluationResult } from '../../../schemas/evaluationJob.ts';
import type { ClassAnswers } from './answers.ts';
import { scoresOf } from './answers.ts';
import { reliabilityBins } from './classification/calibration.ts';
import { precisionRecallCurve, rocCurve, thinCurve } from './classification/curves.ts';
import { indicatorsOf, rankClass } from './classification/oneAgainstRest.ts';
import { sparseRanking } from './classification/rankedScores.ts';
import type { RankedScores } from './classification/rankedScores.ts';
import { countsInterval } from './intervals/countIntervals.ts';
import type { Resampling } from './intervals/percentileInterval.ts';
import { knownMetric, undefinedMetric } from './metricValue.ts';
import { bayesThreshold, countsAt, searchThreshold, totalValue, valueAtPrevalence } from './money/thresholds.ts';
import type { OperatingCounts, OutcomeValues } from './money/thresholds.ts';

type Report = NonNullable<EvaluationResult['binary']>;
type OperatingPoint = Report['operating'][number];

/** Points of a curve that is drawn. */
const curvePoints = 200;
/** Points among which those of a drawing are chosen. */
const consideredPoints = 100_000;
/** Thresholds that a slider moves along. */
const operatingPoints = 201;
const reliabilityBinCount = 10;

export interface BinaryWishes {
  /** The threshold of the spec. */
  readonly threshold: number | undefined;
  /** What answers are worth; without it nothing is said of money. */
  readonly values: OutcomeValues | undefined;
  /** Share of positives in production; that of the rows when absent. */
  readonly prevalence: number | undefined;
  /** Rows on which a threshold may be chosen, and their split. */
  readonly validation: { readonly answers: ClassAnswers; readonly split: string } | undefined;
  readonly resampling: Resampling;
}

/** @returns undefined when the model gives no scores, or there is no positive class */
export function reportBinary(answers: ClassAnswers, wishes: BinaryWishes): Report | undefined {
  const ranked = rankedOf(answers);
  const given = answers.positive === undefined ? undefined : scoresOf(answers, answers.positive);
  if (ranked === undefined || given === undefined) return undefined;
  const point = (counts: OperatingCounts): OperatingPoint => describePoint(counts, wishes);
  const judged = (counts: OperatingCounts): OperatingPoint => withMoneyInterval(point(counts), counts, wishes);
  const { values, validation } = wishes;
  const bayes = values === undefined ? undefined : bayesThreshold(values);
  const chosenOn = validation === undefined ? undefined : rankedOf(validation.answers);
  const searched = values === undefined || chosenOn === undefined ? undefined : searchThreshold(chosenOn, values);
  // A point for each of millions of scores would take a gigabyte, and the drawing keeps two hundred.
  const drawn = sparseRanking(ranked, consideredPoints);
  return {
    roc: [...thinCurve(rocCurve(drawn), curvePoints)].map(([x, y]) => [x, y]),
    precisionRecall: [...thinCurve(precisionRecallCurve(drawn), curvePoints)].map(([x, y]) => [x, y]),
    reliability: reliabilityBins(given.scores, given.isPositive, reliabilityBinCount).map((bin) => ({
      above: bin.above,
      upTo: bin.upTo,
      rows: bin.rows,
      positives: bin.positives,
      ...(bin.meanScore === undefined ? {} : { meanScore: bin.meanScore }),
      ...(bin.share === undefined ? {} : { share: bin.share }),
      ...(bin.shareInterval === undefined ? {} : bin.shareInterval),
    })),
    operating: spreadThresholds(ranked).map((threshold) => point(countsAt(ranked, threshold))),
    thresholds: {
      standard: judged(countsAt(ranked, 0.5)),
      ...(wishes.threshold === undefined ? {} : { used: judged(countsAt(ranked, wishes.threshold)) }),
      ...(bayes?.kind === 'threshold' ? { bayes: judged(countsAt(ranked, bayes.value)) } : {}),
      ...(bayes === undefined || bayes.kind === 'threshold' ? {} : { bayesBecause: bayes.because }),
      ...(searched === undefined ? {} : { searched: judged(countsAt(ranked, searched.threshold)) }),
      ...(searched === undefined || validation === undefined ? {} : { searchedOn: validation.split }),
    },
  };
}

function rankedOf(answers: ClassAnswers): RankedScores | undefined {
  const { probabilities, positive, truth, classes } = answers;
  if (probabilities === undefined || positive === undefined) return undefined;
  return rankClass(probabilities, indicatorsOf(truth, classes.length), positive);
}

/** Thresholds from 0 to 1 in equal steps, those outside of all scores left out, and one above all scores. */
function spreadThresholds({ scores }: RankedScores): readonly number[] {
  const highest = scores[0] ?? 1;
  const lowest = scores.at(-1) ?? 0;
  const steps = Array.from({ length: operatingPoints }, (_, index) => index / (operatingPoints - 1));
  const inside = steps.filter((step) => step > lowest && step <= highest);
  const below = steps.findLast((step) => step <= lowest);
  const above = steps.find((step) => step > highest);
  return [below, ...inside, above].filter((step) => step !== undefined);
}

function describePoint(counts: OperatingCounts, { values, prevalence }: BinaryWishes): OperatingPoint {
  const { threshold, truePositives, falsePositives, falseNegatives, trueNegatives } = counts;
  const value = values === undefined ? undefined : valueOf(counts, values, prevalence);
  return {
    threshold: Number.isFinite(threshold) ? threshold : null,
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    ...(value === undefined ? {} : { value }),
  };
}

function valueOf(
  counts: Omit<OperatingCounts, 'threshold'>,
  values: OutcomeValues,
  prevalence: number | undefined,
): number | undefined {
  if (prevalence !== undefined) return valueAtPrevalence(counts, values, prevalence);
  const rows = counts.truePositives + counts.falsePositives + counts.falseNegatives + counts.trueNegatives;
  return rows === 0 ? undefined : totalValue(counts, values) / rows;
}

function withMoneyInterval(
  point: OperatingPoint,
  counts: OperatingCounts,
  { values, prevalence, resampling }: BinaryWishes,
): OperatingPoint {
  if (values === undefined || point.value === undefined) return point;
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts;
  const table = Float64Array.of(truePositives, falsePositives, falseNegatives, trueNegatives);
  const interval = countsInterval(
    table,
    ([tp = 0, fp = 0, fn = 0, tn = 0]) => {
      const drawn = { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn };
      const value = valueOf(drawn, values, prevalence);
      return value === undefined ? undefinedMetric('a class was not drawn') : knownMetric(value, tp + fp + fn + tn);
    },
    'the confusion matrix',
    resampling,
  );
  return interval === undefined ? point : { ...point, interval };
}
