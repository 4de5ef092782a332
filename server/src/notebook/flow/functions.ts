/** Functions of the notebook: made where they are written, run where they are called. */
import { namedChildren, partOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import type { Frame, FunctionCode } from './callable.ts';
import { noValue, union } from './heap.ts';
import type { Value } from './heap.ts';
import type { Machine } from './machine.ts';
import { placeKey } from './recorder.ts';
import { join } from './state.ts';

/** A value given to a call. */
export interface GivenArgument {
  /** Undefined for positional ones. */
  readonly keyword: string | undefined;
  readonly value: Value;
  /** Whether it stands for any number of arguments: `*rest`, `**options`. */
  readonly isSplat: boolean;
}

interface Parameter {
  readonly name: string;
  readonly kind: 'plain' | 'keyword' | 'rest' | 'options';
  readonly node: PythonNode;
  readonly fallback: PythonNode | undefined;
}

/** @param node a `function_definition` or a `lambda` */
export function makeFunction(machine: Machine, node: PythonNode, binding: FunctionCode['binding'] = 'instance'): Value {
  const { frame } = machine;
  const nameNode = partOf(node, 'name');
  const name = nameNode === undefined ? '<lambda>' : machine.text(nameNode);
  const parameters = parametersOf(machine, node);
  const defaults = new Map(
    parameters.flatMap((parameter) =>
      parameter.fallback === undefined ? [] : [[parameter.name, machine.evaluate(parameter.fallback)] as const],
    ),
  );
  machine.evaluate(partOf(node, 'return_type'));
  for (const parameter of namedChildren(partOf(node, 'parameters') ?? node))
    machine.evaluate(partOf(parameter, 'type'));
  const at = machine.at(node);
  // A function inside of others is theirs: what it reads later is said where the outermost stands.
  const statement = frame.running?.statement ?? machine.statement;
  const code: FunctionCode = {
    kind: 'function',
    name,
    node,
    code: frame.code,
    at,
    statement,
    frame,
    defaults,
    binding,
  };
  for (let next: Frame | undefined = frame; next !== undefined; next = next.outer) next.isCaptured = true;
  const known = machine.heap.allocate(`function ${placeKey(at)} ${node.start} ${frame.id === 0 ? '' : frame.context}`, {
    statement: machine.statement,
    at,
    kind: 'function',
    type: name,
    code,
  });
  machine.functions.made(
    known.code?.kind === 'function' ? known.code : code,
    parameters.map((parameter) => parameter.name),
  );
  return [known.id];
}

function parametersOf(machine: Machine, node: PythonNode): readonly Parameter[] {
  const list = partOf(node, 'parameters');
  let isKeywordOnly = false;
  const parameters: Parameter[] = [];
  for (const child of list === undefined ? [] : namedChildren(list)) {
    if (child.type === 'keyword_separator') isKeywordOnly = true;
    const inner = child.type === 'typed_parameter' ? namedChildren(child)[0] : (partOf(child, 'name') ?? child);
    if (inner === undefined) continue;
    const isRest = inner.type === 'list_splat_pattern';
    const isOptions = inner.type === 'dictionary_splat_pattern';
    const written = isRest || isOptions ? namedChildren(inner)[0] : inner;
    if (written?.type !== 'identifier') continue;
    const kind = isRest ? 'rest' : isOptions ? 'options' : isKeywordOnly ? 'keyword' : 'plain';
    parameters.push({ name: machine.text(written), kind, node: written, fallback: partOf(child, 'value') });
    if (isRest) isKeywordOnly = true;
  }
  return parameters;
}

/**
 * Runs a function with what a call gives it.
 *
 * @param place the call, for the objects that it makes
 * @param self what a method gets first; undefined for functions
 * @returns what it returns; one unknown object when it cannot be followed any further
 */
export function callFunction(
  machine: Machine,
  code: FunctionCode,
  place: PythonNode,
  given: readonly GivenArgument[],
  self: Value | undefined,
): Value {
  if (!machine.canFollow(code)) return [machine.allocate(place, 'not followed').id];
  const caller = machine.frame;
  const at = machine.at(place);
  const frame: Frame = {
    id: machine.newFrameId(),
    code: code.code,
    scope: code.code.names.scopeOf(code.node) ?? code.frame.scope,
    outer: code.frame,
    running: code,
    through: machine.isAside ? undefined : (caller.through ?? at),
    // Two calls tell apart what one function makes for each of its callers.
    context: `${caller.context.split('/').at(-1) ?? ''}/${at.cell}:${at.start}`,
    returned: noValue,
    yielded: noValue,
    ends: [],
    isCaptured: false,
  };
  machine.frame = frame;
  const parameters = parametersOf(machine, code.node);
  const values = bindParameters(machine, code, parameters, self === undefined ? given : [positional(self), ...given]);
  const loopDepth = machine.loopDepth;
  machine.running.push(code);
  machine.functions.enter(code, machine.isAside && machine.running.length === 1 ? undefined : at, values);
  for (const [name, value] of values) machine.bind(name, at, value);
  const body = partOf(code.node, 'body');
  if (code.node.type === 'lambda') frame.returned = machine.evaluate(body);
  else machine.execute(body);
  machine.state = join([...frame.ends, machine.state]);
  // A function that only raises does not end its callers for us: they go on where it did not.
  machine.state.isDead = false;
  const result = resultOf(machine, place, frame);
  machine.functions.leave(code, result);
  machine.running.pop();
  machine.loopDepth = loopDepth;
  machine.frame = caller;
  if (!frame.isCaptured) for (const name of frame.scope.bound) machine.state.bindings.delete(`${frame.id}:${name}`);
  return result;
}

export function positional(value: Value): GivenArgument {
  return { keyword: undefined, value, isSplat: false };
}

function resultOf(machine: Machine, place: PythonNode, frame: Frame): Value {
  if (frame.yielded.length > 0) {
    const generator = machine.allocate(place, `generator ${frame.scope.start}`, { kind: 'iterator' });
    machine.heap.put(generator, '[]', frame.yielded);
    return [generator.id];
  }
  if (frame.returned.length > 0) return frame.returned;
  return [machine.allocate(place, 'nothing', { kind: 'none' }).id];
}

function bindParameters(
  machine: Machine,
  code: FunctionCode,
  parameters: readonly Parameter[],
  given: readonly GivenArgument[],
): ReadonlyMap<string, Value> {
  const inOrder = given.filter(({ keyword, isSplat }) => keyword === undefined && !isSplat);
  const spread = given
    .filter(({ isSplat }) => isSplat)
    .flatMap(({ value }) => machine.heap.of(value))
    .flatMap(({ fields }) => [...fields].filter(([field]) => field.startsWith('[')).map(([, value]) => value))
    .reduce<Value>(union, noValue);
  const values = new Map<string, Value>();
  let position = 0;
  for (const { name, kind, node } of parameters) {
    if (kind === 'rest') {
      const rest = machine.allocate(node, 'rest', { kind: 'tuple' });
      inOrder.slice(position).forEach(({ value }, index) => machine.heap.put(rest, `[${index}]`, value));
      if (spread.length > 0) machine.heap.put(rest, '[]', spread);
      values.set(name, [rest.id]);
      continue;
    }
    if (kind === 'options') {
      const options = machine.allocate(node, 'options', { kind: 'dict' });
      for (const { keyword, value } of given) {
        if (keyword !== undefined && !parameters.some((other) => other.name === keyword)) {
          machine.heap.put(options, `["${keyword}"]`, value);
        }
      }
      values.set(name, [options.id]);
      continue;
    }
    const byName = given.find(({ keyword }) => keyword === name)?.value;
    const byPlace = kind === 'plain' && byName === undefined ? inOrder[position]?.value : undefined;
    if (byPlace !== undefined) position += 1;
    const value = byName ?? byPlace ?? union(spread, code.defaults.get(name) ?? noValue);
    values.set(name, value.length > 0 ? value : [machine.allocate(node, 'parameter').id]);
  }
  return values;
}
