/** Masks of single things, from the coarse grids that models give to the pixels of a picture. */
import type { RunLengthMask } from './runLengthMask.ts';

/** Numbers of one mask, row by row. */
export interface MaskGrid {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** How places of the picture become places of the grid: column = x * scaleX + offsetX, in cells; likewise for rows. */
export interface GridMap {
  readonly scaleX: number;
  readonly offsetX: number;
  readonly scaleY: number;
  readonly offsetY: number;
}

export interface Pasting {
  /** A pixel is inside where its number is larger. */
  readonly above: number;
  /** `zero`: all around the grid lies 0, and its edge fades; `nearest`: the edge goes on to the border of the grid. */
  readonly beyond: 'zero' | 'nearest';
  /** Whether numbers are interpolated linearly; the cell in which the centre of the pixel lies decides otherwise. */
  readonly isLinear: boolean;
}

/** Left, top, right and bottom in pixels; what lies elsewhere is outside. */
export type PixelFrame = readonly [number, number, number, number];

/**
 * Reads a grid at the centre of each pixel.
 *
 * @param size of the picture
 * @param within only pixels whose centre lies there can be inside; the whole picture when undefined
 * @returns the pixels that are inside, perhaps none
 * @source with `zero` equals GridSample of ONNX (linear, zeros, corners not aligned), which is how Detectron2 pastes masks
 *   into boxes; with `nearest` a mask of the whole picture equals Resize of ONNX (linear, half-pixel)
 */
export function pasteMask(
  grid: MaskGrid,
  map: GridMap,
  { width, height }: { readonly width: number; readonly height: number },
  pasting: Pasting,
  within: PixelFrame = [0, 0, width, height],
): RunLengthMask {
  const [firstColumn, lastColumn] = reachOf(
    map.scaleX,
    map.offsetX,
    columnsAbove(grid, pasting),
    within[0],
    within[2],
    width,
  );
  const [firstRow, lastRow] = reachOf(map.scaleY, map.offsetY, rowsAbove(grid, pasting), within[1], within[3], height);
  const isCutOff = pasting.beyond === 'nearest';
  const runs = createRuns();
  for (let x = firstColumn; x <= lastColumn; x++) {
    const column = (x + 0.5) * map.scaleX + map.offsetX;
    if (isCutOff && (column < 0 || column >= grid.width)) continue;
    for (let y = firstRow; y <= lastRow; y++) {
      const row = (y + 0.5) * map.scaleY + map.offsetY;
      if (isCutOff && (row < 0 || row >= grid.height)) continue;
      if (numberAt(grid, column, row, pasting) > pasting.above) runs.add(x * height + y);
    }
  }
  return { width, height, runs: runs.finish(width * height) };
}

function numberAt(grid: MaskGrid, column: number, row: number, { beyond, isLinear }: Pasting): number {
  if (!isLinear) return cellAt(grid, Math.floor(column), Math.floor(row), beyond);
  const [left, top] = [Math.floor(column - 0.5), Math.floor(row - 0.5)];
  const [across, down] = [column - 0.5 - left, row - 0.5 - top];
  const upper = cellAt(grid, left, top, beyond) * (1 - across) + cellAt(grid, left + 1, top, beyond) * across;
  const lower = cellAt(grid, left, top + 1, beyond) * (1 - across) + cellAt(grid, left + 1, top + 1, beyond) * across;
  return upper * (1 - down) + lower * down;
}

function cellAt({ width, height, values }: MaskGrid, column: number, row: number, beyond: Pasting['beyond']): number {
  if (beyond === 'zero') {
    return column < 0 || row < 0 || column >= width || row >= height ? 0 : (values[row * width + column] ?? 0);
  }
  const [nearColumn, nearRow] = [Math.min(width - 1, Math.max(0, column)), Math.min(height - 1, Math.max(0, row))];
  return values[nearRow * width + nearColumn] ?? 0;
}

/** First and last column with a number that is large enough: no mean of smaller ones is. */
function columnsAbove({ width, height, values }: MaskGrid, pasting: Pasting): readonly [number, number] {
  return endsOf(width, height, (column, row) => (values[row * width + column] ?? 0) > pasting.above, pasting);
}

function rowsAbove({ width, height, values }: MaskGrid, pasting: Pasting): readonly [number, number] {
  return endsOf(height, width, (row, column) => (values[row * width + column] ?? 0) > pasting.above, pasting);
}

function endsOf(
  length: number,
  depth: number,
  isAbove: (at: number, other: number) => boolean,
  { beyond, above }: Pasting,
): readonly [number, number] {
  // Where even the zeros around the grid are inside, so may be everything.
  if (beyond === 'zero' && above < 0) return [-Infinity, Infinity];
  let [first, last] = [Infinity, -Infinity];
  for (let at = 0; at < length; at++) {
    for (let other = 0; other < depth; other++) {
      if (!isAbove(at, other)) continue;
      first = Math.min(first, at);
      last = at;
      break;
    }
  }
  return [first, last];
}

/** First and last pixel, of those of the picture and within a frame, that lies less than a cell beyond two cells. */
function reachOf(
  scale: number,
  offset: number,
  [first, last]: readonly [number, number],
  from: number,
  until: number,
  size: number,
): readonly [number, number] {
  const start = Math.max(0, Math.ceil(from - 0.5), Math.floor((first - 1 - offset) / scale) - 1);
  const end = Math.min(size, Math.ceil(until - 0.5), Math.ceil((last + 2 - offset) / scale) + 1) - 1;
  return first > last ? [0, -1] : [start, end];
}

/** Runs of a mask from the places that are inside, which come in rising order. */
function createRuns() {
  const runs: number[] = [];
  let begin = -1;
  let end = -1;
  let passed = 0;
  const close = (): void => {
    if (begin === -1) return;
    runs.push(begin - passed, end - begin);
    passed = end;
  };
  return {
    add: (place: number): void => {
      if (place !== end) {
        close();
        begin = place;
      }
      end = place + 1;
    },
    finish: (pixels: number): Uint32Array => {
      close();
      if (passed < pixels || runs.length === 0) runs.push(pixels - passed);
      return Uint32Array.from(runs);
    },
  };
}
