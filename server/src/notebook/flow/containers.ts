/** What calls put into lists and dictionaries, and what they take out of them. */
import type { Place } from '../effects/effect.ts';
import type { LibraryCall } from './applyEffect.ts';
import { itemsOf } from './evaluate.ts';
import { noValue, union } from './heap.ts';
import type { HeapObject, Value } from './heap.ts';
import { iterate } from './iteration.ts';
import type { Machine } from './machine.ts';

const containers: ReadonlySet<string> = new Set(['list', 'tuple', 'set', 'dict', 'iterator']);
/** These put the items of their arguments into an object, others the arguments themselves. */
const unpacking: ReadonlySet<string> = new Set(['extend', 'update', 'extendleft']);

/** Moves items between containers as a call does. */
export function moveItems(machine: Machine, call: LibraryCall, result: Value, valueAt: (place: Place) => Value): void {
  const { effect, receiver } = call;
  const method = effect.key?.split('.').at(-1) ?? '';
  for (const { from, to, relation } of effect.rows) {
    if (to === 'self' && receiver !== undefined && relation === 'contains' && containers.has(receiver.kind)) {
      const value = valueAt(from);
      machine.heap.put(receiver, '[]', unpacking.has(method) ? itemsOf(machine, value) : value);
    }
  }
  for (const object of machine.heap.of(result)) {
    if (containers.has(object.kind)) fill(machine, call, object, valueAt);
  }
}

/** Gives a container that a call returns the items of those that it was made of. */
function fill(machine: Machine, call: LibraryCall, result: HeapObject, valueAt: (place: Place) => Value): void {
  const { effect, node, given } = call;
  const items = (place: Place): Value => iterate(machine, node, valueAt(place));
  switch (effect.key) {
    case 'builtins.enumerate':
      putTuple(machine, call, result, [numberOf(machine, call), items(0)]);
      return;
    case 'builtins.zip':
      putTuple(
        machine,
        call,
        result,
        given.map((_, index) => items(index)),
      );
      return;
    case 'dict.items':
      putTuple(machine, call, result, [[machine.allocate(node, 'key').id], itemsOf(machine, valueAt('self'))]);
      return;
    default:
  }
  for (const { from, to, relation } of effect.rows) {
    if (to !== 'result' || relation === 'uses' || relation === 'summary') continue;
    const sources = machine.heap.of(valueAt(from)).filter(({ id, kind }) => id !== result.id && containers.has(kind));
    const held = sources.reduce<Value>((all, { id }) => union(all, itemsOf(machine, [id])), noValue);
    if (held.length > 0) machine.heap.put(result, '[]', held);
  }
}

function putTuple(machine: Machine, { node }: LibraryCall, result: HeapObject, parts: readonly Value[]): void {
  const tuple = machine.allocate(node, 'tuple', { kind: 'tuple' });
  parts.forEach((part, index) => machine.heap.put(tuple, `[${index}]`, part));
  machine.heap.put(result, '[]', [tuple.id]);
}

function numberOf(machine: Machine, { node }: LibraryCall): Value {
  return [machine.allocate(node, 'position', { kind: 'number' }).id];
}
