/** Reads what a model says of a weight, and passes over its numbers: TensorProto and SparseTensorProto. */
import type { ByteWindow } from './byteSource.ts';
import { tensorBytes } from './elementTypes.ts';
import { fieldsOf, readNumbers, readText } from './wire.ts';
import type { Span } from './wire.ts';

export interface TensorHeader {
  readonly name: string;
  /** Bytes in the file, or said to lie outside of it. */
  readonly bytes: number;
  /** The file with its numbers, as written; undefined when they stand in the model itself. */
  readonly location: string | undefined;
}

/** Entries that hold numbers or texts of the tensor: float, int32, string, int64, raw, double, uint64. */
const dataFields: ReadonlySet<number> = new Set([4, 5, 6, 7, 9, 10, 11]);
const external = 1;

/** @source TensorProto: 1 dims, 2 data_type, 8 name, 13 external_data, 14 data_location */
export async function readTensor(window: ByteWindow, span: Span): Promise<TensorHeader> {
  const dimensions: number[] = [];
  const entries = new Map<string, string>();
  let type = 0;
  let name = '';
  let isExternal = false;
  let stored = 0;
  for await (const field of fieldsOf(window, span)) {
    if (dataFields.has(field.number)) stored += field.end - field.start;
    else if (field.number === 1) dimensions.push(...(await readNumbers(window, field)));
    else if (field.number === 2) type = field.value;
    else if (field.number === 8) name = await readText(window, field);
    else if (field.number === 13 && field.kind === 'bytes') await readEntry(window, field, entries);
    else if (field.number === 14) isExternal = field.value === external;
  }
  const location = isExternal ? entries.get('location') : undefined;
  const length = Number(entries.get('length') ?? Number.NaN);
  const outside = Number.isSafeInteger(length) && length >= 0 ? length : (tensorBytes(type, dimensions) ?? 0);
  return { name, bytes: isExternal ? outside : stored, location };
}

/** @source StringStringEntryProto: 1 key, 2 value */
async function readEntry(window: ByteWindow, span: Span, entries: Map<string, string>): Promise<void> {
  let key = '';
  let value = '';
  for await (const field of fieldsOf(window, span)) {
    if (field.number === 1) key = await readText(window, field);
    if (field.number === 2) value = await readText(window, field);
  }
  entries.set(key, value);
}

/** @source SparseTensorProto: 1 values, 2 indices; its name is that of the values */
export async function readSparseTensor(window: ByteWindow, span: Span): Promise<readonly TensorHeader[]> {
  const parts: TensorHeader[] = [];
  for await (const field of fieldsOf(window, span)) {
    if ((field.number === 1 || field.number === 2) && field.kind === 'bytes') {
      parts.push(await readTensor(window, field));
    }
  }
  return parts;
}
