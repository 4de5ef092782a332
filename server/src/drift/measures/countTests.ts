/** Tests of tables of counts: one row per side, one column per bin. */
import { chiSquareTail } from '../../statistics/chiSquare.ts';
import { normalProbability } from '../../statistics/normal.ts';
import { sumStable } from '../../statistics/stableSum.ts';
import { sumCounts } from '../verdict/measuredCells.ts';
import type { BinCounts } from './comparedBins.ts';
import type { TestValue } from './testValue.ts';

/**
 * Chi-squared test of the window against the shares of the reference, taken as certain.
 *
 * @returns undefined when the window has a bin that is empty in the reference: the statistic is infinite there
 * @source equals scipy.stats.chisquare(current, reference · n/m)
 */
export function computeOneSampleChiSquare({ reference, current }: BinCounts): TestValue | undefined {
  const scale = sumCounts(current) / sumCounts(reference);
  const terms = reference.map((count, bin) => ((current[bin] ?? 0) - count * scale) ** 2 / (count * scale));
  const value = sumStable(terms);
  if (!Number.isFinite(value) || reference.length < 2) return undefined;
  return { value, p: chiSquareTail(value, reference.length - 1) };
}

/** Expected count of each bin of a side when both sides have the same shares. */
function expect({ reference, current }: BinCounts): BinCounts {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  const share = reference.map((count, bin) => (count + (current[bin] ?? 0)) / (left + right));
  return { reference: share.map((part) => part * left), current: share.map((part) => part * right) };
}

/** With two bins each count moves by half a row towards its expectation. @source Yates 1934 */
function correct(counts: Float64Array, expected: Float64Array): Float64Array {
  if (counts.length !== 2) return counts;
  return counts.map((count, bin) => {
    const gap = (expected[bin] ?? 0) - count;
    return count + Math.sign(gap) * Math.min(0.5, Math.abs(gap));
  });
}

type CellTerm = (count: number, expected: number) => number;

function sumTable(
  bins: BinCounts,
  term: CellTerm,
  adjust: (counts: Float64Array, expected: Float64Array) => Float64Array,
): number {
  const expected = expect(bins);
  const sumSide = (side: keyof BinCounts): number =>
    sumStable(adjust(bins[side], expected[side]).map((count, bin) => term(count, expected[side][bin] ?? Number.NaN)));
  return Math.max(0, sumSide('reference') + sumSide('current'));
}

function testTable(bins: BinCounts, term: CellTerm): TestValue | undefined {
  if (bins.reference.length < 2) return undefined;
  const value = sumTable(bins, term, correct);
  return { value, p: chiSquareTail(value, bins.reference.length - 1) };
}

const squaredGap: CellTerm = (count, expected) => (count - expected) ** 2 / expected;

/** @returns undefined with fewer than two bins; @source equals scipy.stats.chi2_contingency, with its correction */
export function computeContingencyChiSquare(bins: BinCounts): TestValue | undefined {
  return testTable(bins, squaredGap);
}

/**
 * Cramér's V of a table with one row per side.
 *
 * @returns in [0, 1]: 0 where the shares are equal, 1 where no bin is shared; undefined with fewer than two bins
 * @source equals scipy.stats.contingency.association(method="cramer"), which has no correction, also for two bins
 */
export function computeCramersV(bins: BinCounts): number | undefined {
  if (bins.reference.length < 2) return undefined;
  const rows = sumCounts(bins.reference) + sumCounts(bins.current);
  // Of a table with two rows, the smaller dimension less one is 1.
  return Math.min(1, Math.sqrt(sumTable(bins, squaredGap, (counts) => counts) / rows));
}

/** @source equals scipy.stats.chi2_contingency(lambda_="log-likelihood"), with its correction */
export function computeGTest(bins: BinCounts): TestValue | undefined {
  return testTable(bins, (count, expected) => (count === 0 ? 0 : 2 * count * Math.log(count / expected)));
}

/**
 * Two-sided test of two proportions with a pooled variance: the share of the last of two bins.
 *
 * @returns undefined when it is not two bins
 * @source equals statsmodels.stats.proportion.proportions_ztest
 */
export function computeProportionTest({ reference, current }: BinCounts): TestValue | undefined {
  if (reference.length !== 2) return undefined;
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  const [a, b] = [reference[1] ?? 0, current[1] ?? 0];
  const pooled = (a + b) / (left + right);
  const value = (b / right - a / left) / Math.sqrt(pooled * (1 - pooled) * (1 / left + 1 / right));
  return { value, p: 2 * normalProbability(-Math.abs(value)) };
}
