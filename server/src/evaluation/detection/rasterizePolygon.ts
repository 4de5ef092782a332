/** Polygons as masks, pixel for pixel as COCO draws them. */
import type { RunLengthMask } from './runLengthMask.ts';

/** Points of the boundary lie on a grid that is so many times finer than pixels. */
const fineness = 5;

/**
 * Points of the fine grid that the boundary of a polygon passes.
 *
 * @param points x and y in turn
 */
export function boundaryLength(points: ArrayLike<number>): number {
  const corners = Math.floor(points.length / 2);
  let length = 0;
  for (let corner = 0; corner < corners; corner++) {
    const next = (corner + 1) % corners;
    const across = Math.abs(fine(points[2 * corner]) - fine(points[2 * next]));
    const down = Math.abs(fine(points[2 * corner + 1]) - fine(points[2 * next + 1]));
    length += Math.max(across, down) + 1;
  }
  return length;
}

function fine(coordinate: number | undefined): number {
  return Math.trunc(fineness * (coordinate ?? 0) + 0.5);
}

/**
 * The mask of a polygon.
 *
 * @param points x and y in turn, finite, in pixels; they may lie outside the image. The last point is joined to the
 *   first one. Time and memory grow with `boundaryLength`, which the caller bounds.
 * @source equals rleFrPoly of pycocotools
 */
export function rasterizePolygon(points: ArrayLike<number>, height: number, width: number): RunLengthMask {
  const crossings = findCrossings(points, height, width);
  crossings.push(height * width);
  const sorted = Float64Array.from(crossings).sort();
  const runs: number[] = [];
  let before = 0;
  // Two crossings at one place cancel: the run goes on.
  let isJoined = false;
  for (const [at, crossing] of sorted.entries()) {
    const length = crossing - before;
    before = crossing;
    if (isJoined) {
      runs[runs.length - 1] = (runs.at(-1) ?? 0) + length;
      isJoined = false;
    } else if (length > 0 || at === 0) {
      runs.push(length);
    } else {
      isJoined = true;
    }
  }
  return { height, width, runs: Uint32Array.from(runs) };
}

/** Places in column order at which the boundary is crossed, pixel column by pixel column. */
function findCrossings(points: ArrayLike<number>, height: number, width: number): number[] {
  const corners = Math.floor(points.length / 2);
  const crossings: number[] = [];
  let isFirst = true;
  let [xBefore, yBefore] = [0, 0];
  const visit = (x: number, y: number): void => {
    if (!isFirst && x !== xBefore) {
      const column = ((x < xBefore ? x : x - 1) + 0.5) / fineness - 0.5;
      if (Math.floor(column) === column && column >= 0 && column <= width - 1) {
        const row = (Math.min(y, yBefore) + 0.5) / fineness - 0.5;
        crossings.push(column * height + Math.ceil(Math.min(Math.max(row, 0), height)));
      }
    }
    isFirst = false;
    [xBefore, yBefore] = [x, y];
  };
  for (let corner = 0; corner < corners; corner++) {
    const next = (corner + 1) % corners;
    let [x, y] = [fine(points[2 * corner]), fine(points[2 * corner + 1])];
    let [xEnd, yEnd] = [fine(points[2 * next]), fine(points[2 * next + 1])];
    const across = Math.abs(xEnd - x);
    const down = Math.abs(yEnd - y);
    const isFlat = across >= down;
    const isTurned = isFlat ? x > xEnd : y > yEnd;
    if (isTurned) [x, y, xEnd, yEnd] = [xEnd, yEnd, x, y];
    const steps = isFlat ? across : down;
    const slope = steps === 0 ? 0 : isFlat ? (yEnd - y) / across : (xEnd - x) / down;
    for (let step = 0; step <= steps; step++) {
      const along = isTurned ? steps - step : step;
      if (isFlat) visit(x + along, Math.trunc(y + slope * along + 0.5));
      else visit(Math.trunc(x + slope * along + 0.5), y + along);
    }
  }
  return crossings;
}
