/** The costs of a spec as the plain values of the ledger, and what the project must earn to repay them. */
import { costCategories } from '../../../schemas/costCategories.ts';
import type { CostCategoryName } from '../../../schemas/costCategories.ts';
import type { SpecShape } from '../../../schemas/spec.ts';
import type { CostItemShape } from '../../../schemas/spec/costs.ts';
import { isPerUse } from '../cost/ledgerItem.ts';
import type { Estimate, ItemBasis, LedgerItem, LedgerTerms } from '../cost/ledgerItem.ts';
import type { MoneyEstimate } from '../cost/moneyEstimate.ts';
import { summariseLedger } from '../cost/summariseLedger.ts';
import type { LedgerSummary } from '../cost/summariseLedger.ts';
import { decimal, one, zero } from '../spec/decimal.ts';
import type { Decimal } from '../spec/decimal.ts';
import { readInvestment } from '../spec/economicsInputs.ts';
import { computeNeededValue } from '../spec/economicsInvestment.ts';
import type { Investment } from '../spec/economicsInvestment.ts';
import type { Figure } from '../spec/figure.ts';
import { undefinedBecause } from '../spec/known.ts';
import type { Known } from '../spec/known.ts';
import { lacks } from '../spec/located.ts';
import type { ObjectNode } from '../spec/located.ts';
import { readQuantity } from '../spec/quantity.ts';
import type { Quantity } from '../spec/quantity.ts';
import { oncePerSpec } from './oncePer.ts';

type Spec = ObjectNode<SpecShape>;
type ItemNode = ObjectNode<CostItemShape>;

const categoryNames: ReadonlyMap<string, CostCategoryName> = new Map(costCategories.map(({ name }) => [name, name]));

/** Sums the cost items of a spec; undefined when it has none, or some cannot be read. */
export const ledgerOf = oncePerSpec((spec: Spec): LedgerSummary | undefined => {
  const items = spec.fields.costs?.fields.items;
  if (items === undefined || items.entries.size === 0 || items.unreadable.size > 0 || items.empty.size > 0) {
    return undefined;
  }
  const ledger: LedgerItem[] = [];
  for (const [id, node] of items.entries) {
    const category = categoryNames.get(node.fields.category?.value ?? id);
    if (category === undefined) return undefined;
    const partOf = node.fields.part_of?.id;
    ledger.push({
      id,
      category,
      basis: basisOf(spec, node),
      isOnce: node.fields.once?.value === true,
      ...(partOf === undefined ? {} : { partOf }),
    });
  }
  return summariseLedger(ledger, termsOf(spec));
});

/** The currency, rates and volume with which the ledger is summed. */
export function termsOf(spec: Spec): LedgerTerms {
  const { costs, economics } = spec.fields;
  const currency = costs?.fields.currency?.value;
  const volume = economics?.fields.volume?.quantity;
  const rates = new Map<string, Decimal>();
  for (const [code, { fields }] of costs?.fields.rates?.entries ?? []) {
    if (fields.rate !== undefined) rates.set(code, fields.rate.quantity.value);
  }
  return {
    rates,
    ...(currency === undefined ? {} : { currency }),
    ...(volume === undefined ? {} : { volume }),
  };
}

function basisOf(spec: Spec, item: ItemNode): ItemBasis {
  const { fields } = item;
  if (fields.none !== undefined) return { kind: 'none', reason: fields.none.value };
  if (fields.from !== undefined) return { kind: 'economics' };
  const rate = fields.rate?.quantity;
  const [cost, hours, items, seconds] = [fields.cost, fields.hours, fields.items, fields.seconds].map(estimateOf);
  if (cost !== undefined) return { kind: 'cost', cost };
  if (hours !== undefined && rate !== undefined) return { kind: 'work', hours, rate };
  if (items !== undefined && seconds !== undefined && rate !== undefined) {
    const review = lacks(item, 'review') ? zero : fields.review?.quantity.value;
    const rework = lacks(item, 'rework') ? zero : fields.rework?.quantity.value;
    const perItem = opinionsPerItem(spec, fields.label?.id);
    if (review !== undefined && rework !== undefined && perItem !== undefined) {
      return { kind: 'labelling', items, perItem, seconds, review, rework, rate };
    }
  }
  return { kind: 'unreadable', because: 'its amount is not stated' };
}

/** Opinions that each item of a label gets: one unless the label says more; undefined when that cannot be read. */
function opinionsPerItem(spec: Spec, labelId: string | undefined): Decimal | undefined {
  const label = labelId === undefined ? undefined : spec.fields.labels?.entries.get(labelId);
  if (label === undefined || lacks(label, 'per_item')) return one;
  return label.fields.per_item === undefined ? undefined : decimal(label.fields.per_item.value);
}

function estimateOf(node: ItemNode['fields']['cost']): Estimate | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'quantity') return { kind: 'point', quantity: node.quantity };
  const { low, likely, high } = node.fields;
  if (low === undefined || likely === undefined || high === undefined) return undefined;
  return { kind: 'range', low: low.quantity, likely: likely.quantity, high: high.quantity };
}

/** What holds when the spec does not say. */
const standardTerms = { horizon: '3 years', discountRate: '10 %' } as const;

/**
 * What the project costs and for how long its answers are used, in the currency of the ledger.
 *
 * @returns undefined because there are no costs, some are not known, or they are in several currencies
 */
export const investmentOf = oncePerSpec((spec: Spec): Known<Investment> => {
  const ledger = ledgerOf(spec);
  if (ledger === undefined) return undefinedBecause('the costs are not known');
  const [missing] = ledger.missing;
  if (missing !== undefined) return undefinedBecause(`the cost of ${missing.id} is not known: ${missing.because}`);
  const sums = [...ledger.oneOff, ...ledger.yearly];
  const currencies = new Set(sums.map(({ currency }) => currency));
  const [currency, ...others] = currencies;
  if (currency === undefined || others.length > 0) return undefinedBecause('the costs are in several currencies');
  const { economics } = spec.fields;
  return readInvestment(
    currency,
    meanOf(ledger.oneOff),
    meanOf(ledger.yearly),
    stated(
      economics?.fields.horizon?.quantity,
      economics === undefined || lacks(economics, 'horizon'),
      standardTerms.horizon,
    ),
    stated(
      economics?.fields.discount_rate?.quantity,
      economics === undefined || lacks(economics, 'discount_rate'),
      standardTerms.discountRate,
    ),
  );
});

/**
 * Formula 5: the value per year from which the project repays its costs within the horizon.
 *
 * @returns undefined for the reasons of `investmentOf`
 */
export const neededValueOf = oncePerSpec((spec: Spec): Figure => {
  const investment = investmentOf(spec);
  return investment.kind === 'undefined' ? investment : computeNeededValue(investment.value);
});

/** Money per year, in the currency of the ledger, that is paid with each use and so grows with the volume. */
export const perUseMoneyOf = oncePerSpec((spec: Spec): Decimal =>
  (ledgerOf(spec)?.items ?? []).reduce(
    (sum, { item, price, isAdded }) =>
      isAdded && !item.isOnce && price.kind === 'known' && isPerUse(item.basis)
        ? sum.plus(price.value.amount.mean)
        : sum,
    zero,
  ),
);

function meanOf([sum]: readonly MoneyEstimate[]): Decimal {
  return sum?.mean ?? zero;
}

/** A quantity of the spec, or the standard one where the key is absent; undefined when it cannot be read. */
function stated(quantity: Quantity | undefined, isAbsent: boolean, standard: string): Quantity | undefined {
  if (!isAbsent) return quantity;
  const reading = readQuantity(standard);
  return reading.kind === 'quantity' ? reading.quantity : undefined;
}
