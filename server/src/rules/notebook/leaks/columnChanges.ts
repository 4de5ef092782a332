/** What a notebook does to the columns of its tables in place: sets them, drops them, gives them other names. */
import { keptOn } from '../../../notebook/memory/keptOn.ts';
import type { ObjectId, StatementId } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { nodesOfType } from '../../../notebook/syntax/nodeIndex.ts';
import { namedChildren, partOf, pathTo } from '../../../notebook/syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../../notebook/syntax/pythonTree.ts';
import { choiceInBrackets, columnsNamedBy } from './columnNames.ts';
import type { ColumnChoice } from './columnNames.ts';
import { nodesOf, placeOf, writtenText } from './nodes.ts';
import type { NodeFinder, PlacedNode, Readable } from './nodes.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { PlacedCall, RowGraph } from './rowGraph.ts';

interface ChangeBase {
  readonly object: ObjectId;
  readonly statement: StatementId;
  /** What is written on the left, or the call. */
  readonly at: CellRange;
  /** False inside of branches, loops and functions. */
  readonly isCertain: boolean;
}

export interface ColumnSet extends ChangeBase {
  readonly kind: 'set';
  /** Undefined for columns that nobody can tell. */
  readonly columns: ColumnChoice | undefined;
  /** What they are given, as it is written. */
  readonly value: PlacedNode | undefined;
}

export type ColumnChange =
  | ColumnSet
  | (ChangeBase & { readonly kind: 'drop'; readonly columns: ColumnChoice | undefined })
  /** Afterwards nobody can tell which column is which. */
  | (ChangeBase & { readonly kind: 'rename' });

/** Changes by the table that they change, in the order of statements and text. */
export const columnChangesOf: (context: Readable) => ReadonlyMap<ObjectId, readonly ColumnChange[]> =
  keptOn(findChanges);

function findChanges(context: Readable): ReadonlyMap<ObjectId, readonly ColumnChange[]> {
  const { analysis, pythonCells } = context;
  if (analysis === undefined) return new Map();
  const graph = rowGraphOf(analysis);
  const nodes = nodesOf(context);
  const changes: ColumnChange[] = [...changesByCalls(graph, nodes)];
  for (const { cell, tree, form } of pythonCells) {
    if (form === 'prose') continue;
    for (const found of writesIn(tree, cell.index)) {
      changes.push(...changesByWrite(found, nodes, graph));
    }
  }
  changes.push(...changesByFunctions(context, graph));
  const sorted = changes.toSorted((one, other) => one.statement - other.statement || one.at.start - other.at.start);
  return Map.groupBy(sorted, ({ object }) => object);
}

// ---- calls

function* changesByCalls(graph: RowGraph, nodes: NodeFinder): Generator<ColumnChange> {
  for (const call of graph.calls) {
    if (call.receiver === undefined || call.effect?.mutates.some(({ target }) => target === 'self') !== true) continue;
    const statement = nodes.statementAt(call.at);
    const base = {
      object: call.receiver,
      statement: call.statement,
      at: call.at,
      isCertain: statement?.type === 'expression_statement' && statement.id === call.statement,
    };
    const named = argumentOf(call, ['columns', 'labels', 'keys', 'item', 'column'], 0);
    switch (methodOf(call)) {
      case 'drop':
        if (isByColumn(call)) yield { ...base, kind: 'drop', columns: named && columnsAt(named.at, nodes, graph) };
        break;
      case 'pop':
        // Its result may be used in any statement; the column is gone behind it in all of them.
        yield {
          ...base,
          isCertain: statement?.id === call.statement && isSimple(statement.type),
          kind: 'drop',
          columns: named && columnsAt(named.at, nodes, graph),
        };
        break;
      case 'set_index':
        yield { ...base, kind: 'drop', columns: named && columnsAt(named.at, nodes, graph) };
        break;
      case 'insert': {
        const inserted = argumentOf(call, ['column'], 1);
        const columns = inserted && columnsAt(inserted.at, nodes, graph);
        const value = argumentOf(call, ['value'], 2);
        yield { ...base, kind: 'set', columns, value: value && nodes.nodeAt(value.at) };
        break;
      }
      case 'rename':
      case 'set_axis':
      case 'add_prefix':
      case 'add_suffix':
      case 'eval':
        yield { ...base, kind: 'rename' };
        break;
      default:
    }
  }
}

function isSimple(type: string): boolean {
  return type === 'expression_statement' || type === 'assignment';
}

/** The last word of what is called. */
export function methodOf({ text }: Pick<PlacedCall, 'text'>): string {
  return text.slice(text.lastIndexOf('.') + 1);
}

/** An argument by one of its names, else by its place among those without names. */
export function argumentOf(
  { arguments: given }: Pick<PlacedCall, 'arguments'>,
  names: readonly string[],
  position: number | undefined,
): PlacedCall['arguments'][number] | undefined {
  const byName = given.find(({ keyword }) => keyword !== undefined && names.includes(keyword));
  if (byName !== undefined || position === undefined) return byName;
  return given.filter(({ keyword }) => keyword === undefined)[position];
}

/** Whether `drop` drops columns, not rows. */
export function isByColumn(call: Pick<PlacedCall, 'arguments'>): boolean {
  if (argumentOf(call, ['columns'], undefined) !== undefined) return true;
  const axis = argumentOf(call, ['axis'], 1)?.literal;
  return axis === 1 || axis === 'columns';
}

/** The columns that an argument names. */
export function columnsAt(at: CellRange, nodes: NodeFinder, graph: RowGraph): ColumnChoice | undefined {
  const place = nodes.nodeAt(at);
  return place === undefined ? undefined : columnsNamedBy(place, nodes, graph);
}

// ---- assignments and `del`

interface Write {
  readonly target: PlacedNode;
  /** Undefined for `del`. */
  readonly value: PlacedNode | undefined;
  readonly isCertain: boolean;
}

const functionLike: ReadonlySet<string> = new Set(['function_definition', 'lambda', 'class_definition']);
const branching: ReadonlySet<string> = new Set([
  'if_statement',
  'for_statement',
  'while_statement',
  'try_statement',
  'match_statement',
  'with_statement',
]);

/** Writes to items and attributes outside of functions. */
function* writesIn(tree: PythonTree, cell: number): Generator<Write> {
  for (const node of nodesOfType(tree, 'assignment', 'augmented_assignment', 'delete_statement')) {
    const targets = targetsOf(node).filter(({ type }) => type === 'subscript' || type === 'attribute');
    const around = targets.length === 0 ? [] : pathTo(tree.root, node.start);
    if (targets.length === 0 || around.some(({ type }) => functionLike.has(type))) continue;
    const right = node.type === 'delete_statement' ? undefined : partOf(node, 'right');
    const value = right === undefined ? undefined : { node: right, cell, tree };
    const isCertain = !around.some(({ type }) => branching.has(type));
    for (const target of targets) yield { target: { node: target, cell, tree }, value, isCertain };
  }
}

function targetsOf(node: PythonNode): readonly PythonNode[] {
  const target = node.type === 'delete_statement' ? namedChildren(node)[0] : partOf(node, 'left');
  if (target === undefined) return [];
  return target.type === 'pattern_list' || target.type === 'expression_list' ? namedChildren(target) : [target];
}

function changesByWrite({ target, value, isCertain }: Write, nodes: NodeFinder, graph: RowGraph): ColumnChange[] {
  const { node, cell, tree } = target;
  const statement = nodes.statementAt(placeOf(target));
  const table = tableOf(target);
  if (statement === undefined || table === undefined) return [];
  return nodes.objectsOf(table).map((object): ColumnChange => {
    const base = { object, statement: statement.id, at: placeOf(target), isCertain };
    if (node.type === 'attribute') {
      const attribute = partOf(node, 'attribute');
      const name = attribute === undefined ? '' : writtenText({ node: attribute, cell, tree });
      if (name === 'columns') return { ...base, kind: 'rename' };
      return { ...base, kind: 'set', columns: { kind: 'these', names: new Set([name]), isSingle: true }, value };
    }
    const chosen = choiceInBrackets(target, nodes, graph);
    const columns = chosen === 'rows' ? undefined : chosen;
    return value === undefined ? { ...base, kind: 'drop', columns } : { ...base, kind: 'set', columns, value };
  });
}

/** The name before `["a"]`, `.loc[…]` or `.a`. */
function tableOf({ node, cell, tree }: PlacedNode): PlacedNode | undefined {
  if (node.type !== 'subscript' && node.type !== 'attribute') return undefined;
  const owner: PythonNode | undefined = partOf(node, node.type === 'subscript' ? 'value' : 'object');
  const inner = owner?.type === 'attribute' && node.type === 'subscript' ? partOf(owner, 'object') : owner;
  return inner?.type === 'identifier' ? { node: inner, cell, tree } : undefined;
}

// ---- functions of the notebook

/** A function that removes or renames columns may do so to any table that it is given. */
function changesByFunctions({ pythonCells }: Readable, graph: RowGraph): ColumnChange[] {
  const removes = pythonCells.some(({ tree }) => removesInFunction(tree));
  if (!removes) return [];
  return graph.calls
    .filter(({ effect }) => effect === undefined)
    .flatMap(({ arguments: given, statement, at }) =>
      given.flatMap(({ objects }) =>
        objects.map((object): ColumnChange => ({ object, statement, at, isCertain: false, kind: 'rename' })),
      ),
    );
}

function removesInFunction(tree: PythonTree): boolean {
  return nodesOfType(tree, 'assignment', 'delete_statement').some((node) => {
    const isRemoval = node.type === 'delete_statement' || partOf(node, 'left')?.type === 'attribute';
    return isRemoval && pathTo(tree.root, node.start).some(({ type }) => functionLike.has(type));
  });
}
