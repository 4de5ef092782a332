/** Sums of money as panels show them. */
import type { Figure, Provenance } from '../../../../schemas/overview.ts';
import type { SourceLocation } from '../../../../schemas/sourceLocation.ts';
import type { MoneyEstimate } from '../../cost/moneyEstimate.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { formatMoney, formatMoneyRange } from '../../spec/quantityFormat.ts';
import { known } from './locations.ts';

/** Expected amounts, one per currency, with the range where it is one. */
export function moneyFigure(
  sums: readonly MoneyEstimate[],
  period: string | undefined,
  source: SourceLocation,
): Figure {
  const formula =
    'Sum of the items, each once; estimates in ranges count with their expected value (low + 4·likely + high)/6.';
  const provenance: Provenance = { origin: 'computed', source, formula };
  const [only, ...others] = sums;
  if (only !== undefined && others.length === 0) {
    const { mean, low, high, currency } = only;
    return estimateFigure({ expected: mean, low, high }, { currency, period }, provenance);
  }
  const text = sums
    .map(({ currency, low, mean, high }) => {
      const expected = formatMoney(mean, currency, period);
      return low.eq(high) ? expected : `${expected} (${formatMoneyRange(low, high, currency)})`;
    })
    .join(' and ');
  return known(text, provenance);
}

interface Estimate {
  readonly expected: Decimal;
  readonly low: Decimal;
  readonly high: Decimal;
}

/** One amount of money, with its range where it is one. */
export function estimateFigure(
  { expected, low, high }: Estimate,
  { currency, period }: { readonly currency: string; readonly period?: string | undefined },
  provenance: Provenance,
): Figure {
  const value = formatMoney(expected, currency, period);
  const number = Number(expected.toString());
  if (low.eq(high)) return known(value, provenance, number);
  const range = formatMoneyRange(low, high, currency);
  return {
    state: 'known',
    text: `${value} (${range})`,
    estimate: { expected: value, range },
    number,
    provenance,
  };
}
