/** From quantities as a spec states them to the plain numbers of the formulas; what is missing or mixed gets a reason. */
import type { Decimal } from './decimal.ts';
import type { BinaryCase, OutcomeValues } from './economics.ts';
import type { Investment } from './economicsInvestment.ts';
import type { ClassValues, DetectionValues, ErrorValues } from './economicsTasks.ts';
import { known, undefinedBecause, type Known } from './known.ts';
import type { Quantity } from './quantity.ts';
import { convertQuantity, expressPerYear } from './quantityArithmetic.ts';

/** A quantity that may be missing. */
type Stated = Quantity | undefined;

/** @returns the amount in a unit; undefined because it is missing or measures something else */
function readAmount(name: string, quantity: Stated, unit: string): Known<Decimal> {
  if (quantity === undefined) return undefinedBecause(`${name} is not stated`);
  const converted = convertQuantity(quantity, unit);
  return converted.kind === 'known' ? known(converted.value.amount) : undefinedBecause(`${name}: ${converted.because}`);
}

/** @returns a share such as a prevalence or a discount rate, as a number */
export function readShare(name: string, quantity: Stated): Known<Decimal> {
  return readAmount(name, quantity, '');
}

/** @returns the number of counted things per year, whatever they are called */
export function readVolume(name: string, quantity: Stated): Known<Decimal> {
  if (quantity === undefined) return undefinedBecause(`${name} is not stated`);
  if (quantity.dimension.of.kind !== 'count') return undefinedBecause(`${name} \`${quantity.text}\` counts nothing`);
  const yearly = expressPerYear(quantity);
  return yearly.kind === 'known' ? known(yearly.value.amount) : yearly;
}

/** @returns a time in years */
export function readYears(name: string, quantity: Stated): Known<Decimal> {
  return readAmount(name, quantity, 'years');
}

/** @returns a time in seconds */
export function readSeconds(name: string, quantity: Stated): Known<Decimal> {
  return readAmount(name, quantity, 's');
}

/** @returns money per year in a currency; other currencies are to be converted before */
export function readMoneyPerYear(name: string, quantity: Stated, currency: string): Known<Decimal> {
  return readAmount(name, quantity, `${currency}/year`);
}

/** @returns money without a period in a currency; other currencies are to be converted before */
export function readMoney(name: string, quantity: Stated, currency: string): Known<Decimal> {
  return readAmount(name, quantity, currency);
}

/** Amounts of money that must all be in one currency. */
function readValues<Name extends string>(
  names: readonly Name[],
  stated: Readonly<Partial<Record<Name, Stated>>>,
  unitOf: (currency: string) => string,
): Known<{ readonly currency: string; readonly amounts: ReadonlyMap<Name, Decimal> }> {
  const amounts = new Map<Name, Decimal>();
  let currency: string | undefined;
  for (const name of names) {
    const quantity = stated[name];
    if (quantity === undefined) return undefinedBecause(`the value of ${name} is not stated`);
    const { of } = quantity.dimension;
    if (of.kind !== 'money') return undefinedBecause(`the value of ${name}, \`${quantity.text}\`, is no money`);
    currency ??= of.currency;
    const amount = readAmount(`the value of ${name}`, quantity, unitOf(currency));
    if (amount.kind === 'undefined') return amount;
    amounts.set(name, amount.value);
  }
  return currency === undefined ? undefinedBecause('no value is stated') : known({ currency, amounts });
}

function amountOf<Name extends string>(amounts: ReadonlyMap<Name, Decimal>, name: Name): Decimal {
  const amount = amounts.get(name);
  if (amount === undefined) throw new RangeError(`The value of ${name} was not read.`);
  return amount;
}

const asIs = (currency: string): string => currency;

/** Values of the four outcomes of a binary classifier. */
export function readOutcomeValues(
  stated: Readonly<Partial<Record<'tp' | 'fp' | 'fn' | 'tn', Stated>>>,
): Known<OutcomeValues> {
  const read = readValues(['tp', 'fp', 'fn', 'tn'], stated, asIs);
  if (read.kind === 'undefined') return read;
  const { currency, amounts } = read.value;
  return known({
    currency,
    tp: amountOf(amounts, 'tp'),
    fp: amountOf(amounts, 'fp'),
    fn: amountOf(amounts, 'fn'),
    tn: amountOf(amounts, 'tn'),
  });
}

/** Values of a right and a wrong answer with more than two classes. */
export function readClassValues(stated: Readonly<Partial<Record<'correct' | 'wrong', Stated>>>): Known<ClassValues> {
  const read = readValues(['correct', 'wrong'], stated, asIs);
  if (read.kind === 'undefined') return read;
  const { currency, amounts } = read.value;
  return known({ currency, correct: amountOf(amounts, 'correct'), wrong: amountOf(amounts, 'wrong') });
}

/** Values of the three outcomes of detection. */
export function readDetectionValues(
  stated: Readonly<Partial<Record<'tp' | 'fp' | 'fn', Stated>>>,
): Known<DetectionValues> {
  const read = readValues(['tp', 'fp', 'fn'], stated, asIs);
  if (read.kind === 'undefined') return read;
  const { currency, amounts } = read.value;
  return known({
    currency,
    tp: amountOf(amounts, 'tp'),
    fp: amountOf(amounts, 'fp'),
    fn: amountOf(amounts, 'fn'),
  });
}

/**
 * Values of the errors of a regression.
 *
 * @param labelUnit unit of the label, such as `min`; empty when the label has none. `-3 USD/min` is read as money per
 *   that unit, and bare money as money per unit of the label
 */
export function readErrorValues(
  stated: Readonly<Partial<Record<'over' | 'under', Stated>>>,
  labelUnit: string,
): Known<ErrorValues> {
  const isPerUnit = [stated.over, stated.under].some((quantity) => quantity?.dimension.per !== undefined);
  const unitOf = (currency: string): string => (isPerUnit && labelUnit !== '' ? `${currency}/${labelUnit}` : currency);
  const read = readValues(['over', 'under'], stated, unitOf);
  if (read.kind === 'undefined') return read;
  const { currency, amounts } = read.value;
  const unit = isPerUnit ? labelUnit : '';
  return known({ currency, unit, over: amountOf(amounts, 'over'), under: amountOf(amounts, 'under') });
}

export interface StatedCase {
  readonly prevalence?: Stated;
  readonly value?: Readonly<Partial<Record<'tp' | 'fp' | 'fn' | 'tn', Stated>>> | undefined;
}

/** The world of a binary classifier. */
export function readBinaryCase({ prevalence, value }: StatedCase): Known<BinaryCase> {
  const share = readShare('prevalence', prevalence);
  if (share.kind === 'undefined') return share;
  const values = readOutcomeValues(value ?? {});
  return values.kind === 'undefined' ? values : known({ prevalence: share.value, values: values.value });
}

/**
 * Joins costs and the terms of the investment.
 *
 * @param oneOff sum of one-off costs, in `currency`
 * @param running sum of running costs per year, in `currency`
 */
export function readInvestment(
  currency: string,
  oneOff: Decimal,
  running: Decimal,
  horizon: Stated,
  discountRate: Stated,
): Known<Investment> {
  const years = readYears('horizon', horizon);
  if (years.kind === 'undefined') return years;
  const rate = readShare('discount rate', discountRate);
  if (rate.kind === 'undefined') return rate;
  return known({ currency, oneOff, running, horizon: years.value, discountRate: rate.value });
}
