/** One column that two files keep in two types: the same values in CSV and in Parquet are no changed type. */
import type { ColumnKind, NumericCounts } from '../../../../schemas/profile.ts';
import { widen } from '../dyadicHistogram.ts';
import { readNumber } from '../exactNumber.ts';
import { unitOf } from '../columnPair.ts';
import type { CountedColumn, CountedNumbers, CountedSpread } from './countedColumn.ts';

/** What is not compared because one side does not hold it. */
export type LostPrecision = 'times of day';

export type AlignedKinds =
  | {
      readonly kind: 'aligned';
      readonly references: readonly CountedColumn[];
      readonly windows: readonly CountedColumn[];
      readonly lost?: LostPrecision;
    }
  /** No value of one side can be a value of the other. */
  | { readonly kind: 'retyped'; readonly before: ColumnKind; readonly after: ColumnKind };

type Converted = { readonly columns: readonly CountedColumn[]; readonly lost?: LostPrecision };

/**
 * Brings a column to a type in which both sides can be compared: moments beside dates become dates, and 0 and 1, or
 * words such as true and no, beside booleans become booleans. A side without any value has no type to speak of.
 *
 * @param references counts of one column of one table, such as all rows and those of a class
 * @param windows counts of the same column of another table
 * @returns the columns in their order, untouched where the types can be compared as they are
 */
export function alignKinds(references: readonly CountedColumn[], windows: readonly CountedColumn[]): AlignedKinds {
  const [before, after] = [kindOf(references), kindOf(windows)];
  const asTheyAre = { kind: 'aligned', references, windows } as const;
  if (before === undefined || after === undefined || unitOf(before) === unitOf(after)) return asTheyAre;
  const kinds = new Set([before, after]);
  const convert = chooseConversion(kinds);
  if (convert === undefined) return { kind: 'retyped', before, after };
  const sides = [references, windows].map((side) => (side.some(isWithheld) ? { columns: side } : convert(side)));
  const [left, right] = sides;
  if (left === undefined || right === undefined) {
    // Any word can be a category beside the two values of a boolean.
    return kinds.has('text') ? asTheyAre : { kind: 'retyped', before, after };
  }
  const lost = left.lost ?? right.lost;
  return {
    kind: 'aligned',
    references: left.columns,
    windows: right.columns,
    ...(lost === undefined ? {} : { lost }),
  };
}

/** The type of the first column with a value. */
function kindOf(columns: readonly CountedColumn[]): ColumnKind | undefined {
  return columns.find(({ rows, missing }) => rows > missing)?.kind;
}

function isWithheld({ spread }: CountedColumn): boolean {
  return spread.shape === 'withheld';
}

/** @returns what brings a side to the type of both; it returns undefined where a value has none in that type */
function chooseConversion(
  kinds: ReadonlySet<ColumnKind>,
): ((columns: readonly CountedColumn[]) => Converted | undefined) | undefined {
  if (kinds.has('date') && kinds.has('timestamp')) return toDates;
  if (kinds.has('boolean') && ['integer', 'float', 'text'].some((kind) => kinds.has(kind as ColumnKind))) {
    return toBooleans;
  }
  return undefined;
}

const dayMs = 86_400_000;

function toDates(columns: readonly CountedColumn[]): Converted {
  if (columns.every(({ kind }) => kind === 'date')) return { columns };
  const dated = columns.map((column): { readonly column: CountedColumn; readonly isLost: boolean } => {
    const { spread } = column;
    if (spread.shape !== 'numeric' || spread.finite === undefined) {
      return { column: { ...column, kind: 'date' }, isLost: false };
    }
    const { counts, isLost } = countDays(spread.finite.counts);
    return { column: { ...column, kind: 'date', spread: { ...spread, finite: { counts } } }, isLost };
  });
  return {
    columns: dated.map(({ column }) => column),
    ...(dated.some(({ isLost }) => isLost) ? { lost: 'times of day' } : {}),
  };
}

/**
 * A bin counts for the day of its last millisecond: so a bin of midnights counts for their day, since bins are at most
 * a day wide as long as a profile holds fewer than 4,096 days.
 */
function countDays(counts: NumericCounts): { readonly counts: NumericCounts; readonly isLost: boolean } {
  const days = new Map<number, number>();
  let isLost = false;
  const add = (first: number, last: number, rows: number): void => {
    const day = Math.floor(last / dayMs);
    // Without a midnight among them, these are times of day.
    isLost ||= day * dayMs < first;
    days.set(day, (days.get(day) ?? 0) + rows);
  };
  if (counts.kind === 'values') {
    for (const [value, rows] of counts.values) add(Number(readNumber(value)), Number(readNumber(value)), rows);
    return { counts: { kind: 'values', values: sortDays(days) }, isLost };
  }
  const width = 2 ** counts.exponent;
  for (const [index, rows] of counts.bins) add(index * width, (index + 1) * width - 1, rows);
  const exponent = Math.max(0, Math.ceil(Math.log2(width / dayMs)));
  const { bins } = widen({ exponent: 0, bins: sortDays(days) }, exponent);
  return { counts: { kind: 'dyadic', exponent, bins: bins.map(([bin, rows]) => [bin, rows]) }, isLost };
}

function sortDays(days: ReadonlyMap<number, number>): [number, number][] {
  return [...days].sort(([a], [b]) => a - b);
}

const truthValues: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes', 'y', '1'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', '0'].map((word) => [word, false] as const),
]);

function toBooleans(columns: readonly CountedColumn[]): Converted | undefined {
  const converted = columns.flatMap((column): CountedColumn[] => {
    const spread = readBooleans(column.spread);
    return spread === undefined ? [] : [{ ...column, kind: 'boolean', spread }];
  });
  return converted.length === columns.length ? { columns: converted } : undefined;
}

function readBooleans(spread: CountedSpread): CountedSpread | undefined {
  if (spread.shape === 'boolean') return spread;
  const counted = spread.shape === 'numeric' ? listNumbers(spread) : listWords(spread);
  if (counted === undefined) return undefined;
  const counts = { true: 0, false: 0 };
  for (const [word, rows] of counted) {
    const value = truthValues.get(word.toLowerCase());
    if (value === undefined) return undefined;
    counts[value ? 'true' : 'false'] += rows;
  }
  return { shape: 'boolean', ...counts };
}

type Words = readonly (readonly [word: string, rows: number])[];

/** @returns undefined where there are more numbers than two truth values */
function listNumbers({ nan, positiveInfinity, negativeInfinity, finite }: CountedNumbers): Words | undefined {
  if (nan + positiveInfinity + negativeInfinity > 0) return undefined;
  if (finite === undefined) return [];
  return finite.counts.kind === 'values'
    ? finite.counts.values.map(([value, rows]) => [String(value), rows])
    : undefined;
}

/** @returns undefined where not every word is listed */
function listWords(spread: Exclude<CountedSpread, CountedNumbers>): Words | undefined {
  return spread.shape === 'categories' && spread.other === undefined ? spread.values : undefined;
}
