/** Resizing exactly as OpenCV does it. */
import type { BytePixels } from '../pixels.ts';
import { pickPixels } from './resizePillow.ts';

const { fround } = Math;

/** @returns equal, bit for bit, to `cv2.resize` with INTER_NEAREST */
export function resizeOpenCvNearest(pixels: BytePixels, width: number, height: number): BytePixels {
  return pickPixels(pixels, floorPlaces(pixels.width, width), floorPlaces(pixels.height, height));
}

function floorPlaces(from: number, to: number): Int32Array {
  const step = 1 / (to / from);
  return Int32Array.from({ length: to }, (_, at) => Math.min(from - 1, Math.floor(at * step)));
}

/** Two neighbours of each pixel that is made, with weights in units of 2^−11. */
interface Neighbours {
  readonly first: Int32Array;
  /** That of the first, then that of the second. */
  readonly weights: Int16Array;
}

const weightBits = 11;

/** Place of a pixel that is made among those that are read: whole part, and share of the next one. */
type Place = (at: number) => readonly [number, number];

function computeNeighbours(to: number, place: Place): Neighbours {
  const first = new Int32Array(to);
  const weights = new Int16Array(2 * to);
  for (let at = 0; at < to; at++) {
    const [whole, share] = place(at);
    first[at] = whole;
    weights[2 * at] = roundToEven(fround(fround(1 - share) * 2 ** weightBits));
    weights[2 * at + 1] = roundToEven(fround(share * 2 ** weightBits));
  }
  return { first, weights };
}

/** Linear with half-pixel centres and without anti-aliasing. */
function linearPlace(from: number, to: number): Place {
  const scale = 1 / (to / from);
  return (at) => {
    const place = fround((at + 0.5) * scale - 0.5);
    const whole = Math.floor(place);
    return [whole, fround(place - whole)];
  };
}

/** What OpenCV calls area when a picture grows: shares of the covered pixels. */
function coveringPlace(from: number, to: number): Place {
  const growth = to / from;
  const scale = 1 / growth;
  return (at) => {
    const whole = Math.floor(at * scale);
    const share = fround(at + 1 - (whole + 1) * growth);
    return [whole, share <= 0 ? 0 : fround(share - Math.floor(share))];
  };
}

/** Beyond the edge the pixel at the edge has all the weight. */
function withinEdges(place: Place, from: number): Place {
  return (at) => {
    const [whole, share] = place(at);
    if (whole < 0) return [0, 0];
    return whole >= from - 1 ? [from - 1, 0] : [whole, share];
  };
}

/** @returns equal, bit for bit, to `cv2.resize` with INTER_LINEAR on bytes */
export function resizeOpenCvLinear(pixels: BytePixels, width: number, height: number): BytePixels {
  // OpenCV itself takes the mean of four pixels where both sides are halved.
  if (pixels.width === 2 * width && pixels.height === 2 * height) return resizeByWholeFactor(pixels, 2, 2);
  return blend(pixels, width, height, linearPlace);
}

/** @returns equal, bit for bit, to `cv2.resize` with INTER_AREA on bytes */
export function resizeOpenCvArea(pixels: BytePixels, width: number, height: number): BytePixels {
  const across = pixels.width / width;
  const down = pixels.height / height;
  if (across < 1 || down < 1) return blend(pixels, width, height, coveringPlace);
  if (Number.isInteger(across) && Number.isInteger(down)) return resizeByWholeFactor(pixels, across, down);
  return resizeByCoverage(pixels, width, height);
}

function blend(
  { data: from, width: rowLength, height: rows, channels }: BytePixels,
  width: number,
  height: number,
  placeOf: (from: number, to: number) => Place,
): BytePixels {
  const across = computeNeighbours(width, withinEdges(placeOf(rowLength, width), rowLength));
  // Downwards OpenCV lets the row at the edge stand in for the missing one and keeps both weights.
  const down = computeNeighbours(height, placeOf(rows, height));
  const data = new Uint8Array(width * height * channels);
  const length = width * channels;
  /** Rows of sums that were made last, by their number. */
  const made = new Map<number, Int32Array>();
  const rowOf = (number: number): Int32Array => {
    const known = made.get(number);
    if (known !== undefined) return known;
    const sums = new Int32Array(length);
    for (let x = 0; x < width; x++) {
      const left = across.first[x] ?? 0;
      const start = (number * rowLength + left) * channels;
      const next = left < rowLength - 1 ? channels : 0;
      const leftWeight = across.weights[2 * x] ?? 0;
      const rightWeight = across.weights[2 * x + 1] ?? 0;
      for (let channel = 0; channel < channels; channel++) {
        const at = start + channel;
        sums[x * channels + channel] = (from[at] ?? 0) * leftWeight + (from[at + next] ?? 0) * rightWeight;
      }
    }
    if (made.size > 4) made.clear();
    made.set(number, sums);
    return sums;
  };
  for (let y = 0; y < height; y++) {
    const top = down.first[y] ?? 0;
    const above = rowOf(Math.min(rows - 1, Math.max(0, top)));
    const below = rowOf(Math.min(rows - 1, Math.max(0, top + 1)));
    const topWeight = down.weights[2 * y] ?? 0;
    const bottomWeight = down.weights[2 * y + 1] ?? 0;
    for (let at = 0; at < length; at++) {
      // Bits are dropped in these steps, not at the end, as the vector code of OpenCV does.
      const upper = (topWeight * ((above[at] ?? 0) >> 4)) >> 16;
      const lower = (bottomWeight * ((below[at] ?? 0) >> 4)) >> 16;
      data[y * length + at] = Math.min(255, Math.max(0, (upper + lower + 2) >> 2));
    }
  }
  return { width, height, channels, data };
}

/** Means of blocks. */
function resizeByWholeFactor(pixels: BytePixels, across: number, down: number): BytePixels {
  const { data: from, channels, width: rowLength } = pixels;
  const width = pixels.width / across;
  const height = pixels.height / down;
  const data = new Uint8Array(width * height * channels);
  const share = fround(1 / (across * down));
  const isQuarter = across === 2 && down === 2;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let row = y * down; row < (y + 1) * down; row++) {
          for (let column = x * across; column < (x + 1) * across; column++) {
            sum += from[(row * rowLength + column) * channels + channel] ?? 0;
          }
        }
        data[(y * width + x) * channels + channel] = isQuarter ? (sum + 2) >> 2 : roundToEven(fround(sum * share));
      }
    }
  }
  return { width, height, channels, data };
}

/** A pixel that is read, the one that is made, and its share in it. */
interface Coverage {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly share: Float32Array;
}

function computeCoverage(from: number, to: number): Coverage {
  const scale = from / to;
  const list: (readonly [number, number, number])[] = [];
  for (let at = 0; at < to; at++) {
    const low = at * scale;
    const high = low + scale;
    const cell = Math.min(scale, from - low);
    const last = Math.min(Math.floor(high), from - 1);
    const first = Math.min(Math.ceil(low), last);
    if (first - low > 1e-3) list.push([first - 1, at, fround((first - low) / cell)]);
    for (let whole = first; whole < last; whole++) list.push([whole, at, fround(1 / cell)]);
    if (high - last > 1e-3) list.push([last, at, fround(Math.min(Math.min(high - last, 1), cell) / cell)]);
  }
  return {
    from: Int32Array.from(list, ([source]) => source),
    to: Int32Array.from(list, ([, made]) => made),
    share: Float32Array.from(list, ([, , share]) => share),
  };
}

/** Means weighted by the covered part of each pixel, in float32. */
function resizeByCoverage(pixels: BytePixels, width: number, height: number): BytePixels {
  const { data: from, channels, width: rowLength } = pixels;
  const across = computeCoverage(pixels.width, width);
  const down = computeCoverage(pixels.height, height);
  const length = width * channels;
  const data = new Uint8Array(length * height);
  const row = new Float32Array(length);
  const sums = new Float32Array(length);
  const finish = (y: number): void => {
    for (let at = 0; at < length; at++) data[y * length + at] = Math.min(255, roundToEven(sums[at] ?? 0));
  };
  let made = 0;
  for (const [step, source] of down.from.entries()) {
    const target = down.to[step] ?? 0;
    const share = down.share[step] ?? 0;
    row.fill(0);
    for (const [at, column] of across.from.entries()) {
      const into = (across.to[at] ?? 0) * channels;
      const weight = across.share[at] ?? 0;
      for (let channel = 0; channel < channels; channel++) {
        const value = from[(source * rowLength + column) * channels + channel] ?? 0;
        row[into + channel] = fround((row[into + channel] ?? 0) + fround(value * weight));
      }
    }
    if (target !== made) {
      finish(made);
      sums.fill(0);
      made = target;
    }
    for (let at = 0; at < length; at++) sums[at] = fround((sums[at] ?? 0) + fround((row[at] ?? 0) * share));
  }
  finish(made);
  return { width, height, channels, data };
}

/** To the nearest whole number; halves to the even one. */
function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
