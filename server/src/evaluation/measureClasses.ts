/** Metrics of answers that are classes, by their names in the spec. */
import type { ClassAnswers } from './answers.ts';
import {
  averageClasses,
  classValue,
  fBeta,
  jaccard,
  precision,
  recall,
  specificity,
} from './classification/classMetrics.ts';
import type { ClassAveraging, ClassMetric } from './classification/classMetrics.ts';
import { classCountsOf, countConfusion } from './classification/confusion.ts';
import type { Confusion } from './classification/confusion.ts';
import { accuracy, balancedAccuracy, cohenKappa, matthewsCorrelation } from './classification/confusionMetrics.ts';
import { brierLosses, logLosses, measureLosses, topKAccuracy } from './classification/probabilityMetrics.ts';
import type { JudgedProbabilities, Probabilities, RowLosses } from './classification/probabilityMetrics.ts';
import { confusionInterval, shareInterval } from './intervals/countIntervals.ts';
import { meanInterval } from './intervals/meanInterval.ts';
import type { Resampling } from './intervals/percentileInterval.ts';
import type { Measure } from './measure.ts';
import { noScores } from './measureAreas.ts';
import { measureCalibration, measureRanking } from './measureScores.ts';
import { undefinedMetric, withInterval } from './metricValue.ts';
import type { MetricValue } from './metricValue.ts';

export function measureClasses(wanted: Measure, answers: ClassAnswers, resampling: Resampling): MetricValue {
  switch (wanted.metric) {
    case 'accuracy':
      return shareOfRows(accuracy(confusionOf(answers)), resampling);
    case 'balanced-accuracy':
      return ofConfusion(answers, balancedAccuracy, resampling);
    case 'mcc':
      return ofConfusion(answers, matthewsCorrelation, resampling);
    case 'kappa':
      return ofConfusion(answers, cohenKappa, resampling);
    case 'precision':
      return ofClass(precision, wanted, answers, resampling);
    case 'recall':
      return ofClass(recall, wanted, answers, resampling);
    case 'specificity':
      return ofClass(specificity, wanted, answers, resampling);
    case 'f1':
      return ofClass(fBeta(1), wanted, answers, resampling);
    case 'fbeta':
      return wanted.beta === undefined
        ? undefinedMetric('the metric names no beta')
        : ofClass(fBeta(wanted.beta), wanted, answers, resampling);
    case 'jaccard':
      return ofClass(jaccard, wanted, answers, resampling);
    case 'roc-auc':
    case 'average-precision':
      return measureRanking(wanted, answers, resampling);
    case 'ece':
      return measureCalibration(wanted, answers, resampling);
    case 'log-loss':
      return ofProbabilities(answers, logLosses, resampling);
    case 'brier':
      return ofProbabilities(answers, brierLosses, resampling);
    case 'top-k': {
      const { probabilities } = answers;
      if (probabilities === undefined) return noScores();
      if (wanted.k === undefined) return undefinedMetric('the metric names no k');
      return shareOfRows(topKAccuracy(probabilities, answers.truth, wanted.k), resampling);
    }
    default:
      return undefinedMetric(`${wanted.metric} is no metric of classes`);
  }
}

/** Matrices by their answers: many metrics are made of the same one. */
const confusions = new WeakMap<ClassAnswers, Confusion>();

/** The confusion matrix of answers, counted once for the same ones. */
export function confusionOf(rows: ClassAnswers): Confusion {
  const known = confusions.get(rows);
  if (known !== undefined) return known;
  const counted = countConfusion(rows.truth, rows.answers, rows.classes);
  confusions.set(rows, counted);
  return counted;
}

function shareOfRows(value: MetricValue, { confidence }: Resampling): MetricValue {
  if (value.state === 'undefined') return value;
  return withInterval(value, shareInterval(Math.round(value.value * value.n), value.n, confidence));
}

function ofConfusion(
  answers: ClassAnswers,
  metric: (confusion: Confusion) => MetricValue,
  resampling: Resampling,
): MetricValue {
  const confusion = confusionOf(answers);
  const value = metric(confusion);
  return value.state === 'undefined' ? value : withInterval(value, confusionInterval(confusion, metric, resampling));
}

/** A ratio of one class, or one number of several. */
function ofClass(metric: ClassMetric, wanted: Measure, answers: ClassAnswers, resampling: Resampling): MetricValue {
  const averaging = averagingOf(wanted, answers);
  if (averaging.kind === 'undefined') return undefinedMetric(averaging.because);
  const confusion = confusionOf(answers);
  const compute = averagedMetric(metric, wanted, averaging);
  const value = compute(confusion);
  if (value.state === 'undefined') return value;
  const single = averaging.kind === 'class' ? classCountsOf(confusion)[averaging.index] : undefined;
  const ratio = single === undefined ? undefined : metric.ratio(single);
  // Precision, recall and specificity are shares of trials; an F measure and Jaccard's are none.
  const isShare = metric === precision || metric === recall || metric === specificity;
  if (ratio !== undefined && isShare) {
    return withInterval(value, shareInterval(ratio.above, ratio.below, resampling.confidence));
  }
  return withInterval(value, confusionInterval(confusion, compute, resampling));
}

/** The metric as a function of the confusion matrix. */
function averagedMetric(
  metric: ClassMetric,
  { zeroDivision = 'undefined' }: Measure,
  averaging: Exclude<Averaging, { kind: 'undefined' }>,
): (confusion: Confusion) => MetricValue {
  return (confusion) => {
    const counts = classCountsOf(confusion);
    if (averaging.kind === 'average') {
      return averageClasses(metric, counts, confusion.classes, averaging.averaging, zeroDivision);
    }
    const one = counts[averaging.index];
    if (one === undefined) return undefinedMetric('the class is not declared');
    return classValue(metric, one, confusion.classes[averaging.index] ?? '', zeroDivision);
  };
}

/** A metric that follows from the confusion matrix alone; undefined for one that needs scores. */
export function confusionMetric(
  wanted: Measure,
  answers: ClassAnswers,
): ((confusion: Confusion) => MetricValue) | undefined {
  const byName = { accuracy, 'balanced-accuracy': balancedAccuracy, mcc: matthewsCorrelation, kappa: cohenKappa };
  const whole = Object.entries(byName).find(([name]) => name === wanted.metric)?.[1];
  if (whole !== undefined) return whole;
  const ratios = { precision, recall, specificity, f1: fBeta(1), fbeta: fBeta(wanted.beta ?? 1), jaccard };
  const ratio = Object.entries(ratios).find(([name]) => name === wanted.metric)?.[1];
  const averaging = averagingOf(wanted, answers);
  return ratio === undefined || averaging.kind === 'undefined' ? undefined : averagedMetric(ratio, wanted, averaging);
}

/** One class that is looked at, or several that are averaged. */
export type Averaging =
  | { readonly kind: 'class'; readonly index: number }
  | { readonly kind: 'average'; readonly averaging: ClassAveraging }
  | { readonly kind: 'undefined'; readonly because: string };

/** What a metric does with several classes: the one it names, else as it says, else the positive one. */
export function averagingOf(wanted: Measure, { classes, positive }: ClassAnswers): Averaging {
  if (wanted.class !== undefined) {
    const index = classes.indexOf(wanted.class);
    return index === -1
      ? { kind: 'undefined', because: `${wanted.class} is none of the classes ${classes.join(', ')}` }
      : { kind: 'class', index };
  }
  switch (wanted.averaging) {
    case 'macro':
    case 'micro':
    case 'weighted':
    case 'worst':
      return { kind: 'average', averaging: wanted.averaging };
    case 'none':
      // The target holds for each class, so for the worst.
      return { kind: 'average', averaging: 'worst' };
    case 'samples':
      return { kind: 'undefined', because: 'rows with one class each have no mean over the classes of a row' };
    case 'binary':
    case undefined:
      return positive === undefined
        ? { kind: 'undefined', because: 'there are several classes, and the metric does not say how to average them' }
        : { kind: 'class', index: positive };
  }
}

function ofProbabilities(
  { probabilities, truth }: ClassAnswers,
  losses: RowLosses,
  resampling: Resampling,
): MetricValue {
  if (probabilities === undefined) return noScores();
  const measured = measureLosses(forTwoClasses(probabilities), truth, losses);
  return withInterval(measured.value, meanInterval(measured.losses, resampling));
}

/** With two classes one column says all, and a Brier score counts from 0 to 1, as it does for scikit-learn. */
export function forTwoClasses(probabilities: Probabilities): JudgedProbabilities {
  return probabilities.classes === 2 ? { ...probabilities, only: 1 } : probabilities;
}
