/** Reads what a graph says of an input or output: ValueInfoProto and TypeProto. */
import { DamagedFile } from './byteSource.ts';
import type { ByteWindow } from './byteSource.ts';
import { elementTypeName } from './elementTypes.ts';
import type { GraphValue, ValueKind } from './modelHeader.ts';
import { fieldsOf, readText } from './wire.ts';
import type { Span } from './wire.ts';

type ValueType = Pick<GraphValue, 'kind' | 'type' | 'shape'>;
type Axis = number | string | null;

/** Types nest in each other; no tool nests them deeper. */
const deepestType = 16;
/** Axes of a tensor at most. */
const mostAxes = 1024;

const unknownType: ValueType = { kind: undefined, type: undefined, shape: undefined };

/** @source ValueInfoProto: 1 name, 2 type */
export async function readValueInfo(window: ByteWindow, span: Span): Promise<GraphValue> {
  let name = '';
  let type = unknownType;
  for await (const field of fieldsOf(window, span)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) name = await readText(window, field);
    if (field.number === 2) type = await readType(window, field, 0);
  }
  return { name, ...type };
}

const kinds: ReadonlyMap<number, ValueKind> = new Map([
  [1, 'tensor'],
  [4, 'sequence'],
  [5, 'map'],
  [8, 'sparse-tensor'],
  [9, 'optional'],
]);

/** @source TypeProto: 1 tensor, 4 sequence, 5 map, 8 sparse tensor, 9 optional */
async function readType(window: ByteWindow, span: Span, depth: number): Promise<ValueType> {
  if (depth > deepestType) throw new DamagedFile('nests types without end');
  let found = unknownType;
  for await (const field of fieldsOf(window, span)) {
    const kind = kinds.get(field.number);
    if (kind === undefined || field.kind !== 'bytes') continue;
    switch (kind) {
      case 'tensor':
      case 'sparse-tensor':
        found = { kind, ...(await readTensorType(window, field)) };
        break;
      case 'sequence':
      case 'optional':
        found = { kind, ...(await readInner(window, field, 1, depth)) };
        break;
      case 'map':
        found = { kind, ...(await readInner(window, field, 2, depth)) };
        break;
    }
  }
  return found;
}

/** Type and shape of what a sequence, an optional or a map holds. */
async function readInner(
  window: ByteWindow,
  span: Span,
  fieldNumber: number,
  depth: number,
): Promise<Pick<ValueType, 'type' | 'shape'>> {
  let inner: Pick<ValueType, 'type' | 'shape'> = { type: undefined, shape: undefined };
  for await (const field of fieldsOf(window, span)) {
    if (field.number !== fieldNumber || field.kind !== 'bytes') continue;
    const { type, shape } = await readType(window, field, depth + 1);
    inner = { type, shape };
  }
  return inner;
}

/** @source TypeProto.Tensor: 1 elem_type, 2 shape */
async function readTensorType(window: ByteWindow, span: Span): Promise<Pick<ValueType, 'type' | 'shape'>> {
  let type: string | undefined;
  let shape: readonly Axis[] | undefined;
  for await (const field of fieldsOf(window, span)) {
    if (field.number === 1 && field.kind === 'number') type = elementTypeName(field.value);
    if (field.number === 2 && field.kind === 'bytes') shape = await readShape(window, field);
  }
  return { type, shape };
}

/** @source TensorShapeProto: 1 dim */
async function readShape(window: ByteWindow, span: Span): Promise<readonly Axis[]> {
  const axes: Axis[] = [];
  for await (const field of fieldsOf(window, span)) {
    if (field.number !== 1 || field.kind !== 'bytes') continue;
    if (axes.length >= mostAxes) throw new DamagedFile(`has a tensor of more than ${String(mostAxes)} axes`);
    axes.push(await readAxis(window, field));
  }
  return axes;
}

/** @source TensorShapeProto.Dimension: 1 dim_value, 2 dim_param; a size below zero is how some tools write "any" */
async function readAxis(window: ByteWindow, span: Span): Promise<Axis> {
  let axis: Axis = null;
  for await (const field of fieldsOf(window, span)) {
    if (field.number === 1 && field.kind === 'number') axis = field.value < 0 ? null : field.value;
    if (field.number === 2 && field.kind === 'bytes') axis = (await readText(window, field)) || null;
  }
  return axis;
}
