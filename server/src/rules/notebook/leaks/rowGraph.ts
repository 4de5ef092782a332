/** The objects of a notebook as a graph: where their rows and values come from, as it was at a statement. */
import type {
  AbstractObject,
  Call,
  NotebookAnalysis,
  ObjectId,
  RowRelation,
  StatementId,
} from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { perRows } from './perRows.ts';
import { createRelationRanges } from './relationRanges.ts';

/** Rows or values as a statement sees them: later changes do not count. */
export interface Data {
  readonly object: ObjectId;
  /** The statement that uses them. */
  readonly seenBy: StatementId;
  /** Where they are written there. */
  readonly at: CellRange;
}

/** A call with its place in the run. */
export interface PlacedCall extends Call {
  readonly statement: StatementId;
  /** Rises in the order in which the calls are made; calls of one loop stand in their first order. */
  readonly order: number;
}

/** How far from the data that is asked for an object is: what reaches it, and by which relation. */
export interface Influence {
  readonly object: ObjectId;
  /** The object looked at before this one, on a shortest path; undefined at the start. */
  readonly towards: Influence | undefined;
  /** The relation that leads from `towards` to this object; undefined at the start. */
  readonly relation: RowRelation | undefined;
  /** What happened to the object behind this statement does not show. */
  readonly seenBy: StatementId;
}

export interface RowGraph {
  readonly analysis: NotebookAnalysis;
  /** By id, without gaps. */
  readonly objects: readonly AbstractObject[];
  /** Of statements that are run, in order. */
  readonly calls: readonly PlacedCall[];
  object(id: ObjectId): AbstractObject | undefined;
  /** The calls of a statement, in order. */
  callsIn(statement: StatementId): readonly PlacedCall[];
  /** The objects that a statement makes. */
  madeBy(statement: StatementId): readonly AbstractObject[];
  /** The calls that make an object. */
  makersOf(id: ObjectId): readonly PlacedCall[];
  /**
   * Certain relations of an object that hold at a statement. What a fit taught it is gone when it was fitted again.
   *
   * @param seenBy relations that come through later statements are left out
   * @param after relations that come through this statement or earlier ones are left out, too; for those who know them
   */
  relationsOf(id: ObjectId, seenBy: StatementId, after?: StatementId): readonly RowRelation[];
  /** Everything whose values show in some data, itself first; by object. Remembered. */
  influencesOn(data: Pick<Data, 'object' | 'seenBy'>): ReadonlyMap<ObjectId, Influence>;
  /** The data in an argument: its objects, else those in its lists, tuples and dictionaries. */
  dataIn(objects: readonly ObjectId[]): readonly ObjectId[];
}

/** The graph of an analysis; made once. */
export const rowGraphOf: (analysis: NotebookAnalysis) => RowGraph = oncePerAnalysis(makeRowGraph);

const noCalls: readonly PlacedCall[] = [];

function makeRowGraph(analysis: NotebookAnalysis): RowGraph {
  const objects = objectsOf(analysis);
  const calls = callsOf(analysis);
  const made = Map.groupBy(objects, ({ madeBy }) => madeBy.statement);
  const makers = makersByObject(objects, calls);
  const fits = fitsByReceiver(calls);
  const callsByStatement = Map.groupBy(calls, ({ statement }) => statement);
  const between = createRelationRanges(objects);
  const graph: RowGraph = {
    analysis,
    objects,
    calls,
    object: (id) => objects[id],
    madeBy: (statement) => made.get(statement) ?? [],
    makersOf: (id) => makers.get(id) ?? [],
    relationsOf: (id, seenBy, after = -Infinity) => {
      const rows = between(id, after, seenBy);
      if (rows.length === 0) return rows;
      const taught = fits.get(id)?.findLast((statement) => statement <= seenBy);
      const holds = ({ through, relation, isCertain }: RowRelation): boolean =>
        isCertain &&
        through <= seenBy &&
        through > after &&
        (taught === undefined || relation !== 'summary' || through >= taught);
      // Mostly all of them hold, and no other list is needed.
      return rows.every(holds) ? rows : rows.filter(holds);
    },
    callsIn: (statement) => callsByStatement.get(statement) ?? noCalls,
    influencesOn: perRows(({ object, seenBy }) => findInfluences(graph, object, seenBy)),
    dataIn: (ids) => dataIn(objects, ids, 3),
  };
  return graph;
}

function objectsOf(analysis: NotebookAnalysis): readonly AbstractObject[] {
  const objects: AbstractObject[] = [];
  for (let next = analysis.object(0); next !== undefined; next = analysis.object(objects.length)) objects.push(next);
  return objects;
}

function callsOf({ statements }: NotebookAnalysis): readonly PlacedCall[] {
  const placed: PlacedCall[] = [];
  for (const { id, calls, isLeftOut } of statements) {
    if (isLeftOut) continue;
    for (const call of calls) placed.push({ ...call, statement: id, order: placed.length });
  }
  return placed;
}

/** The calls that make each object, those in what they return included. */
function makersByObject(
  objects: readonly AbstractObject[],
  calls: readonly PlacedCall[],
): ReadonlyMap<ObjectId, readonly PlacedCall[]> {
  const found = new Map<ObjectId, PlacedCall[]>();
  const add = (id: ObjectId, call: PlacedCall): void => {
    const known = found.get(id);
    if (known === undefined) found.set(id, [call]);
    else known.push(call);
  };
  for (const call of calls) {
    const made = call.result === undefined ? undefined : objects[call.result];
    if (made === undefined) continue;
    add(made.id, call);
    const items = made.holds.filter((id) => objects[id]?.madeBy.at.start === call.at.start);
    for (const item of items) if (objects[item]?.madeBy.at.cell === call.at.cell) add(item, call);
  }
  return found;
}

/** Networks go on from what they know; everything else begins anew. */
const keepsLearning: ReadonlySet<string> = new Set(['keras-model', 'torch-module', 'booster']);

/** Statements, ascending, that fit an object from scratch. */
function fitsByReceiver(calls: readonly PlacedCall[]): ReadonlyMap<ObjectId, readonly StatementId[]> {
  const found = new Map<ObjectId, StatementId[]>();
  for (const { effect, receivers, statement, text } of calls) {
    if (effect?.role !== 'fit' && effect?.role !== 'fit-transform') continue;
    // One that may be any of several leaves open which of them is fitted.
    const [only, ...others] = receivers;
    if (only === undefined || others.length > 0 || text.endsWith('partial_fit')) continue;
    if (keepsLearning.has(effect.key?.split('.')[0] ?? '')) continue;
    const known = found.get(only);
    if (known === undefined) found.set(only, [statement]);
    else known.push(statement);
  }
  return found;
}

function findInfluences(graph: RowGraph, start: ObjectId, seenBy: StatementId): ReadonlyMap<ObjectId, Influence> {
  const found = new Map<ObjectId, Influence>();
  const open: Influence[] = [{ object: start, towards: undefined, relation: undefined, seenBy }];
  for (const influence of open) {
    // The way that sees the most of an object wins: what shows on another one shows on it.
    const known = found.get(influence.object);
    if (known !== undefined && known.seenBy >= influence.seenBy) continue;
    found.set(influence.object, influence);
    // What the other way saw is followed already.
    for (const relation of graph.relationsOf(influence.object, influence.seenBy, known?.seenBy)) {
      open.push({ object: relation.of, towards: influence, relation, seenBy: relation.through });
    }
  }
  return found;
}

const containers: ReadonlySet<string> = new Set(['list', 'tuple', 'dict', 'set', 'iterator']);
const withoutRows: ReadonlySet<string> = new Set(['none', 'text', 'function', 'class', 'module', 'path', 'callback']);

function dataIn(objects: readonly AbstractObject[], ids: readonly ObjectId[], depth: number): readonly ObjectId[] {
  const found = new Set<ObjectId>();
  for (const id of ids) {
    const object = objects[id];
    if (object === undefined || object.literal !== undefined || withoutRows.has(object.kind)) continue;
    const held = containers.has(object.kind) && depth > 0 ? dataIn(objects, object.holds, depth - 1) : [];
    for (const inner of held.length > 0 ? held : [id]) found.add(inner);
  }
  return [...found];
}
