/** Quantities as people read them. The rounding here is for display alone and is never stored. */
import { decimal, type Decimal } from './decimal.ts';
import { makeExactQuantity, makeQuantity, type Quantity } from './quantity.ts';
import { findUnitPart, joinUnit } from './units.ts';

const standardDigits = 3;
/** Money of this size and more is shown in thousands, then in millions. */
const thousands = decimal(10_000);
const millions = decimal(1_000_000);

/**
 * Writes a quantity for display: `2.72 MUSD/year`, `771 kUSD/year`, `9906 USD`, `62.1 kUSD`, `40 ms`, `70 %`.
 *
 * Money gets the prefix that fits its size, and so does a short time below a tenth of its unit or from a thousand on; other
 * quantities keep their unit.
 *
 * @param digits significant digits, at least 1; digits before the point are never rounded away
 */
export function formatQuantity(quantity: Quantity, digits = standardDigits): string {
  const { amount, unit } = choosePrefix(quantity, digits);
  const number = formatNumber(amount, digits);
  return unit.text === '' ? number : `${number} ${unit.text}`;
}

/** Writes an amount of money for display, with the prefix that fits. */
export function formatMoney(amount: Decimal, currency: string, period?: string): string {
  const of = findUnitPart(currency);
  const per = period === undefined ? undefined : findUnitPart(period);
  if (of === undefined || (period !== undefined && per === undefined)) return `${formatNumber(amount)} ${currency}`;
  return formatQuantity(makeQuantity(amount, joinUnit(of, per)));
}

/** Writes a range of money for display: `682 to 707 kUSD`. */
export function formatMoneyRange(low: Decimal, high: Decimal, currency: string, period?: string): string {
  return joinRange(formatMoney(low, currency, period), formatMoney(high, currency, period));
}

/** Joins the ends of a range, as they are displayed; a unit that both share is said once. */
export function joinRange(first: string, last: string): string {
  const unit = last.slice(last.lastIndexOf(' '));
  return `${first.endsWith(unit) ? first.slice(0, -unit.length) : first} to ${last}`;
}

/** Units of short times with their seconds, the longest first. */
const shortTimes = [
  ['s', decimal(1)],
  ['ms', decimal('1e-3')],
  ['\u00b5s', decimal('1e-6')],
  ['ns', decimal('1e-9')],
] as const;

/** A unit of time stays while its number is easily read, so that a value stands in the unit of its goal. */
function choosePrefix(quantity: Quantity, digits: number): Quantity {
  const { measure } = quantity.unit.of;
  if (shortTimes.some(([name]) => name === quantity.unit.text)) return chooseShortTime(quantity, digits);
  if (measure.kind !== 'money') return quantity;
  const { per } = quantity.unit;
  const bare = findUnitPart(measure.currency);
  if (bare === undefined) return quantity;
  const whole = makeExactQuantity(quantity.exact, joinUnit(bare, per));
  // The size is that of the rounded number, so that 999 999 is not shown as 1000 k.
  const size = whole.amount.abs().prec(digits);
  const prefix = size.gte(millions) ? 'M' : size.gte(thousands) ? 'k' : '';
  const of = findUnitPart(`${prefix}${measure.currency}`) ?? bare;
  return makeExactQuantity(quantity.exact, joinUnit(of, per));
}

function chooseShortTime(quantity: Quantity, digits: number): Quantity {
  const shown = quantity.amount.abs().prec(digits);
  if (shown.eq(0) || (shown.gte('0.1') && shown.lt(1000))) return quantity;
  const seconds = quantity.amount.abs().times(quantity.unit.of.scale).prec(digits);
  const [fitting] = shortTimes.find(([, size]) => seconds.gte(size)) ?? ['ns'];
  const of = findUnitPart(fitting);
  return of === undefined ? quantity : makeExactQuantity(quantity.exact, joinUnit(of, undefined));
}

function roundForDisplay(amount: Decimal, digits: number): Decimal {
  if (amount.eq(0)) return amount;
  return amount.round(Math.max(0, digits - 1 - amount.e));
}

/**
 * Writes a number with commas between thousands, as counts are written, rounded half to even.
 *
 * @param digits significant digits, at least 1; digits before the point are never rounded away
 */
export function formatNumber(amount: Decimal, digits = standardDigits): string {
  const [whole = '', fraction] = roundForDisplay(amount, digits).toFixed().split('.');
  // Four digits are read at a glance, five are not.
  const grouped = /^-?\d{1,4}$/.test(whole) ? whole : whole.replace(/\d(?=(?:\d{3})+$)/g, '$&,');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Writes a share as a difference in percent: `+2 %`, `−12 %`, `±0 %`. */
export function signedPercent(share: Decimal): string {
  return `${share.gt(0) ? '+' : share.lt(0) ? '−' : '±'}${formatNumber(share.abs().times(100), 2)} %`;
}
