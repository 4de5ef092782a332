/** The spread of the finite values of a column: made from counts, and merged. */
import { maximumDistinctNumbers, type NumericCounts, type NumericSpread } from '../../../schemas/profile.ts';
import { addHistograms, buildHistogram, leastExponentFor, type DyadicHistogram } from './dyadicHistogram.ts';
import { compareValues, readNumber, writeNumber, type Value } from './exactNumber.ts';
import { computeMoments } from './moments.ts';
import { computeQuantiles } from './quantiles.ts';

export type FiniteSpread = NonNullable<NumericSpread['finite']>;

type Counted = readonly (readonly [value: Value, rows: number])[];

/** What is known of many values when only their bins were counted. */
export interface CountedMoments {
  readonly min: Value;
  readonly max: Value;
  /** Absent when it overflows. */
  readonly sum?: Value;
  readonly sumOfSquares?: Value;
  readonly mean: number;
  readonly deviation?: number;
}

/**
 * The spread of values with their rows.
 *
 * @param counts finite values, each once, with rows > 0, lowest first
 * @param isInteger whether the column holds whole numbers
 * @returns undefined when there are none
 */
export function spreadOfValues(counts: Counted, isInteger: boolean): FiniteSpread | undefined {
  const [min] = counts[0] ?? [];
  const [max] = counts.at(-1) ?? [];
  if (min === undefined || max === undefined) return undefined;
  return assemble(countsOf(counts, min, max, isInteger), { min, max, ...computeMoments(counts, isInteger) });
}

/** The spread of values of which the engine counted bins and moments. */
export function spreadOfBins(histogram: DyadicHistogram, moments: CountedMoments): FiniteSpread {
  return assemble({ kind: 'dyadic', exponent: histogram.exponent, bins: copy(histogram.bins) }, moments);
}

/**
 * Adds two spreads of the same column. Counts, and sums of whole numbers, are those of the union exactly; sums of
 * fractions and the deviation are those of the union within rounding.
 */
export function mergeFinite(a: FiniteSpread, b: FiniteSpread, isInteger: boolean): FiniteSpread {
  const [min] = [readNumber(a.min), readNumber(b.min)].sort(compareValues);
  const [, max] = [readNumber(a.max), readNumber(b.max)].sort(compareValues);
  if (min === undefined || max === undefined) throw new RangeError('A spread has a smallest and a largest value.');
  const counts = mergeCounts(a.counts, b.counts, min, max, isInteger);
  if (counts.kind === 'values') {
    const values = readCounts(counts);
    return assemble(counts, { min, max, ...computeMoments(values, isInteger) });
  }
  return assemble(counts, { min, max, ...addMoments(a, b, isInteger) });
}

/** Rows with a finite value. */
export function rowsOf(counts: NumericCounts): number {
  const pairs = counts.kind === 'values' ? counts.values : counts.bins;
  return pairs.reduce((sum, [, rows]) => sum + rows, 0);
}

/** Counts in bins, whatever form they are kept in. @param least smallest exponent that is allowed */
function toHistogram(counts: NumericCounts, least: number): DyadicHistogram {
  return counts.kind === 'values' ? buildHistogram(readCounts(counts), least) : counts;
}

function assemble(counts: NumericCounts, moments: CountedMoments): FiniteSpread {
  const { min, max, sum, sumOfSquares, mean, deviation } = moments;
  return {
    min: writeNumber(min),
    max: writeNumber(max),
    ...(sum !== undefined && isFiniteValue(sum) ? { sum: writeNumber(sum) } : {}),
    ...(sumOfSquares !== undefined && isFiniteValue(sumOfSquares) ? { sumOfSquares: writeNumber(sumOfSquares) } : {}),
    mean,
    ...(deviation !== undefined && Number.isFinite(deviation) ? { deviation } : {}),
    quantiles: computeQuantiles(counts, Number(min), Number(max)),
    counts,
  };
}

function countsOf(counts: Counted, min: Value, max: Value, isInteger: boolean): NumericCounts {
  if (counts.length <= maximumDistinctNumbers) {
    return { kind: 'values', values: counts.map(([value, rows]) => [writeNumber(value), rows]) };
  }
  const { exponent, bins } = buildHistogram(counts, leastExponentFor(min, max, isInteger));
  return { kind: 'dyadic', exponent, bins: copy(bins) };
}

function mergeCounts(a: NumericCounts, b: NumericCounts, min: Value, max: Value, isInteger: boolean): NumericCounts {
  if (a.kind === 'values' && b.kind === 'values') {
    const sums = new Map<Value, number>();
    for (const [value, rows] of [...readCounts(a), ...readCounts(b)]) sums.set(value, (sums.get(value) ?? 0) + rows);
    const sorted = [...sums].sort(([x], [y]) => compareValues(x, y));
    return countsOf(sorted, min, max, isInteger);
  }
  const least = leastExponentFor(min, max, isInteger);
  const { exponent, bins } = addHistograms(toHistogramAt(a, b, least), toHistogramAt(b, a, least), least);
  return { kind: 'dyadic', exponent, bins: copy(bins) };
}

/** Values are put into bins no finer than those of the other side. */
function toHistogramAt(counts: NumericCounts, other: NumericCounts, least: number): DyadicHistogram {
  return toHistogram(counts, Math.max(least, other.kind === 'dyadic' ? other.exponent : least));
}

function addMoments(a: FiniteSpread, b: FiniteSpread, isInteger: boolean): Omit<CountedMoments, 'min' | 'max'> {
  const [na, nb] = [rowsOf(a.counts), rowsOf(b.counts)];
  const n = na + nb;
  const sum = add(a.sum, b.sum, isInteger);
  const squares = add(a.sumOfSquares, b.sumOfSquares, isInteger);
  const gap = b.mean - a.mean;
  const mean = sum === undefined ? a.mean * (na / n) + b.mean * (nb / n) : Number(sum) / n;
  return {
    ...(sum === undefined ? {} : { sum }),
    ...(squares === undefined ? {} : { sumOfSquares: squares }),
    mean,
    // Chan, Golub, LeVeque 1979: the squares around the common mean from those around each mean.
    ...(a.deviation === undefined || b.deviation === undefined
      ? {}
      : { deviation: Math.sqrt((a.deviation ** 2 * na + b.deviation ** 2 * nb + gap ** 2 * ((na / n) * nb)) / n) }),
  };
}

function add(a: FiniteSpread['sum'], b: FiniteSpread['sum'], isInteger: boolean): Value | undefined {
  if (a === undefined || b === undefined) return undefined;
  return isInteger ? BigInt(a) + BigInt(b) : Number(a) + Number(b);
}

function readCounts(counts: Extract<NumericCounts, { kind: 'values' }>): Counted {
  return counts.values.map(([value, rows]) => [readNumber(value), rows] as const);
}

function isFiniteValue(value: Value): boolean {
  return typeof value === 'bigint' || Number.isFinite(value);
}

function copy(bins: DyadicHistogram['bins']): [number, number][] {
  return bins.map(([index, rows]) => [index, rows]);
}
