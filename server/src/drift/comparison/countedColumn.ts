/** A column as counts: what a profile keeps of it, or less, and with as many different numbers as there are. */
import type { NumericCounts, ProfileColumn, Spread } from '../../../../schemas/profile.ts';
import { mergeCategories } from '../categorySpread.ts';
import { addHistograms, buildHistogram, leastExponentFor, type DyadicHistogram } from '../dyadicHistogram.ts';
import { compareValues, readNumber, scale, writeNumber, type Value } from '../exactNumber.ts';

/** Numbers with their rows; without the moments that a profile shows. */
export interface CountedNumbers {
  readonly shape: 'numeric';
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
  /** Absent when no row has a finite value. */
  readonly finite?: { readonly counts: NumericCounts } | undefined;
}

export type CountedSpread = CountedNumbers | Exclude<Spread, { shape: 'numeric' }>;

/** Every `ProfileColumn` is one. */
export interface CountedColumn extends Pick<ProfileColumn, 'name' | 'kind' | 'rows' | 'missing'> {
  readonly spread: CountedSpread;
}

/** Adds two counts of one column. @returns undefined when one keeps what the other does not */
export function addCounted(a: CountedColumn, b: CountedColumn): CountedColumn | undefined {
  const spread = addSpreads(a.spread, b.spread, a.kind !== 'float');
  return spread === undefined ? undefined : { ...a, rows: a.rows + b.rows, missing: a.missing + b.missing, spread };
}

function addSpreads(a: CountedSpread, b: CountedSpread, isInteger: boolean): CountedSpread | undefined {
  switch (a.shape) {
    case 'numeric': {
      if (b.shape !== 'numeric') return undefined;
      const counts =
        a.finite === undefined || b.finite === undefined
          ? (a.finite ?? b.finite)?.counts
          : addNumbers(a.finite.counts, b.finite.counts, isInteger);
      return {
        shape: 'numeric',
        nan: a.nan + b.nan,
        positiveInfinity: a.positiveInfinity + b.positiveInfinity,
        negativeInfinity: a.negativeInfinity + b.negativeInfinity,
        ...(counts === undefined ? {} : { finite: { counts } }),
      };
    }
    case 'boolean':
      return b.shape === 'boolean' ? { shape: 'boolean', true: a.true + b.true, false: a.false + b.false } : undefined;
    case 'categories':
      return b.shape === 'categories' ? mergeCategories(a, b) : undefined;
    case 'texts':
      // Of texts the measures are added, which are columns of their own.
      return undefined;
    case 'withheld':
      return b.shape === 'withheld' ? { shape: 'withheld', because: a.because } : undefined;
  }
}

function addNumbers(a: NumericCounts, b: NumericCounts, isInteger: boolean): NumericCounts {
  if (a.kind === 'values' && b.kind === 'values') {
    const sums = new Map<Value, number>();
    for (const [value, rows] of [...a.values, ...b.values]) {
      const number = readNumber(value);
      sums.set(number, (sums.get(number) ?? 0) + rows);
    }
    const sorted = [...sums].sort(([x], [y]) => compareValues(x, y));
    return { kind: 'values', values: sorted.map(([value, rows]) => [writeNumber(value), rows]) };
  }
  const least = Math.max(leastOf(a, isInteger), leastOf(b, isInteger));
  const { exponent, bins } = addHistograms(toBins(a, least), toBins(b, least), least);
  return { kind: 'dyadic', exponent, bins: bins.map(([index, rows]) => [index, rows]) };
}

function leastOf(counts: NumericCounts, isInteger: boolean): number {
  if (counts.kind === 'dyadic') return counts.exponent;
  const [first] = counts.values[0] ?? [0];
  const [last] = counts.values.at(-1) ?? [0];
  return leastExponentFor(readNumber(first), readNumber(last), isInteger);
}

function toBins(counts: NumericCounts, least: number): DyadicHistogram {
  if (counts.kind === 'dyadic') return counts;
  return buildHistogram(
    counts.values.map(([value, rows]) => [readNumber(value), rows]),
    least,
  );
}

/** Finite values, or the middles of bins, with their rows; lowest first. */
export function numbersOf({ spread }: CountedColumn): readonly (readonly [value: number, rows: number])[] {
  if (spread.shape !== 'numeric' || spread.finite === undefined) return [];
  const { counts } = spread.finite;
  return counts.kind === 'values'
    ? counts.values.map(([value, rows]) => [Number(readNumber(value)), rows] as const)
    : counts.bins.map(([index, rows]) => [scale(index + 0.5, counts.exponent), rows] as const);
}

/** Categories, or the values of a boolean, with their rows. */
export function categoriesOf({ spread }: CountedColumn): ReadonlyMap<string, number> {
  switch (spread.shape) {
    case 'categories':
      return new Map(spread.values);
    case 'boolean':
      return new Map([['true', spread.true] as const, ['false', spread.false] as const].filter(([, rows]) => rows > 0));
    case 'numeric':
    case 'texts':
    case 'withheld':
      return new Map();
  }
}
