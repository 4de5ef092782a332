/** What one error less costs: formula 28. */
import { zero } from '../spec/decimal.ts';
import { figure, inputWords, type Figure } from '../spec/figure.ts';
import { undefinedBecause } from '../spec/known.ts';
import type { AnswerCosts } from '../spec/economicsInvestment.ts';
import { findAccuracy, type BinaryCase, type Policy } from '../spec/economics.ts';
import { compare, minus, over, times, toDecimal } from '../spec/rational.ts';

/**
 * Formula 28: the cost per error that the policy to compare with would have made and the model does not.
 *
 * @returns money; undefined because the model makes as many errors
 */
export function computeCostPerErrorAvoided(
  { needed, currency, volume }: AnswerCosts,
  { prevalence }: BinaryCase,
  model: Policy,
  against: Policy,
): Figure {
  const own = findAccuracy(model, prevalence);
  if (own.kind === 'undefined') return own;
  const other = findAccuracy(against, prevalence);
  if (other.kind === 'undefined') return other;
  if (volume.lte(0)) return undefinedBecause('there are no predictions');
  const fewer = minus(own.value, other.value);
  if (compare(fewer, zero) <= 0) {
    return undefinedBecause(
      'the model is wrong as often as what it is compared with, and earns by which errors it makes',
    );
  }
  return figure(over(needed, times(volume, fewer)), currency, 28, [
    inputWords('needed', needed, `${currency}/year`),
    inputWords('volume', volume, 'predictions/year'),
    inputWords('accuracy', toDecimal(own.value)),
    inputWords('against accuracy', toDecimal(other.value)),
  ]);
}
