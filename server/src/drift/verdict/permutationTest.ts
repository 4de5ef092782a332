/** Whether chance alone explains a distance: rows are dealt out anew to both sides, as counts. */
import { dealCounts } from '../../statistics/hypergeometric.ts';
import type { RandomStream } from '../../statistics/seededRandom.ts';
import type { MeasuredCells } from './measuredCells.ts';

export interface PermutationResult {
  /** (1 + how often chance gave at least as much) / (1 + permutations): never too small. */
  readonly p: number;
  readonly permutations: number;
  /** How often chance gave at least as much. */
  readonly hits: number;
  /** Distances that chance gave in the first round, ascending. */
  readonly chance: Float64Array;
}

/** Rounds of growing length; the next one begins only while the answer is open. */
const rounds = [199, 999, 9999];
/** With so many hits the probability is known well enough, and is far from any alarm in the first round. */
const enoughHits = 20;

/**
 * The pooled two-sided permutation test.
 *
 * @param isOpen whether a smaller probability than `p` could change the answer; asked after each round
 */
export function permuteRows(
  random: RandomStream,
  cells: MeasuredCells,
  isOpen: (p: number) => boolean,
): PermutationResult {
  const current = new Float64Array(cells.pooled.length);
  const reference = new Float64Array(cells.pooled.length);
  const chance: number[] = [];
  // Sums in another order must not turn an equal distance into a smaller one.
  const score = cells.score ?? cells.measure;
  const observed = score(cells.reference, cells.current);
  const bar = observed - Math.abs(observed) * 1e-12;
  let hits = 0;
  let done = 0;
  let p = 1;
  for (const [round, target] of rounds.entries()) {
    for (; done < target; done++) {
      dealCounts(random, cells.pooled, cells.currentRows, current);
      for (let cell = 0; cell < current.length; cell++) {
        reference[cell] = (cells.pooled[cell] ?? 0) - (current[cell] ?? 0);
      }
      if (score(reference, current) >= bar) hits += 1;
      if (round === 0) chance.push(cells.measure(reference, current));
    }
    p = (hits + 1) / (done + 1);
    if (hits >= enoughHits || !isOpen(p)) break;
  }
  return { p, permutations: done, hits, chance: Float64Array.from(chance).sort() };
}
