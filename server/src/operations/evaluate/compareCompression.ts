/** What compressing a model cost in quality, and what it saves in machine and money. */
import type { CompressionReport } from '../../../../schemas/compressionReport.ts';
import type { EvaluatedPairing, InferenceMoney } from '../../../../schemas/evaluationReport.ts';
import type { MachineFigureName, MachineResult } from '../../../../schemas/machineJob.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import { binaryCaseOf } from '../../rules/economicsView.ts';
import { metricsOf } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { quantityOf } from '../../rules/money/measuredGoal.ts';
import { decimal } from '../../spec/decimal.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { compareQuantities, subtractQuantities } from '../../spec/quantityArithmetic.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import { makeQuantity } from '../../spec/quantity.ts';
import type { Quantity } from '../../spec/quantity.ts';
import { readUnit } from '../../spec/units.ts';
import { unitOf } from './judgeValues.ts';
import { originalsOf } from './machinePlan.ts';

type Spec = ObjectNode<SpecShape>;

/** What is compared of a model: measured just now, or read from the record of a run. */
export interface MeasuredForm extends Pick<EvaluatedPairing, 'model' | 'split'> {
  readonly metrics: readonly Pick<EvaluatedPairing['metrics'][number], 'id' | 'value'>[];
  readonly business: readonly Pick<EvaluatedPairing['business'][number], 'id' | 'value' | 'text'>[];
  readonly machine?:
    | { readonly state: 'measured'; readonly result: MachineResult; readonly money: InferenceMoney }
    | { readonly state: 'failed' }
    | undefined;
}

/** Each evaluated model beside the nearest evaluated one that it is a smaller form of, on the same split. */
export function compareCompressions(spec: Spec, pairings: readonly MeasuredForm[]): CompressionReport[] {
  return pairings.flatMap((after): CompressionReport[] => {
    const before = originalsOf(spec, after.model).flatMap((id) =>
      pairings.filter(({ model, split }) => model === id && split === after.split),
    )[0];
    if (before === undefined) return [];
    return [
      {
        model: after.model,
        original: before.model,
        split: after.split,
        quality: compareQuality(spec, before, after),
        machine: compareMachines(before, after),
        money: [...compareSaved(spec, before, after), ...compareInference(before, after)],
      },
    ];
  });
}

function compareQuality(spec: Spec, before: MeasuredForm, after: MeasuredForm): CompressionReport['quality'] {
  const limits = spec.fields.models?.entries.get(after.model)?.fields.loss_limit?.entries;
  return metricsOf(spec).flatMap((metric): CompressionReport['quality'] => {
    const values = [before, after].flatMap(
      ({ metrics }) => metrics.find(({ id }) => id === metric.id && metric.kind === 'model') ?? [],
    );
    const [first, second] = values.flatMap(({ value }) =>
      value.state === 'known'
        ? (quantityOf(value.value, { value: value.value, unit: unitOf(metric) }, undefined) ?? [])
        : [],
    );
    const lost = lossOf(metric, first, second);
    if (first === undefined || second === undefined || lost === undefined) return [];
    const limit = limits?.get(metric.name?.name ?? '');
    const order = limit === undefined ? undefined : compareQuantities(lost, limit.quantity);
    return [
      {
        id: metric.id,
        before: formatQuantity(first, 4),
        after: formatQuantity(second, 4),
        lost: formatQuantity(lost, 2),
        limit: limit?.quantity.text ?? null,
        verdict: order?.kind === 'known' ? (order.value > 0 ? 'beyond' : 'within') : 'not-known',
      },
    ];
  });
}

function lossOf(
  { direction }: MetricView,
  before: Quantity | undefined,
  after: Quantity | undefined,
): Quantity | undefined {
  if (before === undefined || after === undefined || direction === undefined) return undefined;
  const lost = direction === 'maximize' ? subtractQuantities(before, after) : subtractQuantities(after, before);
  return lost.kind === 'known' ? lost.value : undefined;
}

interface Compared {
  readonly name: string;
  readonly of: (result: MachineResult) => number | undefined;
  readonly unit: string;
}

function figure(name: MachineFigureName, shown: string, unit: string, scale: number): Compared {
  const of = ({ figures }: MachineResult): number | undefined => {
    const found = figures[name];
    return found.state === 'unavailable' ? undefined : found.value / scale;
  };
  return { name: shown, of, unit };
}

function latency(percentile: number, name: string): Compared {
  const of = ({ latencies: [smallest] }: MachineResult): number | undefined => {
    const found = smallest?.percentiles.find((one) => one.percentile === percentile);
    return found === undefined || found.validity.kind === 'too-few' ? undefined : found.value * 1000;
  };
  return { name, of, unit: 'ms' };
}

const compared: readonly Compared[] = [
  figure('model-size', 'size of the file', 'kB', 1e3),
  latency(0.5, 'latency p50'),
  latency(0.99, 'latency p99'),
  {
    name: 'best throughput',
    of: ({ throughput }) => Math.max(...throughput.map(({ perSecond }) => perSecond)),
    unit: 'predictions/s',
  },
  figure('memory', 'peak memory', 'MiB', 2 ** 20),
  figure('power', 'power', 'W', 1),
  figure('energy', 'energy of an answer', 'J', 1),
  figure('cold-start', 'cold start', 's', 1),
];

function compareMachines(before: MeasuredForm, after: MeasuredForm): CompressionReport['machine'] {
  const [first, second] = [before.machine, after.machine];
  if (first?.state !== 'measured' || second?.state !== 'measured') return [];
  return compared.flatMap(({ name, of, unit }): CompressionReport['machine'] => {
    const [from, to] = [of(first.result), of(second.result)];
    if (from === undefined || to === undefined || !(from > 0)) return [];
    return [{ name, before: shown(from, unit), after: shown(to, unit), ratio: Number((to / from).toPrecision(4)) }];
  });
}

function shown(value: number, unit: string): string {
  const read = readUnit(unit);
  return read.kind === 'unknown' ? `${value} ${unit}` : formatQuantity(makeQuantity(decimal(value), read.unit));
}

/** Money that the answers save; both in the currency of the economics. */
function compareSaved(spec: Spec, before: MeasuredForm, after: MeasuredForm): CompressionReport['money'] {
  const binary = binaryCaseOf(spec);
  if (binary.kind === 'undefined') return [];
  const unit = `${binary.value.values.currency}/year`;
  return after.business.flatMap(({ id, value, text }): CompressionReport['money'] => {
    const original = before.business.find((one) => one.id === id);
    if (value.state === 'undefined' || original?.value.state !== 'known') return [];
    if (text === null || original.text === null) return [];
    return [{ name: id, before: original.text, after: text, gained: shown(value.value - original.value.value, unit) }];
  });
}

/** Time of one machine, and what it costs where inference is paid by that time. */
function compareInference(before: MeasuredForm, after: MeasuredForm): CompressionReport['money'] {
  if (before.machine?.state !== 'measured' || after.machine?.state !== 'measured') return [];
  const { busyHours: from, inference } = before.machine.money;
  const { busyHours: to } = after.machine.money;
  if (from === null || to === null || from === 0) return [];
  const hours = (value: number): string => shown(value, 'h/year');
  const rows = [
    { name: 'time that one machine is busy', before: hours(from), after: hours(to), gained: hours(from - to) },
  ];
  if (inference === null) return rows;
  const money = (value: number): string => shown(value, `${inference.currency}/year`);
  return [
    ...rows,
    {
      name: 'inference, estimated: if it is paid by that time',
      before: money(inference.number),
      after: money((inference.number * to) / from),
      gained: money(inference.number * (1 - to / from)),
    },
  ];
}
