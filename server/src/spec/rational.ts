/** Exact fractions of decimals, so that a formula with several quotients rounds once, at its end. */
import { one, type Decimal } from './decimal.ts';

/** `numerator / denominator`; the denominator is above 0. */
export interface Rational {
  readonly numerator: Decimal;
  readonly denominator: Decimal;
}

export type Operand = Rational | Decimal;

function isRational(operand: Operand): operand is Rational {
  return 'numerator' in operand;
}

export function toRational(operand: Operand): Rational {
  return isRational(operand) ? operand : { numerator: operand, denominator: one };
}

export function plus(...terms: readonly [Operand, ...Operand[]]): Rational {
  const [first, ...rest] = terms;
  return rest.reduce<Rational>((sum, term) => {
    const { numerator, denominator } = toRational(term);
    if (denominator.eq(sum.denominator)) return { numerator: sum.numerator.plus(numerator), denominator };
    return {
      numerator: sum.numerator.times(denominator).plus(numerator.times(sum.denominator)),
      denominator: sum.denominator.times(denominator),
    };
  }, toRational(first));
}

export function negate(operand: Operand): Rational {
  const { numerator, denominator } = toRational(operand);
  return { numerator: numerator.neg(), denominator };
}

export function minus(left: Operand, right: Operand): Rational {
  return plus(left, negate(right));
}

export function times(...factors: readonly [Operand, ...Operand[]]): Rational {
  return factors.map(toRational).reduce((product, factor) => ({
    numerator: product.numerator.times(factor.numerator),
    denominator: product.denominator.times(factor.denominator),
  }));
}

/** @throws {RangeError} when the divisor is 0: callers say why a result is undefined before they divide */
export function over(dividend: Operand, divisor: Operand): Rational {
  const { numerator, denominator } = toRational(divisor);
  if (isZero(divisor)) throw new RangeError('A divisor is zero.');
  const sign = numerator.s;
  return times(dividend, { numerator: denominator.times(sign), denominator: numerator.times(sign) });
}

export function isZero(operand: Operand): boolean {
  return toRational(operand).numerator.eq(0);
}

/** @returns −1, 0 or 1 as the left is less than, equal to or greater than the right, exactly */
export function compare(left: Operand, right: Operand): -1 | 0 | 1 {
  return minus(left, right).numerator.cmp(0);
}

/** @returns the value, rounded half to even at 10 decimals when it does not end */
export function toDecimal(operand: Operand): Decimal {
  const { numerator, denominator } = toRational(operand);
  return numerator.div(denominator);
}
