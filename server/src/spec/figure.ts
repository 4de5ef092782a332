/** Figures of the economics: a quantity with its formula and its inputs, or the reason why there is none. */
import type { Decimal } from './decimal.ts';
import type { FormulaNumber } from './economicsFormulas.ts';
import { undefinedBecause, type Undefined } from './known.ts';
import { makeExactQuantity, type Quantity } from './quantity.ts';
import { toRational, type Operand } from './rational.ts';
import { readUnit, scaleOf } from './units.ts';

export interface KnownFigure {
  readonly kind: 'known';
  readonly value: Quantity;
  readonly formula: FormulaNumber;
  /** What went in, in words: `recall 0.7`, `volume 3000000 predictions/year`. */
  readonly inputs: readonly string[];
}

export type Figure = KnownFigure | Undefined;

/**
 * @param amount in `unit`
 * @param unit a unit of the spec; empty for a ratio
 * @throws {RangeError} when the unit is none: currencies are checked where quantities are read
 */
export function figure(amount: Operand, unit: string, formula: FormulaNumber, inputs: readonly string[]): KnownFigure {
  const reading = readUnit(unit);
  if (reading.kind === 'unknown') throw new RangeError(`\`${unit}\` is not a unit.`);
  const { numerator, denominator } = toRational(amount);
  const scale = scaleOf(reading.unit);
  const exact = {
    numerator: numerator.times(scale.numerator),
    denominator: denominator.times(scale.denominator),
  };
  return { kind: 'known', value: makeExactQuantity(exact, reading.unit), formula, inputs };
}

/** Words for an input: its name, its amount as written, and its unit. */
export function inputWords(name: string, amount: Decimal, unit = ''): string {
  return `${name} ${amount.toFixed()}${unit === '' ? '' : ` ${unit}`}`;
}

/** @returns undefined when the value lies in [low, high], else why the result that needs it is undefined */
export function refuseOutside(name: string, value: Decimal, low: number, high: number): Undefined | undefined {
  return value.gte(low) && value.lte(high)
    ? undefined
    : undefinedBecause(`${name} ${value.toFixed()} lies outside ${low} to ${high}`);
}
