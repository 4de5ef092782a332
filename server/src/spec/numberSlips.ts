/**
 * Slips in the number of a quantity: separators, other bases, ranges, comparisons, and words instead of a number.
 *
 * Each recogniser looks at the whole trimmed text and says what it found, where, and what may stand instead.
 */
import { decimal } from './decimal.ts';

/** The three texts of an estimate; empty where nobody said one. */
export interface Estimate {
  readonly low: string;
  readonly likely: string;
  readonly high: string;
}

export interface NumberSlip {
  readonly code: 'decimal-comma' | 'not-a-number';
  readonly message: string;
  /** Whole texts to put instead; they may still have other faults, which the caller corrects in turn. */
  readonly corrections: readonly string[];
  /** What an uncertain quantity says of its estimate. */
  readonly estimate?: Estimate;
  readonly start: number;
  readonly end: number;
}

/** Text that promises without a number. */
const vagueWords =
  /\bas\s+\w+\s+as\s+possible\b|\b(?:asap|best|better|good|great|high(?:er|est)?|low(?:er|est)?|max(?:imum|imal)?|min(?:imum|imal)?|optimal|perfect|sota|state[- ]of[- ]the[- ]art|tbd|tba|tbc|todo|unknown|improve\w*|reasonable|acceptable|fast(?:er|est)?|cheap(?:er|est)?|accurate|competitive|sufficient|enough)\b|^n\/?a$|^\?+$/i;

/** @returns one sentence when the text has no number and promises something vague */
export function findVagueness(text: string): string | undefined {
  if (/\d/.test(text) || !vagueWords.test(text)) return undefined;
  return 'This cannot be reached or missed; write a number and a unit.';
}

/** Digits and everything that is put between them. */
const looseNumber = /^[+-]?(?:\d|[.,]\d)(?:[\d.,_'\u2019\u00a0\u2009\u202f]|[ ](?=\d))*(?:[eE][+-]?\d+)?/;

const recognisers: readonly ((text: string) => NumberSlip | undefined)[] = [
  findTypographicMinus,
  findLookalike,
  findDate,
  findComparison,
  findApproximation,
  findPlusMinus,
  findRange,
  findFraction,
  findSeparators,
  findLeadingZero,
];

/**
 * @param text trimmed text of a quantity
 * @returns the first slip of its number, or undefined when it starts with a well-formed one or is no number at all
 */
export function diagnoseNumber(text: string): NumberSlip | undefined {
  for (const recognise of recognisers) {
    const slip = recognise(text);
    if (slip !== undefined) return slip;
  }
  return undefined;
}

function slipOver(text: string, message: string, corrections: readonly string[]): NumberSlip {
  return { code: 'not-a-number', message, corrections, start: 0, end: text.length };
}

function findTypographicMinus(text: string): NumberSlip | undefined {
  if (!/^[\u2212\u2013]\s*[\d.]/.test(text)) return undefined;
  return { ...slipOver(text, 'The minus sign is a plain hyphen.', [`-${text.slice(1).trimStart()}`]), end: 1 };
}

function findLookalike(text: string): NumberSlip | undefined {
  if (/^[+-]?(?:\.inf|\.nan|inf|infinity|nan)$/i.test(text)) {
    return slipOver(text, 'A quantity is finite; write a number and a unit.', []);
  }
  const based = /^(?<sign>[+-]?)(?<digits>0x[0-9a-f]{1,15}|0o[0-7]{1,20}|0b[01]{1,60})(?![0-9a-z])/i.exec(text);
  const { sign = '', digits } = based?.groups ?? {};
  if (based === null || digits === undefined) return undefined;
  const plain = `${sign === '-' ? '-' : ''}${BigInt(digits.toLowerCase()).toString()}`;
  return {
    ...slipOver(text, `Numbers are decimal; write \`${plain}\`.`, [`${plain}${text.slice(based[0].length)}`]),
    end: based[0].length,
  };
}

function findDate(text: string): NumberSlip | undefined {
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return slipOver(text, 'This is a date, not a quantity.', []);
  if (/^\d{1,2}:\d{2}/.test(text)) {
    return slipOver(text, 'A duration has one unit, such as `90 min`; clock times are not read.', []);
  }
  return undefined;
}

function findComparison(text: string): NumberSlip | undefined {
  const match =
    /^(?:<=?|>=?|=+|[\u2264\u2265]|at (?:least|most)|(?:min|max|up to|under|over|below|above)\.?:?)\s*(?=[-+.\d])/i.exec(
      text,
    );
  if (match === null) return undefined;
  return {
    ...slipOver(text, 'The direction of the metric says which side is better; write the number alone.', [
      text.slice(match[0].length),
    ]),
    end: match[0].trimEnd().length,
  };
}

function estimateOver(text: string, estimate: Estimate): NumberSlip {
  return { ...slipOver(text, 'An uncertain quantity is a map of `low`, `likely` and `high`.', []), estimate };
}

function findApproximation(text: string): NumberSlip | undefined {
  const match = /^(?:[~\u2248]|(?:ca|circa|approx|approximately|about|around|roughly)\b\.?)\s*(?=[-+.\d])/i.exec(text);
  if (match === null) return undefined;
  const likely = text.slice(match[0].length);
  return estimateOver(text, { low: '', likely, high: '' });
}

function findPlusMinus(text: string): NumberSlip | undefined {
  const match = /^([+-]?\d{1,30}(?:\.\d{1,30})?)\s*(?:\u00b1|\+\/-)\s*(\d{1,30}(?:\.\d{1,30})?)(\s*[^\d\s].*)?$/.exec(
    text,
  );
  const [, middle, spread, rest = ''] = match ?? [];
  if (middle === undefined || spread === undefined) return undefined;
  const low = decimal(middle).minus(spread).toFixed();
  const high = decimal(middle).plus(spread).toFixed();
  return estimateOver(text, { low: `${low}${rest}`, likely: `${middle}${rest}`, high: `${high}${rest}` });
}

function findRange(text: string): NumberSlip | undefined {
  const match =
    /^(?<low>[+-]?\d[\d.,_]*(?:[eE][+-]?\d+)?)(?<unit>\s*[^\d\s.,_-][^\d-]*?)?\s*(?:-|\u2013|\u2014|\.\.\.?|\u2026|\bto\b)\s*(?<high>[+-]?\d.*)$/.exec(
      text,
    );
  const { low, unit, high } = match?.groups ?? {};
  if (low === undefined || high === undefined) return undefined;
  const highUnit = high.replace(/^[+-]?\d[\d.,_]*(?:[eE][+-]?\d+)?/, '');
  return estimateOver(text, { low: `${low.replace(/\.+$/, '')}${unit ?? highUnit}`, likely: '', high });
}

function findFraction(text: string): NumberSlip | undefined {
  const match = /^([+-]?\d{1,20})\s*\/\s*(\d{1,20})(?![\d.])/.exec(text);
  const [whole = '', dividendText, divisor] = match ?? [];
  if (dividendText === undefined || divisor === undefined) return undefined;
  const message = 'A fraction may stand in `scale` alone; write a decimal number.';
  if (/^0+$/.test(divisor)) return { ...slipOver(text, message, []), end: whole.length };
  const dividend = decimal(dividendText);
  const quotient = dividend.div(divisor);
  // A rounded quotient would be another number, so only fractions that end are offered.
  const isExact = quotient.times(divisor).eq(dividend);
  const corrections = isExact ? [`${quotient.toFixed()}${text.slice(whole.length)}`] : [];
  return { ...slipOver(text, message, corrections), end: whole.length };
}

/** Thousands separators, decimal commas, `.5` and `1.`. */
function findSeparators(text: string): NumberSlip | undefined {
  const loose = looseNumber.exec(text)?.[0];
  if (loose === undefined || /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(loose)) return undefined;
  const spellings = respellNumber(loose);
  const hasComma = loose.includes(',');
  const shown = spellings.map((spelling) => `\`${spelling}\``).join(' or ');
  return {
    code: hasComma ? 'decimal-comma' : 'not-a-number',
    message: `Numbers have a decimal point and no separators${shown === '' ? '' : `; write ${shown}`}.`,
    corrections: spellings.map((spelling) => `${spelling}${text.slice(loose.length)}`),
    start: 0,
    end: loose.length,
  };
}

/** @returns the plain numbers that a number with separators may mean, likeliest first */
function respellNumber(loose: string): readonly string[] {
  const [, sign = '', body = '', exponent = ''] = /^([+-]?)(.*?)([eE][+-]?\d+)?$/.exec(loose) ?? [];
  const spell = (digits: string): string => `${sign}${digits}${exponent}`;
  const plain = body.replace(/[_'\u2019\u00a0\u2009\u202f ]/g, '').replace(/[.,]$/, '');
  if (/^\d+(?:\.\d+)?$/.test(plain)) return [spell(plain)];
  if (/^[.,]\d+$/.test(plain)) return [spell(`0.${plain.slice(1)}`)];
  // `1,000` is a thousand to some and one to others, so both are offered; `0,980` has one reading.
  if (/^[1-9]\d{0,2},\d{3}$/.test(plain)) return [spell(plain.replace(',', '')), spell(plain.replace(',', '.'))];
  if (/^\d+,\d+$/.test(plain)) return [spell(plain.replace(',', '.'))];
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain)) return [spell(plain.replaceAll(',', ''))];
  if (/^\d{1,3}(?:\.\d{3})+,\d+$/.test(plain)) return [spell(plain.replaceAll('.', '').replace(',', '.'))];
  if (/^\d{1,3}(?:\.\d{3}){2,}$/.test(plain)) return [spell(plain.replaceAll('.', ''))];
  return [];
}

function findLeadingZero(text: string): NumberSlip | undefined {
  const match = /^([+-]?)0+(\d[\d.]*)/.exec(text);
  const [whole = '', sign = '', digits] = match ?? [];
  if (digits === undefined) return undefined;
  const rest = text.slice(whole.length);
  const octal = /^0[0-7]{1,20}$/.test(whole) ? [BigInt(`0o${whole.slice(1)}`).toString()] : [];
  const spellings = [`${sign}${digits}`, ...octal];
  return {
    ...slipOver(
      text,
      `A leading zero makes some readers see another number; write ${spellings.map((spelling) => `\`${spelling}\``).join(' or ')}.`,
      spellings.map((spelling) => `${spelling}${rest}`),
    ),
    end: whole.length,
  };
}
