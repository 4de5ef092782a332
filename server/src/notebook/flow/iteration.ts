/** What a loop variable stands for. */
import type { ObjectKind } from '../../../../schemas/effects.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import { noValue, union } from './heap.ts';
import type { HeapObject, Value } from './heap.ts';
import type { Machine } from './machine.ts';

/** Items of these are rows, or parts of them. */
const itemKinds: Partial<Readonly<Record<ObjectKind, ObjectKind>>> = {
  frame: 'text',
  series: 'unknown',
  array: 'array',
  tensor: 'tensor',
  text: 'text',
  index: 'unknown',
  loader: 'tensor',
  dataset: 'tensor',
};

/** @param place the loop, for objects that it makes */
export function iterate(machine: Machine, place: PythonNode, iterable: Value): Value {
  let items = noValue;
  for (const object of machine.heap.of(iterable)) {
    let held = noValue;
    for (const [field, value] of object.fields) if (field.startsWith('[')) held = union(held, value);
    items = union(items, held.length > 0 ? held : [itemOf(machine, place, object).id]);
  }
  return items.length > 0 ? items : [machine.allocate(place, 'item').id];
}

/** One item of something whose items nobody put in. */
function itemOf(machine: Machine, place: PythonNode, object: HeapObject): HeapObject {
  const kind = isLabels(machine, object)
    ? 'text'
    : (itemKinds[object.kind] ?? (object.kind === 'number' ? 'number' : 'unknown'));
  const item = machine.allocate(place, `item ${object.id}`, { kind });
  if (object.literal === undefined) {
    machine.heap.share(item, object.id);
    machine.heap.relate(item, { relation: 'part', through: machine.statement, share: undefined }, [object.id]);
  }
  return item;
}

/** Steps from labels to what is made of them that are followed. */
const labelDepth = 6;

/** Whether something holds labels of columns or rows: an index, or the values or a part of one. */
export function isLabels(machine: Machine, object: HeapObject): boolean {
  let next: HeapObject | undefined = object;
  for (let depth = 0; depth < labelDepth && next !== undefined; depth += 1) {
    if (next.kind === 'index') return true;
    if (next.kind !== 'array' && next.kind !== 'list') return false;
    const source: number | undefined = next.rows.find(({ relation }) => relation === 'same' || relation === 'part')?.of;
    next = source === undefined ? undefined : machine.heap.get(source);
  }
  return false;
}
