/** How many rows the windows of a check hold, and how many it takes to see the change that matters. */
import { readShare, readYears } from '../spec/economicsInputs.ts';
import { counted } from '../spec/words.ts';
import { computeShareTrials, computeShiftWindow } from '../statistics/power.ts';
import type { Place } from '../yaml/place.ts';
import { isAboutPositive, operatingGoalsOf, pointAt, prevalenceOf, volumeOf } from './economicsView.ts';
import { goalOf, metricsOf } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import { countsOf } from './metricSampling.ts';
import { watchedColumns } from './monitorView.ts';
import type { CheckView } from './monitorView.ts';
import type { RuleContext } from './rule.ts';

type Spec = RuleContext['spec'];

/** Chance that a window shows the change when it is there. */
const power = 0.8;
/**
 * The shift of an input or score that must be seen, in standard deviations: twice the floor below which our verdict
 * calls a difference too small to matter.
 */
const shift = 0.2;
const standardFalseAlarm = 0.05;

/** The share of windows without change that may alarm: as stated, else 5 %; undefined while it cannot be read. */
export function falseAlarmOf({ node }: CheckView): number | undefined {
  if (node.unreadable.has('false_alarm')) return undefined;
  const stated = node.fields.false_alarm;
  if (stated === undefined) return standardFalseAlarm;
  const share = readShare('false_alarm', stated.quantity);
  const value = share.kind === 'known' ? share.value.toNumber() : Number.NaN;
  return value > 0 && value < 1 ? value : undefined;
}

/** Rows of the split that a check compares with; infinite while the reference is a file or not known. */
export function referenceRowsOf(context: RuleContext, { node }: CheckView): number {
  const { reference } = node.fields;
  const isSplit = reference !== undefined && context.spec.fields.splits?.entries.has(reference.id) === true;
  const counts = isSplit ? countsOf(context, reference.id) : undefined;
  return counts === undefined ? Number.POSITIVE_INFINITY : Math.max(1, counts.rows);
}

export interface WindowSize {
  readonly rows: number;
  /** What states it. */
  readonly place: Place;
}

/** The least rows with which a window gets a verdict; undefined when nothing states them. */
export function statedRows({ node }: CheckView): WindowSize | undefined {
  const rows = node.fields.window?.fields.min_rows;
  return rows === undefined ? undefined : { rows: rows.value, place: rows.place };
}

/** Rows that a window of its length holds by the volume, labelled ones for a metric; undefined while not known. */
export function expectedRows(spec: Spec, { node }: CheckView): WindowSize | undefined {
  const own = node.fields.window?.fields.rows;
  if (own !== undefined) return { rows: own.value, place: own.place };
  const length = node.fields.window?.fields.every ?? node.fields.window?.fields.duration;
  const volume = volumeOf(spec);
  const years = readYears('the window', length?.quantity);
  if (length === undefined || volume.kind === 'undefined' || years.kind === 'undefined') return undefined;
  const label = node.fields.labels === undefined ? undefined : spec.fields.labels?.entries.get(node.fields.labels.id);
  const rate = readShare('rate', label?.fields.new_data?.fields.rate?.quantity);
  const labelled = node.fields.watch?.value === 'metric' && rate.kind === 'known' ? rate.value.toNumber() : 1;
  const rows = Math.round(volume.value.toNumber() * years.value.toNumber() * labelled);
  return rows < 1 ? undefined : { rows, place: length.place };
}

/** What a window must hold. */
export type NeededRows =
  | {
      readonly kind: 'rows';
      readonly rows: number;
      /** What is to be seen, with its numbers, after "to see". */
      readonly effect: string;
    }
  | { readonly kind: 'reference'; readonly referenceRows: number; readonly effect: string };

/** @returns undefined when nothing says what change matters */
export function neededRows(context: RuleContext, check: CheckView): NeededRows | undefined {
  switch (check.node.fields.watch?.value) {
    case 'inputs':
      return rowsForShift(context, check, watchedColumns(context.spec, check)?.length ?? 1, 'an input');
    case 'outputs':
      return rowsForShift(context, check, 1, 'the scores');
    case 'metric':
      return rowsForMetric(context.spec, check);
    case 'alert-rate':
    case 'invariant':
    case undefined:
      return undefined;
  }
}

function rowsForShift(
  context: RuleContext,
  check: CheckView,
  columns: number,
  subject: string,
): NeededRows | undefined {
  const falseAlarm = falseAlarmOf(check);
  if (falseAlarm === undefined || columns === 0) return undefined;
  // Whatever the correction, a change of one column alone must pass the bound of the strictest test.
  const isCorrected = check.node.fields.correction?.value !== 'none';
  const perTest = isCorrected ? falseAlarm / columns : falseAlarm;
  const referenceRows = referenceRowsOf(context, check);
  const rows = computeShiftWindow(shift, referenceRows, { falseAlarm: perTest, power });
  const among = columns > 1 ? ` among ${columns} columns` : '';
  const effect = `a shift of ${subject} by ${shift} standard deviations${among} four times out of five`;
  return rows === undefined ? { kind: 'reference', referenceRows, effect } : { kind: 'rows', rows, effect };
}

function rowsForMetric(spec: Spec, { node }: CheckView): NeededRows | undefined {
  const metric = metricsOf(spec).find(({ id }) => id === node.fields.metric?.id);
  const target = shareOf(metric, 'target');
  const limit = shareOf(metric, 'limit');
  if (metric === undefined || target === undefined || limit === undefined || target === limit) return undefined;
  const rowsPerTrial = rowsPerTrialOf(spec, metric);
  if (rowsPerTrial === undefined) return undefined;
  const trials = computeShareTrials(target, limit, { falseAlarm: standardFalseAlarm, power });
  const rows = Math.ceil(trials * rowsPerTrial.rows);
  if (!Number.isSafeInteger(rows)) return undefined;
  const { noun } = rowsPerTrial;
  const detail = noun === 'row' ? '' : ` (${counted(trials, noun)})`;
  return {
    kind: 'rows',
    rows,
    effect: `\`${metric.id}\` fall from ${target} to ${limit} four times out of five${detail}`,
  };
}

function shareOf(metric: MetricView | undefined, goal: 'target' | 'limit'): number | undefined {
  const share = metric === undefined ? undefined : readShare(goal, goalOf(metric, goal)?.quantity);
  const value = share?.kind === 'known' ? share.value.toNumber() : Number.NaN;
  return value >= 0 && value <= 1 ? value : undefined;
}

/** What one trial of a metric is, and how many rows bring one. */
function rowsPerTrialOf(
  spec: Spec,
  metric: MetricView,
): { readonly rows: number; readonly noun: 'positive' | 'negative' | 'alert' | 'row' } | undefined {
  const measure = metric.name?.name;
  if (measure === 'accuracy') return { rows: 1, noun: 'row' };
  if (!isAboutPositive(spec, metric)) return undefined;
  const prevalence = readShare('prevalence', prevalenceOf(spec)?.quantity);
  const share = prevalence.kind === 'known' ? prevalence.value.toNumber() : Number.NaN;
  if (!(share > 0 && share < 1)) return undefined;
  switch (measure) {
    case 'recall':
      return { rows: 1 / share, noun: 'positive' };
    case 'specificity':
      return { rows: 1 / (1 - share), noun: 'negative' };
    case 'precision': {
      const goals = operatingGoalsOf(spec).find(({ precision }) => precision.id === metric.id);
      const point = goals === undefined ? undefined : pointAt(goals, 'target');
      if (point?.kind !== 'known' || point.value.recall.lte(0)) return undefined;
      const alertRate = (share * point.value.recall.toNumber()) / point.value.precision.toNumber();
      return { rows: 1 / Math.min(1, alertRate), noun: 'alert' };
    }
    default:
      return undefined;
  }
}
