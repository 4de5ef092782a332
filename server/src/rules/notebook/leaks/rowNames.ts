/** Columns that name a row, such as an id: by the spec, by what the notebook shows, or by a name that says so. */
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { findDeclared } from '../declaredData.ts';
import type { DeclaredData } from '../declaredData.ts';
import type { NotebookContext } from '../notebookRule.ts';
import { argumentOf, columnsAt, methodOf } from './columnChanges.ts';
import { choiceInBrackets } from './columnNames.ts';
import { isSameOrigin } from './columns.ts';
import type { ColumnOrigin, ColumnTrace, Columns } from './columns.ts';
import type { NodeFinder } from './nodes.ts';
import type { Data, RowGraph } from './rowGraph.ts';

export interface RowName {
  readonly column: string;
  /** Whether it is meant by a column that was followed to its table. */
  readonly isOf: (trace: Extract<ColumnTrace, { kind: 'kept' }>) => boolean;
  /** Ends a sentence that begins with the column: `which …`. */
  readonly because: string;
  /** Where the notebook shows it. */
  readonly at: CellRange | undefined;
}

/** Names that say by themselves that they tell rows apart, and nothing but rows. */
const telling =
  /^(?:id|index|uuid|guid|row_?id|row_?number|record_?id|sample_?id|obs(?:ervation)?_?id|passenger_?id|unnamed: 0)$/i;

export function findRowNames(
  { notebook, declaredData }: NotebookContext,
  graph: RowGraph,
  nodes: NodeFinder,
  columns: Columns,
): readonly RowName[] {
  const declared = declaredData.flatMap((source) =>
    source.unique.map((column): RowName => ({
      column,
      isOf: ({ origin }) => declaredSourceOf(graph, origin.object, declaredData, notebook.uri)?.id === source.id,
      because: 'names each row by the spec',
      at: undefined,
    })),
  );
  const repeating = new Set(
    graph.calls.flatMap((call) => (methodOf(call) === 'groupby' ? [...namedIn(call, nodes, graph)] : [])),
  );
  const shown = graph.calls.flatMap((call): RowName[] => {
    if (methodOf(call) !== 'set_index' || call.receiver === undefined) return [];
    const named = [...namedIn(call, nodes, graph)];
    const [column] = named;
    if (column === undefined || named.length > 1 || !isIdLike(column) || repeating.has(column)) return [];
    const table = { object: call.receiver, seenBy: call.statement, at: call.at };
    const own = originIn(columns, table, column);
    return [
      {
        column,
        isOf: ({ origin }) => isSameOrigin(own, origin),
        because: 'is the index of the rows elsewhere',
        at: call.at,
      },
    ];
  });
  return [...declared, ...shown, ...namedAsSuch(graph, nodes, columns, repeating)];
}

/** Columns with telling names that are taken from a table somewhere, and that nothing groups by. */
function namedAsSuch(
  graph: RowGraph,
  nodes: NodeFinder,
  columns: Columns,
  repeating: ReadonlySet<string>,
): readonly RowName[] {
  // Most notebooks have no such name, and then nothing need be looked at.
  if (!graph.objects.some(({ literal }) => typeof literal === 'string' && telling.test(literal))) return [];
  const taken = graph.objects.flatMap(({ kind, rows, madeBy }): RowName[] => {
    const [source] = rows;
    const place = source === undefined || (kind !== 'series' && kind !== 'frame') ? undefined : nodes.nodeAt(madeBy.at);
    if (source === undefined || place?.node.type !== 'subscript') return [];
    const choice = choiceInBrackets(place, nodes, graph);
    const names = choice === undefined || choice === 'rows' || choice.kind !== 'these' ? [] : [...choice.names];
    const table = { object: source.of, seenBy: source.through, at: madeBy.at };
    return names
      .filter((column) => telling.test(column) && !repeating.has(column))
      .map((column) => ({
        column,
        isOf: ({ origin }) => isSameOrigin(originIn(columns, table, column), origin),
        because: 'tells rows apart by its name',
        at: undefined,
      }));
  });
  return taken.filter((one, index) => taken.findIndex(({ column }) => column === one.column) === index);
}

function originIn(columns: Columns, table: Data, column: string): ColumnOrigin | undefined {
  const trace = columns.trace(table, column);
  return trace.kind === 'kept' ? trace.origin : undefined;
}

/** `user_id`, `userId`, `Id` */
export function isIdLike(column: string): boolean {
  return /(?:^|[_\s-])(?:id|ids|uuid|guid)$/i.test(column) || /[a-z](?:Id|ID)$/.test(column);
}

function namedIn(call: RowGraph['calls'][number], nodes: NodeFinder, graph: RowGraph): ReadonlySet<string> {
  const given = argumentOf(call, ['keys', 'by'], 0);
  const chosen = given === undefined ? undefined : columnsAt(given.at, nodes, graph);
  return chosen?.kind === 'these' ? chosen.names : new Set();
}

/** What the spec says of the file that a table was read from. */
export function declaredSourceOf(
  graph: RowGraph,
  table: number,
  declaredData: readonly DeclaredData[],
  notebookUri: string,
): DeclaredData | undefined {
  if (declaredData.length === 0) return undefined;
  for (const { effect, arguments: given } of graph.makersOf(table)) {
    for (const place of effect?.reads ?? []) {
      const path = typeof place === 'number' ? given[place]?.literal : undefined;
      const source = typeof path === 'string' ? findDeclared(declaredData, path, notebookUri) : undefined;
      if (source !== undefined) return source;
    }
  }
  return undefined;
}
