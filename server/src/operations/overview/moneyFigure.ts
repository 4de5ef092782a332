/** Sums of money as panels show them. */
import type { Figure } from '../../../../schemas/overview.ts';
import type { SourceLocation } from '../../../../schemas/sourceLocation.ts';
import type { MoneyEstimate } from '../../cost/moneyEstimate.ts';
import { formatMoney } from '../../spec/quantityFormat.ts';
import { known } from './locations.ts';

/** Expected amounts, one per currency, with the range where it is one. */
export function moneyFigure(
  sums: readonly MoneyEstimate[],
  period: string | undefined,
  source: SourceLocation,
): Figure {
  const text = sums
    .map(({ currency, low, mean, high }) => {
      const expected = formatMoney(mean, currency, period);
      return low.eq(high) ? expected : `${expected} (${formatMoney(low, currency)} to ${formatMoney(high, currency)})`;
    })
    .join(' and ');
  const [only, ...others] = sums;
  const number = only === undefined || others.length > 0 ? undefined : Number(only.mean.toString());
  const formula =
    'Sum of the items, each once; estimates in ranges count with their expected value (low + 4·likely + high)/6.';
  return known(text, { origin: 'computed', source, formula }, number);
}
