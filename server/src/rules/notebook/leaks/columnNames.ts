/** Which columns an expression names, as far as its text says: `"a"`, `["a", "b"]`, `df.columns.drop("a")`. */
import type { ObjectId } from '../../../notebook/flow/analysis.ts';
import { namedChildren, partOf, partsOf } from '../../../notebook/syntax/pythonTree.ts';
import type { PythonNode } from '../../../notebook/syntax/pythonTree.ts';
import { stringValue } from '../literals.ts';
import type { NodeFinder, PlacedNode } from './nodes.ts';
import { writtenText } from './nodes.ts';
import type { RowGraph } from './rowGraph.ts';

/** Columns by name: these, or all but these. */
export interface ColumnChoice {
  readonly kind: 'these' | 'all-but';
  readonly names: ReadonlySet<string>;
  /** Whether a name alone chooses one column, so that what comes of it is a series. */
  readonly isSingle: boolean;
}

export function isChosen({ kind, names }: ColumnChoice, column: string): boolean {
  return names.has(column) === (kind === 'these');
}

/** Names that are followed to their lists. */
const depthLimit = 6;

/** @returns undefined for what nobody can tell from the text */
export function columnsNamedBy(
  place: PlacedNode,
  nodes: NodeFinder,
  graph: RowGraph,
  depth = 0,
): ColumnChoice | undefined {
  if (depth > depthLimit) return undefined;
  const { node, cell, tree } = place;
  const inner = (child: PythonNode | undefined): ColumnChoice | undefined =>
    child === undefined ? undefined : columnsNamedBy({ node: child, cell, tree }, nodes, graph, depth + 1);
  switch (node.type) {
    case 'string': {
      const text = stringValue(tree, node);
      return text === undefined || text.isFormatted ? undefined : these([text.text], true);
    }
    case 'list':
    case 'tuple':
    case 'set':
      return joined(namedChildren(node).map(inner));
    case 'parenthesized_expression':
      return inner(namedChildren(node)[0]);
    case 'binary_operator': {
      const isSum = node.children.some(({ type }) => type === '+');
      return isSum ? joined([inner(partOf(node, 'left')), inner(partOf(node, 'right'))]) : undefined;
    }
    case 'identifier':
      return ofObjects(nodes.objectsOf(place), nodes, graph, depth);
    case 'list_comprehension':
      return ofComprehension(place, inner);
    case 'comparison_operator':
      return isAboutColumns(place) && hasSign(node, '!=') ? without(inner(namedChildren(node)[1])) : undefined;
    case 'unary_operator': {
      const chosen = inner(partOf(node, 'argument'));
      return chosen === undefined ? undefined : { ...chosen, kind: chosen.kind === 'these' ? 'all-but' : 'these' };
    }
    case 'call':
      return ofCall(place, inner);
    default:
      return undefined;
  }
}

function these(names: Iterable<string>, isSingle = false): ColumnChoice {
  return { kind: 'these', names: new Set(names), isSingle };
}

function without(choice: ColumnChoice | undefined): ColumnChoice | undefined {
  return choice?.kind === 'these' ? { kind: 'all-but', names: choice.names, isSingle: false } : undefined;
}

function joined(choices: readonly (ColumnChoice | undefined)[]): ColumnChoice | undefined {
  const listed = choices.filter((choice) => choice?.kind === 'these');
  if (listed.length < choices.length) return undefined;
  return these(listed.flatMap((choice) => [...(choice?.names ?? [])]));
}

/** Calls that change a list in place in ways that its items do not tell. */
const changing = /\.(?:remove|pop|clear|append|extend|insert|__delitem__)$/;

function ofObjects(
  ids: readonly ObjectId[],
  nodes: NodeFinder,
  graph: RowGraph,
  depth: number,
): ColumnChoice | undefined {
  const [id, ...others] = ids;
  const object = id === undefined ? undefined : graph.object(id);
  if (object === undefined || others.length > 0) return undefined;
  if (typeof object.literal === 'string') return these([object.literal], true);
  const isChanged = graph.calls.some(({ receiver, text }) => receiver === id && changing.test(text));
  const made = isChanged ? undefined : nodes.nodeAt(object.madeBy.at);
  return made === undefined || made.node.type === 'identifier'
    ? undefined
    : columnsNamedBy(made, nodes, graph, depth + 1);
}

type Inner = (child: PythonNode | undefined) => ColumnChoice | undefined;

/** `[c for c in df.columns if c != "a"]` */
function ofComprehension({ node, cell, tree }: PlacedNode, inner: Inner): ColumnChoice | undefined {
  const clause = namedChildren(node).find(({ type }) => type === 'for_in_clause');
  const name = partOf(node, 'body');
  const source = clause === undefined ? undefined : partOf(clause, 'right');
  const filters = namedChildren(node).filter(({ type }) => type === 'if_clause');
  const condition = namedChildren(filters[0] ?? node)[0];
  if (name?.type !== 'identifier' || source === undefined || filters.length !== 1) return undefined;
  if (condition?.type !== 'comparison_operator' || !isColumns({ node: source, cell, tree })) return undefined;
  const [left, right] = namedChildren(condition);
  if (left?.type !== 'identifier' || tree.text.slice(left.start, left.end) !== tree.text.slice(name.start, name.end)) {
    return undefined;
  }
  return hasSign(condition, '!=') || hasSign(condition, 'not in') ? without(inner(right)) : undefined;
}

/** `df.columns.drop("a")`, `df.columns.difference(["a"])`, `df.columns.isin(["a"])`, `list(…)`. */
function ofCall({ node, cell, tree }: PlacedNode, inner: Inner): ColumnChoice | undefined {
  const callee = partOf(node, 'function');
  const list = partOf(node, 'arguments');
  const [first] = list === undefined ? [] : namedChildren(list);
  if (callee === undefined) return undefined;
  const owner = partOf(callee, 'object');
  const name = writtenText({ node: partOf(callee, 'attribute') ?? callee, cell, tree });
  if (owner === undefined) return ['list', 'sorted', 'set', 'tuple'].includes(name) ? inner(first) : undefined;
  if (name === 'tolist' || name === 'to_list' || name === 'copy') return inner(owner);
  if (!isColumns({ node: owner, cell, tree })) return undefined;
  if (name === 'isin') return inner(first);
  return name === 'drop' || name === 'difference' ? without(inner(first)) : undefined;
}

function isColumns(place: PlacedNode): boolean {
  const text = writtenText(place).replace(/\s+/g, '');
  return /(?:^|\.)columns(?:\.(?:values|tolist\(\)|to_list\(\)))?$|^list\((?:[\w.]+\.)?columns\)$|\.keys\(\)$/.test(
    text,
  );
}

function isAboutColumns({ node, cell, tree }: PlacedNode): boolean {
  const [left] = namedChildren(node);
  return left !== undefined && isColumns({ node: left, cell, tree });
}

function hasSign(node: PythonNode, sign: string): boolean {
  return (
    node.children.some(({ type }) => type === sign) || partsOf(node, 'operators').some(({ type }) => type === sign)
  );
}

/** The choice of columns in the brackets of `df[…]` or behind the comma of `df.loc[…, …]`; undefined when unknown. */
export function choiceInBrackets(
  place: PlacedNode,
  nodes: NodeFinder,
  graph: RowGraph,
): ColumnChoice | 'rows' | undefined {
  const { node, cell, tree } = place;
  const value = partOf(node, 'value');
  const indexes = partsOf(node, 'subscript');
  const [first, second] = indexes;
  if (value === undefined || first === undefined) return undefined;
  const accessor = value.type === 'attribute' ? partOf(value, 'attribute') : undefined;
  const name = accessor === undefined ? '' : writtenText({ node: accessor, cell, tree });
  const isByPlace = name === 'iloc' || name === 'iat';
  if (name === 'loc' || name === 'at' || isByPlace || second !== undefined) {
    if (second === undefined) return 'rows';
    if (isWholeSlice(second)) return 'rows';
    return isByPlace ? undefined : columnsNamedBy({ node: second, cell, tree }, nodes, graph);
  }
  if (first.type === 'slice') return 'rows';
  const choice = columnsNamedBy({ node: first, cell, tree }, nodes, graph);
  if (choice === undefined) return isMask({ node: first, cell, tree }, nodes, graph) ? 'rows' : undefined;
  // `df[df.columns != "a"]` would choose rows.
  return first.type === 'comparison_operator' || first.type === 'unary_operator' ? 'rows' : choice;
}

function isWholeSlice(node: PythonNode): boolean {
  return node.type === 'slice' && namedChildren(node).length === 0;
}

const maskKinds: ReadonlySet<string> = new Set(['series', 'array', 'tensor']);

function isMask(place: PlacedNode, nodes: NodeFinder, graph: RowGraph): boolean {
  const { type } = place.node;
  if (type === 'identifier') return nodes.objectsOf(place).some((id) => maskKinds.has(graph.object(id)?.kind ?? ''));
  return ['comparison_operator', 'unary_operator', 'binary_operator', 'not_operator'].includes(type);
}
