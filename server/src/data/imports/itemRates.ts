/** What an hour costs by the plan. */
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import { decimal, type Decimal } from '../../spec/decimal.ts';

/**
 * The rate of an item, else the one rate that all items of a category have.
 *
 * @returns undefined because no item says, or several say differently
 */
export function findRate(
  items: ImportRequest['items'],
  itemId: string | undefined,
  category: string | undefined,
): { readonly amount: Decimal; readonly currency: string } | undefined {
  const own = items.find(({ id }) => id === itemId)?.rate;
  const rates =
    own === undefined ? items.flatMap((item) => (item.category === category ? (item.rate ?? []) : [])) : [own];
  const [first] = rates;
  if (first === undefined) return undefined;
  const isOne = rates.every((rate) => rate.currency === first.currency && decimal(rate.amount).eq(first.amount));
  return isOne ? { amount: decimal(first.amount), currency: first.currency } : undefined;
}
