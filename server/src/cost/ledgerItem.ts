/** What the ledger takes in: items of the plan as plain values, independent of where they were read. */
import type { CostCategoryName } from '../../../schemas/costCategories.ts';
import type { Decimal } from '../spec/decimal.ts';
import type { Quantity } from '../spec/quantity.ts';

/** A quantity as it is stated: one number, or three points of one dimension. */
export type Estimate =
  | { readonly kind: 'point'; readonly quantity: Quantity }
  | { readonly kind: 'range'; readonly low: Quantity; readonly likely: Quantity; readonly high: Quantity };

/** Where the amount of an item comes from. */
export type ItemBasis =
  /** Money at once, per period, or per use. */
  | { readonly kind: 'cost'; readonly cost: Estimate }
  /** Hours in all or per period, and money per hour. */
  | { readonly kind: 'work'; readonly hours: Estimate; readonly rate: Quantity }
  | {
      readonly kind: 'labelling';
      /** Items in all or per period. */
      readonly items: Estimate;
      /** Opinions per item. */
      readonly perItem: Decimal;
      /** Time for one opinion. */
      readonly seconds: Estimate;
      /** Shares of the time for labelling; 0 when there is none. */
      readonly review: Decimal;
      readonly rework: Decimal;
      /** Money per hour. */
      readonly rate: Quantity;
    }
  /** Derived from economics: shown, and never added, because the value of the answers contains it. */
  | { readonly kind: 'economics' }
  /** Costs nothing, for a reason. */
  | { readonly kind: 'none'; readonly reason: string }
  /** Something is there that could not be read. */
  | { readonly kind: 'unreadable'; readonly because: string };

export interface LedgerItem {
  readonly id: string;
  readonly category: CostCategoryName;
  readonly basis: ItemBasis;
  /** Whether it is paid once. Amounts without a period need it. */
  readonly isOnce: boolean;
  /** Id of the item that contains this one, which is then shown and not added. */
  readonly partOf?: string;
}

/** Whether a cost grows with the number of predictions. */
export function isPerUse(basis: ItemBasis): boolean {
  if (basis.kind !== 'cost') return false;
  const quantity = basis.cost.kind === 'point' ? basis.cost.quantity : basis.cost.likely;
  const { per } = quantity.dimension;
  return per !== undefined && per.kind !== 'time';
}

/** What the plan says besides its items. */
export interface LedgerTerms {
  /** ISO 4217: the currency in which sums are made; without it each currency has a sum of its own. */
  readonly currency?: string;
  /** Currency → what one unit of it is worth in `currency`. Other currencies are not converted. */
  readonly rates: ReadonlyMap<string, Decimal>;
  /** Uses per period, by which prices per use are multiplied. */
  readonly volume?: Quantity;
}
