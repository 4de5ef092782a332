/** What was spent, told apart by the items of the plan: each imported sum is counted once. */
import type { ActualsFact, ActualSum } from '../../../schemas/facts.ts';
import type { CostCategoryName } from '../../../schemas/costCategories.ts';
import { decimal, zero, type Decimal } from '../spec/decimal.ts';
import type { LedgerTerms } from './ledgerItem.ts';

/** An item of the plan that is compared with an import. */
export interface ComparedItem {
  readonly id: string;
  readonly category: CostCategoryName;
  /** Id of the import. */
  readonly actual: string;
}

/** What was spent on one item, or on several that the import cannot tell apart. */
export interface ActualLine {
  /** Id of the import. */
  readonly actual: string;
  /** Items of the plan, in its order; at least one. */
  readonly items: readonly string[];
  /** Month, such as `2026-04` → money in the currency of the terms, in the order of the months. */
  readonly months: ReadonlyMap<string, Decimal>;
  /** Whether something was spent that is in no currency of the terms, or has no price, so that the sums are too low. */
  readonly isIncomplete: boolean;
}

/** Sums of an import that match no item of the plan. */
export interface LooseActual {
  readonly actual: string;
  /** Null when the import did not know the category either. */
  readonly category: string | null;
  readonly amount: Decimal;
  readonly currency: string;
}

export interface ActualsByItem {
  readonly lines: readonly ActualLine[];
  readonly loose: readonly LooseActual[];
}

/**
 * Gives each imported sum to the items that it belongs to: to the item that the rows name, else to those of its
 * category that are compared with this import.
 *
 * @param items in the order of the plan
 * @param imports id of an entry of `costs.actuals` → what it holds
 * @param terms currency and rates of the plan; what is in a currency without a rate is left out and makes its line
 *   incomplete
 */
export function matchActuals(
  items: readonly ComparedItem[],
  imports: ReadonlyMap<string, ActualsFact>,
  terms: Pick<LedgerTerms, 'currency' | 'rates'>,
): ActualsByItem {
  const lines = new Map<
    string,
    { actual: string; items: readonly string[]; months: Map<string, Decimal>; isIncomplete: boolean }
  >();
  const loose = new Map<string, LooseActual>();
  for (const [actual, { sums }] of imports) {
    const compared = items.filter((item) => item.actual === actual);
    for (const sum of sums) {
      const owners = ownersOf(sum, compared);
      if (owners.length === 0) {
        addLoose(loose, actual, sum);
        continue;
      }
      const key = JSON.stringify([actual, ...owners]);
      const line = lines.get(key) ?? { actual, items: owners, months: new Map<string, Decimal>(), isIncomplete: false };
      lines.set(key, line);
      const amount = convert(sum, terms);
      if (amount === undefined) line.isIncomplete = true;
      else line.months.set(sum.month, (line.months.get(sum.month) ?? zero).plus(amount));
    }
  }
  return {
    lines: [...lines.values()].map((line) => ({ ...line, months: inOrder(line.months) })),
    loose: [...loose.values()],
  };
}

function ownersOf({ item, category }: ActualSum, compared: readonly ComparedItem[]): readonly string[] {
  if (item !== undefined && compared.some(({ id }) => id === item)) return [item];
  return compared.filter((candidate) => candidate.category === category).map(({ id }) => id);
}

function addLoose(loose: Map<string, LooseActual>, actual: string, { category, amount, currency }: ActualSum): void {
  if (amount === undefined || currency === undefined) return;
  const key = JSON.stringify([actual, category, currency]);
  const sum = loose.get(key)?.amount ?? zero;
  loose.set(key, { actual, category, currency, amount: sum.plus(decimal(amount)) });
}

/** @returns undefined because there is no price, or no rate for its currency */
function convert({ amount, currency }: ActualSum, terms: Pick<LedgerTerms, 'currency' | 'rates'>): Decimal | undefined {
  if (amount === undefined || currency === undefined) return undefined;
  if (currency === terms.currency) return decimal(amount);
  const rate = terms.rates.get(currency);
  return rate === undefined ? undefined : decimal(amount).times(rate);
}

function inOrder(months: ReadonlyMap<string, Decimal>): ReadonlyMap<string, Decimal> {
  return new Map([...months].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
