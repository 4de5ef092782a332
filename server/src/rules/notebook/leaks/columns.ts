/**
 * Which columns a table has at a point of the run, as far as literals in the text say.
 *
 * A column is followed from data back to the table that it comes from; every step must be one that is known to keep it
 * or to leave it out, else nothing is said.
 */
import { keptOn } from '../../../notebook/memory/keptOn.ts';
import type { ObjectId, RowRelation, StatementId } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { columnChangesOf, methodOf } from './columnChanges.ts';
import type { ColumnChange, ColumnSet } from './columnChanges.ts';
import { isChosen } from './columnNames.ts';
import { columnStepOf } from './columnSteps.ts';
import type { ColumnStep } from './columnSteps.ts';
import { nodesOf } from './nodes.ts';
import type { Readable } from './nodes.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data } from './rowGraph.ts';

/** Where a column comes from: a table that was read or made, or the last write that set it. */
export interface ColumnOrigin {
  readonly object: ObjectId;
  readonly column: string;
  readonly set: ColumnSet | undefined;
}

export type ColumnTrace =
  | {
      readonly kind: 'kept';
      readonly origin: ColumnOrigin;
      /** The objects from the data to the origin, both included. */
      readonly path: readonly ObjectId[];
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

/** A column of a table, as a place sees it. */
export interface NamedColumn {
  readonly table: Data;
  readonly column: string;
}

export interface Columns {
  /** Whether data hold a column of a name, and where it comes from. */
  trace(data: Data, column: string): ColumnTrace;
  /** The one column that data are, whatever was done to each of its values; undefined when they are none, or several. */
  columnOf(data: Data): NamedColumn | undefined;
  /** The columns whose values show, row by row, in those of some data. */
  columnsBehind(data: Data): readonly NamedColumn[];
  /** What a write puts into its columns; empty where nobody can tell, and for constants. */
  valuesOf(set: ColumnSet): readonly Data[];
}

/** Made once for each check of a notebook; undefined without an analysis. */
export const columnsOf = keptOn((context: Readable): Columns | undefined =>
  context.analysis === undefined ? undefined : makeColumns(context, rowGraphOf(context.analysis)),
);

const noChanges: readonly ColumnChange[] = [];
const absent: ColumnTrace = { kind: 'absent' };
const unknown: ColumnTrace = { kind: 'unknown' };
const movedBy: ReadonlySet<string> = new Set(['shift', 'groupby', 'tshift', 'resample']);
/** Steps that are followed; nobody chains more. */
const stepLimit = 40;

function makeColumns(context: Readable, graph: ReturnType<typeof rowGraphOf>): Columns {
  const nodes = nodesOf(context);
  const steps = new Map<ObjectId, ColumnStep>();
  const stepOf = (id: ObjectId): ColumnStep => {
    const step = steps.get(id) ?? columnStepOf(id, nodes, graph);
    steps.set(id, step);
    return step;
  };
  const changesOf = columnChangesOf(context);
  const sourcesOf = ({ object, seenBy }: Data): readonly RowRelation[] =>
    graph
      .relationsOf(object, seenBy)
      .filter(
        ({ relation }) =>
          relation === 'same' || relation === 'part' || relation === 'contains' || relation === 'duplicates',
      );
  const dataOf = (object: ObjectId, { through, of }: RowRelation): Data => ({
    object: of,
    seenBy: through,
    at: graph.object(object)?.madeBy.at ?? { cell: 0, start: 0, end: 0 },
  });

  const trace = (data: Data, column: string, path: readonly ObjectId[]): ColumnTrace => {
    if (path.length > stepLimit || path.includes(data.object)) return unknown;
    const here = [...path, data.object];
    const changes = changesOf.get(data.object) ?? noChanges;
    for (let index = changes.length - 1; index >= 0; index -= 1) {
      const change = changes[index];
      if (change === undefined || !isBefore(change, data.seenBy, data.at)) continue;
      const isMeant = change.kind !== 'rename' && change.columns !== undefined && isChosen(change.columns, column);
      switch (change.kind) {
        case 'rename':
          return unknown;
        case 'drop':
          if (change.columns === undefined) return unknown;
          if (isMeant) return change.isCertain ? absent : unknown;
          break;
        case 'set':
          if (isMeant) return { kind: 'kept', origin: { object: data.object, column, set: change }, path: here };
          break;
      }
    }
    const step = stepOf(data.object);
    switch (step.kind) {
      case 'made':
        return { kind: 'kept', origin: { object: data.object, column, set: undefined }, path: here };
      case 'unknown':
        return unknown;
      case 'choose':
        if (!isChosen(step.columns, column)) return absent;
        break;
      case 'assign': {
        const set = step.sets.get(column);
        if (set !== undefined) return { kind: 'kept', origin: { object: data.object, column, set }, path: here };
        break;
      }
      case 'keep':
        break;
    }
    const traces = sourcesOf(data).map((source) => trace(dataOf(data.object, source), column, here));
    const kept = traces.filter((found) => found.kind === 'kept');
    if (kept[0] !== undefined)
      return kept.every(({ origin }) => isSameOrigin(origin, kept[0]?.origin)) ? kept[0] : unknown;
    return traces.length > 0 && traces.every(({ kind }) => kind === 'absent') ? absent : unknown;
  };

  const columnOf = (data: Data, depth: number): NamedColumn | undefined => {
    if (depth > stepLimit) return undefined;
    const sources = sourcesOf(data);
    const [source] = sources;
    const step = stepOf(data.object);
    if (source === undefined || step.kind === 'unknown' || step.kind === 'made') return undefined;
    if (step.kind === 'choose' && step.columns.kind === 'these' && step.columns.names.size === 1) {
      const [column] = step.columns.names;
      // The same column of the same table is one object, however often it is asked for: the last time counts.
      const last = sources.findLast(({ of }) => of === source.of) ?? source;
      return column === undefined ? undefined : { table: dataOf(data.object, last), column };
    }
    const found = sources.flatMap((one) => columnOf(dataOf(data.object, one), depth + 1) ?? []);
    const [first, ...others] = found;
    const isOne = others.every(({ table, column }) => table.object === first?.table.object && column === first.column);
    return isOne ? first : undefined;
  };

  const columnsBehind = (data: Data): readonly NamedColumn[] => {
    const found: NamedColumn[] = [];
    const seen = new Set<ObjectId>();
    const open = [data];
    for (const next of open) {
      if (seen.has(next.object) || isAside(next.object)) continue;
      seen.add(next.object);
      const step = stepOf(next.object);
      const column = step.kind === 'choose' ? columnOf(next, 0) : undefined;
      if (column !== undefined) found.push(column);
      else open.push(...sourcesOf(next).map((source) => dataOf(next.object, source)));
    }
    return found;
  };

  /** Whether values were moved to other rows, or taken from groups of them, so that they are not those of the row. */
  const isAside = (id: ObjectId): boolean =>
    graph.object(id)?.kind === 'groupby' || graph.makersOf(id).some((call) => movedBy.has(methodOf(call)));

  return {
    trace: (data, column) => trace(data, column, []),
    columnOf: (data) => columnOf(data, 0),
    columnsBehind,
    valuesOf: ({ object, statement, at, isCertain }) => {
      // Several writes in one statement cannot be told apart.
      const others = (changesOf.get(object) ?? []).filter((change) => change.statement === statement);
      if (!isCertain && others.length > 1) return [];
      return graph
        .relationsOf(object, statement)
        .filter(({ relation, through }) => relation === 'uses' && through === statement)
        .map(({ of }) => ({ object: of, seenBy: statement, at }));
    },
  };
}

export function isSameOrigin(one: ColumnOrigin | undefined, other: ColumnOrigin | undefined): boolean {
  return one?.object === other?.object && one?.column === other?.column && one?.set === other?.set;
}

function isBefore(change: ColumnChange, seenBy: StatementId, at: CellRange): boolean {
  if (change.statement !== seenBy) return change.statement < seenBy;
  return change.at.cell === at.cell && change.at.end <= at.start;
}
