/** The rule about weights, latency and power that a device cannot carry. */
import type { ModelShape } from '../../../schemas/spec/models.ts';
import { decimal } from '../spec/decimal.ts';
import { findOverCap, findOverload } from '../spec/economicsContradictions.ts';
import type { ObjectNode, QuantityNode } from '../spec/located.ts';
import { formatQuantity } from '../spec/quantityFormat.ts';
import { makeQuantity } from '../spec/quantity.ts';
import { readUnit } from '../spec/units.ts';
import { amountIn } from './economicsView.ts';
import { describeChanges, relate } from './goalWords.ts';
import { metricsOfKind } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

type Spec = RuleContext['spec'];

function* findInfeasible(context: RuleContext): Generator<Finding> {
  const { spec } = context;
  const targets = spec.fields.deployment?.fields.targets;
  for (const metric of metricsOfKind(spec, 'infrastructure')) {
    const device = targets?.entries.get(metric.node.fields.on?.id ?? '');
    const { limit } = metric.node.fields;
    if (device === undefined || limit === undefined || metric.name === undefined) continue;
    const { memory, power } = device.fields;
    switch (metric.name.name) {
      case 'memory':
      case 'model-size':
        yield* overCap(metric, limit, 'memory', memory);
        break;
      case 'power':
        yield* overCap(metric, limit, 'power', power);
        break;
      case 'latency':
        yield* overloaded(spec, metric, limit, device);
        break;
      default:
        break;
    }
  }
  for (const [id, device] of targets?.entries ?? []) {
    const { memory, model } = device.fields;
    const file = spec.fields.models?.entries.get(model?.id ?? '');
    if (memory === undefined || model === undefined || file === undefined) continue;
    const size = weightsOf(context, file);
    if (size === undefined || memory.quantity.value.gte(size)) continue;
    yield {
      place: model.place,
      message: `The weights of \`${model.id}\` are ${formatBytes(size)} and \`${id}\` has ${memory.text}: it cannot be loaded there.`,
      related: [relate(memory, `The memory of \`${id}\` is ${memory.text}.`)],
    };
  }
}

/** Bytes of a model file; undefined while nobody has looked. */
function weightsOf(
  { project, facts, know }: RuleContext,
  { fields: { path } }: ObjectNode<ModelShape>,
): number | undefined {
  if (path === undefined) return undefined;
  const uri = project.uriOf(path.place);
  return uri === undefined ? undefined : know(facts.path(path.value, uri))?.sizeBytes;
}

function formatBytes(bytes: number): string {
  const unit = readUnit('MiB');
  return unit.kind === 'unknown'
    ? `${bytes} B`
    : formatQuantity(makeQuantity(decimal(bytes).div(1_048_576), unit.unit));
}

function* overCap(
  { id }: MetricView,
  limit: QuantityNode,
  what: string,
  cap: QuantityNode | undefined,
): Generator<Finding> {
  if (cap === undefined) return;
  const found = findOverCap(`limit of \`${id}\``, limit.quantity, `${what} of the device`, cap.quantity);
  if (found.kind === 'undefined' || found.value === undefined) return;
  yield {
    place: limit.place,
    message: `\`${id}\` would still be acceptable at ${limit.text}, and the device has ${cap.text}: ${describeChanges(found.value)}.`,
    related: [relate(cap, `The ${what} of the device is ${cap.text}.`)],
  };
}

type DeviceNode = NonNullable<
  ReturnType<NonNullable<NonNullable<Spec['fields']['deployment']>['fields']['targets']>['entries']['get']>
>;

/** Little's law at the latency limit. A device in the field carries its own load; servers share it. */
function* overloaded(
  spec: Spec,
  { id, node }: MetricView,
  limit: QuantityNode,
  device: DeviceNode,
): Generator<Finding> {
  const peak = spec.fields.deployment?.fields.load?.fields.peak;
  const arrivals = amountIn(peak?.quantity, 'predictions/s');
  const seconds = amountIn(limit.quantity, 's');
  if (peak === undefined || arrivals === undefined || seconds === undefined) return;
  const sharing = device.fields.kind?.value === 'server' ? (device.fields.count?.value ?? 1) : 1;
  const atOnce = decimal(device.fields.concurrency?.value ?? 1).times(sharing);
  const batches = arrivals.div(node.fields.batch?.value ?? 1);
  const found = findOverload(batches, seconds, atOnce);
  if (found.kind === 'undefined' || found.value === undefined) return;
  const { needed, allowed } = found.value;
  const declared = device.fields.concurrency;
  yield {
    place: limit.place,
    message: `At ${peak.text}, answers of ${limit.text} keep ${formatQuantity(needed)} in work at once, and the device works on ${formatQuantity(allowed)}: ${describeChanges(found.value)}.`,
    related: [
      relate(peak, `The load is ${peak.text} at its peak.`),
      ...(declared === undefined
        ? []
        : [{ place: declared.place, message: `\`${id}\` is measured on a device with this concurrency.` }]),
    ],
  };
}

export const metricDeviceRules: readonly Rule[] = [
  {
    id: 'metric/infeasible-on-device',
    severity: 'W/E/E',
    finds: 'weights, latency or power that the device cannot carry',
    why: 'Physics does not negotiate: weights must fit into memory, load times latency must not exceed the answers that are computed at once, and a device cannot supply more power than it has.',
    check: findInfeasible,
  },
];
