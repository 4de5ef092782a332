/**
 * Exact decimal numbers of the spec: an integer mantissa and a power of ten.
 *
 * The constructor is private to Plumbline, because big.js keeps its settings on the constructor and another package
 * could change the shared one.
 */
import Big from 'big.js';

/** An exact decimal. Sums and products are exact; only a quotient is rounded, once, half to even, at 10 decimals. */
export type Decimal = Big.Big;

const DecimalNumber = Big();
DecimalNumber.DP = 10;
DecimalNumber.RM = DecimalNumber.roundHalfEven;

/**
 * @param source decimal text such as `-0.70`, `+5` or `1e3`, a whole number, or a finite float (read as its shortest text)
 * @throws {Error} when the text is not a finite decimal: a bug in the caller, who reads user text with `readQuantity`
 */
export function decimal(source: string | number | bigint | Decimal): Decimal {
  // big.js reads no plus sign in front.
  return new DecimalNumber(typeof source === 'string' ? source.replace(/^\+/, '') : source);
}

export const zero = decimal(0);
export const one = decimal(1);

/** @returns the sum of any number of decimals, exactly; 0 when there are none */
export function sumDecimals(terms: readonly Decimal[]): Decimal {
  return terms.reduce((sum, term) => sum.plus(term), zero);
}
