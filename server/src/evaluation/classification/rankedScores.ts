/** Scores from the highest down, equal ones together: what curves, areas and thresholds are made of. */

import { sortNumbers } from '../../statistics/sortNumbers.ts';

/** Groups of equal scores, the highest first. */
export interface RankedScores {
  /** The score of each group, falling. */
  readonly scores: Float64Array;
  /** Positive rows with this score or a higher one, by group. */
  readonly positivesFrom: Uint32Array;
  /** Negative rows with this score or a higher one, by group. */
  readonly negativesFrom: Uint32Array;
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
  // Positives fill the memory from its beginning and negatives from its end: each score is written to both sides, where
  // the next one replaces what does not belong, as no processor can guess which rows are positive.
  const sides = new Float64Array(scores.length);
  let positives = 0;
  let before = scores.length - 1;
  for (let row = 0; row < scores.length; row++) {
    // Adding 0 turns −0, which sorts apart, into 0.
    const score = (scores[row] ?? 0) + 0;
    if (!Number.isFinite(score)) throw new RangeError(`The score of row ${row} is ${score}.`);
    sides[positives] = score;
    sides[before] = score;
    const one = isPositive[row] ?? 0;
    positives += one;
    before -= 1 - one;
  }
  // Two sorts of plain numbers and a merge take a tenth of the time of sorting pairs.
  return merge(sortNumbers(sides.subarray(0, positives)), sortNumbers(sides.subarray(positives)));
}

/**
 * Leaves out groups of a ranking that a drawing does not need; counts stay those of all rows.
 *
 * @param most groups that are kept, the first and the last among them; at least 2
 */
export function sparseRanking(ranked: RankedScores, most: number): RankedScores {
  const groups = ranked.scores.length;
  if (groups <= most) return ranked;
  const scores = new Float64Array(most);
  const positivesFrom = new Uint32Array(most);
  const negativesFrom = new Uint32Array(most);
  for (let at = 0; at < most; at++) {
    const group = Math.round((at * (groups - 1)) / (most - 1));
    scores[at] = ranked.scores[group] ?? 0;
    positivesFrom[at] = ranked.positivesFrom[group] ?? 0;
    negativesFrom[at] = ranked.negativesFrom[group] ?? 0;
  }
  return { ...ranked, scores, positivesFrom, negativesFrom };
}

/** @param positives rising @param negatives rising */
function merge(positives: Float64Array, negatives: Float64Array): RankedScores {
  const most = positives.length + negatives.length;
  const scores = new Float64Array(most);
  const positivesFrom = new Uint32Array(most);
  const negativesFrom = new Uint32Array(most);
  let positiveAt = positives.length - 1;
  let negativeAt = negatives.length - 1;
  let groups = 0;
  for (; positiveAt >= 0 || negativeAt >= 0; groups++) {
    const positive = positiveAt < 0 ? -Infinity : (positives[positiveAt] ?? 0);
    const negative = negativeAt < 0 ? -Infinity : (negatives[negativeAt] ?? 0);
    const score = positive > negative ? positive : negative;
    while (positiveAt >= 0 && positives[positiveAt] === score) positiveAt -= 1;
    while (negativeAt >= 0 && negatives[negativeAt] === score) negativeAt -= 1;
    scores[groups] = score;
    positivesFrom[groups] = positives.length - 1 - positiveAt;
    negativesFrom[groups] = negatives.length - 1 - negativeAt;
  }
  // Where many scores are equal, the room of all rows is given back.
  const isLoose = groups <= most / 2;
  return {
    scores: isLoose ? scores.slice(0, groups) : scores.subarray(0, groups),
    positivesFrom: isLoose ? positivesFrom.slice(0, groups) : positivesFrom.subarray(0, groups),
    negativesFrom: isLoose ? negativesFrom.slice(0, groups) : negativesFrom.subarray(0, groups),
    positives: positives.length,
    negatives: negatives.length,
  };
}
