/** One column of the reference beside the same column of a window: counts on cells that both share. */
import type { CategorySpread, ColumnKind, NumericCounts } from '../../../schemas/profile.ts';
import { compareCodePoints, lacking } from './categorySpread.ts';
import type { CountedColumn, CountedSpread } from './comparison/countedColumn.ts';
import { buildHistogram, leastExponentFor, widen, type DyadicHistogram } from './dyadicHistogram.ts';
import { readNumber, scale } from './exactNumber.ts';

export interface Both<Value> {
  readonly reference: Value;
  readonly current: Value;
}

/** Rows of one side by what they hold; what is left over has a value. */
export interface RowCounts {
  readonly rows: number;
  readonly missing: number;
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
}

/** Finite numbers (dates and times in the unit of the profile) by cell. */
export interface NumericCells {
  readonly kind: 'numeric';
  /** Whether the values are whole numbers. */
  readonly isInteger: boolean;
  /** One per cell, strictly ascending: the value itself, or the middle of its bin. */
  readonly values: Float64Array;
  /** Width of every bin; 0 when each cell is one value, and all that follows is exact. */
  readonly width: number;
  /** Rows per cell; no cell is empty on both sides. */
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

/** Categories, and the two values of a boolean, by cell. */
export interface CategoryCells {
  readonly kind: 'categories';
  /** One per cell, by code point; what could not be told apart on one side stands in a last cell without a label. */
  readonly labels: readonly string[];
  readonly hasOther: boolean;
  /** Rows per label, then those of the last cell if there is one. */
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

export type SharedCells =
  | NumericCells
  | CategoryCells
  /** The values cannot be compared; why, in one sentence. */
  | { readonly kind: 'apart'; readonly because: string };

export interface ColumnPair {
  readonly name: string;
  readonly rows: Both<RowCounts>;
  readonly cells: SharedCells;
}

/** Value and rows, lowest value first, each value once. */
export type ValueCounts = readonly (readonly [value: number, rows: number])[];

/** Puts two columns side by side, as profiles or windows count them. They may have been kept in different ways, or be of different kinds. */
export function pairColumns(reference: CountedColumn, current: CountedColumn): ColumnPair {
  return {
    name: reference.name,
    rows: { reference: countRows(reference), current: countRows(current) },
    cells: pairSpreads(reference, current),
  };
}

/** Counts plain values. */
export function countValues(values: Iterable<number>): ValueCounts {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b);
}

/** Puts counted values side by side; the way for columns with more values than a profile keeps. */
export function pairValues(reference: ValueCounts, current: ValueCounts, isInteger: boolean): NumericCells {
  const { keys, counts } = joinCounts(reference, current);
  return { kind: 'numeric', isInteger, width: 0, values: keys, ...counts };
}

function countRows({ rows, missing, spread }: CountedColumn): RowCounts {
  if (spread.shape !== 'numeric') return { rows, missing, nan: 0, positiveInfinity: 0, negativeInfinity: 0 };
  const { nan, positiveInfinity, negativeInfinity } = spread;
  return { rows, missing, nan, positiveInfinity, negativeInfinity };
}

function pairSpreads(reference: CountedColumn, current: CountedColumn): SharedCells {
  const [left, right] = [reference.spread, current.spread];
  if (left.shape === 'withheld' || right.shape === 'withheld') {
    const isPersonal = [left, right].some((side) => side.shape === 'withheld' && side.because === 'personal');
    const what = isPersonal ? 'Its values are personal and not kept' : 'It holds nested or binary values';
    return { kind: 'apart', because: `${what}, so only missing ones are compared.` };
  }
  if (left.shape === 'texts' || right.shape === 'texts') {
    return {
      kind: 'apart',
      because: 'One side keeps it as free text and the other as categories, so only missing ones are compared.',
    };
  }
  if (left.shape === 'numeric' && right.shape === 'numeric' && unitOf(reference.kind) === unitOf(current.kind)) {
    return pairNumbers(left.finite?.counts, right.finite?.counts, [reference.kind, current.kind]);
  }
  if (left.shape !== 'numeric' && right.shape !== 'numeric') {
    return pairCategories(toCategories(left), toCategories(right));
  }
  return {
    kind: 'apart',
    because: `It is ${reference.kind} in the reference and ${current.kind} in the window; give both the same type.`,
  };
}

/** Integers and fractions are compared with each other; days, milliseconds and numbers are not. */
export function unitOf(kind: ColumnKind): ColumnKind {
  return kind === 'integer' ? 'float' : kind;
}

const noValues: NumericCounts = { kind: 'values', values: [] };

function pairNumbers(
  reference: NumericCounts = noValues,
  current: NumericCounts = noValues,
  kinds: readonly ColumnKind[],
): NumericCells {
  const isInteger = !kinds.includes('float');
  if (reference.kind === 'values' && current.kind === 'values') {
    return pairValues(readValues(reference), readValues(current), isInteger);
  }
  const exponent = Math.max(leastBins(reference), leastBins(current));
  const { keys, counts } = joinCounts(toBins(reference, exponent), toBins(current, exponent));
  return {
    kind: 'numeric',
    isInteger,
    width: scale(1, exponent),
    values: keys.map((index) => scale(index + 0.5, exponent)),
    ...counts,
  };
}

/** The finest bins that a side can be brought to. */
function leastBins(counts: NumericCounts): number {
  if (counts.kind === 'dyadic') return counts.exponent;
  const [first] = counts.values[0] ?? [0];
  const [last] = counts.values.at(-1) ?? [0];
  return leastExponentFor(readNumber(first), readNumber(last), false);
}

function readValues(counts: Extract<NumericCounts, { kind: 'values' }>): ValueCounts {
  const sums = new Map<number, number>();
  // Whole numbers beyond 2^53 can become the same double.
  for (const [value, rows] of counts.values) {
    const number = Number(readNumber(value));
    sums.set(number, (sums.get(number) ?? 0) + rows);
  }
  return [...sums];
}

function toBins(counts: NumericCounts, exponent: number): DyadicHistogram['bins'] {
  if (counts.kind === 'dyadic') return widen(counts, exponent).bins;
  return buildHistogram(
    counts.values.map(([value, rows]) => [readNumber(value), rows]),
    exponent,
  ).bins;
}

/** Joins two ascending lists of key and rows. */
function joinCounts(
  reference: ValueCounts,
  current: ValueCounts,
): { readonly keys: Float64Array; readonly counts: Both<Float64Array> } {
  const keys: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  for (let i = 0, j = 0; i < reference.length || j < current.length;) {
    const [a, rowsOfA] = reference[i] ?? [Number.POSITIVE_INFINITY, 0];
    const [b, rowsOfB] = current[j] ?? [Number.POSITIVE_INFINITY, 0];
    keys.push(Math.min(a, b));
    left.push(a <= b ? rowsOfA : 0);
    right.push(b <= a ? rowsOfB : 0);
    if (a <= b) i += 1;
    if (b <= a) j += 1;
  }
  return {
    keys: Float64Array.from(keys),
    counts: { reference: Float64Array.from(left), current: Float64Array.from(right) },
  };
}

type Categories = Pick<CategorySpread, 'values' | 'other'>;

function toCategories(spread: Extract<CountedSpread, { shape: 'boolean' | 'categories' }>): Categories {
  if (spread.shape === 'categories') return spread;
  const counts: [string, number][] = [
    ['false', spread.false],
    ['true', spread.true],
  ];
  return { values: counts.filter(([, rows]) => rows > 0) };
}

/**
 * A text has a cell of its own where both sides together have so many rows of it that each side would list it, did it
 * not change. What a side happens to list must not decide: rare texts are listed where chance made them frequent, and
 * would look like drift. Where such a text is not listed, it has as many rows as it can have among the others of that
 * side, so that the change is larger than what is seen. All other texts join the others of both sides.
 */
function pairCategories(reference: Categories, current: Categories): CategoryCells {
  const [left, right] = [openSide(reference), openSide(current)];
  const total = left.rows + right.rows;
  const isApart = (label: string, side: CategorySide, other: CategorySide): boolean => {
    if (side.left === 0) return true;
    const pooled = [side, other].reduce((sum, { listed, lacking: most }) => sum + (listed.get(label) ?? most), 0);
    return (pooled / total) * side.rows > side.lacking + 3 * Math.sqrt(side.lacking) + 4;
  };
  const all = [...new Set([...left.listed.keys(), ...right.listed.keys()])].sort(compareCodePoints);
  const labels = all.filter((label) => isApart(label, left, right) && isApart(label, right, left));
  const apart = new Set(labels);
  const hasOther = reference.other !== undefined || current.other !== undefined;
  const countSide = (side: CategorySide): Float64Array => {
    let { left: others } = side;
    const counts = labels.map((label) => {
      const listed = side.listed.get(label);
      if (listed !== undefined) return listed;
      const taken = Math.min(side.lacking, others);
      others -= taken;
      return taken;
    });
    if (hasOther) {
      for (const [label, rows] of side.listed) if (!apart.has(label)) others += rows;
      counts.push(others);
    }
    return Float64Array.from(counts);
  };
  return { kind: 'categories', labels, hasOther, reference: countSide(left), current: countSide(right) };
}

interface CategorySide {
  readonly listed: ReadonlyMap<string, number>;
  readonly rows: number;
  /** Rows of texts that are not listed. */
  readonly left: number;
  /** Most rows that one of them can have. */
  readonly lacking: number;
}

function openSide(categories: Categories): CategorySide {
  const listed = new Map(categories.values);
  const left = categories.other?.rows ?? 0;
  return {
    listed,
    left,
    lacking: lacking(categories),
    rows: left + [...listed.values()].reduce((sum, rows) => sum + rows, 0),
  };
}
