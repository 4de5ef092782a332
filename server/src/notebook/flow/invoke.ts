/** Calls: what is called, with what, and what comes of it. */
import type { Effect, Receiver } from '../effects/effect.ts';
import { namesInQuery } from '../names/namesInStrings.ts';
import { namedChildren, partOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import { applyEffect } from './applyEffect.ts';
import { instantiate } from './classes.ts';
import { literalOf } from './evaluate.ts';
import { callFunction } from './functions.ts';
import type { GivenArgument } from './functions.ts';
import { noValue, union } from './heap.ts';
import type { HeapObject, Value } from './heap.ts';
import type { Machine } from './machine.ts';
import { memberOf } from './members.ts';

export interface EvaluatedArgument extends GivenArgument {
  readonly node: PythonNode;
}

/** Who is called: a thing by its name, or a method of an object. */
interface Target {
  readonly object: HeapObject | undefined;
  readonly method: string | undefined;
}

interface Outcome {
  readonly value: Value;
  readonly callee: string | undefined;
  readonly receiver: HeapObject | undefined;
  readonly effect: Effect | undefined;
}

export function evaluateCall(machine: Machine, node: PythonNode): Value {
  const callee = partOf(node, 'function');
  if (callee === undefined) return noValue;
  const targets = targetsOf(machine, callee);
  const given = evaluateArguments(machine, node);
  for (const { name, start, end } of namesInQuery(machine.frame.code.tree, node)) {
    machine.read(name, machine.at({ ...node, start, end }));
  }
  const outcomes = targets.map((target) => invoke(machine, node, callee, target, given));
  const value = outcomes.reduce<Value>((all, outcome) => union(all, outcome.value), noValue);
  const told =
    outcomes.find(({ callee: name, effect }) => name !== undefined && effect?.source !== 'unknown') ?? outcomes[0];
  const caller = machine.frame;
  const outermost = machine.isAside ? machine.running[0]?.statement : undefined;
  if (caller.code.placedAt === undefined) {
    machine.recorder.call(
      {
        at: machine.at(node),
        through: caller.through,
        callee: told?.callee,
        text: withoutBlanks(machine.text(callee)),
        receiver: told?.receiver?.id,
        receivers: outcomes.flatMap(({ receiver }) => receiver?.id ?? []),
        isRepeated: machine.loopDepth > 0,
        arguments: given.map((argument) => ({
          keyword: argument.keyword,
          at: machine.at(argument.node),
          literal: argument.isSplat ? undefined : literalOf(machine, argument.value),
          objects: argument.value,
        })),
        result: value[0],
        effect: told?.effect,
      },
      caller.context,
      outermost,
    );
  }
  return value;
}

function withoutBlanks(text: string): string {
  return /\s/.test(text) ? text.replace(/\s+/g, '') : text;
}

function targetsOf(machine: Machine, callee: PythonNode): readonly Target[] {
  const name = partOf(callee, 'attribute');
  if (callee.type !== 'attribute' || name === undefined) {
    const objects = machine.heap.of(machine.evaluate(callee));
    return objects.length > 0
      ? objects.map((object) => ({ object, method: undefined }))
      : [{ object: undefined, method: undefined }];
  }
  const method = machine.text(name);
  const receivers = machine.heap.of(machine.evaluate(partOf(callee, 'object')));
  return receivers.length > 0 ? receivers.map((object) => ({ object, method })) : [{ object: undefined, method }];
}

function evaluateArguments(machine: Machine, node: PythonNode): readonly EvaluatedArgument[] {
  const list = partOf(node, 'arguments');
  if (list === undefined) return [];
  // `f(x for x in y)` has a generator where other calls have their brackets.
  const written = list.type === 'argument_list' ? namedChildren(list) : [list];
  return written.map((argument) => {
    const name = argument.type === 'keyword_argument' ? partOf(argument, 'name') : undefined;
    const isSplat = argument.type === 'list_splat' || argument.type === 'dictionary_splat';
    const part = name === undefined ? argument : (partOf(argument, 'value') ?? argument);
    return {
      keyword: name === undefined ? undefined : machine.text(name),
      value: machine.evaluate(part),
      isSplat,
      node: part,
    };
  });
}

function invoke(
  machine: Machine,
  node: PythonNode,
  callee: PythonNode,
  { object, method }: Target,
  given: readonly EvaluatedArgument[],
): Outcome {
  if (object === undefined) return useTable(machine, node, callee, undefined, undefined, method, given);
  if (method !== undefined) return invokeMethod(machine, node, callee, object, method, given);
  const { code } = object;
  const nothing = { callee: object.type, receiver: undefined, effect: undefined };
  switch (code?.kind) {
    case 'function':
      return { ...nothing, callee: code.name, value: callFunction(machine, code, node, given, undefined) };
    case 'class':
      return { ...nothing, value: instantiate(machine, object, node, given) };
    case 'method': {
      const receiver = machine.heap.get(code.receiver);
      return receiver === undefined
        ? { ...nothing, value: noValue }
        : invokeMethod(machine, node, callee, receiver, code.name, given);
    }
    case undefined:
      if ((object.kind === 'module' || object.kind === 'function') && object.type !== undefined) {
        return useTable(machine, node, callee, object.type, undefined, undefined, given);
      }
      return invokeMethod(machine, node, callee, object, '__call__', given);
  }
}

function invokeMethod(
  machine: Machine,
  node: PythonNode,
  callee: PythonNode,
  object: HeapObject,
  method: string,
  given: readonly EvaluatedArgument[],
): Outcome {
  const members = machine.heap.of(memberOf(machine, object, method));
  const isOwn = object.fields.has(`.${method}`);
  let value = noValue;
  let isKnown = false;
  for (const member of members) {
    const { code } = member;
    if (code?.kind === 'function') {
      const isBare = code.binding === 'static' || isOwn;
      const self = code.binding === 'class' ? (object.fields.get('.__class__') ?? [object.id]) : [object.id];
      value = union(value, callFunction(machine, code, node, given, isBare ? undefined : self));
      isKnown = true;
    } else if (code?.kind === 'class') {
      value = union(value, instantiate(machine, member, node, given));
      isKnown = true;
    }
  }
  if (isKnown) return { value, callee: `${object.type ?? object.kind}.${method}`, receiver: object, effect: undefined };
  if (object.kind === 'module' && object.type !== undefined) {
    return useTable(machine, node, callee, `${object.type}.${method}`, undefined, undefined, given);
  }
  return useTable(machine, node, callee, undefined, object, method, given);
}

/** A call of code that is not the notebook's. */
function useTable(
  machine: Machine,
  node: PythonNode,
  callee: PythonNode,
  name: string | undefined,
  object: HeapObject | undefined,
  method: string | undefined,
  given: readonly EvaluatedArgument[],
): Outcome {
  const receiver: Receiver | undefined =
    object === undefined ? undefined : { kind: object.kind, type: object.type, traits: object.traits };
  const effect = machine.memory.effectOf(machine.frame.code.tree, node, {
    name,
    receiver: receiver ?? (method === undefined ? undefined : { kind: 'unknown', type: undefined }),
    method,
    arguments: given.map(({ keyword, value, isSplat }) => ({
      keyword,
      literal: isSplat ? undefined : literalOf(machine, value),
    })),
  });
  const value = applyEffect(machine, { node, callee, effect, receiver: object, name, given });
  const kind =
    object?.kind === 'unknown' && effect.key !== undefined
      ? effect.key
      : `${object?.kind ?? 'unknown'}.${method ?? ''}`;
  const isKnown =
    name !== undefined || effect.source !== 'unknown' || (object !== undefined && object.kind !== 'unknown');
  return { value, callee: isKnown ? (name ?? kind) : undefined, receiver: object, effect };
}
