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
/** Whole keys around the middle that have a place of their own, found without a search: four times as many as bins. */
const densePlaces = 4 * maximumBins;
const noCounts = new Float64Array(0);
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
  /** Keys that are held in slots. */
  private inSlots = 0;
  /** Rows of the keys from `base` on; empty while keys are no whole numbers, or few. */
  private dense = noCounts;
  private base = 0;
  /** Keys that are held, in slots and in places. */
  private size = 0;
  /** A value among the first ones, around which most others lie. */
  private middle = 0;
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

  /** @param rows how many rows have the value, at least 1 */
  add(value: number, rows = 1): void {
    if (value - value !== 0) {
      this.addSpecial(value, rows);
      return;
    }
    if (value < this.min) this.stretch(value);
    if (value > this.max) this.stretch(value);
    if (!this.insert(this.keyOf(value), rows)) return;
    if (this.size > this.mostKeys) this.makeRoom();
    else if (this.inSlots * 2 > this.keys.length) this.recount((key) => key);
  }

  /**
   * Adds the first numbers of an array, as `add` does with each.
   *
   * A number whose key has a place, and was met before, is counted here; the few others change what is held.
   *
   * @param count how many of the numbers, at most all
   */
  addAll(values: Float64Array | Int32Array, count: number): void {
    let row = 0;
    while (row < count) {
      row = this.countKnown(values, row, count);
      if (row < count) this.add(values[row] ?? 0);
      row += 1;
    }
  }

  /** @returns the first row whose number was not counted */
  private countKnown(values: Float64Array | Int32Array, from: number, to: number): number {
    const { dense, base, min, max } = this;
    const places = dense.length;
    if (places === 0) return from;
    // The key of a whole number is itself while each value is counted.
    const factor = this.factor === 0 ? 1 : this.factor;
    for (let row = from; row < to; row++) {
      const value = values[row] ?? 0;
      if (!(value >= min && value <= max)) return row;
      const scaled = value * factor;
      const place = Math.floor(scaled) - base;
      if (!(place >= 0 && place < places) || (scaled === 0 && value < 0)) return row;
      const held = dense[place] ?? 0;
      if (held === 0) return row;
      dense[place] = held + 1;
    }
    return to;
  }

  /** @returns undefined when no number was finite */
  finish(): NumericCounts | undefined {
    if (this.size === 0) return undefined;
    const pairs = this.sortedPairs();
    return this.exponent === undefined
      ? { kind: 'values', values: pairs }
      : { kind: 'dyadic', exponent: this.exponent, bins: pairs };
  }

  private addSpecial(value: number, rows: number): void {
    if (value === Number.POSITIVE_INFINITY) this.positiveInfinity += rows;
    else if (value === Number.NEGATIVE_INFINITY) this.negativeInfinity += rows;
    else this.nan += rows;
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
    const { dense } = this;
    const place = key - this.base;
    if (place >= 0 && place < dense.length) {
      const held = dense[place] ?? 0;
      dense[place] = held + rows;
      if (held > 0) return false;
    } else {
      const slot = this.slotOf(key);
      const held = this.rows[slot] ?? 0;
      this.rows[slot] = held + rows;
      if (held > 0) return false;
      this.keys[slot] = key;
      this.inSlots += 1;
    }
    this.size += 1;
    return true;
  }

  /** @returns the slot that holds the key, or the free one where it belongs */
  private slotOf(key: number): number {
    const { keys, rows } = this;
    const last = keys.length - 1;
    double[0] = key;
    // Bins are small whole numbers, whose bits stand at the upper end of a double; a product mixes upwards.
    const low = words[0] ?? 0;
    const high = words[1] ?? 0;
    let slot = Math.imul(low ^ (high >>> 8) ^ (high << 24), 0x9e3779b1) >>> this.shift;
    while ((rows[slot] ?? 0) > 0 && keys[slot] !== key) slot = (slot + 1) & last;
    return slot;
  }

  private makeRoom(): void {
    if (this.exponent === undefined) {
      this.middle = middleOf(this.sortedPairs());
      this.widenTo(leastExponentFor(this.min, this.max, this.isInteger));
    }
    while (this.size > maximumBins) this.widenTo((this.exponent ?? 0) + 1);
  }

  private widenTo(exponent: number): void {
    const [before, factor] = [this.exponent, scale(1, -exponent)];
    this.exponent = exponent;
    this.factor = factor;
    this.mostKeys = maximumBins;
    if (before === undefined) this.recount((value) => this.keyOf(value));
    else {
      const shrink = scale(1, Math.max(before - exponent, -60));
      this.recount((bin) => Math.floor(bin * shrink) + 0);
    }
  }

  /** Counts what is held anew, by another key or in more slots; there are never more keys than before. */
  private recount(keyOf: (key: number) => number): void {
    const { keys, rows, dense, base } = this;
    const places = this.choosePlaces();
    this.dense = places === undefined ? noCounts : new Float64Array(densePlaces);
    this.base = places ?? 0;
    const slots = this.inSlots * 2 > keys.length ? keys.length * 2 : keys.length;
    this.keys = new Float64Array(slots);
    this.rows = new Float64Array(slots);
    this.shift = 32 - Math.log2(slots);
    this.size = 0;
    this.inSlots = 0;
    for (let slot = 0; slot < keys.length; slot++) {
      const held = rows[slot] ?? 0;
      if (held > 0) this.refill(keyOf(keys[slot] ?? 0), held);
    }
    for (let place = 0; place < dense.length; place++) {
      const held = dense[place] ?? 0;
      if (held > 0) this.refill(keyOf(base + place), held);
    }
  }

  /** Inserts what was held before; keys that had places may need slots now. */
  private refill(key: number, rows: number): void {
    if (this.insert(key, rows) && this.inSlots * 2 > this.keys.length) this.doubleSlots();
  }

  private doubleSlots(): void {
    const { keys, rows } = this;
    const slots = keys.length * 2;
    this.keys = new Float64Array(slots);
    this.rows = new Float64Array(slots);
    this.shift = 32 - Math.log2(slots);
    for (let slot = 0; slot < keys.length; slot++) {
      const held = rows[slot] ?? 0;
      if (held === 0) continue;
      const key = keys[slot] ?? 0;
      const free = this.slotOf(key);
      this.keys[free] = key;
      this.rows[free] = held;
    }
  }

  /** @returns the first key with a place: all keys have one where they lie close, else those around the middle */
  private choosePlaces(): number | undefined {
    if (this.exponent === undefined && !this.isInteger) return undefined;
    const [least, most] = [this.keyOf(this.min), this.keyOf(this.max)];
    const spare = densePlaces - 1 - (most - least);
    if (spare < 0 && this.exponent === undefined) return undefined;
    const first = spare >= 0 ? least - Math.floor(spare / 2) : this.keyOf(this.middle) - densePlaces / 2;
    // Beyond, whole numbers are not told apart.
    return Number.isSafeInteger(first) && Number.isSafeInteger(first + densePlaces) ? first : undefined;
  }

  private sortedPairs(): [number, number][] {
    const { keys, rows, dense, base } = this;
    const inSlots = keys.filter((_, slot) => (rows[slot] ?? 0) > 0).sort();
    const pairs: [number, number][] = [];
    let next = 0;
    const takeBelow = (end: number): void => {
      for (; next < inSlots.length; next++) {
        const key = inSlots[next] ?? 0;
        if (key >= end) return;
        pairs.push([key, rows[this.slotOf(key)] ?? 0]);
      }
    };
    takeBelow(base);
    for (let place = 0; place < dense.length; place++) {
      const held = dense[place] ?? 0;
      if (held > 0) pairs.push([base + place, held]);
    }
    takeBelow(Number.POSITIVE_INFINITY);
    return pairs;
  }
}

function middleOf(pairs: readonly (readonly [value: number, rows: number])[]): number {
  return pairs[Math.floor(pairs.length / 2)]?.[0] ?? 0;
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
