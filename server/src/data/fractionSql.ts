/** Random cuts that mean the same on every run and machine: a row belongs to a share by a hash of its place. */
import type { SplitRows } from '../../../schemas/tableSource.ts';
import { TableProblem } from './tableProblem.ts';

/** Hashes lie in [0, 2^32). */
const hashRange = 2 ** 32;
const mask = 4294967295;
const multipliers = [2146121005, 2221713035] as const;

/** A share of the hashes: low <= hash < high. */
export interface HashRange {
  readonly low: number;
  readonly high: number;
}

/**
 * Gives the splits with a fraction their ranges of hashes.
 *
 * Splits of the same other conditions, seed and group take consecutive ranges in the order given, so they never
 * overlap; equal requests give equal rows.
 *
 * @returns split id → range; splits without a fraction are absent
 * @throws {TableProblem} when the shares of one cut add up to more than 1
 */
export function assignRanges(splits: readonly SplitRows[]): ReadonlyMap<string, HashRange> {
  const taken = new Map<string, { share: number; ids: string[] }>();
  const ranges = new Map<string, HashRange>();
  for (const { id, fraction, ...base } of splits) {
    if (fraction === undefined) continue;
    const key = JSON.stringify([base.where, base.period, base.files, fraction.seed, fraction.group]);
    const cut = taken.get(key) ?? { share: 0, ids: [] };
    const end = cut.share + fraction.share;
    cut.ids.push(id);
    // A sum of tenths exceeds 1 by a rounding error.
    if (end > 1 + 1e-9) {
      throw new TableProblem(
        `The fractions of the splits ${cut.ids.join(', ')} with the seed ${fraction.seed} add up to more than 100 %; lower one.`,
      );
    }
    ranges.set(id, { low: Math.round(cut.share * hashRange), high: Math.min(hashRange, Math.round(end * hashRange)) });
    taken.set(key, { ...cut, share: end });
  }
  return ranges;
}

/**
 * SQL of the hash of a row.
 *
 * @param place SQL of a whole number in [0, 2^32) that says which row or group it is
 */
export function writeHash(place: string, seed: number): string {
  const start = `xor(CAST(${place} AS UBIGINT), CAST(${mixHash(seed >>> 0)} AS UBIGINT))`;
  const mixed = multipliers.reduce(
    (value, multiplier) => `((xor(${value}, ${value} >> 16) * ${multiplier}) & ${mask})`,
    start,
  );
  return `xor(${mixed}, ${mixed} >> 16)`;
}

/**
 * Mixes 32 bits: every bit of the result depends on every bit given.
 *
 * @source the xor-shift-multiply form of the finisher of MurmurHash3 (Appleby), with other multipliers
 */
export function mixHash(place: number): number {
  let value = place >>> 0;
  for (const multiplier of multipliers) value = Math.imul(value ^ (value >>> 16), multiplier) >>> 0;
  return (value ^ (value >>> 16)) >>> 0;
}

/** The hash of a row, as `writeHash` computes it. */
export function hashPlace(place: number, seed: number): number {
  return mixHash((place >>> 0) ^ mixHash(seed >>> 0));
}
