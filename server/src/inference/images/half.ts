/** Floats of 16 bits. */

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/**
 * The bits of the nearest float of 16 bits; halves go to the even one.
 *
 * @source IEEE 754-2019, binary16: 1 sign, 5 exponent and 10 fraction bits
 */
export function toHalf(value: number): number {
  single[0] = value;
  const whole = bits[0] ?? 0;
  const sign = (whole >>> 16) & 0x8000;
  const rest = whole & 0x7fffffff;
  // Infinite, not a number, or beyond 65,504 once rounded.
  if (rest > 0x7f800000) return sign | 0x7e00;
  if (rest >= 0x477ff000) return sign | 0x7c00;
  // Below 2^−14 there are fewer digits: the sum with 0.5 drops what is lost, rounded by the processor.
  if (rest < 0x38800000) {
    single[0] = Math.abs(value) + 0.5;
    return sign | ((bits[0] ?? 0) - 0x3f000000);
  }
  const isOdd = (rest >>> 13) & 1;
  return sign | ((rest - 0x38000000 + 0xfff + isOdd) >>> 13);
}
