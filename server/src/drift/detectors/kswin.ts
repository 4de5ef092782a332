/** The Kolmogorov-Smirnov test on a sliding window. */
import { createRandomStream } from '../../statistics/seededRandom.ts';
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
  readonly choose: (draw: number, count: number, from: number) => readonly number[];
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
  const choose = options.choose ?? ((draw, count, from) => chooseSome(seed, draw, count, from));
  let window = [...(saved?.window ?? [])];
  let draws = saved?.draws ?? 0;
  let isOver = false;
  // Of as many values on both sides there are few different distances, and the chance follows from the distance.
  const chances = new Map<number, number>();
  const chanceOf = (gap: number, older: readonly number[], recent: readonly number[]): number => {
    const known = chances.get(gap);
    if (known !== undefined) return known;
    const { p = 1 } = computeKolmogorovSmirnov(pairValues(countValues(older), countValues(recent), false));
    chances.set(gap, p);
    return p;
  };
  return {
    update: (x) => {
      // As in river, the value after an alarm finds an empty window.
      if (isOver) [window, draws] = [[], 0];
      isOver = false;
      window.push(x);
      if (window.length > windowSize) window.shift();
      if (window.length < windowSize) return 'none';
      const most = boundGap(window, newest);
      if (most !== undefined && (most <= smallest || chanceOf(most, ...spreadApart(most, newest)) > alpha)) {
        draws += 1;
        return 'none';
      }
      const older = choose(draws, newest, windowSize - newest).map((place) => window[place] ?? 0);
      draws += 1;
      const recent = window.slice(-newest);
      const gap = findLargestGap(older, recent);
      isOver = gap > smallest && chanceOf(gap, older, recent) <= alpha;
      return isOver ? 'drift' : 'none';
    },
    save: () => (isOver ? { window: [], draws: 0 } : { window: [...window], draws }),
  };
}

/**
 * The largest distance that any choice of the older values can have from the newest ones.
 *
 * @returns undefined unless all are 0 or 1, as errors are
 */
function boundGap(window: readonly number[], newest: number): number | undefined {
  const from = window.length - newest;
  let [older, recent] = [0, 0];
  for (const [place, value] of window.entries()) {
    if (value !== 0 && value !== 1) return undefined;
    if (place < from) older += value;
    else recent += value;
  }
  const [fewest, most] = [Math.max(0, newest - (from - older)), Math.min(newest, older)];
  return Math.max(Math.abs(recent - fewest), Math.abs(recent - most)) / newest;
}

/** Two samples of equal size with this distance. */
function spreadApart(gap: number, size: number): readonly [older: readonly number[], recent: readonly number[]] {
  const ones = Math.round(gap * size);
  return [Array.from({ length: size }, (_, place) => Number(place < ones)), Array.from({ length: size }, () => 0)];
}

/** The largest distance of two empirical distributions. @param left as many values as `right` */
function findLargestGap(left: readonly number[], right: readonly number[]): number {
  const [a, b] = [Float64Array.from(left).sort(), Float64Array.from(right).sort()];
  let [i, j, largest] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] ?? 0, b[j] ?? 0);
    while (i < a.length && a[i] === value) i += 1;
    while (j < b.length && b[j] === value) j += 1;
    largest = Math.max(largest, Math.abs(i - j));
  }
  return largest / a.length;
}

/** Draws without replacement. */
function chooseSome(seed: number, draw: number, count: number, from: number): readonly number[] {
  const random = createRandomStream(seed * 1_000_003 + draw);
  const places = Array.from({ length: from }, (_, place) => place);
  return Array.from({ length: count }, () => places.splice(random.nextBelow(places.length), 1)[0] ?? 0);
}
