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
import type { Interval } from './metricValue.ts';
import { meanMoney, moneyAtPrevalence } from './money/meanMoney.ts';
import { reweighRows, rowValueAt, rowValueCurve, searchRowThreshold, valuesAt } from './money/rowValues.ts';
import type { RowValues } from './money/rowValues.ts';
import { bayesThreshold, countsAt, searchThreshold, totalValue, valueAtPrevalence } from './money/thresholds.ts';
import type { BayesThreshold, OperatingCounts, OutcomeValues } from './money/thresholds.ts';

type Report = NonNullable<EvaluationResult['binary']>;
type OperatingPoint = Report['operating'][number];

/** Points of a curve that is drawn. */
const curvePoints = 200;
/** Points among which those of a drawing are chosen. */
const consideredPoints = 100_000;
/** Thresholds that a slider moves along. */
const operatingPoints = 201;
const reliabilityBinCount = 10;

/** Rows on which a threshold may be chosen, and their split. */
export interface BinaryValidation {
  readonly answers: ClassAnswers;
  readonly split: string;
  readonly rowValues?: RowValues | undefined;
}

export interface BinaryWishes {
  /** The threshold of the spec. */
  readonly threshold: number | undefined;
  /** What answers are worth; without it nothing is said of money. */
  readonly values: OutcomeValues | undefined;
  /** What the answer to each row is worth, where that differs from row to row; by place in the answers. */
  readonly rowValues?: RowValues | undefined;
  /** Share of positives in production; that of the rows when absent. */
  readonly prevalence: number | undefined;
  readonly validation: BinaryValidation | undefined;
  readonly resampling: Resampling;
}

/** @returns undefined when the model gives no scores, or there is no positive class */
export function reportBinary(answers: ClassAnswers, wishes: BinaryWishes): Report | undefined {
  const ranked = rankedOf(answers);
  const given = answers.positive === undefined ? undefined : scoresOf(answers, answers.positive);
  if (ranked === undefined || given === undefined) return undefined;
  const { values, rowValues, validation } = wishes;
  const perRow = rowValues === undefined ? undefined : rowMoney(given, rowValues, wishes);
  const point = (counts: OperatingCounts): OperatingPoint =>
    describePoint(counts, perRow === undefined ? flatValue(counts, wishes) : perRow.valueAt(counts.threshold));
  const judged = (counts: OperatingCounts): OperatingPoint =>
    perRow === undefined
      ? withMoneyInterval(point(counts), counts, wishes)
      : withInterval(point(counts), perRow.intervalAt(counts.threshold));
  const bayes = rowValues === undefined ? (values === undefined ? undefined : bayesThreshold(values)) : ofEachRow;
  const searched = searchedThreshold(validation, values);
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
      ...(searched === undefined ? {} : { searched: judged(countsAt(ranked, searched)) }),
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

/** Amounts that differ from row to row have no common threshold. */
const ofEachRow: BayesThreshold = {
  kind: 'inverted',
  because: 'the amounts differ from row to row, so that each row has one of its own',
};

/** The threshold with the most money on the rows of another split; infinite for "never". */
function searchedThreshold(
  validation: BinaryValidation | undefined,
  values: OutcomeValues | undefined,
): number | undefined {
  const { answers, rowValues } = validation ?? {};
  if (answers === undefined) return undefined;
  const ranked = rankedOf(answers);
  if (ranked === undefined || ranked.scores.length === 0) return undefined;
  if (rowValues !== undefined && answers.positive !== undefined) {
    const scores = scoresOf(answers, answers.positive)?.scores;
    return scores === undefined ? undefined : searchRowThreshold(rowValueCurve(scores, rowValues));
  }
  return values === undefined ? undefined : searchThreshold(ranked, values)?.threshold;
}

/** Money that differs from row to row, at any threshold. */
function rowMoney(
  { scores, isPositive }: { readonly scores: Float64Array; readonly isPositive: Uint8Array },
  values: RowValues,
  { prevalence, resampling }: BinaryWishes,
) {
  const weighed = prevalence === undefined ? values : reweighRows(values, isPositive, prevalence);
  const curve = weighed === undefined || scores.length === 0 ? undefined : rowValueCurve(scores, weighed);
  return {
    valueAt: (threshold: number): number | undefined =>
      curve === undefined ? undefined : rowValueAt(curve, threshold) / scores.length,
    intervalAt: (threshold: number): Interval | undefined => {
      const money = valuesAt(scores, values, threshold);
      const mean =
        prevalence === undefined
          ? meanMoney(money, resampling)
          : moneyAtPrevalence(money, isPositive, prevalence, resampling);
      return mean.state === 'known' ? mean.interval : undefined;
    },
  };
}

function withInterval(point: OperatingPoint, interval: Interval | undefined): OperatingPoint {
  return point.value === undefined || interval === undefined ? point : { ...point, interval };
}

function flatValue(counts: OperatingCounts, { values, prevalence }: BinaryWishes): number | undefined {
  return values === undefined ? undefined : valueOf(counts, values, prevalence);
}

function describePoint(counts: OperatingCounts, value: number | undefined): OperatingPoint {
  const { threshold, truePositives, falsePositives, falseNegatives, trueNegatives } = counts;
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
