/** Rows of both sides of a comparison as columns of numbers. */

/** One column of the rows that were read; as many values as rows. */
export type SampledColumn =
  | { readonly kind: 'numbers'; readonly name: string; readonly values: Float64Array }
  /** Null is missing. */
  | { readonly kind: 'texts'; readonly name: string; readonly values: readonly (string | null)[] };

/** Columns of equal length. */
export type SampledRows = readonly SampledColumn[];

/** How a category becomes a number. */
export type CategoryCode = 'rank' | 'frequency';

/** A column as numbers, NaN for what is missing. */
export interface EncodedColumn {
  readonly name: string;
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

export function rowCount([first]: SampledRows): number {
  return first?.values.length ?? 0;
}

/** The rows of a sample for which a condition holds. */
export function filterRows(rows: SampledRows, isKept: (row: number) => boolean): SampledRows {
  return rows.map((column): SampledColumn =>
    column.kind === 'numbers'
      ? { ...column, values: column.values.filter((_, row) => isKept(row)) }
      : { ...column, values: column.values.filter((_, row) => isKept(row)) },
  );
}

/** Rows of several samples, one after the other: the columns that all of them have in the same kind. */
export function joinSamples(samples: readonly SampledRows[]): SampledRows {
  const [first = [], ...rest] = samples;
  const others = rest.map((sample) => new Map(sample.map((column) => [column.name, column])));
  return first.flatMap((column): SampledColumn[] => {
    const parts = [column, ...others.flatMap((other) => other.get(column.name) ?? [])];
    if (parts.length <= others.length) return [];
    const ofNumbers = parts.flatMap((part) => (part.kind === 'numbers' ? [part.values] : []));
    const ofTexts = parts.flatMap((part) => (part.kind === 'texts' ? [part.values] : []));
    const { name } = column;
    if (ofTexts.length === 0) return [{ kind: 'numbers', name, values: joinNumbers(ofNumbers) }];
    return ofNumbers.length === 0 ? [{ kind: 'texts', name, values: ofTexts.flat() }] : [];
  });
}

function joinNumbers(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/**
 * Turns columns of both sides into numbers.
 *
 * @param code `rank`: 0 for the most frequent category of the reference, 1 for the next, ties by code point, and one
 *   number beyond for all that it never had; `frequency`: the share of rows of the reference with that category
 * @returns columns that both sides have in the same kind, in the order of the reference; infinities are missing
 */
export function encodeColumns(
  reference: SampledRows,
  current: SampledRows,
  code: CategoryCode,
): readonly EncodedColumn[] {
  const others = new Map(current.map((column) => [column.name, column]));
  return reference.flatMap((column): EncodedColumn[] => {
    const other = others.get(column.name);
    if (column.kind === 'numbers') {
      if (other?.kind !== 'numbers') return [];
      return [{ name: column.name, reference: keepFinite(column.values), current: keepFinite(other.values) }];
    }
    if (other?.kind !== 'texts') return [];
    const read = readCategories(column.values, code);
    return [{ name: column.name, reference: read(column.values), current: read(other.values) }];
  });
}

function keepFinite(values: Float64Array): Float64Array {
  return values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
}

function readCategories(reference: readonly (string | null)[], code: CategoryCode) {
  const rows = new Map<string, number>();
  for (const value of reference) if (value !== null) rows.set(value, (rows.get(value) ?? 0) + 1);
  const ordered = [...rows].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const numbers = new Map(
    ordered.map(([value, count], rank) => [value, code === 'rank' ? rank : count / reference.length]),
  );
  const unseen = code === 'rank' ? ordered.length : 0;
  return (values: readonly (string | null)[]): Float64Array =>
    Float64Array.from(values, (value) => (value === null ? Number.NaN : (numbers.get(value) ?? unseen)));
}
