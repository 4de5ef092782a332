/** What the expression that makes an object does to the columns of the data that it is made of. */
import type { AbstractObject, ObjectId } from '../../../notebook/flow/analysis.ts';
import { partOf } from '../../../notebook/syntax/pythonTree.ts';
import { argumentOf, columnsAt, isByColumn, methodOf } from './columnChanges.ts';
import type { ColumnSet } from './columnChanges.ts';
import { choiceInBrackets } from './columnNames.ts';
import type { ColumnChoice } from './columnNames.ts';
import { writtenText } from './nodes.ts';
import type { NodeFinder, PlacedNode } from './nodes.ts';
import type { PlacedCall, RowGraph } from './rowGraph.ts';

export type ColumnStep =
  /** All columns are kept, each row by row, whatever is done to its values. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'choose'; readonly columns: ColumnChoice }
  /** All columns are kept but those that are set anew. */
  | { readonly kind: 'assign'; readonly sets: ReadonlyMap<string, ColumnSet> }
  /** It comes from no other data. */
  | { readonly kind: 'made' }
  | { readonly kind: 'unknown' };

const keep: ColumnStep = { kind: 'keep' };
const unknown: ColumnStep = { kind: 'unknown' };

/** Methods and functions whose result has the columns that they are given, under whatever names. */
const keeping = new Set(
  (
    'copy astype fillna ffill bfill pad backfill interpolate dropna drop_duplicates reset_index to_numpy as_matrix ' +
    'sample head tail sort_values sort_index replace query clip round map applymap where mask infer_objects ' +
    'convert_dtypes array asarray ascontiguousarray DataFrame Series concat append train_test_split shuffle resample ' +
    'fit_resample fit_sample to_datetime to_numeric abs sqrt log log1p log2 log10 exp reshape ravel flatten squeeze ' +
    'toarray todense tensor from_numpy float as_tensor cut qcut factorize between isin eq ne gt ge lt le str cat ' +
    'to_frame tolist to_list get_dummies rank merge join groupby'
  ).split(' '),
);

/** Transformers that give back the columns that they are given, each on its own. */
const keepingTransformers = new Set(
  (
    'StandardScaler MinMaxScaler MaxAbsScaler RobustScaler PowerTransformer QuantileTransformer Normalizer Binarizer ' +
    'SimpleImputer KNNImputer IterativeImputer PolynomialFeatures LabelEncoder OrdinalEncoder LabelBinarizer ' +
    'OneHotEncoder KBinsDiscretizer'
  ).split(' '),
);

/** Attributes that are no column. */
const wholeAttributes = new Set(['values', 'array', 'T', 'loc', 'iloc', 'at', 'iat', 'cat', 'str', 'dt', 'frame']);

export function columnStepOf(id: ObjectId, nodes: NodeFinder, graph: RowGraph): ColumnStep {
  const object = graph.object(id);
  if (object === undefined) return unknown;
  const place = nodes.nodeAt(object.madeBy.at);
  if (place === undefined) return unknown;
  switch (place.node.type) {
    case 'call':
      return ofCall(object, place, nodes, graph);
    case 'subscript':
      return ofSubscript(object, place, nodes, graph);
    case 'attribute':
      return ofAttribute(object, place, graph);
    case 'unary_operator':
    case 'comparison_operator':
    case 'not_operator':
    case 'binary_operator':
      // Of two columns together, neither is kept.
      return operandsOf(object, graph) === 1 ? keep : unknown;
    case 'parenthesized_expression':
      return unknown;
    default:
      return unknown;
  }
}

/** Operands with rows; numbers that were counted from rows have none. */
function operandsOf({ rows }: AbstractObject, graph: RowGraph): number {
  return new Set(
    rows.filter(({ relation, of }) => relation === 'same' && graph.object(of)?.kind !== 'number').map(({ of }) => of),
  ).size;
}

function ofSubscript(object: AbstractObject, place: PlacedNode, nodes: NodeFinder, graph: RowGraph): ColumnStep {
  const [source] = object.rows;
  const whole = source === undefined ? undefined : graph.object(source.of);
  const choice = choiceInBrackets(place, nodes, graph);
  if (choice === 'rows') return keep;
  // Behind the values of a table nobody knows the names of its columns.
  return choice === undefined || whole?.kind === 'array' ? unknown : { kind: 'choose', columns: choice };
}

function ofAttribute(object: AbstractObject, { node, cell, tree }: PlacedNode, graph: RowGraph): ColumnStep {
  const attribute = partOf(node, 'attribute');
  const name = attribute === undefined ? '' : writtenText({ node: attribute, cell, tree });
  const [source] = object.rows;
  const whole = source === undefined ? undefined : graph.object(source.of);
  if (wholeAttributes.has(name) || whole?.kind === 'accessor') return keep;
  if (whole?.kind !== 'frame' || object.kind !== 'series') return unknown;
  return { kind: 'choose', columns: { kind: 'these', names: new Set([name]), isSingle: true } };
}

function ofCall(object: AbstractObject, place: PlacedNode, nodes: NodeFinder, graph: RowGraph): ColumnStep {
  const call = callAt(object, place, graph);
  if (call === undefined) return unknown;
  const { effect } = call;
  if (effect?.stage === 'data' && !comesFromRows(object)) return { kind: 'made' };
  if (effect?.stage === 'data' && effect.reads.length > 0) return keep;
  const method = methodOf(call);
  const isMethod = call.receiver !== undefined;
  switch (effect?.role) {
    case 'transform':
    case 'fit-transform':
    case 'encode':
      return keepsColumns(call, graph) ? keep : unknown;
    default:
  }
  switch (method) {
    case 'drop': {
      if (!isMethod) return unknown;
      if (!isByColumn(call)) return keep;
      const given = argumentOf(call, ['columns', 'labels'], 0);
      const dropped = given === undefined ? undefined : columnsAt(given.at, nodes, graph);
      if (dropped?.kind !== 'these') return unknown;
      return { kind: 'choose', columns: { kind: 'all-but', names: dropped.names, isSingle: false } };
    }
    case 'set_index': {
      const given = argumentOf(call, ['keys'], 0);
      const dropped = given === undefined ? undefined : columnsAt(given.at, nodes, graph);
      if (dropped?.kind !== 'these') return unknown;
      return { kind: 'choose', columns: { kind: 'all-but', names: dropped.names, isSingle: false } };
    }
    case 'pop':
    case 'get':
    case 'filter': {
      const given = argumentOf(call, ['item', 'key', 'items'], 0);
      const columns = given === undefined ? undefined : columnsAt(given.at, nodes, graph);
      return columns?.kind === 'these' ? { kind: 'choose', columns } : unknown;
    }
    case 'assign':
      return { kind: 'assign', sets: assignedBy(object.id, call, nodes) };
    case 'apply':
      // Of a series, value by value; of a table, whatever the function makes of it.
      return object.kind === 'series' ? keep : unknown;
    default:
  }
  if (effect === undefined || effect.source === 'unknown') return unknown;
  if (method === 'DataFrame' && isWrittenOut(call, graph)) return { kind: 'made' };
  if (effect.splits === 'pairs' || keeping.has(method)) return keep;
  return object.kind === 'frame' && !comesFromRows(object) ? { kind: 'made' } : unknown;
}

/** Whether rows of other data are in it; columns that were put into it later bring none. */
function comesFromRows({ rows }: AbstractObject): boolean {
  return rows.some(({ relation }) => relation !== 'uses' && relation !== 'summary');
}

/** `DataFrame({"a": …})` */
function isWrittenOut(call: PlacedCall, graph: RowGraph): boolean {
  const given = argumentOf(call, ['data'], 0);
  return given === undefined || given.objects.some((id) => graph.object(id)?.kind === 'dict');
}

/** `df.assign(a=…)` */
function assignedBy(id: ObjectId, call: PlacedCall, nodes: NodeFinder): ReadonlyMap<string, ColumnSet> {
  return new Map(
    call.arguments.flatMap(({ keyword, at }) => {
      if (keyword === undefined) return [];
      const columns = { kind: 'these', names: new Set([keyword]), isSingle: true } as const;
      const { statement } = call;
      return [[keyword, { kind: 'set', object: id, statement, at, isCertain: true, columns, value: nodes.nodeAt(at) }]];
    }),
  );
}

function callAt(object: AbstractObject, { node, cell }: PlacedNode, graph: RowGraph): PlacedCall | undefined {
  const makers = graph.makersOf(object.id);
  if (makers[0] !== undefined) return makers[0];
  // A part of what a call gave, such as one of the tables of a split.
  return graph.calls.find(({ at }) => at.cell === cell && at.start === node.start && at.end === node.end);
}

function keepsColumns({ receiver, effect, text }: PlacedCall, graph: RowGraph): boolean {
  if (effect?.role === 'encode') return true;
  const type = receiver === undefined ? undefined : graph.object(receiver)?.type;
  return keepingTransformers.has(type?.split('.').at(-1) ?? '') && /\.(?:fit_)?transform$/.test(text);
}
