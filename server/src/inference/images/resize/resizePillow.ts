/** Resizing exactly as Pillow does it. */
import type { BytePixels } from '../pixels.ts';
import type { Pass, PillowKernel } from './pillowKernel.ts';
import type { PillowFilter } from './pillowTaps.ts';

/**
 * Resizes with anti-aliasing, axis by axis, rounded to bytes after each.
 *
 * Along the rows first, except where that leaves far more to do: Pillow below version 13 always does, and differs there.
 *
 * @param width pixels that are made, at least 1
 * @param height pixels that are made, at least 1
 * @returns equal, bit for bit, to `Image.resize((width, height), filter)` of Pillow 13
 */
export function resizePillow(
  { sum, tapsOf }: PillowKernel,
  pixels: BytePixels,
  width: number,
  height: number,
  filter: PillowFilter,
): BytePixels {
  const across: Pass[] = width === pixels.width ? [] : [{ axis: 'rows', taps: tapsOf(pixels.width, width, filter) }];
  const down: Pass[] =
    height === pixels.height ? [] : [{ axis: 'columns', taps: tapsOf(pixels.height, height, filter) }];
  const lostRows = pixels.height - height;
  const isTall = lostRows > 0 && lostRows > 2 * (pixels.width - width);
  return sum(pixels, isTall ? [...down, ...across] : [...across, ...down]);
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
