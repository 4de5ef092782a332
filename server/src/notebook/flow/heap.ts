/** Objects of the abstract run of a notebook: one for each place that makes objects, and each way that led there. */
import type { ObjectKind } from '../../../../schemas/effects.ts';
import type { ObjectTraits } from '../effects/effect.ts';
import type { CellRange } from '../read/notebook.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import type { Callable } from './callable.ts';
import type { AbstractObject, Literal, ObjectId, RowRelation, StatementId } from './analysis.ts';

/** The objects that a name or an expression can stand for; ascending, each once; empty when nothing is known. */
export type Value = readonly ObjectId[];

export const noValue: Value = [];

export interface HeapObject {
  readonly id: ObjectId;
  readonly kind: ObjectKind;
  readonly type: string | undefined;
  readonly statement: StatementId;
  readonly at: CellRange;
  readonly literal: Literal | undefined;
  readonly code: Callable | undefined;
  /** What the effect of its constructor said. */
  traits: ObjectTraits | undefined;
  rows: RowRelation[];
  /** Objects whose memory it shares: writes to it reach them. */
  bases: Value;
  /** Objects that hold it: they change when it does. */
  holders: Value;
  /** What is in it: `.name` for attributes, `[0]` and `["a"]` for constant keys, `[]` for any item. */
  fields: Map<string, Value>;
}

export type ObjectStart = Pick<HeapObject, 'statement' | 'at'> &
  Partial<Pick<HeapObject, 'kind' | 'type' | 'literal' | 'code'>>;

// Most objects have none of these, and there are thousands of objects.
const noRows: RowRelation[] = [];
const noFields = new Map<string, Value>();

/** Things of these kinds never change. */
const unchanging: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  'module',
  'class',
  'function',
  'path',
  'text',
  'number',
  'date',
  'none',
  'index',
  'splitter',
]);

export function canChange({ kind }: HeapObject): boolean {
  return !unchanging.has(kind);
}

/** Writes to parts of these reach the whole. */
const dataKinds: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  'frame',
  'series',
  'array',
  'tensor',
  'accessor',
  'unknown',
]);
/** Wholes that a write to a part is followed to. */
const baseLimit = 8;
/** Objects that one change is followed to. */
const affectedLimit = 200;
/** Objects that one value may stand for; beyond that it says nothing any more. */
const valueLimit = 24;

/** Which of the objects of a node is meant. */
export interface NodeWay {
  readonly cell: number;
  readonly part: string;
  /** The calls that led there. */
  readonly context: string;
}

interface NodeObject extends Omit<NodeWay, 'context'> {
  object: HeapObject;
}

/** Relations of one object that are compared one by one; of more, a set knows which there are. */
const fewRelations = 12;

export class Heap {
  private readonly objects: HeapObject[] = [];
  private readonly byKey = new Map<string, HeapObject>();
  /** Relations that are known, of objects with many. */
  private readonly relations = new Map<ObjectId, Set<string>>();
  /** By the calls that led to a node, then by the node. */
  private readonly byNode = new Map<string, Map<PythonNode, NodeObject[]>>();
  /** Names that stood for an object at some time, for those who look for the names that do now. */
  private readonly names = new Map<ObjectId, Set<string>>();

  get(id: ObjectId): HeapObject | undefined {
    return this.objects[id];
  }

  /** The objects of a value. */
  of(value: Value): readonly HeapObject[] {
    const found: HeapObject[] = [];
    for (const id of value) {
      const object = this.objects[id];
      if (object !== undefined) found.push(object);
    }
    return found;
  }

  /** The object of a place; the same one when the place is reached again in the same way. */
  allocate(key: string, start: ObjectStart): HeapObject {
    const known = this.byKey.get(key);
    if (known !== undefined && known.kind === (start.kind ?? 'unknown') && known.type === start.type) return known;
    const made = this.make(start);
    this.byKey.set(key, made);
    return made;
  }

  private make(start: ObjectStart): HeapObject {
    const made: HeapObject = {
      id: this.objects.length,
      kind: start.kind ?? 'unknown',
      type: start.type,
      statement: start.statement,
      at: start.at,
      literal: start.literal,
      code: start.code,
      traits: undefined,
      rows: noRows,
      bases: noValue,
      holders: noValue,
      fields: noFields,
    };
    this.objects.push(made);
    return made;
  }

  /** The object of a node, as `allocate` finds those of a key; `way` tells several of one node apart. */
  allocateAt(
    node: PythonNode,
    way: NodeWay,
    start: () => ObjectStart,
    kind: ObjectKind,
    type: string | undefined,
  ): HeapObject {
    const known = this.objectsAt(node, way.context);
    for (const one of known) {
      if (one.part !== way.part || one.cell !== way.cell) continue;
      if (one.object.kind !== kind || one.object.type !== type) one.object = this.make(start());
      return one.object;
    }
    const made = this.make(start());
    known.push({ cell: way.cell, part: way.part, object: made });
    return made;
  }

  private objectsAt(node: PythonNode, context: string): NodeObject[] {
    let nodes = this.byNode.get(context);
    if (nodes === undefined) {
      nodes = new Map<PythonNode, NodeObject[]>();
      this.byNode.set(context, nodes);
    }
    let known = nodes.get(node);
    if (known === undefined) {
      known = [];
      nodes.set(node, known);
    }
    return known;
  }

  /** Puts objects into a field of an object, beside those that are there. */
  put(object: HeapObject, field: string, value: Value): void {
    const before = object.fields.get(field);
    const after = union(before ?? noValue, value);
    if (before !== undefined && after === before) return;
    // Most objects never hold anything.
    if (object.fields === noFields) object.fields = new Map<string, Value>();
    object.fields.set(field, after);
    for (const held of this.of(value)) if (held !== object) held.holders = union(held.holders, [object.id]);
  }

  /** Everything that changes when one of these does: what they are views of, and what holds them. */
  affectedBy(value: Value): ReadonlySet<ObjectId> {
    const affected = new Set<ObjectId>();
    const open: ObjectId[] = [];
    for (const object of this.of(value)) if (canChange(object)) open.push(object.id);
    for (let id = open.pop(); id !== undefined && affected.size < affectedLimit; id = open.pop()) {
      if (affected.has(id)) continue;
      affected.add(id);
      const object = this.get(id);
      if (object === undefined) continue;
      for (const next of object.bases) open.push(next);
      for (const next of object.holders) open.push(next);
    }
    return affected;
  }

  /** Remembers that a name stands for objects. */
  name(name: string, value: Value): void {
    for (const id of value) {
      const names = this.names.get(id);
      if (names === undefined) this.names.set(id, new Set([name]));
      else names.add(name);
    }
  }

  /** Names that stand, or stood once, for one of these objects. */
  namesOf(objects: ReadonlySet<ObjectId>): ReadonlySet<string> {
    const found = new Set<string>();
    for (const id of objects) for (const name of this.names.get(id) ?? []) found.add(name);
    return found;
  }

  /** Writes to an object reach another from now on. */
  share(object: HeapObject, base: ObjectId): void {
    if (base !== object.id) object.bases = union(object.bases, [base]);
  }

  /** Says how rows of an object come from others; what is known already stays once. */
  relate(
    object: HeapObject,
    { relation, through, share }: Omit<RowRelation, 'of' | 'isCertain'>,
    sources: Value,
    isCertain = true,
  ): void {
    for (const of of sources) {
      if (of === object.id) continue;
      const made: RowRelation = { relation, through, share, of, isCertain };
      if (this.isRelated(object, made)) continue;
      // Most objects never get any.
      if (object.rows === noRows) object.rows = [];
      object.rows.push(made);
      this.relations.get(object.id)?.add(relationKey(made));
    }
  }

  private isRelated({ id, rows }: HeapObject, made: RowRelation): boolean {
    if (rows.length < fewRelations) return rows.some((known) => isSameRelation(known, made));
    let known = this.relations.get(id);
    if (known === undefined) {
      known = new Set(rows.map(relationKey));
      this.relations.set(id, known);
    }
    return known.has(relationKey(made));
  }

  /** The data whose memory an object shares, and what it shares it with in turn: the frame of a column. */
  dataBehind(object: HeapObject): readonly HeapObject[] {
    const found = new Set<HeapObject>();
    const open = [object];
    for (const next of open) {
      for (const base of this.of(next.bases)) {
        if (base === object || found.has(base) || found.size >= baseLimit || !dataKinds.has(base.kind)) continue;
        found.add(base);
        open.push(base);
      }
    }
    return [...found];
  }

  describe(id: ObjectId): AbstractObject | undefined {
    const object = this.get(id);
    if (object === undefined) return undefined;
    const { kind, type, statement, at, literal, traits, rows, fields } = object;
    const holds = [...fields.values()].reduce<Value>((all, value) => union(all, value), noValue);
    return { id, kind, type, madeBy: { statement, at }, literal, role: traits?.role, rows, holds, fields };
  }
}

function isSameRelation(one: RowRelation, other: RowRelation): boolean {
  return (
    one.of === other.of &&
    one.through === other.through &&
    one.relation === other.relation &&
    (one.share ?? '') === (other.share ?? '')
  );
}

function relationKey({ of, relation, through, share }: RowRelation): string {
  return `${of} ${relation} ${through} ${share ?? ''}`;
}

export function union(first: Value, second: Value): Value {
  if (second.length === 0 || first === second) return first;
  if (first.length === 0) return second;
  let joined: ObjectId[] | undefined;
  for (const id of second) {
    if ((joined ?? first).includes(id)) continue;
    joined ??= [...first];
    joined.push(id);
  }
  return joined === undefined ? first : ascending(joined).slice(0, valueLimit);
}

/** Sorts in place: a few numbers that mostly stand in their order, for which a general sort takes long. */
function ascending(ids: ObjectId[]): readonly ObjectId[] {
  for (const [place, id] of ids.entries()) {
    let free = place;
    for (let before = ids[free - 1]; before !== undefined && before > id; before = ids[free - 1]) {
      ids[free] = before;
      free -= 1;
    }
    ids[free] = id;
  }
  return ids;
}
