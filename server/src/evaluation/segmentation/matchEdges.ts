/** How far the edge of what was answered lies from the edge of what is true, in one picture and for one class. */
import { ignoredLabel } from './ignoredLabel.ts';

/** Two masks of one size, row by row; 255 in the truth counts in nothing. */
export interface LabelledPixels {
  readonly width: number;
  readonly height: number;
  readonly truth: Uint8Array;
  readonly answer: Uint8Array;
}

export interface EdgeMatch {
  /** The 95th percentile of the distances from each edge to the other, in pixels; undefined when a side is empty. */
  readonly distance: number | undefined;
  /** By tolerance: the share of both edges that lies as near to the other one, 0 when a side is empty. */
  readonly near: readonly number[];
}

/** Pixels of an edge that are near, as a share of the diagonal of the picture, where nothing else is asked. */
const usualTolerance = 0.0075;

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A pixel is on the edge when it has the class and one of its four neighbours has not, or lies outside of the picture; a
 * neighbour that counts in nothing makes no edge.
 *
 * @param tolerances in pixels; undefined for 0.75 % of the diagonal
 * @returns by class; undefined where the class is neither true nor answered
 * @source distances equal medpy.metric.binary.hd95 (both directions in one percentile, interpolated linearly); `near` is
 *   the boundary F of Csurka et al., "What is a good evaluation measure for semantic segmentation?", BMVC 2013
 */
export function matchEdges(
  pixels: LabelledPixels,
  classes: number,
  tolerances: readonly (number | undefined)[],
): readonly (EdgeMatch | undefined)[] {
  const diagonal = Math.hypot(pixels.width, pixels.height);
  const allowed = tolerances.map((tolerance) => tolerance ?? usualTolerance * diagonal);
  return boundsOf(pixels, classes).map((bounds, label) =>
    bounds === undefined ? undefined : matchClass(pixels, label, bounds, allowed),
  );
}

function matchClass(pixels: LabelledPixels, label: number, bounds: Bounds, allowed: readonly number[]): EdgeMatch {
  const truth = findEdge(pixels, pixels.truth, label, bounds);
  const answer = findEdge(pixels, pixels.answer, label, bounds);
  if (truth.pixels.length === 0 || answer.pixels.length === 0) {
    return { distance: undefined, near: allowed.map(() => 0) };
  }
  const toTruth = distancesFrom(answer.pixels, squaresTo(truth.isOn, bounds));
  const toAnswer = distancesFrom(truth.pixels, squaresTo(answer.isOn, bounds));
  const all = new Float64Array(toTruth.length + toAnswer.length);
  all.set(toTruth);
  all.set(toAnswer, toTruth.length);
  return {
    distance: percentile95(all.sort()),
    near: allowed.map((most) => {
      const precision = shareWithin(toTruth, most);
      const recall = shareWithin(toAnswer, most);
      return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    }),
  };
}

/** The box around all pixels of each class, true or answered. */
function boundsOf({ width, truth, answer }: LabelledPixels, classes: number): readonly (Bounds | undefined)[] {
  const left = new Int32Array(classes).fill(width);
  const [right, top, bottom] = [new Int32Array(classes), new Int32Array(classes).fill(-1), new Int32Array(classes)];
  for (let pixel = 0; pixel < truth.length; pixel++) {
    const own = truth[pixel] ?? ignoredLabel;
    if (own === ignoredLabel) continue;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    for (const label of [own, answer[pixel] ?? own]) {
      if (top[label] === -1) top[label] = y;
      bottom[label] = y;
      left[label] = Math.min(left[label] ?? x, x);
      right[label] = Math.max(right[label] ?? x, x);
    }
  }
  return Array.from(top, (first, label) => {
    if (first === -1) return undefined;
    const from = left[label] ?? 0;
    return { left: from, top: first, width: (right[label] ?? 0) - from + 1, height: (bottom[label] ?? 0) - first + 1 };
  });
}

function findEdge({ width, height, truth }: LabelledPixels, labels: Uint8Array, label: number, bounds: Bounds) {
  const isOn = new Uint8Array(bounds.width * bounds.height);
  const pixels: number[] = [];
  const isInside = (x: number, y: number): boolean => {
    if (x < 0 || y < 0 || x >= width || y >= height) return false;
    const at = y * width + x;
    return labels[at] === label || truth[at] === ignoredLabel;
  };
  for (let y = bounds.top; y < bounds.top + bounds.height; y++) {
    for (let x = bounds.left; x < bounds.left + bounds.width; x++) {
      const at = y * width + x;
      if (labels[at] !== label || truth[at] === ignoredLabel) continue;
      if (isInside(x - 1, y) && isInside(x + 1, y) && isInside(x, y - 1) && isInside(x, y + 1)) continue;
      const place = (y - bounds.top) * bounds.width + x - bounds.left;
      isOn[place] = 1;
      pixels.push(place);
    }
  }
  return { isOn, pixels };
}

/**
 * Squares of the distance of every pixel to the nearest one that is on.
 *
 * @source Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions", 2012: exact, in linear time
 */
function squaresTo(isOn: Uint8Array, { width, height }: Bounds): Float64Array {
  const squares = Float64Array.from(isOn, (on) => (on === 1 ? 0 : Infinity));
  const walk = createWalk(Math.max(width, height));
  for (let x = 0; x < width; x++) walk(squares, x, width, height);
  for (let y = 0; y < height; y++) walk(squares, y * width, 1, width);
  return squares;
}

/** The lower envelope of parabolas along one line of numbers, written back into it. */
function createWalk(longest: number) {
  const line = new Float64Array(longest);
  const roots = new Int32Array(longest);
  const ends = new Float64Array(longest + 1);
  return (values: Float64Array, start: number, step: number, length: number): void => {
    let last = -1;
    for (let at = 0; at < length; at++) {
      const own = values[start + at * step] ?? Infinity;
      line[at] = own;
      if (own === Infinity) continue;
      let from = -Infinity;
      while (last >= 0) {
        const root = roots[last] ?? 0;
        from = (own + at * at - ((line[root] ?? 0) + root * root)) / (2 * (at - root));
        if (from > (ends[last] ?? 0)) break;
        last -= 1;
        from = -Infinity;
      }
      last += 1;
      roots[last] = at;
      ends[last] = from;
    }
    if (last === -1) return;
    ends[last + 1] = Infinity;
    for (let at = 0, piece = 0; at < length; at++) {
      while ((ends[piece + 1] ?? Infinity) < at) piece += 1;
      const root = roots[piece] ?? 0;
      values[start + at * step] = (at - root) ** 2 + (line[root] ?? 0);
    }
  };
}

function distancesFrom(pixels: readonly number[], squares: Float64Array): Float64Array {
  return Float64Array.from(pixels, (pixel) => Math.sqrt(squares[pixel] ?? NaN));
}

function shareWithin(distances: Float64Array, most: number): number {
  return distances.reduce((count, distance) => (distance <= most ? count + 1 : count), 0) / distances.length;
}

/** @source numpy.percentile with linear interpolation */
function percentile95(sorted: Float64Array): number {
  const place = 0.95 * (sorted.length - 1);
  const below = Math.floor(place);
  const [low = NaN, high = low] = [sorted[below], sorted[below + 1]];
  return low + (high - low) * (place - below);
}
