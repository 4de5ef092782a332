/** Calls that mix rows: what they learn lets every row show through (reference, 5.1, "Row-set reducers"). */
import type { AbstractObject, ObjectId, RowRelation, StatementId } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { isModel, mixesRows } from './models.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, PlacedCall, RowGraph } from './rowGraph.ts';
import type { Rows } from './rowSets.ts';

/** Values that were computed from many rows together. */
export interface Reducer {
  /** What was learned: a fitted transformer, or the values themselves. */
  readonly object: ObjectId;
  /** The rows that it was learned from, as they were then. */
  readonly source: Rows;
  readonly statement: StatementId;
  readonly call: PlacedCall;
  readonly at: CellRange;
  /** Whether a transformer was fitted, which can transform other rows as well. */
  readonly isFitted: boolean;
}

/** Calls that look at all rows and leak nothing worth a finding: they list, count or ask. */
const harmless: ReadonlySet<string> = new Set(
  'nunique unique any all isin is_unique idxmax idxmin argmax argmin factorize len set sorted bincount'.split(' '),
);
/** They look at earlier rows alone, which is right where the split is one in time. */
const backward: ReadonlySet<string> = new Set(
  'ffill pad cumsum cumprod cummax cummin diff pct_change nancumsum nancumprod'.split(' '),
);
/** They ask of each value by itself, so that counting the answers tells of no value. */
const questions: ReadonlySet<string> = new Set(['isnull', 'isna', 'notnull', 'notna', 'duplicated', 'isnan']);
const otherRoles: ReadonlySet<string> = new Set(['metric', 'score', 'cross-validate', 'show', 'predict', 'encode']);

/** The reducers whose results show in some data, those nearest to the data first. */
export function reducersOn(graph: RowGraph, data: Data): readonly Reducer[] {
  const reducers: Reducer[] = [];
  for (const { object, seenBy } of graph.influencesOn(data).values()) {
    for (const relation of graph.relationsOf(object, seenBy)) {
      if (relation.relation !== 'summary') continue;
      const reducer = reducerOf(graph, object, relation);
      if (reducer !== undefined) reducers.push(reducer);
    }
  }
  return reducers;
}

/** Every fit of a transformer that mixes rows, in the order of the run. */
export function fittedReducers(graph: RowGraph): readonly Reducer[] {
  return graph.calls.flatMap((call) =>
    isFit(call)
      ? call.receivers
          .filter((id) => learnsFromRows(graph, id))
          .flatMap((id) =>
            graph
              .relationsOf(id, call.statement)
              .filter(({ relation, through }) => relation === 'summary' && through === call.statement)
              .flatMap((relation) => reducerOf(graph, id, relation) ?? []),
          )
      : [],
  );
}

function isFit({ effect }: PlacedCall): boolean {
  return effect?.role === 'fit' || effect?.role === 'fit-transform';
}

function reducerOf(graph: RowGraph, id: ObjectId, { of, through }: RowRelation): Reducer | undefined {
  const object = graph.object(id);
  const fits = graph.callsIn(through).filter((call) => isFit(call) && call.receivers.includes(id));
  const made = { object: id, source: { object: of, seenBy: through }, statement: through };
  if (fits.length > 0) {
    const fit = fits.find((call) => learnsHere(graph, call, of));
    return fit !== undefined && learnsFromRows(graph, id)
      ? { ...made, call: fit, at: fit.at, isFitted: true }
      : undefined;
  }
  const call = graph.makersOf(id).find((maker) => maker.statement === through) ?? graph.makersOf(id)[0];
  if (call === undefined || object === undefined || !mixes(graph, object, call, of)) return undefined;
  return { ...made, call, at: call.at, isFitted: false };
}

/** Whether the rows are among the features that a fit is given. */
function learnsHere(graph: RowGraph, { effect, arguments: given }: PlacedCall, source: ObjectId): boolean {
  const data = typeof effect?.data === 'number' ? given[effect.data] : undefined;
  return data === undefined || graph.dataIn(data.objects).includes(source) || data.objects.includes(source);
}

/** Objects that some call asks to transform. */
const transformersIn = oncePerAnalysis(
  (analysis): ReadonlySet<ObjectId> =>
    new Set(
      rowGraphOf(analysis).calls.flatMap(({ receivers, effect }) =>
        effect?.role === 'transform' || effect?.role === 'fit-transform' ? receivers : [],
      ),
    ),
);

/** Transformers, and models that are used to transform, as discriminant analysis is. */
function learnsFromRows(graph: RowGraph, id: ObjectId): boolean {
  if (mixesRows(graph, id) && isModel(graph, id) !== true) return true;
  if (graph.object(id)?.role !== 'estimator') return false;
  return transformersIn(graph.analysis).has(id);
}

function mixes(graph: RowGraph, { kind }: AbstractObject, call: PlacedCall, source: ObjectId): boolean {
  const { effect, text } = call;
  if (effect === undefined || (effect.role !== undefined && otherRoles.has(effect.role))) return false;
  if (effect.key?.startsWith('builtins.') === true || effect.labels !== undefined) return false;
  if (kind === 'figure' || kind === 'axes') return false;
  const word = (effect.key ?? text).split('.').at(-1) ?? '';
  const method = text.split('.').at(-1) ?? '';
  if (harmless.has(word) || harmless.has(method)) return false;
  return !isAnswer(graph, source);
}

/** Whether these are answers to a question about each value, such as which are missing. */
function isAnswer(graph: RowGraph, source: ObjectId): boolean {
  return graph.makersOf(source).some(({ text }) => questions.has(text.split('.').at(-1) ?? ''));
}

/**
 * Whether a reducer only looks back in the order of the rows, itself or in the function that it is given, as in
 * `groupby(…).transform(lambda s: s.shift(1).rolling(7).mean())`.
 */
export function looksBack(graph: RowGraph, { call }: Reducer): boolean {
  if (isBackward(call)) return true;
  if ((call.effect?.calls.length ?? 0) === 0) return false;
  const inside = graph.callsIn(call.statement).filter(({ through }) => isSame(through, call.at));
  const mixing = inside.filter(({ effect }) => effect?.rows.some(({ relation }) => relation === 'summary') !== false);
  return mixing.every(isBackward) && inside.some((inner) => isBackward(inner) || movesOn(inner));
}

function isBackward({ text, effect }: PlacedCall): boolean {
  const method = text.split('.').at(-1) ?? '';
  return backward.has(method) || effect?.key?.startsWith('window.') === true;
}

/** `shift(1)`, which gives each row the value of an earlier one. */
function movesOn({ text, effect, arguments: [periods] }: PlacedCall): boolean {
  if (effect === undefined || text.split('.').at(-1) !== 'shift') return false;
  return periods === undefined || (typeof periods.literal === 'number' && periods.literal > 0);
}

function isSame(one: CellRange | undefined, other: CellRange): boolean {
  return one?.cell === other.cell && one.start === other.start && one.end === other.end;
}

/** Leaves out calls that only pass a function on which mixes rows itself, as \`groupby(…).apply(lambda g: g.median())\`. */
export function withoutWrappers<Found>(found: readonly Found[], reducerIn: (one: Found) => Reducer): readonly Found[] {
  const places = found.map((one) => reducerIn(one).at);
  return found.filter((one) => {
    const { at, call } = reducerIn(one);
    const isWrapper = (call.effect?.calls.length ?? 0) > 0;
    return !isWrapper || !places.some((inner) => inner !== at && isInside(inner, at));
  });
}

function isInside(inner: CellRange, outer: CellRange): boolean {
  return inner.cell === outer.cell && inner.start >= outer.start && inner.end <= outer.end;
}
