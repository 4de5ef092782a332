/** The metrics of a task when no spec says which ones count. */
import type { MetricRequest } from '../../../../schemas/evaluationJob.ts';
import type { PredictionsRequest } from '../../../../schemas/predictionsJob.ts';

type Wanted = Pick<MetricRequest, 'metric' | 'averaging' | 'quantile'>;

const scored: readonly Wanted[] = [{ metric: 'log-loss' }, { metric: 'brier' }, { metric: 'ece' }];

function averaged(
  metric: string,
  ...averagings: readonly NonNullable<MetricRequest['averaging']>[]
): readonly Wanted[] {
  return averagings.map((averaging) => ({ metric, averaging }));
}

const metricsOfTask: Readonly<Record<PredictionsRequest['task'], readonly Wanted[]>> = {
  'binary-classification': [
    ...['accuracy', 'balanced-accuracy', 'precision', 'recall', 'specificity', 'f1', 'mcc', 'kappa'].map((metric) => ({
      metric,
    })),
    { metric: 'roc-auc' },
    { metric: 'average-precision' },
    ...scored,
  ],
  'multiclass-classification': [
    { metric: 'accuracy' },
    { metric: 'balanced-accuracy' },
    ...averaged('precision', 'macro', 'weighted'),
    ...averaged('recall', 'macro', 'weighted'),
    ...averaged('f1', 'macro', 'weighted'),
    { metric: 'mcc' },
    { metric: 'kappa' },
    ...averaged('roc-auc', 'macro'),
    ...averaged('average-precision', 'macro'),
    ...scored,
  ],
  'multilabel-classification': [
    { metric: 'accuracy' },
    ...averaged('precision', 'micro', 'macro', 'samples'),
    ...averaged('recall', 'micro', 'macro', 'samples'),
    ...averaged('f1', 'micro', 'macro', 'samples'),
    ...averaged('roc-auc', 'micro', 'macro'),
    ...averaged('average-precision', 'micro', 'macro'),
    ...scored,
  ],
  regression: [
    ...['mae', 'rmse', 'mse', 'r2', 'explained-variance', 'medae', 'max-error', 'mape', 'msle'].map((metric) => ({
      metric,
    })),
    { metric: 'pinball', quantile: 0.5 },
  ],
};

/** Each with the name under which it is told, such as `f1 macro`. */
export function usualMetrics(task: PredictionsRequest['task']): readonly MetricRequest[] {
  return metricsOfTask[task].map(({ metric, averaging, ...rest }) => ({
    id: averaging === undefined ? metric : `${metric} ${averaging}`,
    metric,
    slices: [],
    ...(averaging === undefined ? {} : { averaging }),
    ...rest,
  }));
}
