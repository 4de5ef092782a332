/** Assignments: what stands on the left of a sign gets what stands on its right. */
import { lookUpAttribute } from '../effects/lookUpAttribute.ts';
import { namedChildren, partOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import { carriesRows, keyField, literalOf } from './evaluate.ts';
import { noValue, union } from './heap.ts';
import type { HeapObject, Value } from './heap.ts';
import { iterate } from './iteration.ts';
import type { Machine } from './machine.ts';
import { partOfObject } from './members.ts';
import { evaluateIndexes } from './subscripts.ts';

export function assign(machine: Machine, target: PythonNode, value: Value): void {
  switch (target.type) {
    case 'identifier':
      machine.bind(machine.text(target), machine.at(target), value);
      return;
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'expression_list':
    case 'tuple':
    case 'list':
      unpack(machine, target, value);
      return;
    case 'as_pattern_target':
    case 'parenthesized_expression':
    case 'list_splat_pattern':
    case 'list_splat':
      for (const child of namedChildren(target)) assign(machine, child, value);
      return;
    case 'subscript':
    case 'attribute':
      store(machine, target, value);
      return;
    default:
      machine.evaluate(target);
  }
}

function unpack(machine: Machine, target: PythonNode, value: Value): void {
  const children = namedChildren(target);
  const star = children.findIndex(({ type }) => type.startsWith('list_splat'));
  children.forEach((child, index) => {
    if (index === star) {
      const rest = machine.allocate(child, 'rest', { kind: 'list' });
      machine.heap.put(rest, '[]', iterate(machine, child, value));
      assign(machine, child, [rest.id]);
      return;
    }
    const isBehindStar = star >= 0 && index > star;
    let item = noValue;
    for (const object of machine.heap.of(value)) {
      const held = isBehindStar ? undefined : object.fields.get(`[${index}]`);
      item = union(item, held ?? unpacked(machine, child, object, index));
    }
    assign(machine, child, item);
  });
}

/** One of the things that something falls into which is no tuple that is known. */
function unpacked(machine: Machine, node: PythonNode, object: HeapObject, index: number): Value {
  const isSequence = [...object.fields.keys()].some((field) => field.startsWith('['));
  if (isSequence || object.kind !== 'unknown') return iterate(machine, node, [object.id]);
  return [partOfObject(machine, node, object, `[${index}]`, { relation: 'same', isView: true }).id];
}

/** `x[k] = value` and `x.a = value`: the objects of x change. */
function store(machine: Machine, target: PythonNode, value: Value): void {
  const isAttribute = target.type === 'attribute';
  const base = partOf(target, isAttribute ? 'object' : 'value');
  const objects = machine.evaluate(base);
  const at = machine.at(target);
  const indexes = isAttribute ? [] : evaluateIndexes(machine, target);
  const name = partOf(target, 'attribute');
  const field = isAttribute
    ? `.${name === undefined ? '' : machine.text(name)}`
    : keyField(literalOf(machine, indexes[0]?.value ?? noValue));
  for (const object of machine.heap.of(objects)) {
    if (object.kind === 'module') {
      const isMember = isAttribute && object.type !== undefined;
      machine.changeResource(resourceOf(machine, isMember ? `${object.type}${field}` : (object.type ?? '')), at);
      continue;
    }
    for (const whole of wholesOf(machine, object)) putInto(machine, whole, field, value, isAttribute);
  }
  const changed = machine.heap.of(objects).flatMap((object) => wholesOf(machine, object).map(({ id }) => id));
  machine.mutate(changed, at, base === undefined ? undefined : rootName(machine, base), true);
}

/** What a write to `df.loc[m]` or `df.index.name` is a write to. */
function wholesOf(machine: Machine, object: HeapObject): readonly HeapObject[] {
  const isWindow = object.kind === 'accessor' || object.kind === 'index';
  return isWindow && object.bases.length > 0 ? machine.heap.of(object.bases) : [object];
}

/** Data copy what they are given; all else holds it. */
function putInto(machine: Machine, object: HeapObject, field: string, value: Value, isAttribute: boolean): void {
  const through = machine.statement;
  const isData = ['frame', 'series', 'array', 'tensor', 'sparse', 'image'].includes(object.kind);
  if (!isData) {
    machine.heap.put(object, field, value);
    return;
  }
  // New labels bring no rows.
  if (isAttribute && (field === '.columns' || field === '.index' || field === '.name')) return;
  const sources = machine.heap.of(value).filter(carriesRows);
  for (const changed of [object, ...machine.heap.dataBehind(object)]) {
    machine.heap.relate(
      changed,
      { relation: 'uses', through, share: undefined },
      sources.map(({ id }) => id),
    );
  }
}

/** What a write to a module, or to settings in it, changes. */
function resourceOf(machine: Machine, path: string): string {
  const words = path.split('.');
  for (let length = words.length; length > 1; length -= 1) {
    const owner = words.slice(0, length - 1).join('.');
    const resource = lookUpAttribute(machine.effects, owner, words[length - 1] ?? '')?.resource;
    if (resource !== undefined) return resource;
  }
  return `$module:${path}`;
}

/** The name at the base of `df.loc[m].a`; undefined when there is none, as in `f().a`. */
export function rootName(machine: Machine, node: PythonNode): string | undefined {
  let next: PythonNode | undefined = node;
  while (next !== undefined) {
    if (next.type === 'identifier') return machine.text(next);
    if (next.type === 'attribute') next = partOf(next, 'object');
    else if (next.type === 'subscript') next = partOf(next, 'value');
    else if (next.type === 'parenthesized_expression') next = namedChildren(next)[0];
    else return undefined;
  }
  return undefined;
}

/** `x += e`: what can change changes, the rest is bound again; of the unknown, both. */
export function augment(machine: Machine, node: PythonNode): void {
  const left = partOf(node, 'left');
  if (left === undefined) return;
  const before = machine.evaluate(left);
  const added = machine.evaluate(partOf(node, 'right'));
  const at = machine.at(left);
  const through = machine.statement;
  const kinds = new Set(machine.heap.of(before).map(({ kind }) => kind));
  const isBound = [...kinds].every((kind) =>
    ['number', 'text', 'tuple', 'none', 'date', 'path', 'index'].includes(kind),
  );
  const relation = { relation: 'uses', through, share: undefined } as const;
  if (!isBound) {
    for (const object of machine.heap.of(before)) {
      if (object.kind === 'list') machine.heap.put(object, '[]', iterate(machine, node, added));
      else
        machine.heap.relate(
          object,
          relation,
          machine.heap
            .of(added)
            .filter(carriesRows)
            .map(({ id }) => id),
        );
    }
    if (left.type === 'identifier') machine.mutate(before, at, machine.text(left), !kinds.has('unknown'));
  }
  if (left.type !== 'identifier') {
    store(machine, left, before);
    return;
  }
  if (!isBound && !kinds.has('unknown')) return;
  const [kind] = kinds;
  const sum = machine.allocate(node, 'sum', { kind: kinds.size === 1 && kind !== undefined ? kind : 'unknown' });
  machine.heap.relate(
    sum,
    { ...relation, relation: 'same' },
    machine.heap
      .of(union(before, added))
      .filter(carriesRows)
      .map(({ id }) => id),
  );
  machine.bind(machine.text(left), at, isBound ? [sum.id] : union(before, [sum.id]));
}

/** `del x`, `del x[k]`, `del x.a` */
export function remove(machine: Machine, target: PythonNode): void {
  switch (target.type) {
    case 'identifier':
      machine.unbind(machine.text(target), machine.at(target));
      return;
    case 'subscript':
    case 'attribute': {
      const base = partOf(target, target.type === 'attribute' ? 'object' : 'value');
      const objects = machine.evaluate(base);
      if (target.type === 'subscript') evaluateIndexes(machine, target);
      machine.mutate(objects, machine.at(target), base === undefined ? undefined : rootName(machine, base), true);
      return;
    }
    default:
      for (const child of namedChildren(target)) remove(machine, child);
  }
}
