/** Attributes and items of objects that nobody put into them, and members of classes of the notebook. */
import type { ObjectKind } from '../../../../schemas/effects.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import type { RowRelation } from './analysis.ts';
import { noValue, union } from './heap.ts';
import type { HeapObject, Value } from './heap.ts';
import type { Machine } from './machine.ts';

/** Steps from a name on which parts are told apart; deeper ones are one object. */
const pathDepth = 3;
const inheritanceDepth = 8;

export interface PartStart {
  readonly kind?: ObjectKind;
  readonly type?: string | undefined;
  /** How its rows come from the whole; undefined when none do. */
  readonly relation: RowRelation['relation'] | undefined;
  readonly share?: string | undefined;
  /** Whether writes to it reach the whole. */
  readonly isView: boolean;
}

/** The part of an object with a name of its own: the same one whenever the object is asked for it in this way. */
export function partOfObject(
  machine: Machine,
  node: PythonNode,
  whole: HeapObject,
  name: string,
  { kind = 'unknown', type, relation, share, isView }: PartStart,
): HeapObject {
  if (depthOf(machine, whole) >= pathDepth && kind === 'unknown') return whole;
  const part = machine.heap.allocate(`${whole.id} ${name} ${share ?? ''}`, {
    statement: machine.statement,
    at: machine.at(node),
    kind,
    type,
  });
  if (isView) machine.heap.share(part, whole.id);
  if (relation !== undefined) {
    machine.heap.relate(part, { relation, through: machine.statement, share }, [whole.id]);
  }
  return part;
}

function depthOf(machine: Machine, object: HeapObject): number {
  let depth = 0;
  let next: HeapObject | undefined = object;
  while (depth < pathDepth && next !== undefined) {
    const [base] = next.bases;
    if (base === undefined || base === next.id) break;
    next = machine.heap.get(base);
    depth += 1;
  }
  return depth;
}

/** What an object or its classes have under a name; empty when nothing of the notebook says. */
export function memberOf(machine: Machine, object: HeapObject, name: string, depth = 0): Value {
  const own = object.fields.get(`.${name}`);
  if (own !== undefined) return own;
  if (depth > inheritanceDepth) return noValue;
  const classes = object.code?.kind === 'class' ? object.code.bases : name === '__class__' ? noValue : classOf(object);
  let found = noValue;
  for (const parent of machine.heap.of(classes)) {
    if (parent.code?.kind === 'class') found = union(found, memberOf(machine, parent, name, depth + 1));
  }
  return found;
}

function classOf(object: HeapObject): Value {
  return object.fields.get('.__class__') ?? noValue;
}
