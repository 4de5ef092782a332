/** What the rules about models share: a model with its graph, and the entries that speak of the graph. */
import type { GraphValueFact, ModelFact } from '../../../../schemas/facts.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { ModelInputShape, ModelOutputShape, ModelShape } from '../../../../schemas/spec/models.ts';
import type { MapNode, ObjectNode } from '../../spec/located.ts';
import { stateOf } from '../../spec/located.ts';
import { counted } from '../../spec/words.ts';
import type { Place } from '../../yaml/place.ts';
import { modelChain } from '../metricView.ts';
import type { RuleContext } from '../rule.ts';

export type ModelNode = ObjectNode<ModelShape>;
export type InputNode = ObjectNode<ModelInputShape>;
export type OutputNode = ObjectNode<ModelOutputShape>;

export interface ModelView {
  readonly id: string;
  readonly node: ModelNode;
  /** The id: where one says that something is missing. */
  readonly keyPlace: Place;
}

/** All models that can be read, in file order. */
export function modelsOf(spec: ObjectNode<SpecShape>): readonly ModelView[] {
  return [...(spec.fields.models?.entries ?? [])].map(([id, node]) => ({
    id,
    node,
    keyPlace: node.keyPlace ?? node.place,
  }));
}

/** Entries about inputs or outputs of a graph. */
export interface Mapping<Entries> {
  readonly map: Entries;
  /** Whether they stand at the original of a smaller form. */
  readonly isInherited: boolean;
}

/**
 * The entries that hold for a model, its own or those of its nearest original that has any.
 *
 * @returns `none` when no model of the chain has any, undefined when they cannot be read
 */
export function inputsOf(
  spec: ObjectNode<SpecShape>,
  model: ModelView,
): Mapping<MapNode<ModelInputShape>> | 'none' | undefined {
  return nearestEntries(spec, model, 'inputs', ({ fields }) => fields.inputs);
}

/** The same for outputs. */
export function outputsOf(
  spec: ObjectNode<SpecShape>,
  model: ModelView,
): Mapping<MapNode<ModelOutputShape>> | 'none' | undefined {
  return nearestEntries(spec, model, 'outputs', ({ fields }) => fields.outputs);
}

function nearestEntries<Entries>(
  spec: ObjectNode<SpecShape>,
  { id, node }: ModelView,
  key: 'inputs' | 'outputs',
  entriesOf: (link: ModelNode) => Entries | undefined,
): Mapping<Entries> | 'none' | undefined {
  for (const link of modelChain(spec, id)) {
    const map = entriesOf(link);
    if (map !== undefined) return { map, isInherited: link !== node };
    if (stateOf(link, key) === 'unreadable') return undefined;
  }
  return 'none';
}

/** Where a finding about an entry stands: at the entry, or where a smaller form says that it inherits. */
export function placeOf({ node, keyPlace }: ModelView, isInherited: boolean, own: Place): Place {
  return isInherited ? (node.fields.compressed_from?.place ?? keyPlace) : own;
}

/** An entry with the value of the graph that it speaks of. */
export interface Bound<Node> {
  readonly model: ModelView;
  readonly graph: ModelFact;
  readonly isInherited: boolean;
  readonly name: string;
  readonly node: Node;
  readonly value: GraphValueFact;
}

/** Every input entry whose graph is known and has that input. */
export function* boundInputs(context: RuleContext): Generator<Bound<InputNode>> {
  for (const model of modelsOf(context.spec)) {
    yield* bind(context, model, inputsOf(context.spec, model), (graph) => graph.inputs);
  }
}

/** Every output entry whose graph is known and has that output. */
export function* boundOutputs(context: RuleContext): Generator<Bound<OutputNode>> {
  for (const model of modelsOf(context.spec)) {
    yield* bind(context, model, outputsOf(context.spec, model), (graph) => graph.outputs);
  }
}

function* bind<Node>(
  { facts, know }: RuleContext,
  model: ModelView,
  mapping: Mapping<{ readonly entries: ReadonlyMap<string, Node> }> | 'none' | undefined,
  valuesOf: (graph: ModelFact) => readonly GraphValueFact[],
): Generator<Bound<Node>> {
  if (mapping === undefined || mapping === 'none' || model.node.fields.path === undefined) return;
  const graph = know(facts.model(model.id));
  if (graph === undefined) return;
  const values = new Map(valuesOf(graph).map((value) => [value.name, value]));
  for (const [name, node] of mapping.map.entries) {
    const value = values.get(name);
    if (value !== undefined) yield { model, graph, isInherited: mapping.isInherited, name, node, value };
  }
}

/** `[N, 3]`; a question mark for what is open. */
export function printShape(shape: GraphValueFact['shape']): string {
  return shape === undefined ? 'of any shape' : `[${shape.map((axis) => axis ?? '?').join(', ')}]`;
}

/** "1 column", "3 columns". */
export function columnsText(count: number): string {
  return counted(count, 'column');
}
