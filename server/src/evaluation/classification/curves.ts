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
    const next = centre(points.slice(until, Math.max(until + 1, 1 + Math.floor((bucket + 2) * width))));
    const last = kept.at(-1) ?? next;
    kept.push(farthest(points.slice(from, until), last, next));
  }
  return [...kept, ...points.slice(-1)];
}

function centre(points: readonly Point[]): Point {
  const sum = points.reduce<Point>(([x, y], point) => [x + point[0], y + point[1]], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

function farthest(points: readonly Point[], before: Point, after: Point): Point {
  const area = ([x, y]: Point): number =>
    Math.abs((before[0] - after[0]) * (y - before[1]) - (before[0] - x) * (after[1] - before[1]));
  return points.reduce((most, point) => (area(point) > area(most) ? point : most));
}
