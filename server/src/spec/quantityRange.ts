/** Three-point estimates: low, likely and high. */
import { decimal } from './decimal.ts';
import { known, type Known } from './known.ts';
import { makeExactQuantity, type Quantity } from './quantity.ts';
import { over } from './rational.ts';
import { addQuantities, compareQuantities, scaleQuantity, subtractQuantities } from './quantityArithmetic.ts';

export interface QuantityRange {
  readonly low: Quantity;
  readonly likely: Quantity;
  readonly high: Quantity;
  /** (low + 4 · likely + high) / 6, in the unit of `likely`. */
  readonly mean: Quantity;
  /** (high − low) / 6, in the unit of `likely`. */
  readonly deviation: Quantity;
}

export type RangeReading =
  | { readonly kind: 'range'; readonly range: QuantityRange }
  /** The values are not in order; `which` is the value that lies outside the others. */
  | { readonly kind: 'disordered'; readonly which: 'low' | 'high'; readonly because: string }
  /** The values cannot be compared. */
  | { readonly kind: 'mismatched'; readonly because: string };

const six = decimal(6);

/**
 * Reads three quantities as a PERT estimate.
 *
 * @source Malcolm, Roseboom, Clark and Fazar 1959, Operations Research 7, 646-669
 */
export function readQuantityRange(low: Quantity, likely: Quantity, high: Quantity): RangeReading {
  const lower = compareQuantities(low, likely);
  const upper = compareQuantities(likely, high);
  if (lower.kind === 'undefined') return { kind: 'mismatched', because: lower.because };
  if (upper.kind === 'undefined') return { kind: 'mismatched', because: upper.because };
  if (lower.value > 0) return { kind: 'disordered', which: 'low', because: `${low.text} is above ${likely.text}` };
  if (upper.value > 0) return { kind: 'disordered', which: 'high', because: `${high.text} is below ${likely.text}` };
  const mean = meanOf(low, likely, high);
  const spread = subtractQuantities(high, low);
  if (mean.kind === 'undefined') return { kind: 'mismatched', because: mean.because };
  if (spread.kind === 'undefined') return { kind: 'mismatched', because: spread.because };
  const deviation = makeExactQuantity(over(spread.value.exact, six), likely.unit);
  return { kind: 'range', range: { low, likely, high, mean: mean.value, deviation } };
}

function meanOf(low: Quantity, likely: Quantity, high: Quantity): Known<Quantity> {
  const inner = addQuantities(scaleQuantity(likely, decimal(4)), low);
  if (inner.kind === 'undefined') return inner;
  const sum = addQuantities(inner.value, high);
  return sum.kind === 'undefined' ? sum : known(makeExactQuantity(over(sum.value.exact, six), likely.unit));
}
