/** The Kolmogorov-Smirnov test on a sliding window. */
import { countValues, pairValues } from '../columnPair.ts';
import { computeKolmogorovSmirnov } from '../measures/kolmogorovSmirnov.ts';
import type { Detector } from './detector.ts';

export interface KswinState {
  /** The newest values, oldest first. */
  readonly window: readonly number[];
  /** How many samples were drawn since the start or the last alarm. */
  readonly draws: number;
}

export interface KswinOptions {
  readonly alpha: number;
  readonly windowSize: number;
  /** How many of the newest values are compared with as many older ones. */
  readonly newest: number;
  readonly seed: number;
  /** Which of the older values are drawn for the nth test; by default from a stream of the seed and n. */
  readonly choose: (draw: number, count: number, from: number) => readonly number[] | Int32Array;
}

/** A distance up to this is no alarm, however improbable. */
const smallest = 0.1;

/**
 * Alarms when the newest values spread otherwise than a random choice of the older ones; only the newest are kept then.
 *
 * @source Raab, Heusinger and Schleif 2020, Neurocomputing 416, 340-351; equals river.drift.KSWIN for the same choices
 */
export function createKswin(options: Partial<KswinOptions> = {}, saved?: KswinState): Detector<KswinState> {
  const { alpha = 0.005, windowSize = 100, newest = 30, seed = 0 } = options;
  const choose = options.choose ?? createChooser(seed);
  let window: number[] = [];
  const [older, recent] = [countNone(), countNone()];
  let draws = saved?.draws ?? 0;
  let isOver = false;
  const take = (x: number): void => {
    window.push(x);
    count(recent, x, 1);
    const ageing = window[window.length - 1 - newest];
    if (ageing !== undefined) {
      count(recent, ageing, -1);
      count(older, ageing, 1);
    }
    if (window.length > windowSize) count(older, window.shift() ?? 0, -1);
  };
  for (const x of saved?.window ?? []) take(x);
  // Of as many values on both sides there are few different distances, and the chance follows from the distance.
  const rare: (boolean | undefined)[] = [];
  const isRareAt = (gap: number): boolean =>
    (rare[gap] ??= gap / newest > smallest && chanceOfGap(gap, newest) <= alpha);
  return {
    update: (x) => {
      // As in river, the value after an alarm finds an empty window.
      if (isOver) {
        [window, draws] = [[], 0];
        for (const side of [older, recent]) Object.assign(side, countNone());
      }
      isOver = false;
      take(x);
      if (window.length < windowSize) return 'none';
      const draw = draws;
      draws += 1;
      const areErrors = older.others + recent.others === 0;
      if (areErrors && !isRareAt(boundGap(older, recent.ones, windowSize - newest, newest))) return 'none';
      const chosen = choose(draw, newest, windowSize - newest);
      isOver = isRareAt(areErrors ? gapOfErrors(window, chosen, recent.ones) : gapOfValues(window, chosen));
      return isOver ? 'drift' : 'none';
    },
    save: () => (isOver ? { window: [], draws: 0 } : { window: [...window], draws }),
  };
}

/** Values of a part of the window. */
interface Counted {
  ones: number;
  /** Values that are neither 0 nor 1. */
  others: number;
}

function countNone(): Counted {
  return { ones: 0, others: 0 };
}

function count(side: Counted, value: number, by: 1 | -1): void {
  if (value === 1) side.ones += by;
  else if (value !== 0) side.others += by;
}

/**
 * The largest distance that any choice of the older errors can have from the newest ones, in values.
 *
 * @param from how many older ones there are
 */
function boundGap(older: Counted, recentOnes: number, from: number, newest: number): number {
  const [fewest, most] = [Math.max(0, newest - (from - older.ones)), Math.min(newest, older.ones)];
  return Math.max(Math.abs(recentOnes - fewest), Math.abs(recentOnes - most));
}

/** The chance of two samples of this size with a distance of so many values, or more. */
function chanceOfGap(values: number, size: number): number {
  const left = Array.from({ length: size }, (_, place) => Number(place < values));
  const right = Array.from({ length: size }, () => 0);
  return computeKolmogorovSmirnov(pairValues(countValues(left), countValues(right), false)).p ?? 1;
}

function gapOfErrors(window: readonly number[], chosen: readonly number[] | Int32Array, recentOnes: number): number {
  let ones = 0;
  for (let turn = 0; turn < chosen.length; turn++) ones += window[chosen[turn] ?? 0] ?? 0;
  return Math.abs(ones - recentOnes);
}

function gapOfValues(window: readonly number[], chosen: readonly number[] | Int32Array): number {
  const older = Float64Array.from(chosen, (place) => window[place] ?? 0);
  return findLargestGap(older, Float64Array.from(window.slice(-older.length)));
}

/** The largest distance of two empirical distributions, in values. @param left as many values as `right` */
function findLargestGap(left: Float64Array, right: Float64Array): number {
  const [a, b] = [left.sort(), right.sort()];
  let [i, j, largest] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] ?? 0, b[j] ?? 0);
    while (i < a.length && a[i] === value) i += 1;
    while (j < b.length && b[j] === value) j += 1;
    largest = Math.max(largest, Math.abs(i - j));
  }
  return largest;
}

/** Draws without replacement; each draw has chances of its own, so that a stream can be continued at any of them. */
function createChooser(seed: number): KswinOptions['choose'] {
  let places = new Int32Array(0);
  return (draw, count, from) => {
    if (places.length !== from) places = new Int32Array(from);
    for (let place = 0; place < from; place++) places[place] = place;
    const start = mixBits(mixBits(seed) ^ draw);
    for (let turn = 0; turn < count; turn++) {
      const other = turn + Math.floor(((mixBits(start + turn) >>> 0) / 2 ** 32) * (from - turn));
      const place = places[turn] ?? 0;
      places[turn] = places[other] ?? 0;
      places[other] = place;
    }
    return places.subarray(0, count);
  };
}

/** @source the finaliser of MurmurHash3, Appleby, in the public domain */
function mixBits(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
