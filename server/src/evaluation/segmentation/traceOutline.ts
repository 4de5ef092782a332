/** Borders of regions of pixels, as few lines as show them. */

/** Cells of a region. */
export interface RegionGrid {
  readonly width: number;
  readonly height: number;
  readonly isInside: (column: number, row: number) => boolean;
}

/** Where the first cell begins and how large a cell is, in pixels of the picture. */
export interface CellPlace {
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly down: number;
}

type Point = readonly [number, number];

/** How far a line may pass by a corner of a cell, in cells: smooths stairs and keeps the corners of what is straight. */
const firstTolerance = 0.75;

/**
 * The outline of a region as data of an SVG path, filled by the even-odd rule; holes are rings of their own.
 *
 * @param mostPoints where there are more the outline is made coarser, and rings that are too small for it are left out
 * @returns an empty text where nothing is inside
 */
export function traceOutline(grid: RegionGrid, place: CellPlace, mostPoints: number): string {
  const rings = ringsOf(grid);
  for (let tolerance = firstTolerance; ; tolerance *= 2) {
    const simple = rings
      .map((ring) => {
        const fewer = simplifyRing(ring, tolerance);
        // A single cell is smaller than what stairs are smoothed by.
        return fewer.length < 3 && tolerance === firstTolerance ? ring : fewer;
      })
      .filter(({ length }) => length >= 3);
    const points = simple.reduce((sum, { length }) => sum + length, 0);
    if (points > mostPoints) continue;
    return simple.map((ring) => pathOf(ring, place)).join('');
  }
}

function pathOf(ring: readonly Point[], { left, top, across, down }: CellPlace): string {
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return `M${ring.map(([x, y]) => `${tenth(left + x * across)} ${tenth(top + y * down)}`).join('L')}Z`;
}

/** Corners of all borders, the inside at the right hand; equal regions give equal rings. */
function ringsOf({ width, height, isInside }: RegionGrid): readonly (readonly Point[])[] {
  const wide = width + 1;
  /** Corner → corners to which a border leads on. */
  const next = new Map<number, number[]>();
  const isIn = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && isInside(x, y);
  const link = (fromX: number, fromY: number, toX: number, toY: number): void => {
    const from = fromY * wide + fromX;
    const known = next.get(from);
    if (known === undefined) next.set(from, [toY * wide + toX]);
    else known.push(toY * wide + toX);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isIn(x, y)) continue;
      if (!isIn(x, y - 1)) link(x, y, x + 1, y);
      if (!isIn(x + 1, y)) link(x + 1, y, x + 1, y + 1);
      if (!isIn(x, y + 1)) link(x + 1, y + 1, x, y + 1);
      if (!isIn(x - 1, y)) link(x, y + 1, x, y);
    }
  }
  const rings: Point[][] = [];
  for (const start of next.keys()) {
    for (let at = start, way = next.get(at)?.pop(); way !== undefined; way = next.get(start)?.pop()) {
      const ring: Point[] = [];
      // Every corner has as many borders in as out, so that each way comes back to its start.
      for (
        let step: number | undefined = way;
        step !== undefined;
        step = at === start ? undefined : next.get(at)?.pop()
      ) {
        ring.push([at % wide, Math.floor(at / wide)]);
        at = step;
      }
      rings.push(ring);
    }
  }
  return rings;
}

/** @source Douglas and Peucker 1973, Cartographica 10, 112-122, on the halves between the first corner and the farthest one */
function simplifyRing(ring: readonly Point[], tolerance: number): readonly Point[] {
  const [first] = ring;
  if (first === undefined) return [];
  let far = 0;
  for (const [at, point] of ring.entries())
    if (gap(point, first, first) > gap(ring[far] ?? first, first, first)) far = at;
  const closed = [...ring, first];
  const kept = new Set([
    0,
    far,
    ...keepBetween(closed, 0, far, tolerance),
    ...keepBetween(closed, far, ring.length, tolerance),
  ]);
  return ring.filter((_, at) => kept.has(at));
}

/** Places of the corners that a line from one to another would miss by too much. */
function keepBetween(points: readonly Point[], from: number, until: number, tolerance: number): readonly number[] {
  const kept: number[] = [];
  const waiting: (readonly [number, number])[] = [[from, until]];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const [start, end] = part;
    const [one, other] = [points[start], points[end]];
    if (one === undefined || other === undefined) continue;
    let [worst, most] = [-1, tolerance];
    for (let at = start + 1; at < end; at++) {
      const own = gap(points[at] ?? one, one, other);
      if (own >= most) [worst, most] = [at, own];
    }
    if (worst === -1) continue;
    kept.push(worst);
    waiting.push([start, worst], [worst, end]);
  }
  return kept;
}

/** How far a point lies from a line, or from a point when both ends are one. */
function gap([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const length = Math.hypot(dx, dy);
  return length === 0 ? Math.hypot(x - fromX, y - fromY) : Math.abs(dx * (y - fromY) - dy * (x - fromX)) / length;
}
