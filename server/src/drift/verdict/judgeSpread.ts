/** The judgement of how values spread: ranks of numbers, shares of categories. */
import type { DriftJudgement, DriftMeasure, DriftTest } from '../../../../schemas/driftVerdict.ts';
import { chiSquareTail } from '../../statistics/chiSquare.ts';
import { kolmogorovTail } from '../../statistics/kolmogorov.ts';
import type { RandomStream } from '../../statistics/seededRandom.ts';
import type { CategoryCells, NumericCells } from '../columnPair.ts';
import { needInBlocks, notWidened, raiseProbability, widenByBlocks, type Widening } from './blockVariation.ts';
import { computeNormedWasserstein } from '../measures/wasserstein.ts';
import { computeHalfWidth, quantile, resampleBoth } from './halfWidth.ts';
import type { JudgeOptions } from './judgeOptions.ts';
import { measureCategories, measureRanks, type MeasuredCells } from './measuredCells.ts';
import { findNeededRows } from './neededRows.ts';
import { permuteRows, type PermutationResult } from './permutationTest.ts';

/** Cells of the permutation test; more of them cost time and change the rank distance by less than a hundredth. */
const rankCells = 64;

/** Judges numbers; both sides hold at least one. The effect is measured on every cell, chance on joined ones. */
export function judgeNumbers(random: RandomStream, pair: NumericCells, options: JudgeOptions): DriftJudgement {
  const all = measureRanks(pair.reference, pair.current, Number.POSITIVE_INFINITY);
  const cells = measureRanks(pair.reference, pair.current, rankCells);
  const shown = computeNormedWasserstein(pair);
  return {
    ...judgeCells(random, cells, all.measure(all.reference, all.current), 'rank-wasserstein', options, () => ({
      p: kolmogorovTailOf(pair),
      test: { kind: 'kolmogorov' },
    })),
    isExact: pair.width === 0,
    bound: pair.width === 0 ? 0 : computeRankBound(all),
    ...(shown === undefined ? {} : { shown: { measure: 'wasserstein-normed', value: shown } }),
  };
}

/** Judges categories; both sides hold at least one row. */
export function judgeCategories(random: RandomStream, pair: CategoryCells, options: JudgeOptions): DriftJudgement {
  const cells = measureCategories(pair.reference, pair.current);
  return {
    ...judgeCells(random, cells, cells.measure(cells.reference, cells.current), 'total-variation', options, () =>
      chiSquareOf(cells),
    ),
    isExact: !pair.hasOther,
    bound: pair.hasOther ? boundOfOther(cells) : 0,
  };
}

/** A test whose tail reaches further than permutations; undefined where its conditions do not hold. */
type FarTail = () => { readonly p: number; readonly test: DriftTest } | undefined;

function judgeCells(
  random: RandomStream,
  cells: MeasuredCells,
  effect: number,
  measure: DriftMeasure,
  options: JudgeOptions,
  farTail: FarTail,
): Omit<DriftJudgement, 'isExact' | 'bound'> {
  const smallest = options.smallest[measure];
  const { referenceRows, currentRows } = cells;
  const far = farTail();
  // An effect that does not count raises no alarm, however improbable it is; nor does one that the tail has settled.
  // On both sides of the bar more permutations are drawn: stopping on one side alone would favour it.
  const single = options.falseAlarm / options.tests;
  const isOpen = (p: number): boolean =>
    effect >= smallest && p > single / 4 && p <= 4 * options.falseAlarm && (far?.p ?? 1) > single / 4;
  const permuted = permuteRows(random, cells, isOpen);
  const widening = widenValues(permuted, effect, options);
  const moved = resampleBoth(random, cells);
  const halfWidth = (m: number, n: number): number =>
    widening.factor *
    Math.max(
      computeHalfWidth(moved, { reference: Math.sqrt(referenceRows / m), current: Math.sqrt(currentRows / n) }),
      computeUnseen(m) + computeUnseen(n),
    );
  const half = halfWidth(referenceRows, currentRows);
  const error = (m: number, n: number): number => Math.sqrt(1 / m + 1 / n);
  return {
    kind: 'judged',
    aspect: 'values',
    measure,
    effect: clip(effect),
    low: clip(effect - half),
    high: clip(effect + half),
    smallest,
    ...raiseProbability(chooseTail(permuted, far), widening),
    need: needInBlocks(
      findNeededRows({
        referenceRows,
        currentRows,
        effect,
        smallest,
        halfWidth,
        chance: (m, n) => {
          const scale = (widening.factor * error(m, n)) / error(referenceRows, currentRows);
          return { usual: scale * quantile(permuted.chance, 0.8), alarm: scale * quantile(permuted.chance, 0.95) };
        },
      }),
      widening,
      { reference: referenceRows, current: currentRows },
    ),
    ...(widening.factor > 1 ? { widened: widening.factor } : {}),
  };
}

function widenValues({ chance }: PermutationResult, effect: number, { varies }: JudgeOptions): Widening {
  const spread = varies?.variation.spreadOf('values');
  if (varies === undefined || spread === undefined) return notWidened;
  const byChance = chance.reduce((sum, distance) => sum + distance * distance, 0) / Math.max(1, chance.length);
  return widenByBlocks(spread, effect, byChance, varies);
}

/**
 * The largest share of rows of which a sample of so many holds none in 5 of 100 cases.
 *
 * A few equal rows, drawn anew from themselves, never move, and yet prove little.
 */
function computeUnseen(rows: number): number {
  return -Math.expm1(Math.log(0.05) / rows);
}

/**
 * The probability from permutations, or, when none came near, from the tail of another valid test.
 *
 * Still valid: below the smallest probability that permutations can give, only the other test decides.
 */
function chooseTail(permuted: PermutationResult, far: ReturnType<FarTail>): Pick<DriftJudgement, 'p' | 'test'> {
  const isFar = permuted.hits === 0 && far !== undefined && far.p < permuted.p;
  if (isFar) return far;
  const { p, permutations } = permuted;
  return { p, test: { kind: 'permutation', permutations } };
}

/** The asymptotic two-sample test; ties and bins only make it larger. */
function kolmogorovTailOf({ reference, current }: NumericCells): number {
  let [left, right] = [0, 0];
  for (const count of reference) left += count;
  for (const count of current) right += count;
  let gap = 0;
  let distance = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    gap += (reference[cell] ?? 0) / left - (current[cell] ?? 0) / right;
    distance = Math.max(distance, Math.abs(gap));
  }
  return kolmogorovTail(Math.min(1, distance), Math.max(1, Math.round((left / (left + right)) * right)));
}

/** Fewest expected rows per cell with which the asymptotic test is trusted. */
const fewestExpected = 5;

/**
 * The chi-square test of homogeneity. Categories with too few rows join others, the rarest first, which keeps the test
 * valid, because which ones they are depends on both sides together alone.
 */
function chiSquareOf({ pooled, reference, referenceRows, currentRows }: MeasuredCells): ReturnType<FarTail> {
  const share = referenceRows / (referenceRows + currentRows);
  const fewest = fewestExpected / Math.min(share, 1 - share);
  const ascending = [...pooled.keys()].sort((left, right) => (pooled[left] ?? 0) - (pooled[right] ?? 0));
  let [sum, groups, rows, own] = [0, 0, 0, 0];
  for (const cell of ascending) {
    rows += pooled[cell] ?? 0;
    own += reference[cell] ?? 0;
    if (rows < fewest) continue;
    sum += (own - rows * share) ** 2 / (rows * share * (1 - share));
    groups += 1;
    [rows, own] = [0, 0];
  }
  return groups < 2 ? undefined : { p: chiSquareTail(sum, groups - 1), test: { kind: 'chi-square' } };
}

/** Within a bin the sides may differ by as much as the larger of them has there. */
function computeRankBound({ pooled, reference, current, referenceRows, currentRows }: MeasuredCells): number {
  const bound = pooled.reduce((sum, count, cell) => {
    const most = Math.max((reference[cell] ?? 0) / referenceRows, (current[cell] ?? 0) / currentRows);
    return sum + (count / (referenceRows + currentRows)) * most;
  }, 0);
  return Math.min(1, bound);
}

/** What stands in the last cell may be other categories on either side. */
function boundOfOther({ reference, current, referenceRows, currentRows }: MeasuredCells): number {
  return Math.min((reference.at(-1) ?? 0) / referenceRows, (current.at(-1) ?? 0) / currentRows);
}

function clip(share: number): number {
  return Math.min(1, Math.max(0, share));
}
