/** Whether the same score still means the same: the share of positives among rows of about equal score. */
import { drawHypergeometric } from '../../statistics/hypergeometric.ts';
import { createRandomStream } from '../../statistics/seededRandom.ts';
import type { DriftAnswer } from '../../../../schemas/driftVerdict.ts';
import {
  fewestBlocks,
  measureChance,
  notWidened,
  spreadOfSquares,
  widenByBlocks,
  type BlocksOfSides,
  type BlockSpread,
  type Square,
} from '../verdict/blockVariation.ts';

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
  /** How far blocks of the reference lie apart, and how many each side holds; absent where rows are independent. */
  readonly held?: { readonly spread: BlockSpread; readonly sides: BlocksOfSides; readonly period: string } | undefined;
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
  const { seed, falseAlarm, smallest, held } = { ...defaults, ...options };
  const used = bins.filter(({ reference, current }) => reference.rows > 0 && current.rows > 0);
  const rows = used.reduce((sum, { current }) => sum + current.rows, 0);
  if (rows === 0) return undefined;
  const measure = (positives: readonly number[]): number => measureApart(used, rows, positives);
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
  const byChance = chance.reduce((sum, value) => sum + value * value, 0) / permutations;
  const { factor, leastP } = held === undefined ? notWidened : widenByBlocks(held.spread, observed, byChance, held);
  const hits = chance.reduce((sum, value) => sum + Number(value >= observed * (1 - 1e-12)), 0);
  const p = Math.max(leastP, (hits + 1) / (permutations + 1));
  // Differences of both signs add up, so chance alone gives more than 0; what it gives on average is taken off.
  const usual = (factor * chance.reduce((sum, value) => sum + value, 0)) / permutations;
  const effect = Math.max(0, observed - usual);
  const half = factor * (chance[Math.ceil(0.95 * permutations) - 1] ?? 0);
  const [low, high] = [Math.max(0, effect - half), Math.min(1, effect + half)];
  const answer = p <= falseAlarm && effect >= smallest ? 'drift' : high < smallest ? 'stable' : 'cannot-tell';
  return { effect, low, high, smallest, p, permutations, answer };
}

interface SharedBin {
  readonly reference: ScoreBin;
  readonly current: ScoreBin;
}

/** @param positives of the current side, bin by bin; the others are of the reference */
function measureApart(bins: readonly SharedBin[], rows: number, positives: readonly number[]): number {
  return bins.reduce((sum, { reference, current }, bin) => {
    const ofCurrent = positives[bin] ?? 0;
    const ofReference = reference.positives + current.positives - ofCurrent;
    return sum + (current.rows / rows) * Math.abs(ofCurrent / current.rows - ofReference / reference.rows);
  }, 0);
}

const blockDeals = 99;

/**
 * How far blocks of the reference lie from all of it, labels given scores.
 *
 * @param blocks the same bins of each block
 * @returns undefined with too few blocks, or where they lie no farther apart than chance explains
 */
export function measureConceptBlocks(
  reference: readonly ScoreBin[],
  blocks: readonly (readonly ScoreBin[])[],
  seed: number,
): BlockSpread | undefined {
  const all = reference.reduce((sum, { rows }) => sum + rows, 0);
  const squares = blocks.flatMap((block): Square[] => {
    const rows = block.reduce((sum, bin) => sum + bin.rows, 0);
    const used = block.flatMap((current, bin) => {
      const whole = reference[bin];
      return current.rows === 0 || whole === undefined ? [] : [{ whole, current }];
    });
    const apart = used.reduce(
      (sum, { whole, current }) =>
        sum + (current.rows / rows) * Math.abs(current.positives / current.rows - whole.positives / whole.rows),
      0,
    );
    return rows === 0 ? [] : [{ rows, observed: apart * apart }];
  });
  if (squares.length < fewestBlocks) return undefined;
  const share = squares.reduce((sum, { rows }) => sum + rows, 0) / squares.length / all;
  const random = createRandomStream(seed);
  const chance = Array.from({ length: blockDeals }, () => {
    const apart = reference.reduce((sum, { rows, positives }) => {
      const drawn = Math.round(rows * share);
      if (drawn === 0) return sum;
      const own = drawHypergeometric(random, positives, rows - positives, drawn);
      return sum + (drawn / (all * share)) * Math.abs(own / drawn - positives / rows);
    }, 0);
    return apart * apart;
  });
  const measured = measureChance(squares, all, chance);
  return measured === undefined ? undefined : spreadOfSquares(measured);
}
