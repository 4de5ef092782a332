/**
 * Counts numbers one after the other, in memory that does not grow with them: each value while there are few, then bins.
 *
 * What it ends with does not depend on the order of the numbers: the bins are the finest ones that fit, because both
 * how many of them hold anything and the range only ever ask for wider ones.
 */
import { maximumBins, maximumDistinctNumbers, type NumericCounts } from '../../../schemas/profile.ts';
import { buildHistogram, leastExponentFor } from './dyadicHistogram.ts';
import { scale } from './exactNumber.ts';

const firstSlots = 256;
/** The two words of a double, from which its slot follows. */
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

export class NumberTally {
  nan = 0;
  positiveInfinity = 0;
  negativeInfinity = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;
  /** Exponent of the bins; undefined while each value is counted. */
  private exponent: number | undefined;
  /** What a value is multiplied by to find its bin; 0 while each value is counted. */
  private factor = 0;
  private keys = new Float64Array(firstSlots);
  /** Rows of each slot; 0 where the slot is free. */
  private rows = new Float64Array(firstSlots);
  /** 32 less the logarithm of the slots: the upper bits of a product are the ones that are mixed. */
  private shift = 32 - Math.log2(firstSlots);
  private size = 0;
  private readonly isInteger: boolean;
  private mostKeys: number;

  /**
   * @param isInteger whether the column holds whole numbers, whose bins are at least 1 wide
   * @param mostValues with more different values, bins are counted; infinite to count every value
   */
  constructor(isInteger: boolean, mostValues = maximumDistinctNumbers) {
    this.isInteger = isInteger;
    this.mostKeys = mostValues;
  }

  add(value: number): void {
    if (value - value !== 0) {
      this.addSpecial(value);
      return;
    }
    if (value < this.min) this.stretch(value);
    if (value > this.max) this.stretch(value);
    if (!this.insert(this.keyOf(value), 1)) return;
    if (this.size > this.mostKeys) this.makeRoom();
    else if (this.size * 2 > this.keys.length) this.recount(this.keys.length * 2, (key) => key);
  }

  /** @returns undefined when no number was finite */
  finish(): NumericCounts | undefined {
    if (this.size === 0) return undefined;
    const pairs = this.sortedPairs();
    return this.exponent === undefined
      ? { kind: 'values', values: pairs }
      : { kind: 'dyadic', exponent: this.exponent, bins: pairs };
  }

  private addSpecial(value: number): void {
    if (value === Number.POSITIVE_INFINITY) this.positiveInfinity += 1;
    else if (value === Number.NEGATIVE_INFINITY) this.negativeInfinity += 1;
    else this.nan += 1;
  }

  private stretch(value: number): void {
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    if (this.exponent === undefined) return;
    const least = leastExponentFor(this.min, this.max, this.isInteger);
    if (least > this.exponent) this.widenTo(least);
  }

  private keyOf(value: number): number {
    // -0 is 0, in one engine as in the other.
    if (this.factor === 0) return value + 0;
    const scaled = value * this.factor;
    // A tiny negative number can vanish by scaling, but lies below 0 all the same.
    return scaled === 0 && value < 0 ? -1 : Math.floor(scaled) + 0;
  }

  /** @returns whether the key is new; the caller sees to it that a slot is free */
  private insert(key: number, rows: number): boolean {
    const { keys, rows: counts } = this;
    const last = keys.length - 1;
    double[0] = key;
    // Bins are small whole numbers, whose bits stand at the upper end of a double; a product mixes upwards.
    const low = words[0] ?? 0;
    const high = words[1] ?? 0;
    let slot = Math.imul(low ^ (high >>> 8) ^ (high << 24), 0x9e3779b1) >>> this.shift;
    for (;;) {
      const held = counts[slot] ?? 0;
      if (held === 0) break;
      if (keys[slot] === key) {
        counts[slot] = held + rows;
        return false;
      }
      slot = (slot + 1) & last;
    }
    keys[slot] = key;
    counts[slot] = rows;
    this.size += 1;
    return true;
  }

  private makeRoom(): void {
    if (this.exponent === undefined) this.widenTo(leastExponentFor(this.min, this.max, this.isInteger));
    while (this.size > maximumBins) this.widenTo((this.exponent ?? 0) + 1);
  }

  private widenTo(exponent: number): void {
    const [before, factor] = [this.exponent, scale(1, -exponent)];
    this.exponent = exponent;
    this.factor = factor;
    this.mostKeys = maximumBins;
    if (before === undefined) this.recount(2 * maximumBins, (value) => this.keyOf(value));
    else {
      const shrink = scale(1, Math.max(before - exponent, -60));
      this.recount(this.keys.length, (bin) => Math.floor(bin * shrink) + 0);
    }
  }

  /** Counts what is held anew, by another key or in more slots; there are never more keys than before. */
  private recount(slots: number, keyOf: (key: number) => number): void {
    const { keys, rows } = this;
    this.keys = new Float64Array(Math.max(slots, keys.length));
    this.rows = new Float64Array(this.keys.length);
    this.shift = 32 - Math.log2(this.keys.length);
    this.size = 0;
    for (let slot = 0; slot < keys.length; slot++) {
      const held = rows[slot] ?? 0;
      if (held > 0) this.insert(keyOf(keys[slot] ?? 0), held);
    }
  }

  private sortedPairs(): [number, number][] {
    const pairs: [number, number][] = [];
    for (const [slot, rows] of this.rows.entries()) if (rows > 0) pairs.push([this.keys[slot] ?? 0, rows]);
    return pairs.sort(([left], [right]) => left - right);
  }
}

/** Counts of several windows of a column in one form: bins, where any of them has too many values to keep each. */
export function alignCounts(
  windows: readonly (NumericCounts | undefined)[],
  isInteger: boolean,
): readonly (NumericCounts | undefined)[] {
  if (!windows.some((counts) => counts?.kind === 'dyadic')) return windows;
  return windows.map((counts) => {
    if (counts?.kind !== 'values') return counts;
    const values = counts.values.map(([value, rows]) => [Number(value), rows] as const);
    const [first, last] = [values[0]?.[0] ?? 0, values.at(-1)?.[0] ?? 0];
    const { exponent, bins } = buildHistogram(values, leastExponentFor(first, last, isInteger));
    return { kind: 'dyadic', exponent, bins: bins.map(([bin, rows]) => [bin, rows]) };
  });
}
