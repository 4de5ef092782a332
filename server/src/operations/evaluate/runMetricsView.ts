/** The values of a recorded run against the goals that the spec states now. */
import type { RunMetric } from '../../../../schemas/evaluationPanel.ts';
import type { EvaluatedValue } from '../../../../schemas/evaluationJob.ts';
import type { RunRecord, RunValue } from '../../../../schemas/run.ts';
import { goalOf, metricsOf } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { quantityOf } from '../../rules/money/measuredGoal.ts';
import type { QuantityNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import type { Locations } from '../overview/locations.ts';
import { elsewhereOf } from './judgeMachine.ts';
import { judgeValue } from './judgeValues.ts';
import type { Goals } from './judgeValues.ts';

type Judged = Omit<RunMetric['slices'][number], 'id' | 'rows'>;

/** Metrics that the run gives and the spec still has, in the order of the spec. */
export function runMetrics(
  { spec }: Project,
  record: Pick<RunRecord, 'values' | 'target'>,
  locations: Locations,
): RunMetric[] {
  return metricsOf(spec).flatMap((metric): RunMetric[] => {
    const value = record.values[metric.id];
    if (value === undefined) return [];
    const own = { target: goalOf(metric, 'target'), limit: goalOf(metric, 'limit') };
    const { name, direction, kind = 'model', id, keyPlace, node } = metric;
    const elsewhere = elsewhereOf(metric, record.target);
    const hasScale = name?.least !== undefined && name.most !== undefined;
    return [
      {
        id,
        kind,
        direction: direction ?? 'unknown',
        definedAt: locations.of(keyPlace),
        ...(hasScale ? { scale: { low: name.least, high: name.most } } : {}),
        ...judgedValue(metric, value, own),
        ...notesOf(value),
        ...(elsewhere === undefined ? {} : { verdict: 'not-known', isSettled: null, note: elsewhere }),
        slices: Object.entries(value.slices ?? {}).map(([sliceId, slice]) => {
          const [part = ''] = sliceId.split('/', 1);
          const goals = node.fields.slices?.entries.get(part)?.fields;
          return {
            id: sliceId,
            ...rowsOf(slice),
            ...judgedValue(metric, slice, { target: goals?.target ?? own.target, limit: goals?.limit ?? own.limit }),
          };
        }),
      },
    ];
  });
}

function notesOf(value: RunValue): { readonly notes?: string[] } {
  const notes = value.state === 'known' ? (value.notes ?? []).filter((note) => note !== '') : [];
  return notes.length === 0 ? {} : { notes };
}

/** The rows of a slice, where the record says so. */
export function rowsOf({ rows }: RunValue): { readonly rows?: number } {
  return typeof rows === 'number' && Number.isInteger(rows) && rows >= 0 ? { rows } : {};
}

function judgedValue(metric: MetricView, value: RunValue, goals: Goals): Judged {
  const { verdict, isSettled } = judgeValue(metric, evaluatedOf(value), unitIn(value), goals);
  return {
    value: shownValue(value, goals),
    target: shownGoal(goals.target),
    limit: shownGoal(goals.limit),
    verdict,
    isSettled,
  };
}

function unitIn(value: RunValue): string {
  return value.state === 'known' ? value.unit : '';
}

/** A recorded value as it was when it was measured. */
export function evaluatedOf(value: RunValue): EvaluatedValue {
  if (value.state === 'undefined') return { state: 'undefined', because: value.because };
  const { low, high, confidence = 0.95, method = 'unknown' } = value;
  const n = countIn(value) ?? 0;
  const interval = low === undefined || high === undefined ? {} : { interval: { low, high, confidence, method } };
  return { state: 'known', value: value.value, n, ...interval };
}

/** What the value is a mean or share of, where the record says so. */
function countIn(value: Extract<RunValue, { state: 'known' }>): number | undefined {
  const { n } = value;
  return typeof n === 'number' && Number.isFinite(n) && n >= 0 ? n : undefined;
}

/** @param goals of the metric, whose unit the value is shown in; none for what no goal stands for */
export function shownValue(value: RunValue, { target, limit }: Goals): Judged['value'] {
  if (value.state === 'undefined') return { state: 'undefined', because: value.because };
  const goal = (target ?? limit)?.quantity;
  const quantity = quantityOf(value.value, value, goal);
  if (quantity === undefined) return { state: 'undefined', because: `its unit ${value.unit} is none of ours` };
  const ends = [value.low, value.high].flatMap((end) =>
    end === undefined ? [] : (quantityOf(end, value, goal) ?? []),
  );
  const [low, high] = ends;
  const n = countIn(value);
  return {
    state: 'known',
    text: formatQuantity(quantity),
    number: Number(quantity.value.toString()),
    ...(low === undefined || high === undefined
      ? {}
      : {
          interval: {
            low: Number(low.value.toString()),
            high: Number(high.value.toString()),
            text: `${formatQuantity(low)} to ${formatQuantity(high)}`,
          },
        }),
    ...(value.method === undefined ? {} : { method: value.method }),
    ...(n === undefined ? {} : { n }),
  };
}

/** A goal for display; null where there is none. */
export function shownGoal(node: QuantityNode | undefined): Judged['target'] {
  return node === undefined ? null : { text: node.text, number: Number(node.quantity.value.toString()) };
}
