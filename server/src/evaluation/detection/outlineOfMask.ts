import { traceOutline } from '../segmentation/traceOutline.ts';
import { boxOfMask } from './runLengthMask.ts';
import type { RunLengthMask } from './runLengthMask.ts';

/** Cells along the longer side of a thing, and corners of its outline: more is not seen on a page. */
const mostCells = 96;
const mostPoints = 48;

/** The outline of a mask as data of an SVG path, in pixels of the picture; empty where the mask is. */
export function outlineOfMask(mask: RunLengthMask): string {
  const [left, top, width, height] = boxOfMask(mask);
  if (width === 0 || height === 0) return '';
  const cell = Math.max(1, Math.ceil(Math.max(width, height) / mostCells));
  const [columns, rows] = [Math.ceil(width / cell), Math.ceil(height / cell)];
  const cells = new Uint8Array(columns * rows);
  let place = 0;
  for (const [at, length] of mask.runs.entries()) {
    const end = place + length;
    if (at % 2 === 1) {
      for (; place < end; place++) {
        const row = (place % mask.height) - top;
        const column = Math.floor(place / mask.height) - left;
        // The pixel in the middle of a cell speaks for it.
        if (row % cell === middleOf(cell, row, height) && column % cell === middleOf(cell, column, width)) {
          cells[Math.floor(row / cell) * columns + Math.floor(column / cell)] = 1;
        }
      }
    }
    place = end;
  }
  return traceOutline(
    { width: columns, height: rows, isInside: (column, row) => cells[row * columns + column] === 1 },
    { left, top, across: cell, down: cell },
    mostPoints,
  );
}

/** The last cell may be cut off. */
function middleOf(cell: number, at: number, size: number): number {
  const start = at - (at % cell);
  return Math.floor((Math.min(size, start + cell) - start) / 2);
}
