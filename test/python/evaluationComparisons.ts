/** Each number that scikit-learn or scipy gave beside ours, for docs/truth.md and its test. */
import { reliabilityBins } from '../../server/src/evaluation/classification/calibration.ts';
import {
  averageClasses,
  fBeta,
  jaccard,
  precision,
  recall,
} from '../../server/src/evaluation/classification/classMetrics.ts';
import { classCountsOf, countConfusion } from '../../server/src/evaluation/classification/confusion.ts';
import {
  accuracy,
  balancedAccuracy,
  cohenKappa,
  matthewsCorrelation,
} from '../../server/src/evaluation/classification/confusionMetrics.ts';
import { averageRows, labelCounts, subsetAccuracy } from '../../server/src/evaluation/classification/multilabel.ts';
import { averageAgainstRest, indicatorsOf } from '../../server/src/evaluation/classification/oneAgainstRest.ts';
import { brierScore, logLoss, topKAccuracy } from '../../server/src/evaluation/classification/probabilityMetrics.ts';
import { rankScores } from '../../server/src/evaluation/classification/rankedScores.ts';
import {
  averagePrecision,
  kolmogorovSmirnov,
  rocAuc,
  varianceOfRocAuc,
} from '../../server/src/evaluation/classification/rankingMetrics.ts';
import { compareRocAuc } from '../../server/src/evaluation/comparison/compareRuns.ts';
import type { MetricValue } from '../../server/src/evaluation/metricValue.ts';
import * as regression from '../../server/src/evaluation/regression/regressionMetrics.ts';
import { fairCoinTail } from '../../server/src/statistics/binomial.ts';
import type { EvaluationFixture } from './evaluationFixture.ts';

/** One number of ours beside that of the trusted tool on the same input. */
export interface ComparedNumber {
  readonly metric: string;
  /** Function of the tool. */
  readonly peer: string;
  /** Undefined where we say that there is none. */
  readonly ours: number | undefined;
  /** Null where the tool gives NaN. */
  readonly theirs: number | null;
}

const averagings = ['macro', 'micro', 'weighted'] as const;
const ratios = { precision, recall, f1: fBeta(1), f2: fBeta(2) };

function known(value: MetricValue): number | undefined {
  return value.state === 'known' ? value.value : undefined;
}

export function compareEvaluation(fixture: EvaluationFixture): readonly ComparedNumber[] {
  const found: ComparedNumber[] = [];
  const add = (metric: string, peer: string, ours: MetricValue | number | undefined, theirs: number | null): void => {
    found.push({ metric, peer, ours: typeof ours === 'object' ? known(ours) : ours, theirs });
  };
  for (const one of fixture.confusion) {
    const classes = Array.from({ length: one.classes }, (_, index) => `class ${index}`);
    const confusion = countConfusion(Int32Array.from(one.truth), Int32Array.from(one.answers), classes);
    const counts = classCountsOf(confusion);
    one.confusion.forEach((count, at) => {
      add('confusion matrix', 'confusion_matrix', confusion.counts[at], count);
    });
    add('accuracy', 'accuracy_score', accuracy(confusion), one.accuracy);
    add('balanced accuracy', 'balanced_accuracy_score', balancedAccuracy(confusion), one.balancedAccuracy);
    add('Matthews correlation', 'matthews_corrcoef', matthewsCorrelation(confusion), one.matthews);
    add('kappa', 'cohen_kappa_score', cohenKappa(confusion), one.kappa);
    for (const averaging of averagings) {
      for (const averages of one.averages) {
        for (const name of ['precision', 'recall', 'f1', 'f2'] as const) {
          const value = averageClasses(ratios[name], counts, classes, averaging, averages.zeroDivision);
          const peer = name === 'f2' ? 'fbeta_score(beta=2)' : `${name}_score`;
          add(`${name}, averaged`, peer, value, averages[name][averaging]);
        }
      }
      add(
        'Jaccard, averaged',
        'jaccard_score',
        averageClasses(jaccard, counts, classes, averaging, 0),
        one.jaccard[averaging],
      );
    }
  }
  for (const one of fixture.ranking) {
    const scores = Float64Array.from(one.scores);
    const isPositive = Uint8Array.from(one.truth);
    const truth = Int32Array.from(one.truth);
    const ranked = rankScores(scores, isPositive);
    add('area under the ROC curve', 'roc_auc_score', rocAuc(ranked), one.rocAuc);
    add('average precision', 'average_precision_score', averagePrecision(ranked), one.averagePrecision);
    add('Kolmogorov-Smirnov', 'scipy.stats.ks_2samp', kolmogorovSmirnov(ranked), one.kolmogorovSmirnov);
    add('log loss', 'log_loss', logLoss({ values: scores, classes: 1 }, truth), one.logLoss);
    add('Brier score', 'brier_score_loss', brierScore({ values: scores, classes: 1 }, truth), one.brier);
    reliabilityBins(scores, isPositive, 10)
      .filter(({ rows }) => rows > 0)
      .forEach(({ share, meanScore }, at) => {
        add('reliability of a bin', 'calibration_curve', share, one.reliability[at]?.[0] ?? null);
        add('reliability of a bin', 'calibration_curve', meanScore, one.reliability[at]?.[1] ?? null);
      });
    add('DeLong variance', 'its definition, pair by pair, in numpy', varianceOfRocAuc(ranked), one.deLongVariance);
  }
  for (const one of fixture.multiclassScores) {
    const names = Array.from({ length: one.classes }, (_, index) => `class ${index}`);
    const truth = Int32Array.from(one.truth);
    const scores = { values: Float64Array.from(one.scores.flat()), classes: one.classes };
    const indicators = indicatorsOf(truth, one.classes);
    for (const averaging of averagings) {
      const average = (metric: typeof rocAuc) => averageAgainstRest(metric, scores, indicators, names, averaging);
      add(
        'area under the ROC curve, several classes',
        "roc_auc_score(multi_class='ovr')",
        average(rocAuc),
        one.rocAuc[averaging],
      );
      add(
        'average precision, several classes',
        'average_precision_score',
        average(averagePrecision),
        one.averagePrecision[averaging],
      );
    }
    add('log loss, several classes', 'log_loss', logLoss(scores, truth), one.logLoss);
    add('Brier score, several classes', 'brier_score_loss', brierScore(scores, truth), one.brier);
    const ties = { values: Float64Array.from(one.ties.flat()), classes: one.classes };
    add('top-k accuracy with ties', 'top_k_accuracy_score', topKAccuracy(ties, truth, 2), one.top2);
  }
  for (const one of fixture.multilabel) {
    const classes = Array.from({ length: one.classes }, (_, index) => `class ${index}`);
    const truth = { values: Uint8Array.from(one.truth.flat()), classes };
    const answers = { values: Uint8Array.from(one.answers.flat()), classes };
    const counts = labelCounts(truth, answers);
    add('subset accuracy', 'accuracy_score', subsetAccuracy(truth, answers), one.subsetAccuracy);
    for (const { zeroDivision, ...values } of one.averages) {
      for (const name of ['precision', 'recall', 'f1'] as const) {
        for (const averaging of averagings) {
          const value = averageClasses(ratios[name], counts, classes, averaging, zeroDivision);
          add(`${name}, several labels`, `${name}_score`, value, values[name][averaging]);
        }
        const samples = averageRows(ratios[name], truth, answers, zeroDivision);
        add(`${name}, several labels`, `${name}_score`, samples, values[name].samples);
      }
    }
  }
  for (const one of fixture.regression) {
    const pairs = { truth: Float64Array.from(one.truth), answers: Float64Array.from(one.answers) };
    add('MAE', 'mean_absolute_error', regression.meanAbsoluteError(pairs), one.mae);
    add('MSE', 'mean_squared_error', regression.meanSquaredError(pairs), one.mse);
    add('RMSE', 'root_mean_squared_error', regression.rootMeanSquaredError(pairs), one.rmse);
    add('median error', 'median_absolute_error', regression.medianAbsoluteError(pairs), one.medae);
    add('largest error', 'max_error', regression.largestError(pairs), one.maxError);
    add('MAPE', 'mean_absolute_percentage_error', regression.meanAbsolutePercentageError(pairs), one.mape);
    add('MSLE', 'mean_squared_log_error', regression.meanSquaredLogError(pairs), one.msle);
    add('R²', 'r2_score', regression.explainedShare(pairs), one.r2);
    add('explained variance', 'explained_variance_score', regression.explainedVariance(pairs), one.explainedVariance);
    add('pinball loss', 'mean_pinball_loss', regression.pinballLoss(pairs, 0.9), one.pinball);
  }
  for (const { successes, trials, tail } of fixture.coins) {
    add('tail of the exact McNemar test', 'scipy.stats.binom.cdf', fairCoinTail(successes, trials), tail);
  }
  for (const one of fixture.paired) {
    const [first, second] = [Float64Array.from(one.first), Float64Array.from(one.second)];
    const compared = compareRocAuc(first, second, Uint8Array.from(one.truth), 0.95);
    add('paired DeLong: difference', 'its definition, pair by pair, in numpy', compared?.difference, one.difference);
    add('paired DeLong: p', 'its definition, pair by pair, in numpy', compared?.p, one.p);
  }
  return found;
}

/** How far two numbers are apart, against the size of the tool's, or of `floor` where that is larger; 0 for two zeros. */
export function relativeDifference(ours: number, theirs: number, floor = 1e-12): number {
  return ours === theirs ? 0 : Math.abs(ours - theirs) / Math.max(Math.abs(theirs), floor);
}
