/** The adaptive window of Bifet and Gavaldà. */
import type { Detector } from './detector.ts';

/** Sum of the values of a stretch, and of their squared distances from its mean. */
interface Bucket {
  readonly total: number;
  readonly squares: number;
}

export interface AdwinState {
  /** Row i holds buckets of 2^i values, oldest first. */
  readonly rows: readonly (readonly Bucket[])[];
  readonly ticks: number;
}

export interface AdwinOptions {
  readonly delta: number;
  /** Cuts are looked for every so many values. */
  readonly clock: number;
  readonly bucketsPerRow: number;
  /** Fewest values on each side of a cut. */
  readonly fewest: number;
  /** Values before the first look. */
  readonly grace: number;
  /** The last bucket of each row is no cut in early releases of river, which so see changes later. */
  readonly walk: 'all' | 'all-but-last';
  /** What is left after an alarm: what came after the change, or, as in river, nothing. */
  readonly keeps: 'newest' | 'nothing';
}

const defaults: AdwinOptions = {
  delta: 0.002,
  clock: 32,
  bucketsPerRow: 5,
  fewest: 5,
  grace: 10,
  walk: 'all',
  keeps: 'newest',
};

/** Buckets of one size, oldest first, in arrays that are used again: a value comes in every few nanoseconds. */
interface BucketRow {
  totals: Float64Array;
  squares: Float64Array;
  count: number;
}

/** The window as it is updated. */
interface Window {
  rows: BucketRow[];
  width: number;
  total: number;
  squares: number;
  ticks: number;
}

/**
 * Alarms when two stretches of the window have different means, and forgets the older one.
 *
 * Memory and time grow with the logarithm of the window.
 *
 * @source Bifet and Gavaldà 2007, Learning from Time-Changing Data with Adaptive Windowing, SDM; every bucket of every
 *   row is a cut, as in MOA
 */
export function createAdwin(options: Partial<AdwinOptions> = {}, saved?: AdwinState): Detector<AdwinState> {
  const settings = { ...defaults, ...options };
  let window = openWindow(saved);
  let isOver = false;
  return {
    update: (x) => {
      if (isOver && settings.keeps === 'nothing') window = openWindow(undefined);
      insert(window, x, settings.bucketsPerRow);
      window.ticks += 1;
      isOver = window.ticks % settings.clock === 0 && window.width > settings.grace && shrink(window, settings);
      return isOver ? 'drift' : 'none';
    },
    save: () =>
      isOver && settings.keeps === 'nothing'
        ? { rows: [], ticks: 0 }
        : { rows: window.rows.map(listBuckets), ticks: window.ticks },
  };
}

function openWindow(saved: AdwinState | undefined): Window {
  const window: Window = { rows: [], width: 0, total: 0, squares: 0, ticks: saved?.ticks ?? 0 };
  for (const [index, buckets] of (saved?.rows ?? []).entries()) {
    for (const { total, squares } of buckets) {
      push(window, index, total, squares);
      addTo(window, 2 ** index, total, squares);
    }
  }
  return window;
}

function listBuckets({ totals, squares, count }: BucketRow): Bucket[] {
  return Array.from({ length: count }, (_, place) => ({ total: totals[place] ?? 0, squares: squares[place] ?? 0 }));
}

function push(window: Window, index: number, total: number, squares: number): void {
  let row = window.rows[index];
  if (row === undefined) {
    row = { totals: new Float64Array(8), squares: new Float64Array(8), count: 0 };
    window.rows.push(row);
  }
  if (row.count === row.totals.length) {
    row.totals = lengthen(row.totals);
    row.squares = lengthen(row.squares);
  }
  row.totals[row.count] = total;
  row.squares[row.count] = squares;
  row.count += 1;
}

function lengthen(values: Float64Array): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(2 * values.length);
  longer.set(values);
  return longer;
}

/** For so few buckets a loop is several times as fast as the method of arrays. */
function dropFirst(row: BucketRow, buckets: number): void {
  row.count -= buckets;
  for (let place = 0; place < row.count; place++) {
    row.totals[place] = row.totals[place + buckets] ?? 0;
    row.squares[place] = row.squares[place + buckets] ?? 0;
  }
}

/** Squared distances of a union from its mean beyond those of its parts. */
function between(n: number, meanN: number, m: number, meanM: number): number {
  return n === 0 || m === 0 ? 0 : (n * m * (meanN - meanM) ** 2) / (n + m);
}

function addTo(window: Window, size: number, total: number, squares: number): void {
  const mean = window.width === 0 ? 0 : window.total / window.width;
  window.squares += squares + between(window.width, mean, size, total / size);
  window.width += size;
  window.total += total;
}

function insert(window: Window, x: number, most: number): void {
  addTo(window, 1, x, 0);
  push(window, 0, x, 0);
  // One bucket too many: the two oldest of a row become one of the next.
  for (let index = 0; index < window.rows.length; index++) {
    const row = window.rows[index];
    if (row === undefined || row.count <= most) break;
    const [a, b] = [row.totals[0] ?? 0, row.totals[1] ?? 0];
    const size = 2 ** index;
    const squares = (row.squares[0] ?? 0) + (row.squares[1] ?? 0) + between(size, a / size, size, b / size);
    dropFirst(row, 2);
    push(window, index + 1, a + b, squares);
  }
}

/** Forgets oldest buckets while a cut parts the window; whether any did. */
function shrink(window: Window, settings: AdwinOptions): boolean {
  let hasChanged = false;
  while (hasCut(window, settings)) {
    hasChanged = true;
    dropOldest(window);
  }
  return hasChanged;
}

function hasCut(window: Window, { delta, fewest, walk }: AdwinOptions): boolean {
  const variance = window.squares / window.width;
  const confidence = Math.log((2 * Math.log(window.width)) / delta);
  let [n0, u0] = [0, 0];
  for (let index = window.rows.length - 1; index >= 0; index--) {
    const row = window.rows[index];
    if (row === undefined) continue;
    const size = 2 ** index;
    for (let place = 0; place < row.count; place++) {
      const isLast = place === row.count - 1;
      if (isLast && (walk === 'all-but-last' || index === 0)) break;
      n0 += size;
      u0 += row.totals[place] ?? 0;
      const n1 = window.width - n0;
      if (n0 < fewest || n1 < fewest) continue;
      const m = 1 / (n0 - fewest + 1) + 1 / (n1 - fewest + 1);
      const bound = Math.sqrt(2 * m * variance * confidence) + (2 / 3) * confidence * m;
      if (Math.abs(u0 / n0 - (window.total - u0) / n1) > bound) return true;
    }
  }
  return false;
}

function dropOldest(window: Window): void {
  const last = window.rows.at(-1);
  if (last === undefined || last.count === 0) return;
  const size = 2 ** (window.rows.length - 1);
  const [total, squares] = [last.totals[0] ?? 0, last.squares[0] ?? 0];
  dropFirst(last, 1);
  window.width -= size;
  window.total -= total;
  const mean = window.width === 0 ? 0 : window.total / window.width;
  window.squares = Math.max(0, window.squares - squares - between(size, total / size, window.width, mean));
  if (last.count === 0) window.rows.pop();
}
