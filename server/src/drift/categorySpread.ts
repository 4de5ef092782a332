/** The spread of texts: every one while they are few, else the most frequent ones. */
import {
  maximumCategories,
  minimumCategoryRows,
  type CategorySpread,
  type DistinctCount,
} from '../../../schemas/profile.ts';

/** Longer texts are no categories: they count among the others. */
export const longestCategory = 256;

type Counted = readonly (readonly [value: string, rows: number])[];

/** Orders texts by code point, as engines do and `<` on UTF-16 does not. */
export function compareCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let place = 0; place < shared; place++) {
    const [left, right] = [a.charCodeAt(place), b.charCodeAt(place)];
    if (left !== right) return inOrderOfPoints(left) - inOrderOfPoints(right);
  }
  return a.length - b.length;
}

/** Halves of a pair stand for code points beyond all that have one unit, some of which are larger as units. */
function inOrderOfPoints(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/**
 * The spread of counted texts.
 *
 * @param listed at least the 1,000 most frequent texts of at most 256 characters, any order
 * @param rows rows with a text, those that are not listed included
 * @param distinct different texts, those that are not listed included
 */
export function spreadOfCategories(listed: Counted, rows: number, distinct: number): CategorySpread {
  return assemble(listed, rows, 0, distinct, (kept) => ({ kind: 'exact', count: distinct - kept }));
}

/**
 * Adds two spreads of the same column: exact while both list every text and the union is small enough to do so; else
 * `other.bound` says how many rows a text may lack.
 */
export function mergeCategories(a: CategorySpread, b: CategorySpread): CategorySpread {
  const sums = new Map<string, number>();
  for (const [value, rows] of [...a.values, ...b.values]) sums.set(value, (sums.get(value) ?? 0) + rows);
  const rows = rowsOfCategories(a) + rowsOfCategories(b);
  const isComplete = a.other === undefined && b.other === undefined;
  const most = Math.max(distinctOfOthers(a), distinctOfOthers(b));
  return assemble([...sums], rows, lacking(a) + lacking(b), sums.size + most, (kept) =>
    isComplete
      ? { kind: 'exact', count: sums.size - kept }
      : { kind: 'atLeast', count: Math.max(most, sums.size - kept) },
  );
}

/** Rows with a text. */
export function rowsOfCategories({ values, other }: CategorySpread): number {
  return values.reduce((sum, [, rows]) => sum + rows, 0) + (other?.rows ?? 0);
}

function assemble(
  counted: Counted,
  rows: number,
  bound: number,
  distinct: number,
  countOthers: (kept: number) => DistinctCount,
): CategorySpread {
  const sorted = counted
    .filter(([value]) => isCategory(value))
    .sort(([a, x], [b, y]) => y - x || compareCodePoints(a, b));
  const kept = (
    distinct <= maximumCategories ? sorted : sorted.filter(([, count]) => count >= minimumCategoryRows)
  ).slice(0, maximumCategories);
  const otherRows = rows - kept.reduce((sum, [, count]) => sum + count, 0);
  const note = noteAlike(kept.map(([value]) => value));
  return {
    shape: 'categories',
    values: kept.map(([value, count]) => [value, count]),
    ...(otherRows === 0 ? {} : { other: { rows: otherRows, distinct: countOthers(kept.length), bound } }),
    ...(note === undefined ? {} : { note }),
  };
}

/** Most rows that a text can have among the others of a spread. */
export function lacking({ values, other }: Pick<CategorySpread, 'values' | 'other'>): number {
  if (other === undefined) return 0;
  const least = values.length === maximumCategories ? (values.at(-1)?.[1] ?? 0) : minimumCategoryRows - 1;
  return Math.min(other.rows, other.bound + least);
}

function distinctOfOthers({ other }: CategorySpread): number {
  return other === undefined || other.distinct.kind === 'unknown' ? 0 : other.distinct.count;
}

function isCategory(value: string): boolean {
  return value.length <= longestCategory || Array.from(value).length <= longestCategory;
}

/** Finds values that people take for the same: by case, by space, or by the Unicode form. */
function noteAlike(values: readonly string[]): string | undefined {
  const seen = new Map<string, string>();
  const pairs: string[] = [];
  for (const value of values) {
    const plain = value.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
    const other = seen.get(plain);
    if (other === undefined) seen.set(plain, value);
    else pairs.push(`${JSON.stringify(other)} and ${JSON.stringify(value)}`);
  }
  if (pairs.length === 0) return undefined;
  const more = pairs.length > 3 ? `, and ${pairs.length - 3} more` : '';
  return `Values that differ only by case, space or Unicode form: ${pairs.slice(0, 3).join('; ')}${more}.`;
}
