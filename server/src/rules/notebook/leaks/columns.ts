/**
 * Which columns a table has at a point of the run, as far as literals in the text say.
 *
 * A column is followed from data back to the table that it comes from; every step must be one that is known to keep it
 * or to leave it out, else nothing is said.
 */
import type { ObjectId, RowRelation, StatementId } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { columnChangesOf } from './columnChanges.ts';
import type { ColumnChange } from './columnChanges.ts';
import { isChosen } from './columnNames.ts';
import { columnStepOf } from './columnSteps.ts';
import type { ColumnStep } from './columnSteps.ts';
import { nodesOf } from './nodes.ts';
import type { Readable } from './nodes.ts';
import { rowGraphOf } from './rowGraph.ts';

/** An object as the code at a place sees it. */
export interface Sight {
  readonly object: ObjectId;
  readonly seenBy: StatementId;
  readonly at: CellRange;
}

/** Where a column comes from: a table that was read or made, or the last write that set it. */
export interface ColumnOrigin {
  readonly object: ObjectId;
  readonly set: Extract<ColumnChange, { kind: 'set' }> | undefined;
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
  readonly table: Sight;
  readonly column: string;
}

export interface Columns {
  /** Whether data hold a column of a name, and where it comes from. */
  trace(data: Sight, column: string): ColumnTrace;
  /** The one column that data are, whatever was done to each of its values; undefined when they are none, or several. */
  columnOf(data: Sight): NamedColumn | undefined;
  /** Every write that set columns of a table before a place. */
  setsBefore(table: Sight): readonly Extract<ColumnChange, { kind: 'set' }>[];
}

const known = new WeakMap<Readable, Columns>();

/** Made once for each check of a notebook; undefined without an analysis. */
export function columnsOf(context: Readable): Columns | undefined {
  if (context.analysis === undefined) return undefined;
  const kept = known.get(context) ?? makeColumns(context, rowGraphOf(context.analysis));
  known.set(context, kept);
  return kept;
}

const absent: ColumnTrace = { kind: 'absent' };
const unknown: ColumnTrace = { kind: 'unknown' };
/** Steps that are followed; nobody chains more. */
const stepLimit = 40;

function makeColumns(context: Readable, graph: ReturnType<typeof rowGraphOf>): Columns {
  const nodes = nodesOf(context);
  const changes = columnChangesOf(context);
  const steps = new Map<ObjectId, ColumnStep>();
  const stepOf = (id: ObjectId): ColumnStep => {
    const step = steps.get(id) ?? columnStepOf(id, nodes, graph);
    steps.set(id, step);
    return step;
  };
  const changesBefore = ({ object, seenBy, at }: Sight): readonly ColumnChange[] =>
    (changes.get(object) ?? []).filter((change) => isBefore(change, seenBy, at));
  const sourcesOf = ({ object, seenBy }: Sight): readonly RowRelation[] =>
    graph
      .relationsOf(object, seenBy)
      .filter(
        ({ relation }) =>
          relation === 'same' || relation === 'part' || relation === 'contains' || relation === 'duplicates',
      );
  const sightOf = (object: ObjectId, { through, of }: RowRelation): Sight => ({
    object: of,
    seenBy: through,
    at: graph.object(object)?.madeBy.at ?? { cell: 0, start: 0, end: 0 },
  });

  const trace = (data: Sight, column: string, path: readonly ObjectId[]): ColumnTrace => {
    if (path.length > stepLimit || path.includes(data.object)) return unknown;
    const here = [...path, data.object];
    for (const change of changesBefore(data).toReversed()) {
      const isMeant = change.kind !== 'rename' && change.columns !== undefined && isChosen(change.columns, column);
      switch (change.kind) {
        case 'rename':
          return unknown;
        case 'drop':
          if (change.columns === undefined) return unknown;
          if (isMeant) return change.isCertain ? absent : unknown;
          break;
        case 'set':
          if (isMeant) return { kind: 'kept', origin: { object: data.object, set: change }, path: here };
          break;
      }
    }
    const step = stepOf(data.object);
    switch (step.kind) {
      case 'made':
        return { kind: 'kept', origin: { object: data.object, set: undefined }, path: here };
      case 'unknown':
        return unknown;
      case 'choose':
        if (!isChosen(step.columns, column)) return absent;
        break;
      case 'keep':
        break;
    }
    const traces = sourcesOf(data).map((source) => trace(sightOf(data.object, source), column, here));
    const kept = traces.filter((found) => found.kind === 'kept');
    if (kept[0] !== undefined)
      return kept.every(({ origin }) => isSameOrigin(origin, kept[0]?.origin)) ? kept[0] : unknown;
    return traces.length > 0 && traces.every(({ kind }) => kind === 'absent') ? absent : unknown;
  };

  const columnOf = (data: Sight, depth: number): NamedColumn | undefined => {
    if (depth > stepLimit) return undefined;
    const sources = sourcesOf(data);
    const [source] = sources;
    const step = stepOf(data.object);
    if (source === undefined || step.kind === 'unknown' || step.kind === 'made') return undefined;
    if (step.kind === 'choose' && step.columns.kind === 'these' && step.columns.names.size === 1) {
      const [column] = step.columns.names;
      // The same column of the same table is one object, however often it is asked for: the last time counts.
      const last = sources.findLast(({ of }) => of === source.of) ?? source;
      return column === undefined ? undefined : { table: sightOf(data.object, last), column };
    }
    const found = sources.flatMap((one) => columnOf(sightOf(data.object, one), depth + 1) ?? []);
    const [first, ...others] = found;
    const isOne = others.every(({ table, column }) => table.object === first?.table.object && column === first.column);
    return isOne ? first : undefined;
  };

  return {
    trace: (data, column) => trace(data, column, []),
    columnOf: (data) => columnOf(data, 0),
    setsBefore: (table) => changesBefore(table).filter((change) => change.kind === 'set'),
  };
}

export function isSameOrigin(one: ColumnOrigin | undefined, other: ColumnOrigin | undefined): boolean {
  return one?.object === other?.object && one?.set === other?.set;
}

function isBefore(change: ColumnChange, seenBy: StatementId, at: CellRange): boolean {
  if (change.statement !== seenBy) return change.statement < seenBy;
  return change.at.cell === at.cell && change.at.end <= at.start;
}
