/** Classes of the notebook, and their objects. */
import { lookUpEffect } from '../effects/lookUpEffect.ts';
import { namedChildren, partOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import type { Frame } from './callable.ts';
import { callFunction } from './functions.ts';
import type { GivenArgument } from './functions.ts';
import { noValue, union } from './heap.ts';
import type { HeapObject, Value } from './heap.ts';
import type { Machine } from './machine.ts';
import { memberOf } from './members.ts';

/** Runs the body of a class; what it binds becomes its members. */
export function makeClass(machine: Machine, node: PythonNode): Value {
  const outer = machine.frame;
  const nameNode = partOf(node, 'name');
  const name = nameNode === undefined ? '' : machine.text(nameNode);
  let bases = noValue;
  for (const base of namedChildren(partOf(node, 'superclasses') ?? { ...node, children: [] })) {
    const value = machine.evaluate(base);
    if (base.type !== 'keyword_argument') bases = union(bases, value);
  }
  const library = machine.heap
    .of(bases)
    .map((base) => (base.code?.kind === 'class' ? base.code.library : base.kind === 'module' ? base.type : undefined))
    .find((type) => type !== undefined);
  const object = machine.heap.allocate(`class ${machine.at(node).cell}:${node.start}`, {
    statement: machine.statement,
    at: machine.at(node),
    kind: 'class',
    type: name,
    code: { kind: 'class', name, bases, library },
  });
  const frame: Frame = {
    ...outer,
    id: machine.newFrameId(),
    scope: outer.code.names.scopeOf(node) ?? outer.scope,
    outer,
    isCaptured: false,
  };
  machine.frame = frame;
  machine.execute(partOf(node, 'body'));
  machine.frame = outer;
  for (const member of frame.scope.bound) {
    const key = `${frame.id}:${member}`;
    const binding = machine.state.bindings.get(key);
    if (binding !== undefined) machine.heap.put(object, `.${member}`, binding.objects);
    machine.state.bindings.delete(key);
  }
  return [object.id];
}

/** An object of a class, after `__init__`. */
export function instantiate(
  machine: Machine,
  type: HeapObject,
  place: PythonNode,
  given: readonly GivenArgument[],
): Value {
  const code = type.code?.kind === 'class' ? type.code : undefined;
  const ofLibrary =
    code?.library === undefined
      ? undefined
      : lookUpEffect(machine.effects, {
          name: code.library,
          receiver: undefined,
          method: undefined,
          arguments: given.map(({ keyword }) => ({ keyword, literal: undefined })),
        });
  const object = machine.allocate(place, `instance ${type.id}`, {
    kind: ofLibrary?.source === 'unknown' ? 'unknown' : (ofLibrary?.returns.kind ?? 'unknown'),
    type: code?.library,
  });
  object.traits = ofLibrary?.traits;
  machine.heap.put(object, '.__class__', [type.id]);
  const initialisers = machine.heap.of(memberOf(machine, type, '__init__'));
  for (const { code: method } of initialisers) {
    if (method?.kind === 'function') callFunction(machine, method, place, given, [object.id]);
  }
  if (initialisers.length === 0) {
    // The fields of a data class, or what a class of a library keeps.
    for (const { keyword, value } of given)
      machine.heap.put(object, keyword === undefined ? '[]' : `.${keyword}`, value);
    for (const { place, name } of ofLibrary?.holds ?? []) {
      if (typeof place === 'number') machine.heap.put(object, `.${name}`, given[place]?.value ?? noValue);
    }
  }
  return [object.id];
}
