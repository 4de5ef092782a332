/** Scores from the highest down, equal ones together: what curves, areas and thresholds are made of. */

import { sortNumbers } from '../../statistics/sortNumbers.ts';

/** Groups of equal scores, the highest first. */
export interface RankedScores {
  /** The score of each group, falling. */
  readonly scores: Float64Array;
  /** Positive rows with this score or a higher one, by group. */
  readonly positivesFrom: Float64Array;
  /** Negative rows with this score or a higher one, by group. */
  readonly negativesFrom: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Ranks the rows of a yes-or-no question.
 *
 * @param scores finite, by row; not changed
 * @param isPositive 1 for positive rows, 0 for others; as long as `scores`
 * @throws {RangeError} when lengths differ or a score is not finite: callers look for such scores first
 */
export function rankScores(scores: Float64Array, isPositive: Uint8Array): RankedScores {
  if (scores.length !== isPositive.length)
    throw new RangeError(`${scores.length} scores, ${isPositive.length} labels.`);
  let positiveCount = 0;
  for (let row = 0; row < isPositive.length; row++) positiveCount += isPositive[row] === 0 ? 0 : 1;
  const positives = new Float64Array(positiveCount);
  const negatives = new Float64Array(scores.length - positives.length);
  let positiveAt = 0;
  let negativeAt = 0;
  for (let row = 0; row < scores.length; row++) {
    // Adding 0 turns −0, which sorts apart, into 0.
    const score = (scores[row] ?? 0) + 0;
    if (!Number.isFinite(score)) throw new RangeError(`The score of row ${row} is ${score}.`);
    if (isPositive[row] === 0) negatives[negativeAt++] = score;
    else positives[positiveAt++] = score;
  }
  // Two sorts of plain numbers and a merge take a tenth of the time of sorting pairs.
  return merge(sortNumbers(positives), sortNumbers(negatives));
}

/**
 * Leaves out groups of a ranking that a drawing does not need; counts stay those of all rows.
 *
 * @param most groups that are kept, the first and the last among them; at least 2
 */
export function sparseRanking(ranked: RankedScores, most: number): RankedScores {
  const groups = ranked.scores.length;
  if (groups <= most) return ranked;
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: most }, (_, at) => values[Math.round((at * (groups - 1)) / (most - 1))] ?? 0);
  return {
    ...ranked,
    scores: pick(ranked.scores),
    positivesFrom: pick(ranked.positivesFrom),
    negativesFrom: pick(ranked.negativesFrom),
  };
}

/** @param positives rising @param negatives rising */
function merge(positives: Float64Array, negatives: Float64Array): RankedScores {
  const groups = countDistinct(positives, negatives);
  const scores = new Float64Array(groups);
  const positivesFrom = new Float64Array(groups);
  const negativesFrom = new Float64Array(groups);
  let positiveAt = positives.length - 1;
  let negativeAt = negatives.length - 1;
  for (let group = 0; group < groups; group++) {
    const score = Math.max(positives[positiveAt] ?? -Infinity, negatives[negativeAt] ?? -Infinity);
    while (positiveAt >= 0 && positives[positiveAt] === score) positiveAt -= 1;
    while (negativeAt >= 0 && negatives[negativeAt] === score) negativeAt -= 1;
    scores[group] = score;
    positivesFrom[group] = positives.length - 1 - positiveAt;
    negativesFrom[group] = negatives.length - 1 - negativeAt;
  }
  return { scores, positivesFrom, negativesFrom, positives: positives.length, negatives: negatives.length };
}

function countDistinct(positives: Float64Array, negatives: Float64Array): number {
  let count = 0;
  let positiveAt = 0;
  let negativeAt = 0;
  while (positiveAt < positives.length || negativeAt < negatives.length) {
    const score = Math.min(positives[positiveAt] ?? Infinity, negatives[negativeAt] ?? Infinity);
    while (positives[positiveAt] === score) positiveAt += 1;
    while (negatives[negativeAt] === score) negativeAt += 1;
    count += 1;
  }
  return count;
}
