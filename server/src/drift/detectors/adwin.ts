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

/** The window as it is updated. */
interface Window {
  rows: Bucket[][];
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
        : { rows: window.rows.map((row) => [...row]), ticks: window.ticks },
  };
}

function openWindow(saved: AdwinState | undefined): Window {
  const window: Window = { rows: [], width: 0, total: 0, squares: 0, ticks: saved?.ticks ?? 0 };
  for (const [row, buckets] of (saved?.rows ?? []).entries()) {
    window.rows.push([...buckets]);
    for (const bucket of buckets) addTo(window, 2 ** row, bucket);
  }
  return window;
}

/** Squared distances of a union from its mean beyond those of its parts. */
function between(n: number, meanN: number, m: number, meanM: number): number {
  return n === 0 || m === 0 ? 0 : (n * m * (meanN - meanM) ** 2) / (n + m);
}

function addTo(window: Window, size: number, { total, squares }: Bucket): void {
  const mean = window.width === 0 ? 0 : window.total / window.width;
  window.squares += squares + between(window.width, mean, size, total / size);
  window.width += size;
  window.total += total;
}

function insert(window: Window, x: number, most: number): void {
  const bucket: Bucket = { total: x, squares: 0 };
  addTo(window, 1, bucket);
  const [first] = window.rows;
  if (first === undefined) window.rows.push([bucket]);
  else first.push(bucket);
  // One bucket too many: the two oldest of a row become one of the next.
  for (let row = 0; row < window.rows.length; row++) {
    const buckets = window.rows[row] ?? [];
    if (buckets.length <= most) break;
    const [a, b] = buckets.splice(0, 2);
    if (a === undefined || b === undefined) break;
    const size = 2 ** row;
    const joined: Bucket = {
      total: a.total + b.total,
      squares: a.squares + b.squares + between(size, a.total / size, size, b.total / size),
    };
    const next = window.rows[row + 1];
    if (next === undefined) window.rows.push([joined]);
    else next.push(joined);
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
  for (let row = window.rows.length - 1; row >= 0; row--) {
    const buckets = window.rows[row] ?? [];
    const size = 2 ** row;
    for (const [place, { total }] of buckets.entries()) {
      const isLast = place === buckets.length - 1;
      if (isLast && (walk === 'all-but-last' || row === 0)) break;
      n0 += size;
      u0 += total;
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
  const oldest = last?.shift();
  if (last === undefined || oldest === undefined) return;
  const size = 2 ** (window.rows.length - 1);
  window.width -= size;
  window.total -= oldest.total;
  const mean = window.width === 0 ? 0 : window.total / window.width;
  window.squares = Math.max(
    0,
    window.squares - oldest.squares - between(size, oldest.total / size, window.width, mean),
  );
  if (last.length === 0) window.rows.pop();
}
