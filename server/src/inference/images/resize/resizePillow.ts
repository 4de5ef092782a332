/** Resizing exactly as Pillow does it. */
import type { BytePixels } from '../pixels.ts';
import { computeTaps, weightBits } from './pillowTaps.ts';
import type { PillowFilter, Taps } from './pillowTaps.ts';

/**
 * Resizes with anti-aliasing, axis by axis, rounded to bytes after each.
 *
 * Along the rows first, except where that leaves far more to do: Pillow below version 13 always does, and differs there.
 *
 * @param width pixels that are made, at least 1
 * @param height pixels that are made, at least 1
 * @returns equal, bit for bit, to `Image.resize((width, height), filter)` of Pillow 13
 */
export function resizePillow(pixels: BytePixels, width: number, height: number, filter: PillowFilter): BytePixels {
  const lostRows = pixels.height - height;
  const isTall = lostRows > 0 && lostRows > 2 * (pixels.width - width);
  return isTall
    ? fitWidth(fitHeight(pixels, height, filter), width, filter)
    : fitHeight(fitWidth(pixels, width, filter), height, filter);
}

function fitWidth(pixels: BytePixels, width: number, filter: PillowFilter): BytePixels {
  return width === pixels.width ? pixels : resizeRows(pixels, width, computeTaps(pixels.width, width, filter));
}

function fitHeight(pixels: BytePixels, height: number, filter: PillowFilter): BytePixels {
  return height === pixels.height ? pixels : resizeColumns(pixels, height, computeTaps(pixels.height, height, filter));
}

const half = 1 << (weightBits - 1);

function resizeRows(pixels: BytePixels, width: number, taps: Taps): BytePixels {
  const { height, channels } = pixels;
  const data = new Uint8Array(width * height * channels);
  if (channels === 3) sumColourRows(pixels, data, width, taps);
  else sumGreyRows(pixels, data, width, taps);
  return { width, height, channels, data };
}

// The loops below run for every pixel of every picture: `??` is what the type of an element costs, and the compiler
// of the engine drops it. A weight times a byte fits 31 bits, so `Math.imul` is exact.

function sumGreyRows({ data: from, width: rowLength, height }: BytePixels, to: Uint8Array, width: number, taps: Taps) {
  const { first, count, weights, most } = taps;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const start = y * rowLength + (first[x] ?? 0);
      const taken = count[x] ?? 0;
      const weight = x * most;
      let sum = half;
      for (let tap = 0; tap < taken; tap++) {
        sum = (sum + Math.imul(from[start + tap] ?? 0, weights[weight + tap] ?? 0)) | 0;
      }
      to[y * width + x] = clip(sum);
    }
  }
}

function sumColourRows(
  { data: from, width: rowLength, height }: BytePixels,
  to: Uint8Array,
  width: number,
  taps: Taps,
) {
  const { first, count, weights, most } = taps;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let at = (y * rowLength + (first[x] ?? 0)) * 3;
      const until = x * most + (count[x] ?? 0);
      let red = half;
      let green = half;
      let blue = half;
      for (let tap = x * most; tap < until; tap++) {
        const weight = weights[tap] ?? 0;
        red = (red + Math.imul(from[at] ?? 0, weight)) | 0;
        green = (green + Math.imul(from[at + 1] ?? 0, weight)) | 0;
        blue = (blue + Math.imul(from[at + 2] ?? 0, weight)) | 0;
        at += 3;
      }
      const into = (y * width + x) * 3;
      to[into] = clip(red);
      to[into + 1] = clip(green);
      to[into + 2] = clip(blue);
    }
  }
}

function resizeColumns(pixels: BytePixels, height: number, taps: Taps): BytePixels {
  const { width, channels, data: from } = pixels;
  const { first, count, weights, most } = taps;
  const length = width * channels;
  const data = new Uint8Array(length * height);
  const sums = new Int32Array(length);
  for (let y = 0; y < height; y++) {
    sums.fill(half);
    const start = first[y] ?? 0;
    for (let tap = 0; tap < (count[y] ?? 0); tap++) {
      const weight = weights[y * most + tap] ?? 0;
      const row = (start + tap) * length;
      for (let at = 0; at < length; at++) sums[at] = (sums[at] ?? 0) + Math.imul(from[row + at] ?? 0, weight);
    }
    const into = y * length;
    for (let at = 0; at < length; at++) data[into + at] = clip(sums[at] ?? 0);
  }
  return { width, height, channels, data };
}

function clip(sum: number): number {
  const value = sum >> weightBits;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/**
 * Takes the nearest pixel.
 *
 * @returns equal, bit for bit, to `Image.resize((width, height), NEAREST)` of Pillow
 * @source Pillow, `ImagingScaleAffine` of src/libImaging/Geometry.c: places are added up, not multiplied
 */
export function resizePillowNearest(pixels: BytePixels, width: number, height: number): BytePixels {
  return pickPixels(pixels, nearestPlaces(pixels.width, width), nearestPlaces(pixels.height, height));
}

function nearestPlaces(from: number, to: number): Int32Array {
  const step = from / to;
  const places = new Int32Array(to);
  let place = step * 0.5;
  for (let at = 0; at < to; at++) {
    places[at] = Math.min(from - 1, Math.trunc(place));
    place += step;
  }
  return places;
}

/** The picture of the named columns and rows. */
export function pickPixels({ data: from, width, channels }: BytePixels, columns: Int32Array, rows: Int32Array) {
  const data = new Uint8Array(columns.length * rows.length * channels);
  let at = 0;
  for (const row of rows) {
    for (const column of columns) {
      const start = (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel++) data[at++] = from[start + channel] ?? 0;
    }
  }
  return { width: columns.length, height: rows.length, channels, data };
}
