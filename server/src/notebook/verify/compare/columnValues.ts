/** Columns of observed values, decoded from their blobs. */
import type { ObservedColumn } from '../../../../../schemas/verificationRun.ts';

/** The bytes of a blob; undefined when it was too large to be kept. */
export type ReadBlob = (hash: string) => Uint8Array | undefined;

export interface ColumnValues {
  readonly count: number;
  /** A number, which is NaN where the column holds one. */
  readonly kind: 'numbers' | 'whole' | 'texts';
  readonly numberAt: (row: number) => number;
  /** For display, and for sorting values that are no numbers. */
  readonly textAt: (row: number) => string;
  readonly isMissingAt: (row: number) => boolean;
}

/** @returns undefined when a blob is not there, or is not what the column says */
export function decodeColumn(column: ObservedColumn, readBlob: ReadBlob): ColumnValues | undefined {
  const bytes = readBlob(column.values);
  if (bytes === undefined) return undefined;
  const missing = column.missing === undefined ? undefined : readBlob(column.missing);
  const isMissingAt = (row: number): boolean => missing?.[row] === 1;
  switch (column.encoding) {
    case 'float': {
      const values = new Float64Array(aligned(bytes));
      if (values.length !== column.count) return undefined;
      const numberAt = (row: number): number => values[row] ?? Number.NaN;
      const textAt = (row: number): string => (isMissingAt(row) ? 'missing' : String(numberAt(row)));
      return { count: values.length, kind: 'numbers', numberAt, textAt, isMissingAt };
    }
    case 'bool': {
      const numberAt = (row: number): number => bytes[row] ?? 0;
      const textAt = (row: number): string => (isMissingAt(row) ? 'missing' : bytes[row] === 1 ? 'True' : 'False');
      return { count: bytes.length, kind: 'whole', numberAt, textAt, isMissingAt };
    }
    case 'int':
    case 'uint':
    case 'time': {
      const buffer = aligned(bytes);
      const values = column.encoding === 'uint' ? new BigUint64Array(buffer) : new BigInt64Array(buffer);
      if (values.length !== column.count) return undefined;
      const labels = column.labels === undefined ? undefined : decodeColumn(column.labels, readBlob);
      const isAbsent = (row: number): boolean =>
        isMissingAt(row) ||
        (labels !== undefined && values[row] === -1n) ||
        (column.encoding === 'time' && values[row] === notATime);
      const textAt = (row: number): string => {
        if (isAbsent(row)) return 'missing';
        const value = values[row] ?? 0n;
        if (labels !== undefined) return labels.textAt(Number(value));
        return column.encoding === 'time' ? timeText(value, column.dtype ?? '') : String(value);
      };
      return {
        count: values.length,
        kind: labels === undefined ? 'whole' : 'texts',
        numberAt: (row) => Number(values[row] ?? 0n),
        textAt,
        isMissingAt: isAbsent,
      };
    }
    case 'text': {
      const codes = new Int32Array(aligned(bytes));
      const texts = column.texts === undefined ? undefined : readTexts(readBlob(column.texts));
      if (texts === undefined || codes.length !== column.count) return undefined;
      const isAbsent = (row: number): boolean => (codes[row] ?? -1) < 0;
      const textAt = (row: number): string => (isAbsent(row) ? 'missing' : (texts[codes[row] ?? -1] ?? ''));
      return { count: codes.length, kind: 'texts', numberAt: () => Number.NaN, textAt, isMissingAt: isAbsent };
    }
  }
}

/** How numpy writes that there is no time. */
const notATime = -(2n ** 63n);

/** A copy: typed arrays need memory that begins at a multiple of their width, and bytes may lie anywhere in theirs. */
function aligned(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function readTexts(bytes: Uint8Array | undefined): readonly string[] | undefined {
  if (bytes === undefined) return undefined;
  const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return Array.isArray(parsed) ? parsed.map(String) : undefined;
}

/** `2001-03-01T10:00:00.000Z` for an instant, the bare count for a duration. */
function timeText(value: bigint, dtype: string): string {
  const unit = /^datetime64\[(s|ms|us|ns)/.exec(dtype)?.[1];
  if (unit === undefined) return String(value);
  const perMs: Readonly<Record<string, bigint>> = { ms: 1n, us: 1_000n, ns: 1_000_000n };
  const milliseconds = unit === 's' ? value * 1_000n : value / (perMs[unit] ?? 1n);
  const date = new Date(Number(milliseconds));
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString();
}
