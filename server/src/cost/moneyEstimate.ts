/** Amounts of money with their uncertainty, and their sums. */
import { zero, type Decimal } from '../spec/decimal.ts';

/** An amount in one currency, once or per year, as the context says. */
export interface MoneyEstimate {
  /** ISO 4217. */
  readonly currency: string;
  /** Lowest, expected and highest amount; all three are equal for an amount that is stated as one number. */
  readonly low: Decimal;
  readonly mean: Decimal;
  readonly high: Decimal;
  /** Square of the standard deviation; 0 for one number. */
  readonly variance: Decimal;
}

/** @returns the standard deviation, rounded at 10 decimals */
export function findDeviation({ variance }: MoneyEstimate): Decimal {
  return variance.sqrt();
}

/**
 * Adds amounts, one sum per currency; currencies never mix.
 *
 * Lows and highs are added as they are, which bounds the sum; variances are added as those of independent items.
 *
 * @param first currency whose sum comes first; the others follow in the order of the alphabet
 * @returns no sum for no amounts: nothing stated is not 0
 */
export function sumMoney(amounts: readonly MoneyEstimate[], first?: string): readonly MoneyEstimate[] {
  const sums = new Map<string, MoneyEstimate>();
  for (const amount of amounts) {
    const { currency } = amount;
    const sum = sums.get(currency) ?? { currency, low: zero, mean: zero, high: zero, variance: zero };
    sums.set(currency, {
      currency,
      low: sum.low.plus(amount.low),
      mean: sum.mean.plus(amount.mean),
      high: sum.high.plus(amount.high),
      variance: sum.variance.plus(amount.variance),
    });
  }
  return [...sums.values()].sort(
    (left, right) =>
      Number(right.currency === first) - Number(left.currency === first) || (left.currency < right.currency ? -1 : 1),
  );
}

/** @param rate what one unit of the amount's currency is worth in `currency`, above 0 */
export function convertMoney(amount: MoneyEstimate, rate: Decimal, currency: string): MoneyEstimate {
  return {
    currency,
    low: amount.low.times(rate),
    mean: amount.mean.times(rate),
    high: amount.high.times(rate),
    variance: amount.variance.times(rate).times(rate),
  };
}
