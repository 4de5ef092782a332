/** Rules about what a metric is measured on: task, model, split, averaging, percentile, device. */
import type { MetricShape } from '../../../schemas/spec/metrics.ts';
import { insertKey } from '../spec/edits.ts';
import type { Fix } from '../spec/edits.ts';
import { lacks } from '../spec/located.ts';
import { listOf } from '../spec/words.ts';
import type { ObjectShape } from '../spec/shape.ts';
import { fillKey, joinInsertions } from './fillKey.ts';
import { classCountOfModel, metricsOf, metricsOfKind, modelChain, taskOfModel } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import { oncePer } from './oncePer.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

function* findWrongTasks({ spec }: RuleContext): Generator<Finding> {
  for (const { id, node, name, kind } of metricsOf(spec)) {
    const word = node.fields.metric;
    if (word === undefined || name === undefined || (kind !== 'model' && kind !== 'infrastructure')) continue;
    if (name.kind !== kind) {
      const right = name.kind === 'model' ? 'the answers of a model' : 'a machine';
      yield {
        place: word.place,
        message: `\`${name.name}\` is measured on ${right}, so \`${id}\` is of kind \`${name.kind}\`, not \`${kind}\`.`,
      };
      continue;
    }
    const model = node.fields.model?.id;
    const task = taskOfModel(spec, model);
    if (task === undefined || name.tasks.length === 0 || name.tasks.includes(task)) continue;
    const declared = modelChain(spec, model).find(({ fields }) => fields.task !== undefined)?.fields.task;
    yield {
      place: word.place,
      message: `\`${name.name}\` is not defined for ${task}, the task of \`${model ?? ''}\`; it is for ${listOf(name.tasks, 'or').replaceAll('`', '')}.`,
      ...(declared === undefined ? {} : { related: [{ place: declared.place, message: `The task is ${task}.` }] }),
    };
  }
}

function* findUnbound({ spec }: RuleContext): Generator<Finding> {
  for (const { id, node, keyPlace } of metricsOfKind(spec, 'model')) {
    // Another tool may measure a model that no ONNX file holds; its rows have a name all the same.
    const isReadElsewhere = !lacks(node, 'source') && !node.empty.has('model');
    const needed = isReadElsewhere ? (['split'] as const) : (['model', 'split'] as const);
    const missing = needed.filter((key) => lacks(node, key));
    const [first] = missing;
    if (first === undefined) continue;
    const named = missing.map((key) => `a ${key}`).join(' and ');
    const because = isReadElsewhere
      ? 'nobody can tell of which rows the value of its `source` is'
      : `it cannot be computed without ${named}`;
    yield {
      place: node.empty.get(first) ?? keyPlace,
      message: `\`${id}\` names no ${missing.join(' and no ')}: ${because}.`,
    };
  }
}

const averagings = ['macro', 'worst', 'weighted', 'micro'] as const;
const overlaps = ['0.50:0.95', '0.5'] as const;

function* findUndeclaredAveraging({ spec }: RuleContext): Generator<Finding> {
  for (const metric of metricsOfKind(spec, 'model')) {
    const { id, node, name } = metric;
    const word = node.fields.metric;
    if (word === undefined || name === undefined) continue;
    const needs = (key: string) => name.parameters.find((parameter) => parameter.key === key)?.need;
    if (needs('iou') === 'always' && lacks(node, 'iou')) {
      yield {
        place: word.place,
        message: `\`${id}\` does not say from which overlap a detection counts: add \`iou\`, because ${name.name} at 0.5 and over 0.50:0.95 are two numbers.`,
        fixes: overlaps.map((iou) => ({ title: `Set \`iou\` to ${iou}`, changes: [fillKey(node, 'iou', iou)] })),
      };
    }
    if (needs('averaging') !== 'more-than-two-classes' || !lacks(node, 'averaging')) continue;
    // With a class, the value is that of the one class.
    if (!lacks(node, 'class')) continue;
    const count = classCountOfModel(spec, node.fields.model?.id);
    const task = taskOfModel(spec, node.fields.model?.id);
    const isMany = count === undefined ? task === 'multiclass-classification' : count > 2;
    if (!isMany) continue;
    const over = count === undefined ? 'more than two classes' : `${count} classes`;
    yield {
      place: word.place,
      message: `\`${id}\` does not say how ${name.name} over ${over} becomes one number: add \`averaging\`, or the \`class\` that is judged.`,
      fixes: averagings.map((way) => ({
        title: `Set \`averaging\` to \`${way}\``,
        changes: [fillKey(node, 'averaging', way)],
      })),
    };
  }
}

/** What a quick fix writes for conditions of a measurement; the device is chosen by the user. */
const usualConditions = { percentile: '99', batch: '1' } as const;

function* findOpenConditions({ spec }: RuleContext): Generator<Finding> {
  for (const metric of metricsOf(spec)) {
    const { id, node, name } = metric;
    if (name !== undefined && metric.kind !== name.kind) continue;
    const missing = (['percentile', 'batch', 'on'] as const).filter((key) => lacks(node, key) && isNeeded(metric, key));
    if (missing.length === 0) continue;
    const words = missing.map((key) => (key === 'on' ? 'the device (`on`)' : `\`${key}\``)).join(', ');
    const reason = missing.includes('percentile') ? 'a mean hides the tail' : 'the value depends on it';
    yield {
      place: node.fields.metric?.place ?? metric.keyPlace,
      message: `\`${id}\` is given without ${words}: ${reason}.`,
      fixes: conditionFixes(metric, missing, [...(spec.fields.deployment?.fields.targets?.entries.keys() ?? [])]),
    };
  }
}

/** By key, what must be given beside it for the schema to ask for it by the rule `metric/latency-no-percentile`. */
const neededConditions = oncePer((shape: ObjectShape) => {
  const needs = [...shape.fields].filter(([, { need }]) => need?.rule === 'metric/latency-no-percentile');
  return new Map(needs.map(([key, { need }]) => [key, Object.entries(need?.given ?? {})]));
});

/** Whether the schema asks for a key of this metric by the rule `metric/latency-no-percentile`. */
function isNeeded({ node, kind, name }: MetricView, key: keyof MetricShape): boolean {
  const given = neededConditions(node.shape).get(key);
  if (given === undefined) return false;
  return given.every(([sibling, words]) => {
    const word = sibling === 'kind' ? kind : sibling === 'metric' ? name?.name : undefined;
    return word !== undefined && words.includes(word);
  });
}

function conditionFixes(
  { node }: MetricView,
  missing: readonly ('percentile' | 'batch' | 'on')[],
  targets: readonly string[],
): readonly Fix[] {
  const write = (device: string | undefined): Fix => {
    const values = missing.map((key) => [key, key === 'on' ? (device ?? '') : usualConditions[key]] as const);
    const changes = values.map(([key, value]) => fillKey(node, key, value));
    const named = values.map(([key, value]) => `\`${key}: ${value}\``).join(', ');
    return { title: `Add ${named}`, changes: joinInsertions(changes) };
  };
  if (!missing.includes('on')) return [write(undefined)];
  return targets.slice(0, 4).map(write);
}

/** Machine metrics that a small device cannot do without. */
const deviceMetrics = ['temperature', 'power', 'memory'] as const;

function* findUnmeasuredDevices({ spec }: RuleContext): Generator<Finding> {
  const metrics = metricsOfKind(spec, 'infrastructure');
  if (spec.fields.metrics !== undefined && spec.fields.metrics.unreadable.size > 0) return;
  for (const [id, target] of spec.fields.deployment?.fields.targets?.entries ?? []) {
    const { kind } = target.fields;
    if (kind === undefined || (kind.value !== 'edge' && kind.value !== 'mobile')) continue;
    const own = metrics.filter(({ node }) => node.fields.on?.id === id);
    const missing = deviceMetrics.filter((word) => !own.some(({ name }) => name?.name === word));
    if (missing.length > 0 && metrics.every(({ node }) => node.fields.metric !== undefined)) {
      yield {
        place: kind.place,
        message: `No metric limits the ${listOf(missing, 'or').replaceAll('`', '')} of the ${kind.value} device \`${id}\`: a model that overheats or does not fit cannot be shipped.`,
        fixes:
          spec.fields.metrics === undefined
            ? []
            : [addDeviceMetrics(spec.fields.metrics, id, target.fields.model?.id, missing)],
      };
    }
    for (const key of ['memory', 'power'] as const) {
      if (!lacks(target, key)) continue;
      const empty = target.empty.get(key);
      yield {
        place: empty ?? target.keyPlace ?? target.place,
        message:
          empty === undefined
            ? `The ${kind.value} device \`${id}\` does not say its ${key}: nobody can tell whether the model fits.`
            : `The ${key} of the ${kind.value} device \`${id}\` has no value: write what the device has.`,
        fixes: empty === undefined ? [{ title: `Add \`${key}\``, changes: [insertKey(target.yaml, key, '')] }] : [],
      };
    }
  }
}

function addDeviceMetrics(
  metrics: NonNullable<RuleContext['spec']['fields']['metrics']>,
  target: string,
  model: string | undefined,
  missing: readonly string[],
): Fix {
  const taken = new Set(metrics.yaml.entries.map(({ key }) => key));
  const changes = missing.map((word) => {
    const keys = [
      `kind: infrastructure`,
      `metric: ${word}`,
      `on: ${target}`,
      ...(model === undefined ? [] : [`model: ${model}`]),
    ];
    const value = metrics.yaml.flow
      ? `{${keys.join(', ')}, target: , limit: }`
      : ['', ...keys, 'target:', 'limit:'].join('\n  ');
    return insertKey(metrics.yaml, taken.has(word) ? `${target}-${word}` : word, value);
  });
  return { title: `Add metrics of ${missing.join(', ')}`, changes: joinInsertions(changes), isPreferred: true };
}

export const metricBindingRules: readonly Rule[] = [
  {
    id: 'metric/wrong-task',
    severity: 'E/E/E',
    finds: 'a metric that is not defined for what its model answers',
    why: 'Mean average precision of a regression, or the mean absolute error of a classifier, cannot be computed. Choose a metric of the task.',
    check: findWrongTasks,
  },
  {
    id: 'metric/dataset-unbound',
    severity: 'E/E/E',
    waits: 'section',
    finds: 'a model metric without a model or a split; without a split, where its value comes from a `source`',
    why: 'A recall is the recall of one model on one set of rows. Without both it is a number that anybody may read as they like.',
    check: findUnbound,
  },
  {
    id: 'metric/averaging-undeclared',
    severity: 'W/W/E',
    waits: 'section',
    finds: 'a metric over several classes without averaging, or a detection metric without an overlap',
    why: 'Macro and micro averages of the same answers differ by many points, as do overlaps of 0.5 and 0.50:0.95: two tools give two numbers for one name.',
    hasFix: true,
    check: findUndeclaredAveraging,
  },
  {
    id: 'metric/latency-no-percentile',
    severity: 'W/W/E',
    waits: 'section',
    finds: 'a machine metric without the conditions of its measurement: percentile, batch size, device',
    why: 'A mean latency hides the slow answers that users notice, a batch of 64 hides the time of one, and another machine gives another number.',
    hasFix: true,
    check: findOpenConditions,
  },
  {
    id: 'metric/device-kind-missing',
    severity: 'I/W/W',
    waits: 'project',
    finds:
      'an edge or mobile device without metrics of temperature, power and memory, or without its own memory and power',
    why: 'Accurate models that overheat, drain the battery or do not fit cannot be shipped, and one learns it last.',
    hasFix: true,
    check: findUnmeasuredDevices,
  },
];
