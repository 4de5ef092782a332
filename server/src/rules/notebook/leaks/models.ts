/** Which objects are models, and which only prepare data. */
import type { AbstractObject, ObjectId } from '../../../notebook/flow/analysis.ts';
import type { RowGraph } from './rowGraph.ts';

/** Kinds whose fitting is training, whatever their class says. */
const modelKinds: ReadonlySet<string> = new Set([
  'estimator',
  'search',
  'keras-model',
  'torch-module',
  'trainer',
  'booster',
  'statsmodel',
  'fitted',
]);

const preparingRoles: ReadonlySet<string> = new Set([
  'reducer',
  'encoder',
  'stateless',
  'clusterer',
  'outlier-detector',
  'splitter',
  'resampler',
  'augmenter',
]);

/** How deep pipelines in pipelines are looked into, the lists and pairs of their steps counted. */
const holdDepth = 12;

/** Whether fitting an object is training; undefined when nothing says what it is. */
export function isModel(graph: RowGraph, id: ObjectId): boolean | undefined {
  const object = graph.object(id);
  if (object === undefined) return undefined;
  if (object.role === 'composite' || object.kind === 'pipeline') return holdsModel(graph, object);
  if (object.role === 'estimator' || object.role === 'search') return true;
  if (object.role !== undefined && preparingRoles.has(object.role)) return false;
  if (modelKinds.has(object.kind)) return true;
  if (object.kind === 'transformer' || object.kind === 'clusterer' || object.kind === 'resampler') return false;
  if (object.kind === 'keras-layer' || object.kind === 'keras-generator') return false;
  return object.kind === 'unknown' ? undefined : false;
}

/** Whether a pipeline ends in a model; undefined when it holds what nobody knows. */
function holdsModel(graph: RowGraph, object: AbstractObject): boolean | undefined {
  const parts = partsOf(graph, object).filter(({ id }) => id !== object.id);
  if (parts.some(({ role, kind }) => role !== 'composite' && (role === 'estimator' || modelKinds.has(kind))))
    return true;
  return parts.some(({ kind, role, literal }) => kind === 'unknown' && role === undefined && literal === undefined)
    ? undefined
    : false;
}

/** An object with everything that is in it. */
export function partsOf(graph: RowGraph, object: AbstractObject): readonly AbstractObject[] {
  const found = new Map<ObjectId, AbstractObject>([[object.id, object]]);
  let open = [object];
  for (let depth = 0; depth < holdDepth && open.length > 0; depth += 1) {
    const inner = open.flatMap(({ holds }) => holds.flatMap((id) => graph.object(id) ?? []));
    open = inner.filter(({ id }) => !found.has(id));
    for (const part of open) found.set(part.id, part);
  }
  return [...found.values()];
}

/** Whether fitting an object mixes rows into what it learns: a scaler, or a pipeline with one. */
export function mixesRows(graph: RowGraph, id: ObjectId): boolean {
  const object = graph.object(id);
  if (object === undefined) return false;
  return partsOf(graph, object).some(
    ({ role, kind }) =>
      role === 'reducer' || role === 'clusterer' || role === 'outlier-detector' || kind === 'clusterer',
  );
}

/** The class of a model without its module; undefined when nobody knows it. */
export function nameOfModel(graph: RowGraph, id: ObjectId): string | undefined {
  return graph.object(id)?.type?.split('.').at(-1);
}

/** What a model answers, where the table of effects says it. Models with two tasks cannot be compared. */
export function taskOfModel(graph: RowGraph, id: ObjectId): string | undefined {
  return graph.makersOf(id).find(({ effect }) => effect?.task !== undefined)?.effect?.task;
}
