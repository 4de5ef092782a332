/** What attributes stand for. */
import { lookUpAttribute } from '../effects/lookUpAttribute.ts';
import { partOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import { callFunction } from './functions.ts';
import { noValue, union } from './heap.ts';
import type { HeapObject, Value } from './heap.ts';
import type { Machine } from './machine.ts';
import { memberOf, partOfObject } from './members.ts';
import type { PartStart } from './members.ts';

export function readAttribute(machine: Machine, node: PythonNode): Value {
  const receiver = machine.evaluate(partOf(node, 'object'));
  const nameNode = partOf(node, 'attribute');
  if (nameNode === undefined) return noValue;
  const name = machine.text(nameNode);
  let value = noValue;
  for (const object of machine.heap.of(receiver)) value = union(value, attributeOf(machine, node, object, name));
  return value;
}

function attributeOf(machine: Machine, node: PythonNode, object: HeapObject, name: string): Value {
  const members = memberOf(machine, object, name);
  if (members.length > 0) return boundMembers(machine, node, object, name, members);
  if (object.kind === 'module' && object.type !== undefined) {
    return [
      machine.heap.allocate(`module ${object.type}.${name}`, {
        statement: machine.statement,
        at: machine.at(node),
        kind: 'module',
        type: `${object.type}.${name}`,
      }).id,
    ];
  }
  return [partOfObject(machine, node, object, `.${name}`, startOf(machine, object, name)).id];
}

/** Methods know what they were taken from; properties are called. */
function boundMembers(machine: Machine, node: PythonNode, object: HeapObject, name: string, members: Value): Value {
  let value = noValue;
  for (const member of machine.heap.of(members)) {
    const { code } = member;
    if (code?.kind !== 'function' || object.fields.has(`.${name}`) || object.code?.kind === 'class') {
      value = union(value, [member.id]);
    } else if (code.binding === 'property') {
      value = union(value, callFunction(machine, code, node, [], [object.id]));
    } else {
      const method = machine.heap.allocate(`${object.id} method ${name}`, {
        statement: machine.statement,
        at: machine.at(node),
        kind: 'function',
        code: { kind: 'method', receiver: object.id, name },
      });
      value = union(value, [method.id]);
    }
  }
  return value;
}

/** What an attribute is that nobody set: as the table says, else a part of its object with all its rows. */
function startOf(machine: Machine, object: HeapObject, name: string): PartStart {
  const known = lookUpAttribute(machine.effects, object, name);
  if (known !== undefined) {
    const [flow] = known.rows;
    const { kind, type, identity } = known.returns;
    return { kind, type, relation: flow?.relation, isView: identity !== 'fresh' || kind === 'accessor' };
  }
  // A column by its name.
  if (object.kind === 'frame') return { kind: 'series', relation: 'same', isView: true };
  const carries = object.literal === undefined && object.kind !== 'function' && object.kind !== 'class';
  // What an estimator learned is as mixed as the estimator itself.
  return { relation: carries ? 'same' : undefined, isView: true };
}
