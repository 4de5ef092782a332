/** Takes a column out of the features of a model, where they are taken from the table. */
import { namedChildren, partOf } from '../../../notebook/syntax/pythonTree.ts';
import type { PythonNode } from '../../../notebook/syntax/pythonTree.ts';
import type { NotebookFix } from '../notebookRule.ts';
import { stringValue } from '../literals.ts';
import type { ColumnTrace, Columns } from './columns.ts';
import { isByColumn, methodOf } from './columnChanges.ts';
import { placeOf } from './nodes.ts';
import type { NodeFinder, PlacedNode } from './nodes.ts';
import type { Data, RowGraph } from './rowGraph.ts';
import type { Evaluation } from './trainings.ts';

export interface UnwantedColumn {
  readonly column: string;
  /** Where the features hold it. */
  readonly trace: Extract<ColumnTrace, { kind: 'kept' }>;
  /** The features, where the model gets them. */
  readonly features: Data;
  /** Objects that must keep the column, such as the table that the answer is taken from. */
  readonly keepers: ReadonlySet<number>;
  /** What is predicted with the model: these features must lose the column with it. */
  readonly evaluations: readonly Evaluation[];
}

/** @returns undefined where one change does not take it out of everything that the model is given */
export function dropFix(
  { column, trace, features, keepers, evaluations }: UnwantedColumn,
  columns: Columns,
  nodes: NodeFinder,
  graph: RowGraph,
): NotebookFix | undefined {
  const title = `Leave \`${column}\` out of the features`;
  const meeting = trace.path.findIndex((object) => keepers.has(object));
  const table = trace.path[meeting];
  if (table === undefined || graph.object(table)?.kind !== 'frame') return undefined;
  const made = meeting === 0 ? undefined : graph.object(trace.path[meeting - 1] ?? -1)?.madeBy.at;
  const isMadeThere = ({ object, seenBy, at }: Data): boolean => {
    const found = columns.trace({ object, seenBy, at }, column);
    if (found.kind === 'absent') return true;
    if (found.kind === 'unknown' || made === undefined) return false;
    return found.path.some((id) => {
      const other = graph.object(id)?.madeBy.at;
      return other?.cell === made.cell && other.start === made.start && other.end === made.end;
    });
  };
  if (made === undefined) {
    const source = sourceOfAlias(features, nodes);
    if (source === undefined || evaluations.some(({ data }) => !data.every(isMadeThere))) return undefined;
    return { title, isPreferred: true, changes: [dropBehind(source, column)] };
  }
  if (evaluations.some(({ data }) => !data.every(isMadeThere))) return undefined;
  const place = nodes.nodeAt(made);
  const change = place === undefined ? undefined : changeAt(place, column, table, nodes, graph);
  return change === undefined ? undefined : { title, isPreferred: true, changes: [change] };
}

type Change = NotebookFix['changes'][number];

function dropBehind(place: PlacedNode, column: string): Change {
  const { cell, end } = placeOf(place);
  return { at: { cell, start: end, end }, newText: `.drop(columns=${JSON.stringify(column)})` };
}

/** What `X` is set to by `X = df`, where that is a name. */
function sourceOfAlias({ at }: Data, nodes: NodeFinder): PlacedNode | undefined {
  const [definition, ...others] = nodes.useAt(at)?.definitions ?? [];
  if (definition?.kind !== 'bind' || others.length > 0) return undefined;
  const assignment = nodes.nodesAround(definition.at).findLast(({ node }) => node.type === 'assignment');
  if (assignment === undefined) return undefined;
  const right = partOf(assignment.node, 'right');
  const left = partOf(assignment.node, 'left');
  if (left?.type !== 'identifier' || right?.type !== 'identifier') return undefined;
  return { ...assignment, node: right };
}

/** The change to the expression that takes the features from the table. */
function changeAt(
  place: PlacedNode,
  column: string,
  table: number,
  nodes: NodeFinder,
  graph: RowGraph,
): Change | undefined {
  const { node } = place;
  const inner = (child: PythonNode): PlacedNode => ({ ...place, node: child });
  const isTable = (child: PythonNode | undefined): child is PythonNode =>
    child?.type === 'identifier' && nodes.objectsOf(inner(child)).includes(table);
  switch (node.type) {
    case 'subscript': {
      const list = partOf(node, 'subscript');
      return list?.type === 'list' ? withoutItem(inner(list), column) : undefined;
    }
    case 'attribute': {
      const owner = partOf(node, 'object');
      return isTable(owner) ? dropBehind(inner(owner), column) : undefined;
    }
    case 'call': {
      const owner = partOf(partOf(node, 'function') ?? node, 'object');
      if (isTable(owner)) {
        const call = graph.calls.find(
          ({ at }) => at.cell === place.cell && at.start === node.start && at.end === node.end,
        );
        const isDrop = call !== undefined && methodOf(call) === 'drop' && isByColumn(call);
        return isDrop
          ? (withItem(place, column) ?? dropBehind(inner(owner), column))
          : dropBehind(inner(owner), column);
      }
      const list = partOf(node, 'arguments');
      const given = list === undefined ? [] : namedChildren(list);
      const argument = given.find((child) => isTable(child));
      return argument === undefined ? undefined : dropBehind(inner(argument), column);
    }
    default:
      return undefined;
  }
}

/** `["a", "t"]` without `"t"` */
function withoutItem({ node, cell, tree }: PlacedNode, column: string): Change | undefined {
  const items = namedChildren(node);
  const index = items.findIndex((item) => stringValue(tree, item)?.text === column);
  const [item, previous, next] = [items[index], items[index - 1], items[index + 1]];
  if (item === undefined || items.length < 2) return undefined;
  const start = next === undefined && previous !== undefined ? previous.end : item.start;
  return { at: { cell, start, end: next?.start ?? item.end }, newText: '' };
}

/** `df.drop(columns=["a"])` with one more. */
function withItem({ node, cell, tree }: PlacedNode, column: string): Change | undefined {
  const list = partOf(node, 'arguments');
  const values = (list === undefined ? [] : namedChildren(list)).flatMap((child) =>
    child.type === 'keyword_argument' ? namedChildren(child) : [child],
  );
  const items = values.find(({ type }) => type === 'list');
  const last = items === undefined ? undefined : namedChildren(items).at(-1);
  if (last !== undefined && stringValue(tree, last) !== undefined) {
    return { at: { cell, start: last.end, end: last.end }, newText: `, ${JSON.stringify(column)}` };
  }
  const single = values.find(
    (value) => value.type === 'string' && !/^["'](?:columns|index)["']$/.test(tree.text.slice(value.start, value.end)),
  );
  if (single === undefined) return undefined;
  const written = tree.text.slice(single.start, single.end);
  return { at: { cell, start: single.start, end: single.end }, newText: `[${written}, ${JSON.stringify(column)}]` };
}
