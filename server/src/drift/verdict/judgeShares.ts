/** Judgements of shares: missing rows, one of two values, rows that the reference never had. */
import type { DriftAspect, DriftJudgement, DriftTest } from '../../../../schemas/driftVerdict.ts';
import { computeFisherTail } from '../../statistics/hypergeometric.ts';
import { computeWilsonInterval } from '../../statistics/proportion.ts';
import { normalProbability, normalQuantile } from '../../statistics/normal.ts';
import {
  leastProbabilityOf,
  needInBlocks,
  notWidened,
  raiseProbability,
  widenByBlocks,
  type Widening,
} from './blockVariation.ts';
import type { JudgeOptions } from './judgeOptions.ts';
import { findNeededRows } from './neededRows.ts';

/** Rows of a kind among all rows of a side. */
export interface ShareCount {
  readonly marked: number;
  readonly rows: number;
}

/** Half-width of a 95 % interval in standard errors, and the one that chance alone exceeds in 20 of 100 cases. */
const criticalValue = 1.959963984540054;
const usualValue = 1.2815515655446004;

/** Judges whether a share differs between two sides, each with at least one row. */
export function judgeShares(
  aspect: DriftAspect,
  reference: ShareCount,
  current: ShareCount,
  options: JudgeOptions,
): DriftJudgement {
  const [left, right] = [reference.marked / reference.rows, current.marked / current.rows];
  const p = computeFisherTail(
    current.marked,
    current.rows - current.marked,
    reference.marked,
    reference.rows - reference.marked,
  );
  const effect = Math.abs(right - left);
  const widening = widenShare(aspect, effect, reference, current, options);
  const [low, high] = differenceInterval(reference, current, widening.factor);
  const found = raiseProbability({ p, test: { kind: 'fisher' } }, widening);
  const measured = {
    effect,
    // The interval of the size: from 0 on when the sign is open.
    low: low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high)),
    high: Math.max(Math.abs(low), Math.abs(high)),
    ...found,
  };
  return assemble(aspect, reference, current, options, measured, widening);
}

function widenShare(
  aspect: DriftAspect,
  effect: number,
  reference: ShareCount,
  current: ShareCount,
  { varies }: JudgeOptions,
): Widening {
  if (varies === undefined || aspect === 'new-values' || aspect === 'out-of-range') return notWidened;
  const spread = varies.variation.spreadOf(aspect);
  if (spread === undefined) return notWidened;
  return widenByBlocks(spread, effect, squareByChance(reference, current), varies);
}

function squareByChance(reference: ShareCount, current: ShareCount): number {
  const share = shareOf(reference, current);
  return share * (1 - share) * (1 / reference.rows + 1 / current.rows);
}

/** A share of 0 in a sample is no share of 0 in truth. */
function shareOf(reference: ShareCount, current: ShareCount): number {
  return Math.min(0.5, Math.max(reference.marked + current.marked, 1) / (reference.rows + current.rows));
}

/**
 * Judges rows of a window that the reference never had: its share has no counterpart, and its interval is that of one
 * share.
 *
 * @param p probability of at least as many such rows when nothing changed
 */
export function judgeNewcomers(
  aspect: DriftAspect,
  referenceRows: number,
  current: ShareCount,
  probability: { readonly p: number; readonly test: DriftTest },
  options: JudgeOptions,
): DriftJudgement {
  const interval = computeWilsonInterval(current.marked, current.rows, 0.95);
  if (interval.kind === 'undefined') throw new RangeError('A window without rows is not judged.');
  const { low, high } = interval;
  const effect = current.marked / current.rows;
  const without = { marked: 0, rows: referenceRows };
  const measured = { effect, low, high, ...raiseProbability(probability, widenNewcomers(aspect, effect, options)) };
  return assemble(aspect, without, current, options, measured, notWidened);
}

function widenNewcomers(
  aspect: DriftAspect,
  effect: number,
  { varies, smallest }: JudgeOptions,
): Omit<Widening, 'factor'> {
  if (varies === undefined || (aspect !== 'new-values' && aspect !== 'out-of-range')) return notWidened;
  const shares = varies.variation.newcomersOf(aspect);
  const { period, sides } = varies;
  return {
    leastP: leastProbabilityOf(shares, effect, smallest.proportion / 2),
    blocks: shares.length,
    held: { period, sides },
  };
}

function assemble(
  aspect: DriftAspect,
  reference: ShareCount,
  current: ShareCount,
  options: JudgeOptions,
  measured: Pick<DriftJudgement, 'effect' | 'low' | 'high' | 'p' | 'test'>,
  widening: Widening,
): DriftJudgement {
  const { factor } = widening;
  const smallest = options.smallest.proportion;
  const share = shareOf(reference, current);
  const error = (m: number, n: number): number => factor * Math.sqrt(share * (1 - share) * (1 / m + 1 / n));
  return {
    kind: 'judged',
    aspect,
    measure: 'proportion',
    ...measured,
    smallest,
    need: needInBlocks(
      findNeededRows({
        referenceRows: reference.rows,
        currentRows: current.rows,
        effect: measured.effect,
        smallest,
        halfWidth: (m, n) => criticalValue * error(m, n),
        chance: (m, n) => ({ usual: usualValue * error(m, n), alarm: criticalValue * error(m, n) }),
      }),
      widening,
      { reference: reference.rows, current: current.rows },
    ),
    isExact: true,
    bound: 0,
    ...(factor > 1 ? { widened: factor } : {}),
  };
}

/**
 * The two-sided probability of a normal score that is divided by how much more the data vary.
 *
 * @param p in [0, 1]
 * @param variation at least 1
 */
export function widenProbability(p: number, variation: number): number {
  if (variation === 1 || p >= 1) return p;
  const score = -normalQuantile(Math.max(p / 2, Number.MIN_VALUE));
  return Math.min(1, 2 * normalProbability(-score / variation));
}

/**
 * Interval of a difference of two shares.
 *
 * @param factor how many times wider than of independent rows
 * @source Newcombe 1998, Statistics in Medicine 17, 873-890, method 10
 */
function differenceInterval(reference: ShareCount, current: ShareCount, factor: number): readonly [number, number] {
  const [a, b] = [reference, current].map(({ marked, rows }) => {
    const interval = computeWilsonInterval(marked, rows, 0.95);
    if (interval.kind === 'undefined') throw new RangeError('A side without rows is not judged.');
    return { share: marked / rows, ...interval };
  });
  if (a === undefined || b === undefined) throw new RangeError('A difference has two sides.');
  const difference = b.share - a.share;
  return [
    difference - factor * Math.hypot(b.share - b.low, a.high - a.share),
    difference + factor * Math.hypot(b.high - b.share, a.share - a.low),
  ];
}
