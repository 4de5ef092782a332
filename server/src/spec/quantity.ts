/**
 * Quantities of the spec, `number unit`: what one is, and the reader of a scalar's source text.
 *
 * Text that is no quantity gets one problem at the smallest range, with corrections that are themselves quantities.
 */
import { withdrawnCurrencies } from '../../../schemas/currencies.ts';
import { decimal, zero, type Decimal } from './decimal.ts';
import type { QuantityDimension } from './dimension.ts';
import { diagnoseNumber, findVagueness, type Estimate } from './numberSlips.ts';
import type { Rational } from './rational.ts';
import { findCurrencies, suggestUnits } from './unitSuggestions.ts';
import { dimensionOf, readUnit, scaleOf, type Unit } from './units.ts';

export interface Quantity {
  /** As it is written in one spelling: `40 ms`. For a computed quantity, its amount and unit. */
  readonly text: string;
  /** The number before the unit, exactly as written; a computed one may have been rounded at 10 decimals. */
  readonly amount: Decimal;
  readonly unit: Unit;
  readonly dimension: QuantityDimension;
  /** The amount in base units (units.ts), exactly; comparison and arithmetic use this. */
  readonly exact: Rational;
  /** `exact` as one decimal, rounded half to even at 10 decimals when the quotient does not end. */
  readonly value: Decimal;
}

/** Which kind of fault a text has; each is one rule. */
export type QuantityProblemCode = 'decimal-comma' | 'unknown-unit' | 'not-a-number' | 'vague';

export interface QuantityProblem {
  readonly kind: 'problem';
  readonly code: QuantityProblemCode;
  /** One sentence: what is wrong and what to write. */
  readonly message: string;
  /** Texts that may stand instead of the whole source, likeliest first, at most three; each reads as a quantity. */
  readonly corrections: readonly string[];
  /**
   * For text such as `20-45 kUSD`: the YAML flow map of `low`, `likely` and `high` that may stand instead where the key
   * takes an estimate. What the text does not say is left empty.
   */
  readonly estimate?: string;
  /** Offsets of the faulty part inside the source. */
  readonly start: number;
  readonly end: number;
}

export type QuantityReading =
  | {
      readonly kind: 'quantity';
      readonly quantity: Quantity;
      /** The text is understood but not spelled in the one way. */
      readonly spacing?: { readonly corrected: string };
    }
  | QuantityProblem;

/** Longer texts are refused unread. */
const longestSource = 200;
/** More digits than any measurement has; keeps exact arithmetic on hostile numbers cheap. */
const mostDigits = 60;
const largestExponent = 60;
const mostCorrections = 3;
/** Faults that one text may combine, such as a decimal comma and an unknown unit. */
const mostFaults = 3;

/**
 * Reads the source text of a scalar, without quotes, as a quantity.
 *
 * Never throws, whatever the text; the work is bounded by a length limit.
 */
export function readQuantity(source: string): QuantityReading {
  const reading = readOnce(source);
  if (reading.kind === 'quantity') return reading;
  const corrections = [...new Set(reading.corrections.flatMap((text) => settle(text)))].slice(0, mostCorrections);
  const { estimate, ...problem } = { ...reading, corrections };
  if (estimate === undefined) return problem;
  const settled = settleEstimate(estimate);
  return settled === undefined ? problem : { ...problem, estimate: settled };
}

/** Makes a quantity from an amount and a unit. */
export function makeQuantity(amount: Decimal, unit: Unit, amountText = amount.toFixed()): Quantity {
  const scale = scaleOf(unit);
  const numerator = amount.times(scale.numerator).plus(offsetOf(unit).times(scale.denominator));
  return assemble(amount, amountText, unit, { numerator, denominator: scale.denominator });
}

/** Makes a quantity from its exact value in base units; its amount is rounded at 10 decimals when it does not end. */
export function makeExactQuantity(exact: Rational, unit: Unit): Quantity {
  const scale = scaleOf(unit);
  const span = exact.numerator.minus(offsetOf(unit).times(exact.denominator));
  const amount = span.times(scale.denominator).div(exact.denominator.times(scale.numerator));
  return assemble(amount, amount.toFixed(), unit, exact);
}

/** Only a whole temperature counts from a zero of its own. */
function offsetOf(unit: Unit): Decimal {
  return unit.per === undefined ? (unit.of.offset ?? zero) : zero;
}

function assemble(amount: Decimal, amountText: string, unit: Unit, exact: Rational): Quantity {
  return {
    text: unit.text === '' ? amountText : `${amountText} ${unit.text}`,
    amount,
    unit,
    dimension: dimensionOf(unit),
    exact,
    value: exact.numerator.div(exact.denominator),
  };
}

/** @returns the texts that a candidate leads to when its own faults are corrected, too */
function settle(candidate: string, faults = 1): readonly string[] {
  const reading = readOnce(candidate);
  if (reading.kind === 'quantity') return [reading.spacing?.corrected ?? candidate];
  if (faults >= mostFaults) return [];
  return reading.corrections.flatMap((text) => settle(text, faults + 1));
}

/** @returns the map with each value settled; undefined when one of them is no quantity */
function settleEstimate({ low, likely, high }: Estimate): string | undefined {
  const values = [low, likely, high].map((text) => (text === '' ? '' : settle(text)[0]));
  const [lowText, likelyText, highText] = values;
  if (lowText === undefined || likelyText === undefined || highText === undefined) return undefined;
  return `{low: ${lowText}, likely: ${likelyText}, high: ${highText}}`;
}

/** A problem whose corrections may still have other faults. */
type Finding = Omit<QuantityProblem, 'estimate'> & { readonly estimate?: Estimate };

function readOnce(source: string): Exclude<QuantityReading, QuantityProblem> | Finding {
  if (source.length > longestSource) {
    return notANumber(
      `A quantity is a number and a unit; this text has ${source.length} characters.`,
      [],
      0,
      source.length,
    );
  }
  const text = source.trim();
  const start = source.length - source.trimStart().length;
  const end = start + text.length;
  if (text === '')
    return notANumber('A quantity is missing here; write a number and a unit such as `40 ms`.', [], 0, end);

  const foreign = readLeadingCurrency(text, start);
  if (foreign !== undefined) return foreign;
  const vague = findVagueness(text);
  if (vague !== undefined) return { kind: 'problem', code: 'vague', message: vague, corrections: [], start, end };
  const slip = diagnoseNumber(text);
  if (slip !== undefined) return { kind: 'problem', ...slip, start: start + slip.start, end: start + slip.end };

  const numberText = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(text)?.[0];
  if (numberText === undefined) {
    return notANumber(`${quote(text)} is not a number; write a number and a unit such as \`40 ms\`.`, [], start, end);
  }
  const numberEnd = start + numberText.length;
  if (!isWithinBounds(numberText)) {
    return notANumber('This number has more digits or a larger exponent than any quantity.', [], start, numberEnd);
  }
  const amount = decimal(numberText);
  const unitText = text.slice(numberText.length).trimStart();
  const unitStart = end - unitText.length;
  const unitReading = readUnit(unitText);
  if (unitReading.kind === 'unknown') {
    return reportUnknownUnit(
      amount,
      unitText,
      unitReading.symbol,
      unitStart + unitReading.start,
      unitStart + unitReading.end,
    );
  }
  const quantity = makeQuantity(amount, unitReading.unit, numberText);
  return quantity.text === source
    ? { kind: 'quantity', quantity }
    : { kind: 'quantity', quantity, spacing: { corrected: quantity.text } };
}

function notANumber(message: string, corrections: readonly string[], start: number, end: number): Finding {
  return { kind: 'problem', code: 'not-a-number', message, corrections, start, end };
}

/** @returns the text in quotation marks, shortened for a message */
function quote(text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return `\`${shown}\``;
}

function isWithinBounds(numberText: string): boolean {
  const [mantissa = '', exponent = '0'] = numberText.toLowerCase().split('e');
  return mantissa.length <= mostDigits && Math.abs(Number(exponent)) <= largestExponent;
}

function reportUnknownUnit(amount: Decimal, unitText: string, symbol: string, start: number, end: number): Finding {
  const withdrawn = withdrawnCurrencies.find(({ code }) => symbol.endsWith(code) && symbol.length <= code.length + 1);
  if (withdrawn !== undefined) {
    return {
      kind: 'problem',
      code: 'unknown-unit',
      message: `${withdrawn.code} was withdrawn in ${withdrawn.withdrawn}; convert the amount to ${withdrawn.replacedBy}.`,
      corrections: [],
      start,
      end,
    };
  }
  const suggestions = suggestUnits(unitText);
  const corrections = suggestions.map(({ text, convert }) => {
    const converted = convert(amount).toFixed();
    return text === '' ? converted : `${converted} ${text}`;
  });
  const named = corrections.map(quote).join(' or ');
  return {
    kind: 'problem',
    code: 'unknown-unit',
    message: `${quote(symbol)} is not a unit${named === '' ? '' : `; write ${named}`}.`,
    corrections,
    start,
    end,
  };
}

/** Reads money with the currency in front: `$6`, `EUR 2.5 mio`, `-£3/h`. */
function readLeadingCurrency(text: string, offset: number): Finding | undefined {
  const match =
    /^(?<sign>[+-]?)\s*(?<currency>[A-Za-z]{0,3}\p{Sc}|[A-Za-z]{3})\s*(?<inner>[+-]?)(?<number>[\d.][\d.,_]*)\s*(?<magnitude>[^/\d]*?)\s*(?<per>\/.*)?$/u.exec(
      text,
    );
  const { sign = '', currency = '', inner = '', number = '', magnitude = '', per = '' } = match?.groups ?? {};
  const codes = findCurrencies(currency);
  if (match === null || codes.length === 0) return undefined;
  const start = offset + text.indexOf(currency);
  return {
    kind: 'problem',
    code: 'unknown-unit',
    message: 'The currency stands after the number, as its ISO 4217 code, such as `6 USD`.',
    corrections: codes.map(
      (code) => `${sign}${inner}${number} ${magnitude === '' ? '' : `${magnitude} `}${code}${per}`,
    ),
    start,
    end: start + currency.length,
  };
}
