/** What a category that nobody has costed may cost: a range, never 0. */
import { known, undefinedBecause, type Known } from '../spec/known.ts';
import type { Decimal } from '../spec/decimal.ts';

export interface UntrackedRange {
  readonly low: Decimal;
  readonly high: Decimal;
}

/**
 * The range of an untracked category: from the least to the most that a costed category of the same plan costs. It is
 * no estimate of that category, and says how wide the unknown is.
 *
 * @param costed money of the categories that are costed, one-off plus one year, all in one currency
 * @returns undefined because fewer than two categories are costed
 */
export function findUntrackedRange(costed: readonly Decimal[]): Known<UntrackedRange> {
  const sorted = costed.filter((amount) => amount.gt(0)).toSorted((left, right) => left.cmp(right));
  const [low] = sorted;
  const high = sorted.at(-1);
  return low === undefined || high === undefined || sorted.length < 2
    ? undefinedBecause('fewer than two categories are costed, so nothing tells how much another one may cost')
    : known({ low, high });
}
