/** Curves over the decision threshold, exact, and thinned for drawing. */
import type { RankedScores } from './rankedScores.ts';

export type Point = readonly [x: number, y: number];

/**
 * False against true positive rate, from (0, 0) to (1, 1), one point for each distinct score.
 *
 * @returns empty when one of the classes is missing
 * @source equals scikit-learn roc_curve with drop_intermediate=False
 */
export function rocCurve({ scores, positivesFrom, negativesFrom, positives, negatives }: RankedScores): Point[] {
  if (positives === 0 || negatives === 0) return [];
  const points: Point[] = [[0, 0]];
  for (let group = 0; group < scores.length; group++) {
    points.push([(negativesFrom[group] ?? 0) / negatives, (positivesFrom[group] ?? 0) / positives]);
  }
  return points;
}

/**
 * Recall against precision, from the highest score down.
 *
 * @returns empty when there is no positive row
 * @source equals scikit-learn precision_recall_curve, in the other order and without its end point (0, 1)
 */
export function precisionRecallCurve({ scores, positivesFrom, negativesFrom, positives }: RankedScores): Point[] {
  if (positives === 0) return [];
  return Array.from(scores, (_, group): Point => {
    const found = positivesFrom[group] ?? 0;
    return [found / positives, found / (found + (negativesFrom[group] ?? 0))];
  });
}

/**
 * Leaves out points that a drawing does not need.
 *
 * @param points by rising or falling x
 * @param most at least 2
 * @returns at most `most` points, the first and the last kept; in each stretch the one that lies farthest from the line
 *   between its neighbours
 * @source largest-triangle-three-buckets, Steinarsson 2013
 */
export function thinCurve(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const kept: Point[] = points.slice(0, 1);
  const width = (points.length - 2) / (most - 2);
  for (let bucket = 0; bucket < most - 2; bucket++) {
    const from = 1 + Math.floor(bucket * width);
    const until = 1 + Math.floor((bucket + 1) * width);
    const next = centre(points, until, Math.max(until + 1, 1 + Math.floor((bucket + 2) * width)));
    const last = kept.at(-1) ?? next;
    kept.push(farthest(points, from, until, last, next));
  }
  return [...kept, ...points.slice(-1)];
}

/** The mean of a stretch of points, which may reach beyond their end. */
function centre(points: readonly Point[], from: number, until: number): Point {
  const end = Math.min(until, points.length);
  let [sumX, sumY] = [0, 0];
  // Plain loops: a callback and a point for each of 100,000 took longer than all else that is drawn.
  for (let at = from; at < end; at++) {
    const [x, y] = points[at] ?? [0, 0];
    sumX += x;
    sumY += y;
  }
  return [sumX / (end - from), sumY / (end - from)];
}

/** The point of a stretch that lies farthest from the line between two others; of equals the first. */
function farthest(points: readonly Point[], from: number, until: number, before: Point, after: Point): Point {
  const [dx, dy] = [before[0] - after[0], after[1] - before[1]];
  let most: Point = points[from] ?? after;
  let largest = -1;
  for (let at = from; at < until; at++) {
    const point = points[at] ?? after;
    const area = Math.abs(dx * (point[1] - before[1]) - (before[0] - point[0]) * dy);
    if (area <= largest) continue;
    largest = area;
    most = point;
  }
  return most;
}
