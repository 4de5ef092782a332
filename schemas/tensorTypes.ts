/** Types of the tensors that columns become, in the spec and in the jobs that feed them. */
import * as z from 'zod';

export const tensorType = z.enum([
  'float32',
  'float64',
  'float16',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint64',
  'uint32',
  'uint16',
  'uint8',
  'bool',
  'string',
]);

/** Those that hold whole numbers and nothing else. */
export const wholeTensorTypes: ReadonlySet<string> = new Set(
  tensorType.options.filter((type) => /^u?int\d+$/.test(type)),
);
