/** Money in another currency, through the rates of the ledger alone. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { known, undefinedBecause } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { over, toDecimal } from '../../spec/rational.ts';
import { readMoneyPerYear } from '../../spec/economicsInputs.ts';
import type { TracedInput } from './tracedFigure.ts';

export interface Exchanged {
  readonly amount: Decimal;
  /** The rate, when there is one to name. */
  readonly inputs: readonly TracedInput[];
}

/**
 * Converts an amount by `costs.rates`, which say what one unit of a currency is worth in `costs.currency`.
 *
 * @returns undefined because neither currency is that of the ledger, or no rate is stated; amounts are never added
 *   across currencies without one
 */
export function exchange(spec: ObjectNode<SpecShape>, amount: Decimal, from: string, to: string): Known<Exchanged> {
  if (from === to) return known({ amount, inputs: [] });
  const costs = spec.fields.costs?.fields;
  const home = costs?.currency?.value;
  const foreign = to === home ? from : from === home ? to : undefined;
  const rate = foreign === undefined ? undefined : costs?.rates?.entries.get(foreign)?.fields.rate;
  if (home === undefined || foreign === undefined || rate === undefined || rate.quantity.value.lte(0)) {
    return undefinedBecause(`${from} and ${to} meet only through a rate in costs.rates`);
  }
  const inputs = [{ name: `rate of ${foreign}`, text: `${rate.text} ${home}`, place: rate.place }];
  const worth = rate.quantity.value;
  return known({ amount: to === home ? amount.times(worth) : toDecimal(over(amount, worth)), inputs });
}

/**
 * Money per year in a currency, through the rates of the ledger.
 *
 * @param name what a reason calls the amount
 * @returns undefined because it is no money per period, or no rate leads to the currency
 */
export function exchangePerYear(
  spec: ObjectNode<SpecShape>,
  name: string,
  quantity: Parameters<typeof readMoneyPerYear>[1],
  currency: string,
): Known<Exchanged> {
  const of = quantity?.dimension.of;
  const stated = of?.kind === 'money' ? of.currency : currency;
  const own = readMoneyPerYear(name, quantity, stated);
  return own.kind === 'undefined' ? own : exchange(spec, own.value, stated, currency);
}
