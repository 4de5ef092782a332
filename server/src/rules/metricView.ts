/** What the rules about metrics share: a metric with its name, its direction, and the model and label behind it. */
import { findMetricName } from '../../../schemas/metricNames.ts';
import type { Direction, MetricName } from '../../../schemas/metricNames.ts';
import type { SpecShape } from '../../../schemas/spec.ts';
import type { LabelShape } from '../../../schemas/spec/labels.ts';
import type { MetricShape } from '../../../schemas/spec/metrics.ts';
import type { ModelShape } from '../../../schemas/spec/models.ts';
import type { SplitShape } from '../../../schemas/spec/splits.ts';
import type { Task } from '../../../schemas/tasks.ts';
import type { ObjectNode, QuantityNode } from '../spec/located.ts';
import { stateOf } from '../spec/located.ts';
import { compareQuantities } from '../spec/quantityArithmetic.ts';
import type { Quantity } from '../spec/quantity.ts';
import type { Place } from '../yaml/place.ts';
import { oncePer } from './oncePer.ts';

type Spec = ObjectNode<SpecShape>;

export interface MetricView {
  readonly id: string;
  readonly node: ObjectNode<MetricShape>;
  /** The id: where one says that something is missing. */
  readonly keyPlace: Place;
  /** Undefined while it is missing or unreadable. */
  readonly kind: 'business' | 'model' | 'infrastructure' | undefined;
  /** What is known about the measure; undefined for business metrics, and while it is missing or unreadable. */
  readonly name: MetricName | undefined;
  /** As declared, else the usual one of the name; undefined when neither says. */
  readonly direction: Direction | undefined;
}

/** Why the goals of a metric are these. */
export type JustificationNode = ObjectNode<NonNullable<MetricShape['justification']>>;

/** All metrics that can be read, in file order. */
export const metricsOf = oncePer((spec: Spec): readonly MetricView[] =>
  [...(spec.fields.metrics?.entries ?? [])].map(([id, node]) => {
    const name = node.fields.metric === undefined ? undefined : findMetricName(node.fields.metric.value);
    const isDirectionAbsent = stateOf(node, 'direction') === 'absent';
    return {
      id,
      node,
      keyPlace: node.keyPlace ?? node.place,
      kind: node.fields.kind?.value,
      name,
      direction: node.fields.direction?.value ?? (isDirectionAbsent ? name?.direction : undefined),
    };
  }),
);

const metricsByKind = oncePer((spec: Spec) => Map.groupBy(metricsOf(spec), ({ kind }) => kind));

/** The metrics of one kind. */
export function metricsOfKind(spec: Spec, kind: NonNullable<MetricView['kind']>): readonly MetricView[] {
  return metricsByKind(spec).get(kind) ?? [];
}

/** A model and those of which it is a smaller form, nearest first; empty when there is no such model. */
export function modelChain(spec: Spec, modelId: string | undefined): readonly ObjectNode<ModelShape>[] {
  const chain: ObjectNode<ModelShape>[] = [];
  let next = modelId;
  while (next !== undefined) {
    const model = spec.fields.models?.entries.get(next);
    // A ring of originals is the finding of another rule.
    if (model === undefined || chain.includes(model)) break;
    chain.push(model);
    next = model.fields.compressed_from?.id;
  }
  return chain;
}

/** What answers, and where, of a model that is no file here; undefined for others. */
export function placeOfModel(spec: Spec, modelId: string): string | undefined {
  const fields = modelChain(spec, modelId)[0]?.fields;
  return fields?.path === undefined ? fields?.elsewhere?.text : undefined;
}

/** What a model answers; undefined while neither it nor its original says. */
export function taskOfModel(spec: Spec, modelId: string | undefined): Task | undefined {
  for (const { fields } of modelChain(spec, modelId)) if (fields.task !== undefined) return fields.task.value;
  return undefined;
}

/** The label that a model learned, its own or its original's. */
export function labelOfModel(spec: Spec, modelId: string | undefined): ObjectNode<LabelShape> | undefined {
  for (const { fields } of modelChain(spec, modelId)) {
    if (fields.label !== undefined) return spec.fields.labels?.entries.get(fields.label.id);
  }
  return undefined;
}

/** Number of classes that a model tells apart, by its label, else by an output; undefined while nothing says. */
export function classCountOfModel(spec: Spec, modelId: string | undefined): number | undefined {
  const classes = labelOfModel(spec, modelId)?.fields.classes;
  if (classes !== undefined) return classes.kind === 'list' ? classes.items.length : classes.entries.size;
  for (const { fields } of modelChain(spec, modelId)) {
    for (const output of fields.outputs?.entries.values() ?? []) {
      if (output.fields.classes !== undefined) return output.fields.classes.items.length;
    }
  }
  return undefined;
}

/** What a split is for: its role, else its id if that is the word for one. */
export function roleOfSplit(spec: Spec, splitId: string): string | undefined {
  const split = spec.fields.splits?.entries.get(splitId);
  return split === undefined ? undefined : roleOf(splitId, split);
}

export function roleOf(splitId: string, split: ObjectNode<SplitShape>): string | undefined {
  if (stateOf(split, 'role') !== 'absent') return split.fields.role?.value;
  return splitRoles.has(splitId) ? splitId : undefined;
}

const splitRoles: ReadonlySet<string> = new Set(['train', 'validation', 'test', 'calibration', 'production']);

/**
 * Whether one value is worse than another for a direction.
 *
 * @returns undefined when the two cannot be compared
 */
export function isWorse(direction: Direction, left: Quantity, right: Quantity): boolean | undefined {
  const order = compareQuantities(left, right);
  if (order.kind === 'undefined') return undefined;
  return direction === 'maximize' ? order.value < 0 : order.value > 0;
}

/** The target or the limit of a metric, when it can be read. */
export function goalOf({ node: { fields } }: MetricView, goal: 'target' | 'limit'): QuantityNode | undefined {
  return goal === 'target' ? fields.target : fields.limit;
}

/** A quantity and the place where it stands, for the goals of a metric. */
export interface Goal {
  /** `target`, `limit` or `tolerance`. */
  readonly key: 'target' | 'limit' | 'tolerance';
  /** The slice it belongs to; undefined for the metric's own. */
  readonly slice: string | undefined;
  readonly node: QuantityNode;
}

/** Every goal of a metric that can be read: its own, then those of its slices. */
export function goalsOf({ node }: MetricView): readonly Goal[] {
  const goals: Goal[] = [];
  const add = (key: Goal['key'], slice: string | undefined, value: QuantityNode | undefined): void => {
    if (value !== undefined) goals.push({ key, slice, node: value });
  };
  add('target', undefined, node.fields.target);
  add('limit', undefined, node.fields.limit);
  add('tolerance', undefined, node.fields.tolerance);
  for (const [slice, { fields }] of node.fields.slices?.entries ?? []) {
    add('target', slice, fields.target);
    add('limit', slice, fields.limit);
  }
  return goals;
}
