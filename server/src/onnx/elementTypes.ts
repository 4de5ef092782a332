/** Types of tensor elements, by their numbers in a model file. */

interface ElementType {
  /** As a spec writes it where it can. */
  readonly name: string;
  /** Bits of one element; undefined for texts. */
  readonly bits: number | undefined;
}

/** @source TensorProto.DataType of onnx.proto */
const elementTypes: ReadonlyMap<number, ElementType> = new Map([
  [1, { name: 'float32', bits: 32 }],
  [2, { name: 'uint8', bits: 8 }],
  [3, { name: 'int8', bits: 8 }],
  [4, { name: 'uint16', bits: 16 }],
  [5, { name: 'int16', bits: 16 }],
  [6, { name: 'int32', bits: 32 }],
  [7, { name: 'int64', bits: 64 }],
  [8, { name: 'string', bits: undefined }],
  [9, { name: 'bool', bits: 8 }],
  [10, { name: 'float16', bits: 16 }],
  [11, { name: 'float64', bits: 64 }],
  [12, { name: 'uint32', bits: 32 }],
  [13, { name: 'uint64', bits: 64 }],
  [14, { name: 'complex64', bits: 64 }],
  [15, { name: 'complex128', bits: 128 }],
  [16, { name: 'bfloat16', bits: 16 }],
  [17, { name: 'float8e4m3fn', bits: 8 }],
  [18, { name: 'float8e4m3fnuz', bits: 8 }],
  [19, { name: 'float8e5m2', bits: 8 }],
  [20, { name: 'float8e5m2fnuz', bits: 8 }],
  [21, { name: 'uint4', bits: 4 }],
  [22, { name: 'int4', bits: 4 }],
  [23, { name: 'float4e2m1', bits: 4 }],
  [24, { name: 'float8e8m0', bits: 8 }],
  [25, { name: 'uint2', bits: 2 }],
  [26, { name: 'int2', bits: 2 }],
]);

/** Name of an element type; undefined for 0, which means that nothing is said, and for numbers of a later standard. */
export function elementTypeName(number: number): string | undefined {
  return elementTypes.get(number)?.name;
}

/**
 * Bytes that a tensor takes.
 *
 * @param dimensions sizes of the axes; none for a scalar
 * @returns undefined for texts, unknown types, and sizes that no file can have
 */
export function tensorBytes(type: number, dimensions: readonly number[]): number | undefined {
  const bits = elementTypes.get(type)?.bits;
  const count = dimensions.reduce((product, size) => product * size, 1);
  if (bits === undefined || count < 0 || count > Number.MAX_SAFE_INTEGER / 128) return undefined;
  return Math.ceil((count * bits) / 8);
}
