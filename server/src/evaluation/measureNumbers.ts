/** Metrics of answers that are numbers, by their names in the spec. */
import type { NumberAnswers } from './answers.ts';
import { pickRows } from './answers.ts';
import { mapInterval, meanInterval } from './intervals/meanInterval.ts';
import type { Resampling } from './intervals/percentileInterval.ts';
import { rowsInterval } from './intervals/rowBootstrap.ts';
import type { Measure } from './measure.ts';
import { undefinedMetric, withInterval } from './metricValue.ts';
import type { MetricValue } from './metricValue.ts';
import * as regression from './regression/regressionMetrics.ts';

export function measureNumbers(wanted: Measure, answers: NumberAnswers, resampling: Resampling): MetricValue {
  const mean = (value: MetricValue, losses: () => Float64Array): MetricValue =>
    withInterval(value, value.state === 'undefined' ? undefined : meanInterval(losses(), resampling));
  const drawn = (metric: (rows: NumberAnswers) => MetricValue): MetricValue => {
    const value = metric(answers);
    if (value.state === 'undefined') return value;
    const interval = rowsInterval(
      answers.truth.length,
      (rows) => {
        const picked = pickRows(answers, rows);
        return picked.kind === 'numbers' ? metric(picked) : value;
      },
      resampling,
    );
    return withInterval(value, interval);
  };
  switch (wanted.metric) {
    case 'mae':
      return mean(regression.meanAbsoluteError(answers), () => regression.lossesOf(answers, regression.absoluteError));
    case 'mse':
      return mean(regression.meanSquaredError(answers), () => regression.lossesOf(answers, regression.squaredError));
    case 'rmse': {
      const value = regression.rootMeanSquaredError(answers);
      if (value.state === 'undefined') return value;
      const squares = meanInterval(regression.lossesOf(answers, regression.squaredError), resampling);
      return withInterval(
        value,
        mapInterval(squares, (square) => Math.sqrt(Math.max(0, square))),
      );
    }
    case 'pinball': {
      const { quantile } = wanted;
      if (quantile === undefined) return undefinedMetric('the metric names no quantile');
      return mean(regression.pinballLoss(answers, quantile), () =>
        regression.lossesOf(answers, regression.pinballError(quantile)),
      );
    }
    case 'mape':
      return mean(regression.meanAbsolutePercentageError(answers), () =>
        regression.lossesOf(answers, (truth, answer) => Math.abs((truth - answer) / truth)),
      );
    case 'msle':
      return mean(regression.meanSquaredLogError(answers), () =>
        regression.lossesOf(answers, (truth, answer) => (Math.log1p(truth) - Math.log1p(answer)) ** 2),
      );
    case 'medae':
      return drawn(regression.medianAbsoluteError);
    case 'r2':
      return drawn(regression.explainedShare);
    case 'explained-variance':
      return drawn(regression.explainedVariance);
    case 'max-error':
      // A largest value has no interval that drawing the same rows could give.
      return regression.largestError(answers);
    default:
      return undefinedMetric(`${wanted.metric} is no metric of numbers`);
  }
}
