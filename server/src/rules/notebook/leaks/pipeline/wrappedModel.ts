/** Models that get a pipeline in place of themselves: in a call that cross-validates, and in a search. */
import type { NotebookContext, NotebookFix } from '../../notebookRule.ts';
import { isModel } from '../models.ts';
import { nodesOf, placeOf, writtenText } from '../nodes.ts';
import type { PlacedNode } from '../nodes.ts';
import { rowGraphOf } from '../rowGraph.ts';
import type { PlacedCall } from '../rowGraph.ts';
import { gridChanges } from './gridChanges.ts';
import { searchUses } from './searchUses.ts';

type Change = NotebookFix['changes'][number];

/** What changes where a model gets its data, and the other data that must come unprepared then. */
export interface WrappedModel {
  readonly changes: readonly Change[];
  /** Data that it predicts and scores, as they are written. */
  readonly evaluated: readonly PlacedNode[];
}

/** Arguments of functions that cross-validate which mean the same for a pipeline. */
const plainArguments: ReadonlySet<string> = new Set(
  'estimator X y groups cv scoring n_jobs verbose error_score return_train_score method pre_dispatch train_sizes shuffle random_state return_times exploit_incremental_learning n_permutations'.split(
    ' ',
  ),
);

/**
 * The changes that put steps before the model that a call trains.
 *
 * @param steps as they are written, the first one first
 * @returns undefined where the model, or what is read of it later, is written in a form that could mean something else
 */
export function wrapModel(
  context: NotebookContext,
  call: PlacedCall,
  steps: readonly string[],
): WrappedModel | undefined {
  if (call.through !== undefined) return undefined;
  if (call.effect?.role === 'cross-validate') return wrapCrossValidated(context, call, steps);
  return wrapSearched(context, call, steps);
}

function wrapCrossValidated(
  context: NotebookContext,
  call: PlacedCall,
  steps: readonly string[],
): WrappedModel | undefined {
  const [first] = call.arguments;
  const model = call.arguments.find(({ keyword }) => keyword === 'estimator') ?? first;
  const isOurs = call.effect?.key?.startsWith('sklearn.model_selection.') === true;
  const isPlain = call.arguments.every(({ keyword }) => keyword === undefined || plainArguments.has(keyword));
  const placed = model === undefined ? undefined : nodesOf(context).nodeAt(model.at);
  if (!isOurs || !isPlain || placed === undefined || !isPlainModel(context, model?.objects ?? [])) return undefined;
  return { changes: [wrapped(placed, steps)], evaluated: [] };
}

/** A search within folds would still see what a step outside of it learned. */
function isPlainModel({ analysis }: NotebookContext, objects: readonly number[]): boolean {
  if (analysis === undefined || objects.length === 0) return false;
  const graph = rowGraphOf(analysis);
  return objects.every((id) => isModel(graph, id) === true && graph.object(id)?.role !== 'search');
}

function wrapSearched(context: NotebookContext, call: PlacedCall, steps: readonly string[]): WrappedModel | undefined {
  const { analysis } = context;
  const [id, ...others] = call.receivers;
  if (analysis === undefined || id === undefined || others.length > 0) return undefined;
  const graph = rowGraphOf(analysis);
  const type = graph.object(id)?.type ?? '';
  // `fit` gives the search back, and counts as a maker, too.
  const [maker, ...makers] = graph.makersOf(id).filter(({ effect }) => effect?.key === type);
  if (maker === undefined || makers.length > 0 || maker.through !== undefined) return undefined;
  if (!/^sklearn\.model_selection\.\w+SearchCV$/.test(type)) return undefined;
  // Further arguments of `fit` are for the model itself.
  if (call.arguments.some(({ keyword }) => keyword !== undefined && !plainArguments.has(keyword))) return undefined;
  const model = maker.arguments.find(({ keyword }) => keyword === 'estimator') ?? maker.arguments[0];
  const placed = model === undefined ? undefined : nodesOf(context).nodeAt(model.at);
  const prefix = prefixOf(context, model?.objects ?? []);
  if (placed === undefined || prefix === undefined || !isPlainModel(context, model?.objects ?? [])) return undefined;
  const grid = gridChanges(context, maker, prefix);
  const uses = searchUses(context, id, prefix);
  if (grid === undefined || uses === undefined) return undefined;
  const fits = graph.calls.filter(({ receivers, effect }) => receivers.includes(id) && effect?.role === 'fit');
  // Another fit may get data that were prepared in another way.
  if (fits.length > 1) return undefined;
  return { changes: [wrapped(placed, steps), ...grid, ...uses.changes], evaluated: uses.evaluated };
}

/** What `make_pipeline` calls a step: its class in small letters; undefined when it may be several. */
function prefixOf({ analysis }: NotebookContext, objects: readonly number[]): string | undefined {
  if (analysis === undefined) return undefined;
  const [only, ...others] = new Set(objects.map((id) => rowGraphOf(analysis).object(id)?.type));
  return others.length > 0 ? undefined : only?.split('.').at(-1)?.toLowerCase();
}

function wrapped(model: PlacedNode, steps: readonly string[]): Change {
  return { at: placeOf(model), newText: `make_pipeline(${[...steps, writtenText(model)].join(', ')})` };
}
