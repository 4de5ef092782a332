/**
 * Which rows two things have in common (reference, 5.1).
 *
 * Only what is certain counts: a relation through a call that nobody describes never makes an overlap, nor denies one.
 */
import type { NotebookAnalysis, ObjectId, RowRelation, StatementId } from '../../../notebook/flow/analysis.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { perRows } from './perRows.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, PlacedCall, RowGraph } from './rowGraph.ts';
import { compareChoices, isRandom } from './shares.ts';
import type { Choice } from './shares.ts';

/** An object as a statement sees it. */
export type Rows = Pick<Data, 'object' | 'seenBy'>;

/** A step from an origin towards what is made of it; steps that keep all rows are left out. */
export interface RowStep {
  readonly kind: 'part' | 'contains' | 'duplicates';
  readonly share: string | undefined;
  /** The object that the step makes. */
  readonly makes: ObjectId;
  readonly through: StatementId;
  /** The steps behind this one; undefined when it is the last. */
  readonly next: RowStep | undefined;
}

/** Where rows come from: an object, and what happened on the way. */
export interface Origin {
  readonly object: ObjectId;
  /** The steps from it, the first one first; undefined when all of its rows are there, and no others. */
  readonly steps: RowStep | undefined;
}

export interface RowSets {
  /** Where rows come from, the object itself first; every object on the way. Remembered. */
  originsOf(rows: Rows): readonly Origin[];
  /** Whether both have the very same rows, changed or not. */
  sameRows(one: Rows, other: Rows): boolean;
  /** Whether every row of the first comes from the second: a part of it, or all of it. */
  partOf(part: Rows, whole: Rows): boolean;
  /** Whether all rows of the second are in the first, as where the first was joined from it and others. */
  contains(whole: Rows, part: Rows): boolean;
  /** Whether some rows are in both, or copies of the same rows are. */
  overlap(one: Rows, other: Rows): boolean;
  /** Whether nothing is known that could lie in both: they have no origin in common, or were split from each other. */
  areApart(one: Rows, other: Rows): boolean;
  /** The calls that made copies of rows on the way to these: over-sampling, augmentation. */
  duplications(rows: Rows): readonly PlacedCall[];
}

/** Row sets of an analysis; made once. */
export const rowSetsOf: (analysis: NotebookAnalysis) => RowSets = oncePerAnalysis(makeRowSets);

function makeRowSets(analysis: NotebookAnalysis): RowSets {
  const graph = rowGraphOf(analysis);
  const shared = itemsOfSeveralParts(graph);
  const isNumber = createNumberTest(graph);
  const originsOf = perRows(({ object, seenBy }) => findOrigins(graph, { shared, isNumber }, object, seenBy));
  const groupsOf = perRows((rows) => Map.groupBy(originsOf(rows), ({ object }) => object));
  const some = (test: (common: Comparison) => boolean): ((one: Rows, other: Rows) => boolean) => {
    const find = (one: Rows, other: Rows): boolean => {
      const others = groupsOf(other);
      return originsOf(one).some(({ object, steps }) =>
        others.get(object)?.some((origin) => test(compare(graph, steps, origin.steps))),
      );
    };
    const against = perRows((one) => perRows((other) => find(one, other)));
    return (one, other) => against(one)(other);
  };
  const overlap = some((kind) => kind !== 'unknown' && kind !== 'disjoint');
  const haveCommon = some(() => true);
  const haveDisjoint = some((kind) => kind === 'disjoint');
  return {
    originsOf,
    sameRows: some((kind) => kind === 'same'),
    partOf: some((kind) => kind === 'same' || kind === 'inside'),
    contains: some((kind) => kind === 'same' || kind === 'around'),
    overlap,
    areApart: (one, other) => !overlap(one, other) && (!haveCommon(one, other) || haveDisjoint(one, other)),
    duplications: (rows) => {
      const steps = originsOf(rows).flatMap((origin) => listOf(origin.steps));
      const copies = steps.filter(({ kind }) => kind === 'duplicates');
      return [...new Set(copies.flatMap(({ makes, through }) => makerAt(graph, makes, through) ?? []))];
    },
  };
}

/** How the rows of a first thing relate to those of a second, as far as one common origin tells. */
type Comparison = 'same' | 'inside' | 'around' | 'overlapping' | 'disjoint' | 'unknown';

function compare(graph: RowGraph, one: RowStep | undefined, other: RowStep | undefined): Comparison {
  let [left, right] = [one, other];
  // Copies of a row are on both sides of whatever comes behind the copying.
  const copying: RowStep[] = [];
  while (left !== undefined && right !== undefined) {
    if (left.kind === 'part' && right.kind === 'part') {
      const relation = compareChoices(graph, choiceOf(graph, left), choiceOf(graph, right));
      const isCut = relation === 'disjoint' && !isRandom(graph, left.share);
      // Variants of a row lie beside each other, so that a cut parts them.
      const isParted =
        isCut && copying.every((step) => makerAt(graph, step.makes, step.through)?.effect?.role === 'augment');
      if (relation !== 'equal' && copying.length > 0 && !isParted) return 'overlapping';
      if (relation === 'overlapping') return isTaken(left.next) && isTaken(right.next) ? 'overlapping' : 'unknown';
      if (relation !== 'equal') return relation;
      [left, right] = [left.next, right.next];
    } else if (left.kind === right.kind && left.makes === right.makes) {
      if (left.kind === 'duplicates') copying.push(left);
      [left, right] = [left.next, right.next];
    } else if (left.kind === 'duplicates') {
      copying.push(left);
      left = left.next;
    } else if (right.kind === 'duplicates') {
      copying.push(right);
      right = right.next;
    } else if (left.kind === 'contains' && right.kind === 'contains') {
      return isWhole(left.next) && isWhole(right.next) ? 'overlapping' : 'unknown';
    } else if (left.kind === 'contains') {
      return isWhole(left.next) && isTaken(right) ? 'around' : 'unknown';
    } else {
      return isWhole(right.next) && isTaken(left) ? 'inside' : 'unknown';
    }
  }
  if (left !== undefined) return kindOfRest(graph, left);
  const kind = right === undefined ? 'same' : kindOfRest(graph, right);
  return kind === 'inside' ? 'around' : kind === 'around' ? 'inside' : kind;
}

/** What steps make of the rows that they begin with. */
function kindOfRest(graph: RowGraph, steps: RowStep | undefined): 'inside' | 'around' | 'overlapping' | 'unknown' {
  if (isTaken(steps)) return 'inside';
  if (isWhole(steps)) return 'around';
  // Drawn by chance, some of them are always there.
  const parts = listOf(steps).filter(({ kind }) => kind === 'part');
  return parts.every(({ share }) => isRandom(graph, share)) ? 'overlapping' : 'unknown';
}

/** Whether only rows of the beginning are in the end. */
function isTaken(steps: RowStep | undefined): boolean {
  return listOf(steps).every(({ kind }) => kind !== 'contains');
}

/** Whether all rows of the beginning are in the end. */
function isWhole(steps: RowStep | undefined): boolean {
  return listOf(steps).every(({ kind }) => kind !== 'part');
}

function listOf(steps: RowStep | undefined): readonly RowStep[] {
  const list: RowStep[] = [];
  for (let step = steps; step !== undefined; step = step.next) list.push(step);
  return list;
}

function choiceOf(graph: RowGraph, { share, makes, through }: RowStep): Choice {
  return { share, through, by: share === undefined ? makerAt(graph, makes, through) : undefined };
}

function makerAt(graph: RowGraph, made: ObjectId, statement: StatementId): PlacedCall | undefined {
  const makers = graph.makersOf(made);
  return makers.find((call) => call.statement === statement) ?? makers[0];
}

/**
 * Objects that stand for all items of a list, such as the row that each round of a loop appends, where parts of that list
 * are used: which of the rows something has got, they cannot tell.
 */
function itemsOfSeveralParts(graph: RowGraph): ReadonlySet<ObjectId> {
  const seen = new Set<ObjectId>();
  const shared = new Set<ObjectId>();
  for (const { kind, rows, holds } of graph.objects) {
    if (kind !== 'list' || !rows.some(({ relation }) => relation === 'part')) continue;
    for (const item of new Set(holds)) (seen.has(item) ? shared : seen).add(item);
  }
  for (const item of shared) for (const inner of graph.object(item)?.holds ?? []) shared.add(inner);
  return shared;
}

/** Paths that are followed for one object; more of them say nothing new. */
const originLimit = 600;
const stepLimit = 12;

interface Path extends Origin {
  readonly seenBy: StatementId;
  /** Tells paths with different steps apart. */
  readonly key: string;
  readonly length: number;
}

/** Where a path ends, and relations that none takes. */
interface Exceptions {
  readonly shared: ReadonlySet<ObjectId>;
  readonly isNumber: (relation: RowRelation) => boolean;
}

function findOrigins(
  graph: RowGraph,
  { shared, isNumber }: Exceptions,
  start: ObjectId,
  seenBy: StatementId,
): readonly Origin[] {
  const origins: Path[] = [];
  // By object and then by key, so that no text is made for each of the many paths that are looked at.
  const places = new Map<ObjectId, Map<string, number>>();
  const open: Path[] = [{ object: start, steps: undefined, seenBy, key: '', length: 0 }];
  for (const path of open) {
    const ofObject = places.get(path.object) ?? new Map<string, number>();
    const place = ofObject.get(path.key) ?? origins.length;
    // The way that sees the most of an object wins.
    const known = origins[place]?.seenBy ?? -Infinity;
    if (known >= path.seenBy) continue;
    if (origins.length >= originLimit || path.length > stepLimit || shared.has(path.object)) continue;
    origins[place] = path;
    ofObject.set(path.key, place);
    places.set(path.object, ofObject);
    // What the other way saw is followed already.
    for (const relation of rowsAmong(isNumber, graph.relationsOf(path.object, path.seenBy, known))) {
      const next = follow(path, relation);
      if (next !== undefined) open.push(next);
    }
  }
  return origins;
}

/** Whether a relation leads to a number that rows are scaled by, such as their mean or count: that is nobody's rows. */
function createNumberTest(graph: RowGraph): (relation: RowRelation) => boolean {
  const known = new Map<RowRelation, boolean>();
  const find = ({ of, through }: RowRelation): boolean => {
    const made = graph.relationsOf(of, through);
    return made.length > 0
      ? made.every((source) => source.relation === 'summary')
      : graph.object(of)?.kind === 'number';
  };
  return (relation) => {
    if (relation.relation !== 'same') return false;
    const isNumber = known.get(relation) ?? find(relation);
    known.set(relation, isNumber);
    return isNumber;
  };
}

/** Relations without those to numbers, where there are others. */
function rowsAmong(
  isNumber: (relation: RowRelation) => boolean,
  relations: readonly RowRelation[],
): readonly RowRelation[] {
  const rows = relations.filter((relation) => !isNumber(relation));
  return rows.length > 0 ? rows : relations;
}

/** A path with one more relation; undefined where no rows come through. */
function follow(path: Path, { relation, of, share, through }: RowRelation): Path | undefined {
  switch (relation) {
    case 'same':
      return { ...path, object: of, seenBy: through };
    case 'part':
    case 'contains':
    case 'duplicates': {
      const steps = { kind: relation, share, makes: path.object, through, next: path.steps };
      const key = `${relation} ${share ?? path.object} ${path.key}`;
      return { object: of, seenBy: through, steps, key, length: path.length + 1 };
    }
    case 'summary':
    case 'uses':
      return undefined;
  }
}
