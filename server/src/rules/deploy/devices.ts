/** Rules about the devices on which models run: connection, load, runtime, and whether anyone has measured there. */
import type { Decimal } from '../../spec/decimal.ts';
import { decimal } from '../../spec/decimal.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import { makeQuantity } from '../../spec/quantity.ts';
import { readUnit } from '../../spec/units.ts';
import { listOf, shorten } from '../../spec/words.ts';
import { amountIn } from '../economicsView.ts';
import { metricsOfKind } from '../metricView.ts';
import { lastMeasurementOf } from '../money/measuredGoal.ts';
import type { Finding, Related, Rule, RuleContext } from '../rule.ts';
import { neededDeployment, placeOfMissing, targetsOf } from './deployView.ts';
import type { TargetView } from './deployView.ts';

/** What one device of a target answers. */
interface Throughput {
  /** Predictions per second. */
  readonly rate: Decimal;
  readonly related: Related;
}

const rateUnit = 'predictions/s';

/** As it was measured last, else as the limit promises; undefined when no metric says. */
function throughputOf({ spec, facts }: RuleContext, targetId: string): Throughput | undefined {
  for (const metric of metricsOfKind(spec, 'infrastructure')) {
    const { on, limit } = metric.node.fields;
    if (metric.name?.name !== 'throughput' || on?.id !== targetId) continue;
    // What is not measured costs nothing: the limit is the promise.
    const last = lastMeasurementOf(metric, facts);
    const measured = last.state === 'known' ? last.value : undefined;
    const rate = amountIn(measured?.quantity ?? limit?.quantity, rateUnit);
    if (rate === undefined) continue;
    const message =
      measured === undefined
        ? `\`${metric.id}\` may be as low as ${limit?.text ?? ''}.`
        : `\`${metric.id}\` was ${measured.text} in \`${shorten(measured.fact.reference)}\`.`;
    return { rate, related: { place: limit?.place ?? metric.keyPlace, message } };
  }
  return undefined;
}

function* capacityExceeded(context: RuleContext): Generator<Finding> {
  const deployment = neededDeployment(context);
  const missing = deployment === undefined ? undefined : placeOfMissing(deployment, 'load');
  if (missing !== undefined) {
    yield {
      place: missing,
      message: 'Nothing says how many predictions per second are asked: write the `peak` under `load`.',
    };
  }
  const peak = context.spec.fields.deployment?.fields.load?.fields.peak;
  const load = amountIn(peak?.quantity, rateUnit);
  if (peak === undefined || load === undefined) return;
  for (const group of sharingGroups(context)) {
    const known = group.map((target) => ({ target, throughput: throughputOf(context, target.id) }));
    let rate = decimal(0);
    const related: Related[] = [];
    for (const { target, throughput } of known) {
      if (throughput === undefined) continue;
      const devices = target.node.fields.kind?.value === 'server' ? (target.node.fields.count?.value ?? 1) : 1;
      rate = rate.plus(throughput.rate.times(devices));
      related.push(throughput.related);
    }
    if (related.length < group.length || group.length === 0 || rate.gte(load)) continue;
    const who = listOf(group.map(({ id }) => id));
    yield {
      place: peak.place,
      message: `The peak is ${peak.text}, and ${who} can answer ${formatRate(rate)}${group.length > 1 ? ' together' : ''}: add devices, or make the model faster.`,
      related,
    };
  }
}

/** Servers share the load; a device in the field carries its own. */
function sharingGroups({ spec }: RuleContext): readonly (readonly TargetView[])[] {
  const targets = targetsOf(spec);
  const servers = targets.filter(({ node }) => node.fields.kind?.value === 'server');
  const others = targets.filter(({ node }) => node.fields.kind !== undefined && node.fields.kind.value !== 'server');
  return [servers, ...others.map((target) => [target])];
}

function formatRate(rate: Decimal): string {
  const unit = readUnit(rateUnit);
  return unit.kind === 'unknown' ? rate.toString() : formatQuantity(makeQuantity(rate, unit.unit));
}

/** Beginnings of the names of runtimes that run ONNX models. */
const onnxRuntimes = ['onnx', 'ort', 'triton', 'tensorrt', 'openvino', 'winml', 'windows-ml', 'directml'];

function* stackMismatch(context: RuleContext): Generator<Finding> {
  const deployment = neededDeployment(context);
  const missing = deployment === undefined ? undefined : placeOfMissing(deployment, 'stack');
  if (missing !== undefined) {
    yield {
      place: missing,
      message: 'Nothing says what may run there: list the allowed runtimes and platforms under `stack`.',
    };
  }
  const { deployment: section, models } = context.spec.fields;
  const stack = section?.fields.stack;
  const files = [...(models?.entries.values() ?? [])].flatMap(({ fields }) => fields.path ?? []);
  const [first] = files;
  if (stack === undefined || first === undefined) return;
  const names = stack.items.map(({ text }) => text.toLowerCase());
  if (names.some((name) => onnxRuntimes.some((runtime) => name.startsWith(runtime)))) return;
  const allowed =
    names.length === 0
      ? 'nothing is allowed here'
      : `only ${listOf(stack.items.map(({ text }) => shorten(text)))} may run here`;
  yield {
    place: stack.place,
    message: `The models are ONNX files, and ${allowed}: add a runtime that runs them, such as \`onnxruntime\`.`,
    related: [{ place: first.place, message: 'A model is named here.' }],
  };
}

function* unmeasuredTargets({ spec, facts, know }: RuleContext): Generator<Finding> {
  const targets = targetsOf(spec);
  const runs = targets.length === 0 ? undefined : know(facts.runs('plumbline'));
  if (runs === undefined) return;
  for (const { id, keyPlace } of targets) {
    const metrics = metricsOfKind(spec, 'infrastructure').filter(({ node }) => node.fields.on?.id === id);
    // Before the first run at all, it is the metrics of the device that are said to be unmeasured.
    if (runs.length === 0 && metrics.length > 0) continue;
    if (runs.some(({ target }) => target === id)) continue;
    if (metrics.some((metric) => (know(facts.measurements(metric.id)) ?? []).length > 0)) continue;
    yield {
      place: keyPlace,
      message: `No run was made on \`${id}\`: speed and quality change with the device, so evaluate there with \`--on ${id}\`.`,
    };
  }
}

export const deployDeviceRules: readonly Rule[] = [
  {
    id: 'deploy/offline-needs-edge',
    severity: 'E/E/E',
    finds: 'a model on a server where there is no connection',
    why: 'Where nothing is connected, no server can be asked: the model must run on the device itself. A connection that comes and goes is another case, in which answers may wait.',
    *check({ spec }) {
      for (const { id, node } of targetsOf(spec)) {
        const { kind, connectivity } = node.fields;
        if (kind?.value !== 'server' || connectivity?.value !== 'none') continue;
        yield {
          place: kind.place,
          message: `\`${id}\` is a server, and its place of use is never connected: run the model on the device, as \`edge\` or \`mobile\`.`,
          related: [{ place: connectivity.place, message: 'The connection is said here.' }],
        };
      }
    },
  },
  {
    id: 'deploy/capacity-exceeded',
    severity: 'I/W/E',
    waits: 'project',
    finds: 'a peak load beyond what the devices answer, or no load at all',
    why: 'Devices are sized by the busiest time, not by the average: beyond their throughput answers queue, and each later one waits longer. The measured throughput counts, else the limit of the metric; servers share the load, a device in the field carries its own.',
    check: capacityExceeded,
  },
  {
    id: 'deploy/stack-mismatch',
    severity: 'I/W/W',
    waits: 'project',
    finds: 'a stack in which nothing runs the model, or no stack at all',
    why: 'Whoever operates the machines decides what may run there, and finds out late that a model needs something else. List the allowed runtimes, and have the missing one allowed before the model is built on it.',
    check: stackMismatch,
  },
  {
    id: 'deploy/target-unmeasured',
    severity: 'I/W/W',
    waits: 'project',
    finds: 'a device on which no run was made',
    why: 'Another processor, another provider, another temperature: latency, memory and sometimes the answers differ. A run on the device itself is the only measurement that counts for it.',
    check: unmeasuredTargets,
  },
];
