/** What items, columns, slices and masked parts stand for. */
import type { ObjectKind } from '../../../../schemas/effects.ts';
import { namedChildren, partOf, partsOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import { keyField, literalOf } from './evaluate.ts';
import { noValue, union } from './heap.ts';
import type { HeapObject, Value } from './heap.ts';
import { isLabels, iterate } from './iteration.ts';
import type { Machine } from './machine.ts';
import { partOfObject } from './members.ts';
import type { PartStart } from './members.ts';

interface Index {
  readonly node: PythonNode;
  readonly value: Value;
}

export function readSubscript(machine: Machine, node: PythonNode): Value {
  const base = machine.evaluate(partOf(node, 'value'));
  const indexes = evaluateIndexes(machine, node);
  const output = outputOf(machine, node);
  if (output !== undefined) return output;
  let value = noValue;
  for (const object of machine.heap.of(base)) value = union(value, itemOf(machine, node, object, indexes));
  return value;
}

/** `Out[3]` is `_3`, the last value of the cell with count 3. */
function outputOf(machine: Machine, node: PythonNode): Value | undefined {
  const count = /^Out\[\s*(?<count>\d+)\s*\]$/.exec(machine.text(node))?.groups?.['count'];
  const isNotebooks = count !== undefined && machine.lookUp('Out') === undefined;
  return isNotebooks ? machine.read(`_${count}`, machine.at(node)) : undefined;
}

/** Evaluates what stands in the brackets; a tuple there is several indexes. */
export function evaluateIndexes(machine: Machine, node: PythonNode): readonly Index[] {
  return partsOf(node, 'subscript')
    .flatMap((part) => (part.type === 'tuple' ? namedChildren(part) : [part]))
    .map((part) => ({ node: part, value: machine.evaluate(part) }));
}

function itemOf(machine: Machine, node: PythonNode, object: HeapObject, indexes: readonly Index[]): Value {
  const [first] = indexes;
  if (first === undefined) return [object.id];
  switch (object.kind) {
    case 'list':
    case 'tuple':
    case 'dict':
    case 'set':
    case 'iterator':
      return heldItem(machine, node, object, first);
    case 'module':
    case 'class':
    case 'function':
      // `list[int]` is what it was.
      return [object.id];
    case 'text':
      return [machine.allocate(node, 'text', { kind: 'text' }).id];
    default:
      return selection(machine, node, object, indexes);
  }
}

function heldItem(machine: Machine, node: PythonNode, object: HeapObject, index: Index): Value {
  if (index.node.type === 'slice') {
    const slice = machine.allocate(node, `slice ${object.id}`, { kind: object.kind });
    machine.heap.put(slice, '[]', iterate(machine, node, [object.id]));
    const flow = { relation: 'part', through: machine.statement, share: shareOf(machine, index) } as const;
    machine.heap.relate(slice, flow, [object.id]);
    return [slice.id];
  }
  const key = literalOf(machine, index.value);
  const position = typeof key === 'number' && key < 0 ? key + positionsOf(object) : key;
  const held = position === undefined ? undefined : object.fields.get(keyField(position));
  if (held === undefined) return iterate(machine, node, [object.id]);
  return union(held, object.fields.get('[]') ?? noValue);
}

function positionsOf({ fields }: HeapObject): number {
  return [...fields.keys()].filter((field) => /^\[\d+\]$/.test(field)).length;
}

/** Rows or columns of data, or an item of something unknown. */
function selection(machine: Machine, node: PythonNode, object: HeapObject, indexes: readonly Index[]): Value {
  const wholes = object.kind === 'accessor' ? machine.heap.of(object.bases) : [object];
  const isByRow = object.kind === 'accessor' || object.kind !== 'frame';
  return wholes.map((whole) => {
    const start = statedStart(machine, node, whole, indexes) ?? selectionStart(machine, whole, indexes, isByRow);
    const key = literalOf(machine, indexes[0]?.value ?? noValue);
    const name =
      indexes.length === 1 && key !== undefined ? keyField(key) : `[${node.start} in ${machine.at(node).cell}]`;
    return partOfObject(machine, node, whole, name, start).id;
  });
}

/** What the table of effects says of an item, as of a call of `__getitem__`; undefined where it says nothing. */
function statedStart(
  machine: Machine,
  node: PythonNode,
  { kind, type, traits }: HeapObject,
  [first]: readonly Index[],
): PartStart | undefined {
  if (type === undefined || first === undefined) return undefined;
  const item = { keyword: undefined, literal: literalOf(machine, first.value) };
  const effect = machine.memory.effectOf(machine.frame.code.tree, node, {
    name: undefined,
    receiver: { kind, type, traits },
    method: '__getitem__',
    arguments: [item],
  });
  if (effect.key?.endsWith('.__getitem__') !== true) return undefined;
  const [flow] = effect.rows.filter(({ from }) => from === 'self');
  const share = flow?.relation === 'part' ? shareOf(machine, first) : undefined;
  return { kind: effect.returns.kind, type: effect.returns.type, relation: flow?.relation, share, isView: false };
}

function selectionStart(machine: Machine, whole: HeapObject, indexes: readonly Index[], isByRow: boolean): PartStart {
  const [first, second] = indexes;
  if (first === undefined) return { relation: 'same', isView: true };
  const shape = shapeOf(machine, first);
  const isFrame = whole.kind === 'frame';
  if (whole.kind === 'groupby') return { kind: 'groupby', relation: 'same', isView: false };
  if (isFrame && !isByRow && (shape === 'one' || shape === 'many' || shape === 'unknown')) {
    if (shape === 'one') return { kind: 'series', relation: 'same', isView: true };
    return { kind: shape === 'many' ? 'frame' : 'unknown', relation: 'same', isView: shape === 'unknown' };
  }
  const kind = selectedKind(machine, whole, shape, second);
  if (isWhole(first.node)) return { kind, relation: 'same', isView: true };
  if (whole.kind === 'unknown' && shape !== 'slice') return { relation: 'part', isView: true, share: undefined };
  return { kind, relation: 'part', share: shareOf(machine, first), isView: shape === 'slice' || shape === 'one' };
}

function selectedKind(machine: Machine, whole: HeapObject, row: Shape, column: Index | undefined): ObjectKind {
  if (whole.kind !== 'frame') return row === 'one' && whole.kind === 'series' ? 'unknown' : whole.kind;
  const shape = column === undefined ? 'slice' : shapeOf(machine, column);
  if (row === 'one' && shape === 'one') return 'unknown';
  return row === 'one' || shape === 'one' ? 'series' : shape === 'unknown' ? 'unknown' : 'frame';
}

type Shape = 'one' | 'many' | 'mask' | 'slice' | 'unknown';

/** Whether an index chooses one thing, several by name, a run of them, or those where something is true. */
function shapeOf(machine: Machine, { node, value }: Index): Shape {
  if (node.type === 'slice') return 'slice';
  const kinds = new Set(machine.heap.of(value).map(({ kind }) => kind));
  if (kinds.has('text') || kinds.has('number')) return 'one';
  if (kinds.has('list') || kinds.has('tuple') || kinds.has('index') || kinds.has('set')) return 'many';
  if (machine.heap.of(value).some((object) => isLabels(machine, object))) return 'many';
  if (kinds.has('series') || kinds.has('array') || kinds.has('frame') || kinds.has('tensor')) return 'mask';
  return node.type === 'comparison_operator' ? 'mask' : 'unknown';
}

/** `:` */
function isWhole(node: PythonNode): boolean {
  return node.type === 'slice' && namedChildren(node).length === 0;
}

/** Tells the parts of one thing apart: by the split that made the row numbers, else by what is written. */
function shareOf(machine: Machine, { node, value }: Index): string {
  for (const object of machine.heap.of(value)) {
    const fold = object.rows.find(({ share }) => share?.includes('#') === true)?.share;
    if (fold !== undefined) return fold;
  }
  return `[${machine.text(node).replace(/\s+/g, ' ')}]`;
}
