/** Sums of the ledger: once and per year, per category and in all, with what is known of each category. */
import { costCategories, type CostCategoryName } from '../../../schemas/costCategories.ts';
import { undefinedBecause, type Known } from '../spec/known.ts';
import type { LedgerItem, LedgerTerms } from './ledgerItem.ts';
import { sumMoney, type MoneyEstimate } from './moneyEstimate.ts';
import { isPaid, priceItem, type ItemPrice } from './priceItem.ts';

/** Money of a category or of the whole ledger, one sum per currency; none when there is no such cost. */
export interface LedgerSums {
  readonly oneOff: readonly MoneyEstimate[];
  readonly yearly: readonly MoneyEstimate[];
}

/**
 * What is known of a category:
 * `tracked` has items; `derived` follows from economics; `none` costs nothing for a reason; `untracked` is unknown.
 */
export type CategoryState =
  | { readonly kind: 'tracked' }
  | { readonly kind: 'derived' }
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'untracked' };

export interface CategorySummary extends LedgerSums {
  readonly category: CostCategoryName;
  readonly state: CategoryState;
  /** Ids of its items, in the order of the plan. */
  readonly itemIds: readonly string[];
}

/** How an item enters the sums. */
export interface ItemSummary {
  readonly item: LedgerItem;
  /** Its price; undefined because it has none, or none can be computed. */
  readonly price: Known<ItemPrice>;
  /** Whether the price is in the sums: not when another item contains it. */
  readonly isAdded: boolean;
}

export interface LedgerSummary extends LedgerSums {
  /** All categories, in the order of the closed list. */
  readonly categories: readonly CategorySummary[];
  /** All items, in the order of the plan. */
  readonly items: readonly ItemSummary[];
  /** Categories that are tracked, derived or none, out of all. */
  readonly covered: number;
  readonly categoryCount: number;
  /** Items whose price should be in the sums and is not known: the sums are then too low. */
  readonly missing: readonly { readonly id: string; readonly because: string }[];
}

/**
 * Sums a ledger. Nothing is summed twice: what is part of another item, or derived from economics, is shown alone.
 *
 * @param items in the order of the plan; ids are unique
 */
export function summariseLedger(items: readonly LedgerItem[], terms: LedgerTerms): LedgerSummary {
  const byId = new Map(items.map((item) => [item.id, item]));
  const summaries = items.map((item) => summariseItem(item, byId, terms));
  const categories = costCategories.map(({ name }) => summariseCategory(name, summaries, terms));
  return {
    ...sumItems(summaries, terms),
    categories,
    items: summaries,
    covered: categories.filter(({ state }) => state.kind !== 'untracked').length,
    categoryCount: categories.length,
    missing: summaries.flatMap(({ item, price, isAdded }) =>
      isAdded && price.kind === 'undefined' ? [{ id: item.id, because: price.because }] : [],
    ),
  };
}

function summariseItem(item: LedgerItem, byId: ReadonlyMap<string, LedgerItem>, terms: LedgerTerms): ItemSummary {
  const { basis } = item;
  if (basis.kind === 'economics') {
    return { item, price: undefinedBecause('it is derived from economics and never added'), isAdded: false };
  }
  if (basis.kind === 'none') return { item, price: undefinedBecause(basis.reason), isAdded: false };
  const container = findContainer(item, byId);
  if (container === 'circle') {
    return { item, price: undefinedBecause('it is part of itself'), isAdded: true };
  }
  const price = isPaid(basis) ? priceItem({ ...item, basis }, terms) : undefinedBecause(basis.because);
  return { item, price, isAdded: container === 'none' };
}

/** Says whether an item of the plan contains this one; a container that does not exist contains nothing. */
function findContainer(item: LedgerItem, byId: ReadonlyMap<string, LedgerItem>): 'none' | 'other' | 'circle' {
  const seen = new Set([item.id]);
  let current = item;
  for (;;) {
    const next = current.partOf === undefined ? undefined : byId.get(current.partOf);
    if (next === undefined) return current === item ? 'none' : 'other';
    if (next.id === item.id) return 'circle';
    // A circle further up belongs to the items in it.
    if (seen.has(next.id)) return 'other';
    seen.add(next.id);
    current = next;
  }
}

function sumItems(summaries: readonly ItemSummary[], { currency }: LedgerTerms): LedgerSums {
  const amountsOf = (when: ItemPrice['when']): readonly MoneyEstimate[] =>
    summaries.flatMap(({ price, isAdded }) =>
      isAdded && price.kind === 'known' && price.value.when === when ? [price.value.amount] : [],
    );
  return { oneOff: sumMoney(amountsOf('once'), currency), yearly: sumMoney(amountsOf('yearly'), currency) };
}

function summariseCategory(
  category: CostCategoryName,
  summaries: readonly ItemSummary[],
  terms: LedgerTerms,
): CategorySummary {
  const own = summaries.filter(({ item }) => item.category === category);
  return { category, state: stateOf(own), itemIds: own.map(({ item }) => item.id), ...sumItems(own, terms) };
}

function stateOf(own: readonly ItemSummary[]): CategoryState {
  const bases = own.map(({ item }) => item.basis);
  if (bases.some((basis) => isPaid(basis) || basis.kind === 'unreadable')) return { kind: 'tracked' };
  if (bases.some((basis) => basis.kind === 'economics')) return { kind: 'derived' };
  const none = bases.find((basis) => basis.kind === 'none');
  return none === undefined ? { kind: 'untracked' } : { kind: 'none', reason: none.reason };
}
