/** Our metrics against the numbers of scikit-learn and scipy on seeded random inputs. */
import { describe, expect, test } from 'vitest';
import { reliabilityBins } from '../../../server/src/evaluation/classification/calibration.ts';
import {
  averageClasses,
  fBeta,
  jaccard,
  precision,
  recall,
} from '../../../server/src/evaluation/classification/classMetrics.ts';
import type { ClassMetric, ZeroDivision } from '../../../server/src/evaluation/classification/classMetrics.ts';
import { classCountsOf, countConfusion } from '../../../server/src/evaluation/classification/confusion.ts';
import {
  accuracy,
  balancedAccuracy,
  cohenKappa,
  matthewsCorrelation,
} from '../../../server/src/evaluation/classification/confusionMetrics.ts';
import { rocCurve } from '../../../server/src/evaluation/classification/curves.ts';
import { averageRows, labelCounts, subsetAccuracy } from '../../../server/src/evaluation/classification/multilabel.ts';
import { averageAgainstRest, indicatorsOf } from '../../../server/src/evaluation/classification/oneAgainstRest.ts';
import { brierScore, logLoss, topKAccuracy } from '../../../server/src/evaluation/classification/probabilityMetrics.ts';
import { rankScores } from '../../../server/src/evaluation/classification/rankedScores.ts';
import {
  averagePrecision,
  kolmogorovSmirnov,
  rocAuc,
  varianceOfRocAuc,
} from '../../../server/src/evaluation/classification/rankingMetrics.ts';
import { compareRocAuc } from '../../../server/src/evaluation/comparison/compareRuns.ts';
import type { MetricValue } from '../../../server/src/evaluation/metricValue.ts';
import * as regression from '../../../server/src/evaluation/regression/regressionMetrics.ts';
import { fairCoinTail } from '../../../server/src/statistics/binomial.ts';
import { readEvaluationFixture } from '../../python/evaluationFixture.ts';

const fixture = readEvaluationFixture();

/** Equal to 1e-9 in relative terms, and to 1e-21 around 0. */
function expectSame(actual: number | undefined, expected: number, what: string): void {
  expect(actual, what).toBeDefined();
  const distance = Math.abs((actual ?? NaN) - expected);
  expect(distance, `${what}: ${String(actual)} for ${expected}`).toBeLessThanOrEqual(
    1e-9 * Math.max(Math.abs(expected), 1e-12),
  );
}

/** The number of the tool where we have one. */
function expectValue(actual: MetricValue, expected: number | null, what: string): void {
  expect(expected, what).not.toBeNull();
  expectSame(actual.state === 'known' ? actual.value : undefined, expected ?? NaN, what);
}

describe('metrics of the confusion matrix equal those of scikit-learn', () => {
  test.each(fixture.confusion.map((one, index) => [index, one] as const))('case %i', (_, one) => {
    const classes = Array.from({ length: one.classes }, (_name, index) => `class ${index}`);
    const confusion = countConfusion(Int32Array.from(one.truth), Int32Array.from(one.answers), classes);
    expect([...confusion.counts]).toEqual(one.confusion);
    expectValue(accuracy(confusion), one.accuracy, 'accuracy');
    expectValue(balancedAccuracy(confusion), one.balancedAccuracy, 'balanced accuracy');
    // Where one side is constant the tool says 0, and we say undefined.
    const matthews = matthewsCorrelation(confusion);
    if (matthews.state === 'known') expectValue(matthews, one.matthews, 'matthews');
    else expect(one.matthews).toBe(0);
    const kappa = cohenKappa(confusion);
    if (kappa.state === 'known') expectValue(kappa, one.kappa, 'kappa');
    else expect(one.kappa).toBeNull();
    const counts = classCountsOf(confusion);
    const compare = (metric: ClassMetric, zeroDivision: ZeroDivision, name: string) =>
      (['macro', 'micro', 'weighted'] as const).map((averaging) => ({
        what: `${name} ${averaging}, ${zeroDivision}`,
        averaging,
        value: averageClasses(metric, counts, classes, averaging, zeroDivision),
      }));
    for (const averages of one.averages) {
      for (const [name, metric] of [
        ['precision', precision],
        ['recall', recall],
        ['f1', fBeta(1)],
        ['f2', fBeta(2)],
      ] as const) {
        for (const { what, averaging, value } of compare(metric, averages.zeroDivision, name)) {
          expectValue(value, averages[name][averaging], what);
        }
      }
    }
    for (const { what, averaging, value } of compare(jaccard, 0, 'jaccard')) {
      expectValue(value, one.jaccard[averaging], what);
    }
  });
});

describe('metrics of scores equal those of scikit-learn and scipy', () => {
  test.each(fixture.ranking.map((one, index) => [index, one.kind, one] as const))('case %i, %s', (_, _kind, one) => {
    const scores = Float64Array.from(one.scores);
    const isPositive = Uint8Array.from(one.truth);
    const truth = Int32Array.from(one.truth);
    const ranked = rankScores(scores, isPositive);
    expectValue(rocAuc(ranked), one.rocAuc, 'area under the ROC curve');
    expectValue(averagePrecision(ranked), one.averagePrecision, 'average precision');
    expectValue(kolmogorovSmirnov(ranked), one.kolmogorovSmirnov, 'Kolmogorov-Smirnov');
    expectValue(logLoss({ values: scores, classes: 1 }, truth), one.logLoss, 'log loss');
    expectValue(brierScore({ values: scores, classes: 1 }, truth), one.brier, 'Brier score');
    const curve = rocCurve(ranked);
    expect(curve).toHaveLength(one.rocCurve.length);
    curve.forEach(([x, y], at) => {
      expectSame(x, one.rocCurve[at]?.[0] ?? NaN, `x of point ${at}`);
      expectSame(y, one.rocCurve[at]?.[1] ?? NaN, `y of point ${at}`);
    });
    const bins = reliabilityBins(scores, isPositive, 10).filter(({ rows }) => rows > 0);
    expect(bins).toHaveLength(one.reliability.length);
    bins.forEach(({ share, meanScore }, at) => {
      expectSame(share, one.reliability[at]?.[0] ?? NaN, `share of bin ${at}`);
      expectSame(meanScore, one.reliability[at]?.[1] ?? NaN, `mean score of bin ${at}`);
    });
    if (one.deLongVariance === null) expect(varianceOfRocAuc(ranked)).toBeUndefined();
    else expectSame(varianceOfRocAuc(ranked), one.deLongVariance, 'variance of the area');
  });
});

describe('metrics of the scores of several classes equal those of scikit-learn', () => {
  test.each(fixture.multiclassScores.map((one, index) => [index, one] as const))('case %i', (_, one) => {
    const names = Array.from({ length: one.classes }, (_name, index) => `class ${index}`);
    const truth = Int32Array.from(one.truth);
    const scores = { values: Float64Array.from(one.scores.flat()), classes: one.classes };
    const indicators = indicatorsOf(truth, one.classes);
    for (const averaging of ['macro', 'micro', 'weighted'] as const) {
      const average = (metric: typeof rocAuc) => averageAgainstRest(metric, scores, indicators, names, averaging);
      expectValue(average(rocAuc), one.rocAuc[averaging], `area, ${averaging}`);
      expectValue(average(averagePrecision), one.averagePrecision[averaging], `average precision, ${averaging}`);
    }
    expectValue(logLoss(scores, truth), one.logLoss, 'log loss');
    expectValue(brierScore(scores, truth), one.brier, 'Brier score');
    const ties = { values: Float64Array.from(one.ties.flat()), classes: one.classes };
    expectValue(topKAccuracy(ties, truth, 2), one.top2, 'top 2');
  });
});

describe('metrics of several labels per row equal those of scikit-learn', () => {
  test.each(fixture.multilabel.map((one, index) => [index, one] as const))('case %i', (_, one) => {
    const classes = Array.from({ length: one.classes }, (_name, index) => `class ${index}`);
    const truth = { values: Uint8Array.from(one.truth.flat()), classes };
    const answers = { values: Uint8Array.from(one.answers.flat()), classes };
    expectValue(subsetAccuracy(truth, answers), one.subsetAccuracy, 'subset accuracy');
    const counts = labelCounts(truth, answers);
    for (const { zeroDivision, ...values } of one.averages) {
      for (const [name, metric] of [
        ['precision', precision],
        ['recall', recall],
        ['f1', fBeta(1)],
      ] as const) {
        for (const averaging of ['macro', 'micro', 'weighted'] as const) {
          const value = averageClasses(metric, counts, classes, averaging, zeroDivision);
          expectValue(value, values[name][averaging], `${name} ${averaging}`);
        }
        expectValue(averageRows(metric, truth, answers, zeroDivision), values[name].samples, `${name} samples`);
      }
    }
  });
});

describe('metrics of numbers equal those of scikit-learn', () => {
  test.each(fixture.regression.map((one, index) => [index, one] as const))('case %i', (_, one) => {
    const pairs = { truth: Float64Array.from(one.truth), answers: Float64Array.from(one.answers) };
    expectValue(regression.meanAbsoluteError(pairs), one.mae, 'mae');
    expectValue(regression.meanSquaredError(pairs), one.mse, 'mse');
    expectValue(regression.rootMeanSquaredError(pairs), one.rmse, 'rmse');
    expectValue(regression.medianAbsoluteError(pairs), one.medae, 'medae');
    expectValue(regression.largestError(pairs), one.maxError, 'max error');
    expectValue(regression.meanAbsolutePercentageError(pairs), one.mape, 'mape');
    expectValue(regression.meanSquaredLogError(pairs), one.msle, 'msle');
    expectValue(regression.explainedShare(pairs), one.r2, 'r2');
    expectValue(regression.explainedVariance(pairs), one.explainedVariance, 'explained variance');
    expectValue(regression.pinballLoss(pairs, 0.9), one.pinball, 'pinball');
  });
});

test.each(fixture.coins)('the tail of $successes heads in $trials tosses equals that of scipy', (one) => {
  const { successes, trials, tail } = one;
  const actual = fairCoinTail(successes, trials);
  expect(Math.abs(actual - tail)).toBeLessThanOrEqual(1e-9 * tail);
});

test.each(fixture.paired.map((one, index) => [index, one] as const))(
  'the difference of two areas has the deviation of its definition, case %i',
  (_, one) => {
    const compared = compareRocAuc(
      Float64Array.from(one.first),
      Float64Array.from(one.second),
      Uint8Array.from(one.truth),
      0.95,
    );
    expectSame(compared?.difference, one.difference, 'difference');
    expectSame(compared?.p, one.p, 'p');
    const half = ((compared?.interval?.high ?? NaN) - (compared?.interval?.low ?? NaN)) / 2;
    expectSame(half, one.deviation * 1.959963984540054, 'half of the interval');
  },
);
