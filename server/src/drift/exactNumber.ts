/** Numbers without rounding: m · 2^e with whole m, in which every double and every integer can be written. */
import type { ProfileNumber } from '../../../schemas/profile.ts';

/** A value of a profile: a double, or an integer of any size. */
export type Value = number | bigint;

export interface Dyadic {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** Reads a number of a profile; whole numbers beyond 2^53 stand there as text. */
export function readNumber(number: ProfileNumber): Value {
  return typeof number === 'number' ? number : BigInt(number);
}

/** Writes a value for a profile. -0 becomes 0. @throws {RangeError} when it is not finite */
export function writeNumber(value: Value): ProfileNumber {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (!Number.isFinite(value)) throw new RangeError('A profile holds finite numbers.');
  return value === 0 ? 0 : value;
}

/** Orders values of one column. */
export function compareValues(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const bits = new DataView(new ArrayBuffer(8));

/** The exact value of a finite double or an integer. */
export function toDyadic(value: Value): Dyadic {
  if (typeof value === 'bigint') return { mantissa: value, exponent: 0 };
  if (Number.isSafeInteger(value)) return { mantissa: BigInt(value), exponent: 0 };
  bits.setFloat64(0, value);
  const word = bits.getBigUint64(0);
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: word >> 63n === 1n ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 };
}

/**
 * The double nearest to an exact value (within one unit in the last place when it is subnormal).
 *
 * @returns an infinity when it is too large
 */
export function fromDyadic({ mantissa, exponent }: Dyadic): number {
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  const surplus = Math.max(0, bitLength(magnitude) - 64);
  // What is cut off matters only when it breaks a tie; the last kept bit stands for it.
  const cut = magnitude >> BigInt(surplus);
  const sticky = cut << BigInt(surplus) === magnitude ? cut : cut | 1n;
  const result = scale(Number(sticky), exponent + surplus);
  return mantissa < 0n ? -result : result;
}

/** x · 2^k, without overflow or loss on the way. */
export function scale(x: number, k: number): number {
  if (k > 1000) return scale(x * 2 ** 1000, Math.min(k - 1000, 3000));
  if (k < -1000) return scale(x * 2 ** -1000, Math.max(k + 1000, -3000));
  return x * 2 ** k;
}

/** Smallest e with |x| < 2^e; 0 for 0. */
export function binaryExponent(value: Value): number {
  const { mantissa, exponent } = toDyadic(value);
  return mantissa === 0n ? 0 : bitLength(mantissa < 0n ? -mantissa : mantissa) + exponent;
}

/** Number of binary digits of a whole number >= 0; 0 for 0. */
export function bitLength(magnitude: bigint): number {
  if (magnitude === 0n) return 0;
  const digits = magnitude.toString(16);
  return (digits.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(digits[0] ?? '0', 16)));
}
