/** What one item of the ledger costs: once, or per year. */
import { findMismatch } from '../spec/dimension.ts';
import { computeLabellingHours } from '../spec/economicsLabelling.ts';
import { known, undefinedBecause, type Known } from '../spec/known.ts';
import type { Quantity } from '../spec/quantity.ts';
import { convertQuantity, expressPerYear, multiplyQuantities, priceUse } from '../spec/quantityArithmetic.ts';
import { readQuantityRange } from '../spec/quantityRange.ts';
import { figure } from '../spec/figure.ts';
import type { Estimate, ItemBasis, LedgerItem, LedgerTerms } from './ledgerItem.ts';
import { convertMoney, type MoneyEstimate } from './moneyEstimate.ts';

export interface ItemPrice {
  readonly when: 'once' | 'yearly';
  readonly amount: MoneyEstimate;
}

type PaidBasis = Exclude<ItemBasis, { readonly kind: 'economics' | 'none' | 'unreadable' }>;

/** Items whose amount is money that is paid. */
export function isPaid(basis: ItemBasis): basis is PaidBasis {
  return basis.kind === 'cost' || basis.kind === 'work' || basis.kind === 'labelling';
}

/**
 * Prices an item in its own currency, or in that of the terms when there is a rate.
 *
 * @returns undefined because a quantity does not fit, the period is missing, or a price per use has no volume
 */
export function priceItem(item: LedgerItem & { readonly basis: PaidBasis }, terms: LedgerTerms): Known<ItemPrice> {
  const points: Quantity[] = [];
  for (const which of ['low', 'likely', 'high'] as const) {
    const paid = pricePoint(item.basis, which, terms);
    if (paid.kind === 'undefined') return paid;
    points.push(paid.value);
  }
  const [low, likely, high] = points;
  if (low === undefined || likely === undefined || high === undefined) return undefinedBecause('no amount is stated');
  const range = readQuantityRange(low, likely, high);
  if (range.kind !== 'range') return undefinedBecause(range.because);
  const { mean, deviation } = range.range;
  const { of } = mean.dimension;
  if (of.kind !== 'money') return undefinedBecause(`\`${mean.text}\` is no money`);
  const isPerPeriod = mean.dimension.per?.kind === 'time';
  if (isPerPeriod && item.isOnce) return undefinedBecause('it is once and per period');
  if (!isPerPeriod && !item.isOnce) return undefinedBecause('its amount has no period and it is not once');
  const unit = isPerPeriod ? `${of.currency}/year` : of.currency;
  const amountIn = (quantity: Quantity) => {
    const converted = convertQuantity(quantity, unit);
    if (converted.kind === 'undefined') throw new RangeError(converted.because);
    return converted.value.amount;
  };
  const spread = amountIn(deviation);
  const amount: MoneyEstimate = {
    currency: of.currency,
    low: amountIn(low),
    mean: amountIn(mean),
    high: amountIn(high),
    variance: spread.times(spread),
  };
  return known({ when: isPerPeriod ? 'yearly' : 'once', amount: toCurrency(amount, terms) });
}

function toCurrency(amount: MoneyEstimate, { currency, rates }: LedgerTerms): MoneyEstimate {
  const rate = rates.get(amount.currency);
  if (currency === undefined || rate === undefined || amount.currency === currency) return amount;
  return convertMoney(amount, rate, currency);
}

type Point = 'low' | 'likely' | 'high';

function pick(estimate: Estimate, which: Point): Quantity {
  return estimate.kind === 'point' ? estimate.quantity : estimate[which];
}

/** Money at once or per period; prices per use are multiplied by the volume. */
function pricePoint(basis: PaidBasis, which: Point, { volume }: LedgerTerms): Known<Quantity> {
  switch (basis.kind) {
    case 'cost': {
      const cost = pick(basis.cost, which);
      const { per } = cost.dimension;
      if (per === undefined || per.kind === 'time') return known(cost);
      if (volume === undefined) return undefinedBecause(`\`${cost.text}\` is a price per use, and no volume is stated`);
      const paid = priceUse(cost, volume);
      return paid.kind === 'known' ? expressPerYear(paid.value) : paid;
    }
    case 'work':
      return payHours(pick(basis.hours, which), basis.rate);
    case 'labelling': {
      const hours = findLabellingHours(basis, which);
      return hours.kind === 'known' ? payHours(hours.value, basis.rate) : hours;
    }
  }
}

/** A bare number times `75 USD/h` would be money per period, so both dimensions are checked before. */
function payHours(hours: Quantity, rate: Quantity): Known<Quantity> {
  const wrongHours = findMismatch(hours.dimension, 'work');
  if (wrongHours !== undefined) return undefinedBecause(`\`${hours.text}\` is not ${wrongHours}`);
  const wrongRate = findMismatch(rate.dimension, 'money/work');
  if (wrongRate !== undefined) return undefinedBecause(`\`${rate.text}\` is not ${wrongRate}`);
  return multiplyQuantities(hours, rate);
}

/** Hours of labelling, in all or per year. */
function findLabellingHours(basis: Extract<PaidBasis, { readonly kind: 'labelling' }>, which: Point): Known<Quantity> {
  const items = pick(basis.items, which);
  const seconds = convertQuantity(pick(basis.seconds, which), 's');
  if (seconds.kind === 'undefined') return seconds;
  const isPerPeriod = items.dimension.per !== undefined;
  const yearly = isPerPeriod ? expressPerYear(items) : known(items);
  if (yearly.kind === 'undefined') return yearly;
  const { of } = items.dimension;
  if (of.kind !== 'count' && of.kind !== 'ratio') return undefinedBecause(`\`${items.text}\` counts no items`);
  const hours = computeLabellingHours({
    items: yearly.value.amount,
    perItem: basis.perItem,
    seconds: seconds.value.amount,
    review: basis.review,
    rework: basis.rework,
  });
  if (hours.kind === 'undefined') return hours;
  return isPerPeriod
    ? known(figure(hours.value.amount, 'h/year', hours.formula, hours.inputs).value)
    : known(hours.value);
}
