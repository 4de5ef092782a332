/**
 * Arithmetic of quantities. Everything is exact but for quotients; dimensions are checked, and currencies never mix.
 */
import { one, type Decimal } from './decimal.ts';
import { describeDimension, isSameMeasure, type Measure, type QuantityDimension } from './dimension.ts';
import { known, undefinedBecause, type Known, type Undefined } from './known.ts';
import { makeExactQuantity, type Quantity } from './quantity.ts';
import { compare, isZero, minus, over, plus, times, type Rational } from './rational.ts';
import {
  bareUnit,
  dimensionOf,
  findUnitPart,
  joinUnit,
  readUnit,
  secondsPerYear,
  type Unit,
  type UnitPart,
} from './units.ts';

/** Percentage points are the difference of ratios, so they compare and add like one. */
function withoutPoints(measure: Measure): Measure {
  return measure.kind === 'difference' ? { kind: 'ratio' } : measure;
}

/** @returns undefined when two quantities may be compared and added, else why not */
function refuseMismatch(left: Quantity, right: Quantity): Undefined | undefined {
  const { of: leftOf, per: leftPer } = left.dimension;
  const { of: rightOf, per: rightPer } = right.dimension;
  const isSamePer =
    leftPer === undefined || rightPer === undefined ? leftPer === rightPer : isSameMeasure(leftPer, rightPer);
  if (isSamePer && isSameMeasure(withoutPoints(leftOf), withoutPoints(rightOf))) return undefined;
  if (isSamePer && leftOf.kind === 'money' && rightOf.kind === 'money') {
    return undefinedBecause(`${leftOf.currency} and ${rightOf.currency} meet only through a rate with a date`);
  }
  return undefinedBecause(
    `\`${left.text}\` is ${describeDimension(left.dimension)} and \`${right.text}\` is ${describeDimension(right.dimension)}`,
  );
}

/** @returns −1, 0 or 1 as the left is less than, equal to or greater than the right, exactly */
export function compareQuantities(left: Quantity, right: Quantity): Known<-1 | 0 | 1> {
  const refusal = refuseMismatch(left, right);
  if (refusal !== undefined) return refusal;
  return known(compare(left.exact, right.exact));
}

/** @returns the sum in the left one's unit */
export function addQuantities(left: Quantity, right: Quantity): Known<Quantity> {
  if (right.unit.of.offset !== undefined) return undefinedBecause('a temperature in degC is no difference to add');
  const refusal = refuseMismatch(left, right);
  return refusal ?? known(makeExactQuantity(plus(left.exact, right.exact), left.unit));
}

/** @returns the difference in the left one's unit; of two temperatures in K */
export function subtractQuantities(left: Quantity, right: Quantity): Known<Quantity> {
  const refusal = refuseMismatch(left, right);
  if (refusal !== undefined) return refusal;
  const kelvin = left.unit.of.offset === undefined ? undefined : findUnitPart('K');
  const unit = kelvin === undefined ? left.unit : joinUnit(kelvin, left.unit.per);
  return known(makeExactQuantity(minus(left.exact, right.exact), unit));
}

/** @returns the quantity times a plain number, in the same unit */
export function scaleQuantity({ exact, unit }: Quantity, factor: Decimal): Quantity {
  return makeExactQuantity(times(exact, factor), unit);
}

/** Parts above and below the slash, and the value in base units with time in seconds everywhere. */
interface Fraction {
  readonly above: readonly UnitPart[];
  readonly below: readonly UnitPart[];
  readonly value: Rational;
}

function fractionOf({ unit: { of, per }, exact }: Quantity): Fraction {
  const isPerTime = per?.measure.kind === 'time';
  return {
    above: isPlainRatio(of) ? [] : [of],
    below: per === undefined || isPlainRatio(per) ? [] : [per],
    value: isPerTime ? over(exact, secondsPerYear) : exact,
  };
}

function isPlainRatio({ measure }: UnitPart): boolean {
  return measure.kind === 'ratio' || measure.kind === 'difference';
}

/** Removes parts of one operand above the slash that the other has below it. Counted nouns do not cancel. */
function cancel(above: readonly UnitPart[], below: readonly UnitPart[]): readonly [UnitPart[], UnitPart[]] {
  const keptBelow = [...below];
  const keptAbove = above.filter((part) => {
    const index = keptBelow.findIndex(
      (other) => part.measure.kind !== 'count' && isSameMeasure(part.measure, other.measure),
    );
    if (index !== -1) keptBelow.splice(index, 1);
    return index === -1;
  });
  return [keptAbove, keptBelow];
}

function multiplyFractions(left: Fraction, right: Fraction): Known<Quantity> {
  const [leftAbove, rightBelow] = cancel(left.above, right.below);
  const [rightAbove, leftBelow] = cancel(right.above, left.below);
  const above = joinEnergy([...leftAbove, ...rightAbove]);
  const below = [...leftBelow, ...rightBelow];
  const [of, ...moreAbove] = above;
  const [per, ...moreBelow] = below;
  if (moreAbove.length > 0 || moreBelow.length > 0 || (of === undefined && per !== undefined)) {
    const names = [above, below].map((parts) => parts.map(({ symbol }) => symbol).join('·') || '1');
    return undefinedBecause(`no unit of the spec expresses ${names.join('/')}`);
  }
  const unit = of === undefined ? bareUnit : joinUnit(of, per);
  const product = times(left.value, right.value);
  const isPerTime = unit.per?.measure.kind === 'time';
  return known(makeExactQuantity(isPerTime ? times(product, secondsPerYear) : product, unit));
}

/** A power for a time is an energy. */
function joinEnergy(above: readonly UnitPart[]): readonly UnitPart[] {
  const joule = findUnitPart('J');
  const kinds = above.map(({ measure }) => measure.kind);
  const isEnergy = above.length === 2 && kinds.includes('power') && kinds.includes('time');
  return isEnergy && joule !== undefined ? [joule] : above;
}

/**
 * @returns the product, in the units that are left when equal measures cancel: `75 USD/h` times `40 h/month` is
 *   `3000 USD/month`. Counted nouns do not cancel; `priceUse` is for prices per use.
 */
export function multiplyQuantities(left: Quantity, right: Quantity): Known<Quantity> {
  return multiplyFractions(fractionOf(left), fractionOf(right));
}

/** @returns the quotient; undefined because of a division by zero, or when no unit of the spec expresses it */
export function divideQuantities(left: Quantity, right: Quantity): Known<Quantity> {
  const { above, below, value } = fractionOf(right);
  if (isZero(value)) return undefinedBecause(`\`${right.text}\` is zero`);
  return multiplyFractions(fractionOf(left), { above: below, below: above, value: over(one, value) });
}

/**
 * The price of a use: `0.002 USD/prediction` times `3000000 predictions/year` is `6000 USD/year`.
 *
 * @param price money per counted noun
 * @param use the same noun, whole or per period
 */
export function priceUse(price: Quantity, use: Quantity): Known<Quantity> {
  const { of: paid, per: noun } = price.unit;
  const { of: used, per: period } = use.unit;
  if (noun?.measure.kind !== 'count') return undefinedBecause(`\`${price.text}\` is no price per use`);
  if (!isSameMeasure(noun.measure, used.measure)) {
    return undefinedBecause(`\`${price.text}\` is not the price of \`${use.text}\``);
  }
  return known(makeExactQuantity(times(price.exact, use.exact), joinUnit(paid, period)));
}

/**
 * Expresses a quantity in another unit of its dimension.
 *
 * @param unitText such as `USD/year` or `ms`; a text that is no unit is a bug in the caller
 * @throws {RangeError} when the text is no unit
 */
export function convertQuantity(quantity: Quantity, unitText: string): Known<Quantity> {
  if (quantity.unit.text === unitText) return known(quantity);
  const reading = readUnit(unitText);
  if (reading.kind === 'unknown') throw new RangeError(`\`${unitText}\` is not a unit.`);
  return convertToUnit(quantity, reading.unit);
}

function convertToUnit(quantity: Quantity, unit: Unit): Known<Quantity> {
  const converted = makeExactQuantity(quantity.exact, unit);
  const refusal = refuseMismatch(quantity, converted);
  return refusal === undefined ? known(converted) : undefinedBecause(describeConversion(quantity, dimensionOf(unit)));
}

function describeConversion(quantity: Quantity, dimension: QuantityDimension): string {
  return `\`${quantity.text}\` is ${describeDimension(quantity.dimension)}, not ${describeDimension(dimension)}`;
}

/**
 * @returns the quantity per year: `900 USD/month` is `10800 USD/year`, `2000 rows/day` is `730000 rows/year`; undefined
 *   because it is not per time
 */
export function expressPerYear(quantity: Quantity): Known<Quantity> {
  const year = findUnitPart('year');
  const { of, per } = quantity.unit;
  if (per?.measure.kind !== 'time' || year === undefined) {
    return undefinedBecause(`\`${quantity.text}\` is not per period`);
  }
  return known(makeExactQuantity(quantity.exact, joinUnit(of, year)));
}
