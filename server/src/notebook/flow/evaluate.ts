/** What expressions stand for. */
import { isBuiltin } from '../names/predefinedNames.ts';
import { namedChildren, partOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import type { Literal } from './analysis.ts';
import { readAttribute } from './attributes.ts';
import { comprehend } from './comprehensions.ts';
import { evaluateCall } from './invoke.ts';
import { makeFunction } from './functions.ts';
import { noValue, union } from './heap.ts';
import type { HeapObject, Value } from './heap.ts';
import type { Machine } from './machine.ts';
import { kindOfOperation } from './operations.ts';
import { readSubscript } from './subscripts.ts';

/** Never throws; what it does not know it walks through and says nothing about. */
export function evaluate(machine: Machine, node: PythonNode): Value {
  switch (node.type) {
    case 'identifier':
      return evaluateName(machine, node);
    case 'integer':
    case 'float':
    case 'string':
    case 'concatenated_string':
    case 'true':
    case 'false':
    case 'none':
      return evaluateLiteral(machine, node);
    case 'call':
      return evaluateCall(machine, node);
    case 'attribute':
      return readAttribute(machine, node);
    case 'subscript':
      return readSubscript(machine, node);
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
    case 'pattern_list':
      return evaluateSequence(machine, node);
    case 'dictionary':
      return evaluateDictionary(machine, node);
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return comprehend(machine, node);
    case 'lambda':
      return makeFunction(machine, node);
    case 'binary_operator':
    case 'comparison_operator':
    case 'unary_operator':
      return evaluateOperation(machine, node);
    case 'boolean_operator':
      return union(machine.evaluate(partOf(node, 'left')), machine.evaluate(partOf(node, 'right')));
    case 'conditional_expression': {
      const [then, condition, otherwise] = namedChildren(node);
      const decides = machine.evaluate(condition);
      return chosen(machine, node, union(machine.evaluate(then), machine.evaluate(otherwise)), decides);
    }
    case 'named_expression':
      return evaluateWalrus(machine, node);
    case 'parenthesized_expression':
    case 'await':
    case 'list_splat':
    case 'dictionary_splat':
    case 'interpolation':
    case 'keyword_argument':
    case 'type':
      return namedChildren(node).reduce<Value>(
        (value, child) =>
          node.type === 'keyword_argument' && child.field === 'name' ? value : union(value, machine.evaluate(child)),
        noValue,
      );
    case 'yield': {
      const value = namedChildren(node).reduce<Value>((all, child) => union(all, machine.evaluate(child)), noValue);
      machine.frame.yielded = union(machine.frame.yielded, value);
      return [machine.allocate(node, 'sent').id];
    }
    default:
      for (const child of node.children) if (child.isNamed) machine.evaluate(child);
      return noValue;
  }
}

/** One of two values: of two constants, what was asked shows in which of them it is. */
function chosen(machine: Machine, node: PythonNode, values: Value, decides: Value): Value {
  const sources = machine.heap.of(decides).filter((object) => carriesRows(object) && object.rows.length > 0);
  const isConstant = machine.heap.of(values).every(({ literal }) => literal !== undefined);
  if (sources.length === 0 || !isConstant) return values;
  const choice = machine.allocate(node, 'choice', { kind: machine.heap.of(values)[0]?.kind ?? 'unknown' });
  machine.heap.relate(
    choice,
    { relation: 'uses', through: machine.statement, share: undefined },
    sources.map(({ id }) => id),
  );
  return union(values, [choice.id]);
}

function evaluateName(machine: Machine, node: PythonNode): Value {
  const name = machine.text(node);
  const value = machine.read(name, machine.at(node));
  if (value.length > 0) return value;
  const binding = machine.lookUp(name);
  if (binding === undefined && isBuiltin(name)) {
    return [machine.allocate(node, 'builtin', { kind: 'function', type: `builtins.${name}` }).id];
  }
  // So that what happens to it is seen through all its aliases.
  return [machine.allocate(node, 'unknown').id];
}

function evaluateWalrus(machine: Machine, node: PythonNode): Value {
  const value = machine.evaluate(partOf(node, 'value'));
  const name = partOf(node, 'name');
  if (name === undefined) return value;
  const inner = machine.frame;
  while (machine.frame.scope.kind === 'comprehension' && machine.frame.outer !== undefined) {
    machine.frame = machine.frame.outer;
  }
  machine.bind(machine.text(name), machine.at(name), value);
  machine.frame = inner;
  return value;
}

function evaluateLiteral(machine: Machine, node: PythonNode): Value {
  switch (node.type) {
    case 'true':
    case 'false':
      return [machine.allocate(node, 'literal', { kind: 'number', literal: node.type === 'true' }).id];
    case 'none':
      return [machine.allocate(node, 'literal', { kind: 'none', literal: null }).id];
    case 'integer':
    case 'float': {
      const number = Number(machine.text(node).replaceAll('_', ''));
      return Number.isNaN(number)
        ? [machine.allocate(node, 'number', { kind: 'number' }).id]
        : [machine.allocate(node, 'literal', { kind: 'number', literal: number }).id];
    }
    default: {
      const literal = textValue(machine, node);
      // In a loop the same text can stand for several values.
      return [
        literal === undefined
          ? machine.allocate(node, 'text', { kind: 'text' }).id
          : machine.allocate(node, `literal ${literal.length < 200 ? literal : ''}`, { kind: 'text', literal }).id,
      ];
    }
  }
}

/** The text of a string, names in it followed; undefined when it is not known. */
function textValue(machine: Machine, node: PythonNode): string | undefined {
  const parts = node.type === 'string' ? node.children : namedChildren(node);
  const isRaw = node.type === 'string' && /^[^"']*r/i.test(machine.text(node).slice(0, 3));
  let text: string | undefined = '';
  for (const part of parts) {
    let piece: string | undefined;
    if (part.type === 'string') piece = textValue(machine, part);
    else if (part.type === 'string_start' || part.type === 'string_end') continue;
    else if (part.type === 'string_content') piece = isRaw ? machine.text(part) : unescape(machine.text(part));
    else piece = interpolated(machine, part);
    text = text === undefined || piece === undefined ? undefined : text + piece;
  }
  return text;
}

function interpolated(machine: Machine, node: PythonNode): string | undefined {
  let piece: string | undefined;
  let isPlain = true;
  for (const part of namedChildren(node)) {
    if (part.field === 'expression') {
      const literal = literalOf(machine, machine.evaluate(part));
      piece = typeof literal === 'string' || typeof literal === 'number' ? String(literal) : undefined;
    } else {
      isPlain = false;
      machine.evaluate(part);
    }
  }
  return isPlain ? piece : undefined;
}

function unescape(text: string): string {
  return text.replace(/\\(?<sign>[\\'"nt])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign === 't' ? '\t' : sign));
}

/** The constant that a value is; undefined when it is none, or one of several. */
export function literalOf(machine: Machine, value: Value): Literal | undefined {
  const [only, ...others] = machine.heap.of(value);
  return others.length === 0 ? only?.literal : undefined;
}

function evaluateSequence(machine: Machine, node: PythonNode): Value {
  const kind = node.type === 'list' || node.type === 'set' ? node.type : 'tuple';
  const object = machine.allocate(node, 'sequence', { kind });
  let position: number | undefined = 0;
  for (const child of namedChildren(node)) {
    const value = machine.evaluate(child);
    if (child.type === 'list_splat') {
      machine.heap.put(object, '[]', itemsOf(machine, value));
      position = undefined;
    } else {
      machine.heap.put(object, position === undefined ? '[]' : `[${position}]`, value);
      if (position !== undefined) position += 1;
    }
  }
  return [object.id];
}

function evaluateDictionary(machine: Machine, node: PythonNode): Value {
  const object = machine.allocate(node, 'dictionary', { kind: 'dict' });
  for (const child of namedChildren(node)) {
    if (child.type === 'dictionary_splat') machine.heap.put(object, '[]', itemsOf(machine, machine.evaluate(child)));
    if (child.type !== 'pair') continue;
    const key = literalOf(machine, machine.evaluate(partOf(child, 'key')));
    machine.heap.put(object, keyField(key), machine.evaluate(partOf(child, 'value')));
  }
  return [object.id];
}

/** The field of a constant key, else that of any item. */
export function keyField(key: Literal | undefined): string {
  return key === undefined ? '[]' : `[${typeof key === 'number' ? key : JSON.stringify(key)}]`;
}

/** What iterating over a value gives. */
export function itemsOf(machine: Machine, value: Value): Value {
  let items = noValue;
  for (const object of machine.heap.of(value)) {
    for (const [field, held] of object.fields) if (field.startsWith('[')) items = union(items, held);
  }
  return items;
}

function evaluateOperation(machine: Machine, node: PythonNode): Value {
  const operands = namedChildren(node).map((child) => machine.evaluate(child));
  const constant = foldConstant(machine, node, operands);
  if (constant !== undefined) {
    const kind = typeof constant === 'string' ? 'text' : 'number';
    return [machine.allocate(node, `constant ${String(constant)}`, { kind, literal: constant }).id];
  }
  const objects = operands.flatMap((operand) => machine.heap.of(operand));
  const result = machine.allocate(node, 'operation', { kind: kindOfOperation(node.type, objects) });
  const sources = objects.filter(carriesRows).map(({ id }) => id);
  // Membership and identity are of the object, not of its rows.
  const isOfRows =
    node.type !== 'comparison_operator' || !node.children.some(({ type }) => /^(?:not )?in$|^is/.test(type));
  if (isOfRows) {
    machine.heap.relate(result, { relation: 'same', through: machine.statement, share: undefined }, sources);
  }
  if (node.type === 'binary_operator' && result.kind === 'list') {
    machine.heap.put(result, '[]', itemsOf(machine, union(operands[0] ?? noValue, operands[1] ?? noValue)));
  }
  return [result.id];
}

/** Whether rows can come from an object: constants and code have none. */
export function carriesRows({ kind, literal, code }: HeapObject): boolean {
  return (
    literal === undefined &&
    code === undefined &&
    !['module', 'function', 'class', 'none', 'text', 'path'].includes(kind)
  );
}

/** Sums of numbers, joined texts and joined paths. */
function foldConstant(machine: Machine, node: PythonNode, operands: readonly Value[]): string | number | undefined {
  const [one, other] = operands.map((operand) => literalOf(machine, operand));
  const sign = node.children.find(({ field }) => field === 'operator')?.type;
  if (node.type === 'unary_operator') return sign === '-' && typeof one === 'number' ? -one : undefined;
  if (node.type !== 'binary_operator') return undefined;
  if (typeof one === 'number' && typeof other === 'number') {
    if (sign === '+') return one + other;
    if (sign === '-') return one - other;
    if (sign === '*') return one * other;
  }
  if (typeof one === 'string' && typeof other === 'string') {
    if (sign === '+') return one + other;
    if (sign === '/') return `${one.replace(/\/$/, '')}/${other}`;
  }
  return undefined;
}
