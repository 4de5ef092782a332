/**
 * The closed list of metric names: what each one measures, on which tasks, in which unit, and which way is better.
 *
 * The enumeration of `metrics.*.metric`, completion, hover and the rules about metrics all read this table.
 */
import type { Dimension } from './scalars.ts';
import { classificationTasks, detectionTasks } from './tasks.ts';
import type { Task } from './tasks.ts';

export type Direction = 'maximize' | 'minimize';

/** Keys of a metric that change what is computed. */
export type MetricParameterKey =
  | 'averaging'
  | 'beta'
  | 'k'
  | 'iou'
  | 'area'
  | 'quantile'
  | 'empty'
  | 'within'
  | 'bins'
  | 'zero_division'
  | 'percentile'
  | 'batch';

export interface MetricParameter {
  readonly key: MetricParameterKey;
  /** `always`, `more-than-two-classes`, or `optional`. */
  readonly need: 'always' | 'more-than-two-classes' | 'optional';
}

export interface MetricName {
  /** The word in the spec. */
  readonly name: string;
  readonly kind: 'model' | 'infrastructure';
  /** Tasks on which a model metric is defined; empty for machine metrics, which every model has. */
  readonly tasks: readonly Task[];
  /** Which way is better: `direction` when the spec does not say. */
  readonly direction: Direction;
  /** What `target` and `limit` must measure; `any` when it is the unit of the label. */
  readonly dimension: Dimension;
  /** A unit as it is usually written; empty for a plain number. */
  readonly unit: string;
  /** Lowest and highest value that can occur, as numbers without prefix or `%`; undefined without bound. */
  readonly least: number | undefined;
  readonly most: number | undefined;
  readonly parameters: readonly MetricParameter[];
  readonly description: string;
  /** Other names of the same thing, in lower case: what people type before they know ours. */
  readonly aliases: readonly string[];
}

const optional = (key: MetricParameterKey) => ({ key, need: 'optional' }) as const satisfies MetricParameter;
const always = (key: MetricParameterKey) => ({ key, need: 'always' }) as const satisfies MetricParameter;
const averaging = { key: 'averaging', need: 'more-than-two-classes' } as const satisfies MetricParameter;

const singleLabelTasks = ['binary-classification', 'multiclass-classification'] as const satisfies readonly Task[];
const maskTasks = ['semantic-segmentation', 'instance-segmentation'] as const satisfies readonly Task[];

/** A quality measure: a number that is no quantity with a unit, better the higher it is, between 0 and 1. */
const share = { kind: 'model', direction: 'maximize', dimension: 'ratio', unit: '', least: 0, most: 1 } as const;
/** A loss in the unit of the label, at least 0. */
const labelLoss = {
  kind: 'model',
  tasks: ['regression'],
  direction: 'minimize',
  dimension: 'any',
  unit: '',
  least: 0,
  most: undefined,
} as const;
const machine = { kind: 'infrastructure', tasks: [], direction: 'minimize', least: 0, most: undefined } as const;

/** By family, the common ones first: the order in which completion offers them. */
export const metricNames = [
  {
    ...share,
    name: 'accuracy',
    tasks: classificationTasks,
    parameters: [],
    description: 'Share of rows answered rightly; with several labels per row, of rows whose labels are all right.',
    aliases: ['acc', 'accuracy_score', 'subset-accuracy', 'categorical_accuracy'],
  },
  {
    ...share,
    name: 'balanced-accuracy',
    tasks: singleLabelTasks,
    parameters: [],
    description: 'Mean recall over the classes that occur in the truth, so that rare classes count as much.',
    aliases: ['balanced_accuracy', 'balanced_accuracy_score', 'bacc'],
  },
  {
    ...share,
    name: 'precision',
    tasks: classificationTasks,
    parameters: [averaging, optional('zero_division')],
    description: 'Share of the raised alarms that are right.',
    aliases: ['precision_score', 'ppv', 'positive-predictive-value'],
  },
  {
    ...share,
    name: 'recall',
    tasks: classificationTasks,
    parameters: [averaging, optional('zero_division')],
    description: 'Share of the true cases that are found.',
    aliases: ['recall_score', 'sensitivity', 'tpr', 'true-positive-rate', 'hit-rate'],
  },
  {
    ...share,
    name: 'specificity',
    tasks: classificationTasks,
    parameters: [averaging, optional('zero_division')],
    description: 'Share of the negative cases that raise no alarm.',
    aliases: ['tnr', 'true-negative-rate', 'selectivity'],
  },
  {
    ...share,
    name: 'f1',
    tasks: classificationTasks,
    parameters: [averaging, optional('zero_division')],
    description: 'Harmonic mean of precision and recall.',
    aliases: ['f1-score', 'f1_score', 'f-score', 'f-measure', 'fscore'],
  },
  {
    ...share,
    name: 'fbeta',
    tasks: classificationTasks,
    parameters: [always('beta'), averaging, optional('zero_division')],
    description: 'Mean of precision and recall that weighs recall `beta` times as much.',
    aliases: ['f-beta', 'fbeta_score', 'f2', 'f0.5'],
  },
  {
    ...share,
    name: 'jaccard',
    tasks: classificationTasks,
    parameters: [averaging, optional('zero_division')],
    description: 'Rows of a class that are found, of all that are of it or are answered as it; of masks it is `iou`.',
    aliases: ['jaccard_score', 'jaccard-index', 'critical-success-index', 'threat-score'],
  },
  {
    ...share,
    name: 'roc-auc',
    tasks: classificationTasks,
    parameters: [averaging],
    description: 'Chance that a positive row scores higher than a negative one; 0.5 is guessing.',
    aliases: ['auc', 'auroc', 'roc_auc', 'roc_auc_score', 'c-statistic'],
  },
  {
    ...share,
    name: 'average-precision',
    tasks: classificationTasks,
    parameters: [averaging],
    description: 'Area below the precision-recall curve as a step sum; guessing reaches the prevalence.',
    aliases: ['ap', 'pr-auc', 'auprc', 'average_precision', 'average_precision_score', 'pr_auc'],
  },
  {
    name: 'log-loss',
    kind: 'model',
    tasks: classificationTasks,
    direction: 'minimize',
    dimension: 'ratio',
    unit: '',
    least: 0,
    most: undefined,
    parameters: [],
    description: 'Mean negative log of the probability given to the truth, in nats; punishes being sure and wrong.',
    aliases: ['log_loss', 'logloss', 'cross-entropy', 'cross_entropy', 'nll'],
  },
  {
    name: 'brier',
    kind: 'model',
    tasks: classificationTasks,
    direction: 'minimize',
    dimension: 'ratio',
    unit: '',
    least: 0,
    most: 2,
    parameters: [],
    description: 'Mean squared error of probabilities: 0 to 1 for two classes, 0 to 2 summed over more.',
    aliases: ['brier-score', 'brier_score_loss'],
  },
  {
    ...share,
    name: 'ece',
    tasks: classificationTasks,
    direction: 'minimize',
    parameters: [optional('bins')],
    description: 'Expected calibration error: how far scores and what then happens lie apart, averaged over bins.',
    aliases: ['expected-calibration-error', 'calibration-error', 'calibration'],
  },
  {
    ...share,
    name: 'mcc',
    tasks: singleLabelTasks,
    least: -1,
    parameters: [],
    description: 'Matthews correlation of truth and answer: 1 right, 0 guessing, −1 always wrong.',
    aliases: ['matthews', 'matthews_corrcoef', 'phi'],
  },
  {
    ...share,
    name: 'kappa',
    tasks: singleLabelTasks,
    least: -1,
    parameters: [],
    description: 'Cohen’s kappa: agreement of truth and answer beyond chance.',
    aliases: ['cohen-kappa', 'cohen_kappa_score', 'cohens-kappa'],
  },
  {
    ...share,
    name: 'top-k',
    tasks: ['multiclass-classification'],
    parameters: [always('k')],
    description: 'Share of rows whose class is among the `k` highest scores.',
    aliases: ['top_k', 'top_k_accuracy_score', 'top5', 'top-5'],
  },
  {
    ...labelLoss,
    name: 'mae',
    parameters: [],
    description: 'Mean absolute error, in the unit of the label.',
    aliases: ['mean_absolute_error', 'mean-absolute-error', 'l1'],
  },
  {
    ...labelLoss,
    name: 'mse',
    parameters: [],
    description: 'Mean squared error, in the squared unit of the label: a bare number.',
    aliases: ['mean_squared_error', 'mean-squared-error', 'l2'],
  },
  {
    ...labelLoss,
    name: 'rmse',
    parameters: [],
    description: 'Root of the mean squared error, in the unit of the label; large errors weigh more.',
    aliases: ['root_mean_squared_error', 'root-mean-squared-error'],
  },
  {
    ...labelLoss,
    name: 'medae',
    parameters: [],
    description: 'Median absolute error, in the unit of the label; outliers do not count.',
    aliases: ['median_absolute_error', 'median-absolute-error'],
  },
  {
    ...labelLoss,
    name: 'mape',
    dimension: 'ratio',
    unit: '%',
    parameters: [],
    description: 'Mean absolute error as a share of the truth; undefined when a true value is 0.',
    aliases: ['mean_absolute_percentage_error', 'mean-absolute-percentage-error'],
  },
  {
    ...labelLoss,
    name: 'msle',
    dimension: 'ratio',
    parameters: [],
    description: 'Mean squared error of log(1 + value); for values over several orders of magnitude.',
    aliases: ['mean_squared_log_error', 'mean-squared-log-error'],
  },
  {
    ...share,
    name: 'r2',
    tasks: ['regression'],
    least: undefined,
    parameters: [],
    description: 'Share of the variance that is explained: 1 right, 0 as good as the mean, below 0 worse.',
    aliases: ['r2_score', 'r-squared', 'coefficient-of-determination'],
  },
  {
    ...labelLoss,
    name: 'max-error',
    parameters: [],
    description: 'Largest absolute error, in the unit of the label.',
    aliases: ['max_error', 'maximum-error'],
  },
  {
    ...labelLoss,
    name: 'pinball',
    parameters: [always('quantile')],
    description: 'Loss of a forecast of the `quantile`, in the unit of the label; asymmetric by design.',
    aliases: ['pinball-loss', 'mean_pinball_loss', 'quantile-loss'],
  },
  {
    ...share,
    name: 'explained-variance',
    tasks: ['regression'],
    least: undefined,
    parameters: [],
    description: 'As r2, but a constant offset of the answers is forgiven.',
    aliases: ['explained_variance', 'explained_variance_score'],
  },
  {
    ...share,
    name: 'map',
    tasks: detectionTasks,
    parameters: [always('iou'), optional('area')],
    description: 'Mean average precision over classes and IoU thresholds, by the COCO protocol.',
    aliases: ['mean-average-precision', 'map50', 'map@50', 'map50-95', 'coco-map'],
  },
  {
    ...share,
    name: 'ar',
    tasks: detectionTasks,
    parameters: [always('iou'), optional('area'), optional('k')],
    description: 'Average recall over classes and IoU thresholds with at most `k` answers per image (COCO).',
    aliases: ['average-recall', 'ar100', 'ar@100'],
  },
  {
    ...share,
    name: 'iou',
    tasks: maskTasks,
    parameters: [averaging, optional('empty')],
    description: 'Overlap of true and answered mask: intersection over union.',
    aliases: ['miou', 'mean-iou', 'intersection-over-union'],
  },
  {
    ...share,
    name: 'dice',
    tasks: maskTasks,
    parameters: [averaging, optional('empty')],
    description: 'Overlap of true and answered mask: twice the intersection over both sizes.',
    aliases: ['dice-score', 'dice-coefficient', 'sorensen-dice'],
  },
  {
    ...share,
    name: 'pixel-accuracy',
    tasks: maskTasks,
    parameters: [],
    description: 'Share of pixels with the right class; large backgrounds flatter it.',
    aliases: ['pixel_accuracy', 'pixel-acc'],
  },
  {
    ...share,
    name: 'boundary-f',
    tasks: maskTasks,
    parameters: [averaging, optional('empty'), optional('within')],
    description:
      'Share of the edges of true and answered mask that lie `within` so many pixels of each other, by picture; overlaps hardly see edges of large things.',
    aliases: ['boundary-f1', 'bf-score', 'bfscore', 'boundary_f1', 'contour-f'],
  },
  {
    ...share,
    name: 'hausdorff-95',
    tasks: maskTasks,
    direction: 'minimize',
    most: undefined,
    parameters: [averaging],
    description:
      'Distance in pixels that 95 % of the edges of true and answered mask stay within, as a mean over pictures that have both.',
    aliases: ['hausdorff', 'hd95', 'hausdorff_distance', 'hausdorff-distance'],
  },
  {
    ...machine,
    name: 'latency',
    dimension: 'time',
    unit: 'ms',
    parameters: [always('percentile'), always('batch')],
    description: 'Time of one answer at a percentile, a batch size and on a device; a mean hides the tail.',
    aliases: ['response-time', 'inference-time', 'p99', 'p95'],
  },
  {
    ...machine,
    name: 'throughput',
    direction: 'maximize',
    dimension: 'count/second',
    unit: 'predictions/s',
    parameters: [always('batch')],
    description: 'Answers per second at a batch size on a device.',
    aliases: ['qps', 'rps', 'fps', 'samples-per-second'],
  },
  {
    ...machine,
    name: 'memory',
    dimension: 'data',
    unit: 'MiB',
    parameters: [optional('batch')],
    description: 'Peak memory of the process that answers, above that of an empty one.',
    aliases: ['ram', 'rss', 'peak-memory', 'memory-usage'],
  },
  {
    ...machine,
    name: 'gpu-memory',
    dimension: 'data',
    unit: 'MiB',
    parameters: [optional('batch')],
    description: 'Peak memory on the graphics card.',
    aliases: ['vram', 'gpu_memory'],
  },
  {
    ...machine,
    name: 'model-size',
    dimension: 'data',
    unit: 'MB',
    parameters: [],
    description: 'Size of the model file and of its external weights.',
    aliases: ['size', 'file-size', 'weights'],
  },
  {
    ...machine,
    name: 'cpu',
    dimension: 'ratio',
    unit: '%',
    most: 1,
    parameters: [],
    description: 'Use of all cores together: 100 % means that every core is busy.',
    aliases: ['cpu-usage', 'cpu-utilization', 'cpu_percent'],
  },
  {
    ...machine,
    name: 'gpu',
    dimension: 'ratio',
    unit: '%',
    most: 1,
    parameters: [],
    description: 'Use of the graphics card.',
    aliases: ['gpu-usage', 'gpu-utilization'],
  },
  {
    ...machine,
    name: 'power',
    dimension: 'power',
    unit: 'W',
    parameters: [],
    description: 'Electrical power drawn while answering.',
    aliases: ['watts', 'power-draw', 'power-consumption'],
  },
  {
    ...machine,
    name: 'energy',
    dimension: 'energy',
    unit: 'J',
    parameters: [optional('batch')],
    description: 'Energy of one answer: power times latency.',
    aliases: ['energy-per-prediction', 'joules'],
  },
  {
    ...machine,
    name: 'temperature',
    least: undefined,
    dimension: 'temperature',
    unit: 'degC',
    parameters: [],
    description: 'Temperature of the device under steady load.',
    aliases: ['heat', 'thermal', 'temp'],
  },
  {
    ...machine,
    name: 'error-rate',
    dimension: 'ratio',
    unit: '%',
    most: 1,
    parameters: [],
    description: 'Share of requests that fail technically.',
    aliases: ['failure-rate', 'errors'],
  },
  {
    ...machine,
    name: 'availability',
    direction: 'maximize',
    dimension: 'ratio',
    unit: '%',
    most: 1,
    parameters: [],
    description: 'Share of the time, or of requests, in which the service answers.',
    aliases: ['uptime'],
  },
  {
    ...machine,
    name: 'cold-start',
    dimension: 'time',
    unit: 's',
    parameters: [],
    description: 'Time from the start of the process to its first answer.',
    aliases: ['startup-time', 'load-time'],
  },
  {
    ...machine,
    name: 'co2',
    dimension: 'mass',
    unit: 'kgCO2e',
    parameters: [],
    description: 'Greenhouse gas of the electricity used.',
    aliases: ['carbon', 'emissions', 'co2e', 'carbon-footprint'],
  },
] as const satisfies readonly MetricName[];

export type MetricNameWord = (typeof metricNames)[number]['name'];

const byWord: ReadonlyMap<string, MetricName> = new Map(metricNames.map((entry) => [entry.name, entry]));

/** What is known about a metric name; undefined when it is not in the closed list, also for aliases. */
export function findMetricName(word: string): MetricName | undefined {
  return byWord.get(word);
}
