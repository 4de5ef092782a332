/** Whether the same score still means the same: the share of positives among rows of about equal score. */
import { drawHypergeometric } from '../../statistics/hypergeometric.ts';
import { createRandomStream } from '../../statistics/seededRandom.ts';
import type { DriftAnswer } from '../../../../schemas/driftVerdict.ts';

/** Rows of one side whose scores lie close together. */
export interface ScoreBin {
  readonly rows: number;
  readonly positives: number;
}

export interface ConceptJudgement {
  /** Mean difference of the share of positives among rows of equal score, weighted by the rows of the window. */
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  readonly smallest: number;
  readonly p: number;
  readonly permutations: number;
  readonly answer: DriftAnswer;
}

export interface ConceptOptions {
  readonly seed: number;
  readonly falseAlarm: number;
  readonly smallest: number;
}

const defaults: ConceptOptions = { seed: 20261102, falseAlarm: 0.05, smallest: 0.02 };
const permutations = 999;

/**
 * Judges concept shift: labels given scores. A change of the scores alone moves rows between bins and is none.
 *
 * @param bins the same bins of the score on both sides, such as tenths of the reference; empty ones are left out
 * @returns undefined when no bin holds rows of both sides
 * @source labels are dealt out anew within each bin, which no change of the scores disturbs; the interval is the effect
 *   less, and plus, what 95 % of the deals exceed
 */
export function judgeConcept(
  bins: readonly { readonly reference: ScoreBin; readonly current: ScoreBin }[],
  options: Partial<ConceptOptions> = {},
): ConceptJudgement | undefined {
  const { seed, falseAlarm, smallest } = { ...defaults, ...options };
  const used = bins.filter(({ reference, current }) => reference.rows > 0 && current.rows > 0);
  const rows = used.reduce((sum, { current }) => sum + current.rows, 0);
  if (rows === 0) return undefined;
  const measure = (positives: readonly number[]): number =>
    used.reduce((sum, { reference, current }, bin) => {
      const ofCurrent = positives[bin] ?? 0;
      const ofReference = reference.positives + current.positives - ofCurrent;
      return sum + (current.rows / rows) * Math.abs(ofCurrent / current.rows - ofReference / reference.rows);
    }, 0);
  const observed = measure(used.map(({ current }) => current.positives));
  const random = createRandomStream(seed);
  const chance = Float64Array.from({ length: permutations }, () =>
    measure(
      used.map(({ reference, current }) => {
        const positives = reference.positives + current.positives;
        return drawHypergeometric(random, positives, reference.rows + current.rows - positives, current.rows);
      }),
    ),
  ).sort();
  const hits = chance.reduce((sum, value) => sum + Number(value >= observed * (1 - 1e-12)), 0);
  const p = (hits + 1) / (permutations + 1);
  // Differences of both signs add up, so chance alone gives more than 0; what it gives on average is taken off.
  const usual = chance.reduce((sum, value) => sum + value, 0) / permutations;
  const effect = Math.max(0, observed - usual);
  const half = chance[Math.ceil(0.95 * permutations) - 1] ?? 0;
  const [low, high] = [Math.max(0, effect - half), Math.min(1, effect + half)];
  const answer = p <= falseAlarm && effect >= smallest ? 'drift' : high < smallest ? 'stable' : 'cannot-tell';
  return { effect, low, high, smallest, p, permutations, answer };
}
