/** Descriptions of values as the Python harness writes them, with their blobs in memory. */
import { createHash } from 'node:crypto';
import type { Observed, ObservedColumn, ObservedIndex } from '../../schemas/verificationRun.ts';
import type { ReadBlob } from '../../server/src/notebook/verify/compare/columnValues.ts';

export interface ObservedValues {
  readonly readBlob: ReadBlob;
  readonly floats: (values: readonly number[], dtype?: string) => ObservedColumn;
  readonly ints: (values: readonly (number | bigint)[], dtype?: string) => ObservedColumn;
  /** Undefined is missing. */
  readonly texts: (values: readonly (string | undefined)[], dtype?: string) => ObservedColumn;
  /** With the index 0, 1, … unless another one is given. */
  readonly frame: (columns: Readonly<Record<string, ObservedColumn>>, index?: readonly number[]) => Observed;
  readonly array: (values: readonly number[]) => Observed;
}

export function observedValues(): ObservedValues {
  const blobs = new Map<string, Uint8Array>();
  const store = (bytes: Uint8Array): string => {
    const hash = createHash('sha256').update(bytes).digest('hex');
    blobs.set(hash, bytes);
    return hash;
  };
  const floats = (values: readonly number[], dtype = 'float64'): ObservedColumn => ({
    dtype,
    encoding: 'float',
    count: values.length,
    values: store(new Uint8Array(Float64Array.from(values).buffer)),
  });
  const ints = (values: readonly (number | bigint)[], dtype = 'int64'): ObservedColumn => ({
    dtype,
    encoding: 'int',
    count: values.length,
    values: store(new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer)),
  });
  const texts = (values: readonly (string | undefined)[], dtype = 'str'): ObservedColumn => {
    const labels = [...new Set(values.filter((value) => value !== undefined))];
    const codes = Int32Array.from(values.map((value) => (value === undefined ? -1 : labels.indexOf(value))));
    return {
      dtype,
      encoding: 'text',
      count: values.length,
      values: store(new Uint8Array(codes.buffer)),
      texts: store(new TextEncoder().encode(JSON.stringify(labels))),
    };
  };
  const indexOf = (values: readonly number[]): ObservedIndex => ({ names: [null], levels: [ints(values)] });
  return {
    readBlob: (hash) => blobs.get(hash),
    floats,
    ints,
    texts,
    frame: (columns, index) => {
      const rows = Object.values(columns)[0]?.count ?? 0;
      return {
        kind: 'frame',
        class: 'DataFrame',
        shape: [rows, Object.keys(columns).length],
        columns: Object.entries(columns).map(([name, column]) => ({ name, ...column })),
        index: indexOf(index ?? Array.from({ length: rows }, (_, row) => row)),
      };
    },
    array: (values) => ({ kind: 'array', class: 'ndarray', shape: [values.length], column: floats(values) }),
  };
}

export function number(value: number, type = 'float'): Observed {
  return { kind: 'scalar', type, text: String(value), ...(Number.isFinite(value) ? { number: value } : {}) };
}
