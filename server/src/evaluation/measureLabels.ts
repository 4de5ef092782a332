/** Metrics of rows with any number of classes each, by their names in the spec. */
import { scoresOfLabel } from './answers.ts';
import type { LabelAnswers } from './answers.ts';
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
import { averageRows, labelCounts, subsetAccuracy } from './classification/multilabel.ts';
import type { LabelTable } from './classification/multilabel.ts';
import { brierLosses, findImproper, logLosses } from './classification/probabilityMetrics.ts';
import { countsInterval, shareInterval } from './intervals/countIntervals.ts';
import { meanInterval } from './intervals/meanInterval.ts';
import type { Resampling } from './intervals/percentileInterval.ts';
import type { Measure } from './measure.ts';
import { measureAreas, noScores } from './measureAreas.ts';
import { calibrationOf } from './measureScores.ts';
import { knownMetric, undefinedMetric, withInterval } from './metricValue.ts';
import type { MetricValue } from './metricValue.ts';
import { sumStable } from '../statistics/stableSum.ts';

export function measureLabels(wanted: Measure, answers: LabelAnswers, resampling: Resampling): MetricValue {
  if (answers.truth.length === 0) return undefinedMetric('there is no row');
  switch (wanted.metric) {
    case 'accuracy': {
      const value = subsetAccuracy(tableOf(answers.truth, answers), tableOf(answers.answers, answers));
      if (value.state === 'undefined') return value;
      return withInterval(value, shareInterval(Math.round(value.value * value.n), value.n, resampling.confidence));
    }
    case 'precision':
      return ofLabels(precision, wanted, answers, resampling);
    case 'recall':
      return ofLabels(recall, wanted, answers, resampling);
    case 'specificity':
      return ofLabels(specificity, wanted, answers, resampling);
    case 'f1':
      return ofLabels(fBeta(1), wanted, answers, resampling);
    case 'fbeta':
      return wanted.beta === undefined
        ? undefinedMetric('the metric names no beta')
        : ofLabels(fBeta(wanted.beta), wanted, answers, resampling);
    case 'jaccard':
      return ofLabels(jaccard, wanted, answers, resampling);
    case 'roc-auc':
    case 'average-precision': {
      const averaging = averagingOfLabels(wanted, answers);
      if (averaging.kind === 'undefined') return undefinedMetric(averaging.because);
      if (averaging.kind === 'samples') {
        return undefinedMetric('areas are averaged over classes here; take macro, micro or weighted');
      }
      const { probabilities, classes, truth } = answers;
      if (probabilities === undefined) return noScores();
      return measureAreas(
        wanted.metric,
        averaging,
        { probabilities, classes, truth: { values: truth, classes: classes.length } },
        resampling,
      );
    }
    case 'ece':
      return ofDecisions(answers, wanted, (scores, isPositive) =>
        calibrationOf(scores, isPositive, wanted.bins, resampling),
      );
    case 'log-loss':
      return meanOfDecisions(answers, wanted, logLosses, resampling);
    case 'brier':
      return meanOfDecisions(answers, wanted, brierLosses, resampling);
    default:
      return undefinedMetric(`${wanted.metric} is no metric of rows with several classes`);
  }
}

function tableOf(values: Uint8Array, { classes }: LabelAnswers): LabelTable {
  return { values, classes };
}

type LabelAveraging =
  | { readonly kind: 'class'; readonly index: number }
  | { readonly kind: 'average'; readonly averaging: ClassAveraging }
  | { readonly kind: 'samples' }
  | { readonly kind: 'undefined'; readonly because: string };

function averagingOfLabels({ class: name, averaging }: Measure, { classes }: LabelAnswers): LabelAveraging {
  if (name !== undefined) {
    const index = classes.indexOf(name);
    return index === -1
      ? { kind: 'undefined', because: `${name} is none of the classes ${classes.join(', ')}` }
      : { kind: 'class', index };
  }
  switch (averaging) {
    case 'macro':
    case 'micro':
    case 'weighted':
    case 'worst':
      return { kind: 'average', averaging };
    case 'none':
      // The target holds for each class, so for the worst.
      return { kind: 'average', averaging: 'worst' };
    case 'samples':
      return { kind: 'samples' };
    case 'binary':
    case undefined:
      return {
        kind: 'undefined',
        because: 'there are several classes, and the metric does not say how to average them',
      };
  }
}

function ofLabels(metric: ClassMetric, wanted: Measure, answers: LabelAnswers, resampling: Resampling): MetricValue {
  const { zeroDivision = 'undefined' } = wanted;
  const averaging = averagingOfLabels(wanted, answers);
  if (averaging.kind === 'undefined') return undefinedMetric(averaging.because);
  const { truth, answered, weights } = patternsOf(answers);
  const compute = (drawn: Float64Array): MetricValue => {
    if (averaging.kind === 'samples') return averageRows(metric, truth, answered, zeroDivision, drawn);
    const counts = labelCounts(truth, answered, drawn);
    if (averaging.kind === 'average') {
      return averageClasses(metric, counts, answers.classes, averaging.averaging, zeroDivision);
    }
    const one = counts[averaging.index];
    if (one === undefined) return undefinedMetric('the class is not declared');
    return classValue(metric, one, answers.classes[averaging.index] ?? '', zeroDivision);
  };
  const value = compute(weights);
  if (value.state === 'undefined') return value;
  const one = averaging.kind === 'class' ? labelCounts(truth, answered, weights)[averaging.index] : undefined;
  if (one !== undefined && (metric === precision || metric === recall || metric === specificity)) {
    const { above, below } = metric.ratio(one);
    return withInterval(value, shareInterval(above, below, resampling.confidence));
  }
  return withInterval(value, countsInterval(weights, compute, 'the rows', resampling));
}

/** Rows with the same truth and the same answer as one, so that drawing rows takes time for what differs alone. */
function patternsOf({ truth, answers, classes }: LabelAnswers): {
  readonly truth: LabelTable;
  readonly answered: LabelTable;
  readonly weights: Float64Array;
} {
  const width = classes.length;
  const places = new Map<string, number>();
  const first: number[] = [];
  const counts: number[] = [];
  for (let row = 0; row * width < truth.length; row++) {
    const from = row * width;
    const key = `${truth.subarray(from, from + width).join('')} ${answers.subarray(from, from + width).join('')}`;
    const place = places.get(key);
    if (place === undefined) {
      places.set(key, first.length);
      first.push(row);
      counts.push(1);
    } else {
      counts[place] = (counts[place] ?? 0) + 1;
    }
  }
  const pick = (values: Uint8Array): LabelTable => {
    const picked = new Uint8Array(first.length * width);
    first.forEach((row, at) => {
      picked.set(values.subarray(row * width, (row + 1) * width), at * width);
    });
    return { values: picked, classes };
  };
  return { truth: pick(truth), answered: pick(answers), weights: Float64Array.from(counts) };
}

/** A measure of the class that the metric names, else of all decisions together. */
function ofDecisions(
  answers: LabelAnswers,
  { class: name }: Measure,
  metric: (scores: Float64Array, isPositive: Uint8Array) => MetricValue,
): MetricValue {
  const { probabilities, classes, truth } = answers;
  if (probabilities === undefined) return noScores();
  if (name === undefined) return metric(probabilities.values, truth);
  const given = scoresOfLabel(answers, classes.indexOf(name));
  return given === undefined
    ? undefinedMetric(`${name} is none of the classes ${classes.join(', ')}`)
    : metric(given.scores, given.isPositive);
}

/** Mean over rows of the mean loss of the decisions of a row. */
function meanOfDecisions(
  answers: LabelAnswers,
  wanted: Measure,
  losses: typeof logLosses,
  resampling: Resampling,
): MetricValue {
  const width = wanted.class === undefined ? answers.classes.length : 1;
  return ofDecisions(answers, wanted, (scores, isPositive) => {
    const improper = findImproper({ values: scores, classes: 1 });
    if (improper !== undefined) return undefinedMetric(improper);
    const all = losses({ values: scores, classes: 1 }, Int32Array.from(isPositive));
    const rows = all.length / width;
    const byRow = Float64Array.from({ length: rows }, (_, row) => {
      return sumStable(all.subarray(row * width, (row + 1) * width)) / width;
    });
    return withInterval(knownMetric(sumStable(byRow) / rows, rows), meanInterval(byRow, resampling));
  });
}
