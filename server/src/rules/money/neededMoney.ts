/** What a project must earn per year, in the currency that is asked for. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { Known } from '../../spec/known.ts';
import { undefinedBecause } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { amountIn } from '../economicsView.ts';
import { investmentOf, neededValueOf } from '../ledgerView.ts';
import { exchange } from './exchange.ts';
import type { Exchanged } from './exchange.ts';

/** Formula 5 in a currency, per year; undefined because the costs are not known, or no rate leads to the currency. */
export function neededMoneyIn(spec: ObjectNode<SpecShape>, currency: string): Known<Exchanged> {
  const investment = investmentOf(spec);
  if (investment.kind === 'undefined') return investment;
  const needed = neededValueOf(spec);
  if (needed.kind === 'undefined') return needed;
  const amount = amountIn(needed.value, `${investment.value.currency}/year`);
  if (amount === undefined) return undefinedBecause('the costs are not money per year');
  return exchange(spec, amount, investment.value.currency, currency);
}
