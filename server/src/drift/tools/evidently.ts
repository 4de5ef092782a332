/**
 * The numbers and alarms of Evidently, recomputed.
 *
 * @source Evidently 0.7.23, evidently/legacy/calculations/stattests; compared with it in test/python/drawEvidently.py
 */
import type { DriftToolResult } from '../../../../schemas/driftVerdict.ts';
import { chiSquareTail } from '../../statistics/chiSquare.ts';
import { computeFisherTail } from '../../statistics/hypergeometric.ts';
import { normalProbability } from '../../statistics/normal.ts';
import { sumStable } from '../../statistics/stableSum.ts';
import type { CategoryCells, ColumnPair, NumericCells } from '../columnPair.ts';
import type { BinCounts } from '../measures/comparedBins.ts';
import { computeOneSampleChiSquare } from '../measures/countTests.ts';
import { computeEnergyDistance } from '../measures/energyDistance.ts';
import { computeEppsSingleton } from '../measures/eppsSingleton.ts';
import { computeKolmogorovSmirnov } from '../measures/kolmogorovSmirnov.ts';
import { computeMeanTest } from '../measures/meanTests.ts';
import { computeAndersonDarling, computeCramerVonMises, computeMannWhitneyBelow } from '../measures/rankTests.ts';
import { computeJensenShannon } from '../measures/shareDistances.ts';
import { computeMoments, computeWasserstein } from '../measures/wasserstein.ts';
import { sumCounts } from '../verdict/measuredCells.ts';
import { countBetween, findSturgesEdges } from './numpyBins.ts';
import { findObstacle, nameOutcome, type ToolOutcome } from './toolOutcome.ts';

type Cells = NumericCells | CategoryCells;

/** Rows of the reference up to which p-values decide, beyond which distances do. */
const mostTested = 1000;
/** Different values up to which a column of numbers counts as categories. */
const fewValues = 5;
/** Different values of the reference up to which numbers are compared value by value. */
const mostUnbinned = 20;

interface Method {
  /** Why its number differs from our verdict. */
  readonly differs: string;
  readonly compute: (cells: Cells, pair: ColumnPair) => ToolOutcome;
}

const needsNumbers = 'It needs numbers.';
const needsCategories = 'It needs categories.';
const cannotTest = 'Its test gives no number for this column.';
const fixed = 'It alarms at a fixed distance, which small windows exceed by chance and large ones never reach';

function onNumbers(differs: string, compute: (cells: NumericCells) => ToolOutcome): Method {
  return { differs, compute: (cells) => (cells.kind === 'numeric' ? compute(cells) : needsNumbers) };
}

/** @param isReached whether a value at the threshold raises an alarm, too */
function probability(p: number | undefined, threshold: number, isReached: boolean): ToolOutcome {
  if (p === undefined) return cannotTest;
  return { value: p, threshold, isAlarm: isReached ? p <= threshold : p < threshold };
}

const distance = (value: number): ToolOutcome => ({ value, threshold: 0.1, isAlarm: value >= 0.1 });

/** The methods that this file recomputes, by Evidently's names. */
const methods = {
  ks: onNumbers('It counts any certain change as drift, however small, and each column for itself.', (cells) =>
    probability(computeKolmogorovSmirnov(cells).p, 0.05, true),
  ),
  cramer_von_mises: onNumbers('It alarms at p ≤ 0.1, each column for itself.', (cells) =>
    sumCounts(cells.reference) < 2 || sumCounts(cells.current) < 2
      ? cannotTest
      : probability(computeCramerVonMises(cells).p, 0.1, true),
  ),
  anderson: onNumbers('It alarms at p < 0.1, read from a table that ends at 0.001 and 0.25.', (cells) =>
    probability(computeAndersonDarling(cells)?.p, 0.1, false),
  ),
  es: onNumbers('It counts any certain change as drift, however small.', (cells) =>
    probability(computeEppsSingleton(cells)?.p, 0.05, false),
  ),
  t_test: onNumbers('It compares means alone, and takes both variances for equal.', (cells) =>
    probability(computeMeanTest(cells, 'equal')?.p, 0.05, false),
  ),
  mannw: onNumbers('It looks only for larger values in the window: a fall is never an alarm.', (cells) =>
    probability(computeMannWhitneyBelow(cells) ?? 1, 0.05, false),
  ),
  ed: onNumbers(`${fixed}, in the unit of the column.`, (cells) => {
    const value = computeEnergyDistance(cells);
    return { value, threshold: 0.1, isAlarm: value > 0.1 };
  }),
  wasserstein: onNumbers(`${fixed}; single far values count for much.`, (cells) => {
    const deviation = computeMoments(cells.values, cells.reference)?.deviation ?? 0;
    return distance((computeWasserstein(cells) ?? 0) / Math.max(deviation, 0.001));
  }),
  chisquare: {
    differs: 'It takes the reference for certain, and a new category for proof.',
    compute: (cells) => probability(testOneSample(cells), 0.05, false),
  },
  g_test: {
    differs: 'It takes the counts of the reference for expected ones, and only compares sides of equal size.',
    compute: (cells) =>
      sumCounts(cells.reference) === sumCounts(cells.current)
        ? probability(testLikelihood(cells), 0.1, false)
        : 'It compares only sides with equally many rows.',
  },
  z: {
    differs: 'It counts any certain change as drift, however small, and each column for itself.',
    compute: (cells) => probability(testProportions(cells), 0.05, false),
  },
  fisher_exact: {
    differs: 'It alarms at p < 0.1, each column for itself.',
    compute: testFisher,
  },
  psi: {
    differs: `${fixed}; bins by Sturges on both sides, empty ones filled with 0.0001.`,
    compute: (cells, pair) => distance(computeStabilityIndex(fillZeros(findShares(cells, pair)))),
  },
  kl_div: {
    differs: `${fixed}; bins by Sturges on both sides, empty ones filled with 0.0001.`,
    compute: (cells, pair) => distance(computeDivergence(fillZeros(findShares(cells, pair)))),
  },
  jensenshannon: {
    differs: `${fixed}; a distance with the natural logarithm, bins by Sturges on both sides.`,
    compute: (cells, pair) => distance(Math.sqrt(computeJensenShannon(findShares(cells, pair)))),
  },
  hellinger: {
    differs: `${fixed}; bins by Sturges on the different values of both sides.`,
    compute: (cells, pair) => distance(computeHellinger(cells, pair)),
  },
} as const satisfies Readonly<Record<string, Method>>;

export type EvidentlyMethod = keyof typeof methods;

export const evidentlyMethods: readonly EvidentlyMethod[] = [
  'ks',
  'cramer_von_mises',
  'anderson',
  'es',
  't_test',
  'mannw',
  'ed',
  'wasserstein',
  'chisquare',
  'g_test',
  'z',
  'fisher_exact',
  'psi',
  'kl_div',
  'jensenshannon',
  'hellinger',
];

/** Recomputes one method. Missing and infinite values are left out, as Evidently does. */
export function computeEvidently(method: EvidentlyMethod, pair: ColumnPair): DriftToolResult {
  const { differs, compute } = methods[method];
  const obstacle = findObstacle(pair);
  const { cells } = pair;
  const outcome =
    obstacle === undefined && cells.kind !== 'apart' ? compute(cells, pair) : (obstacle ?? needsCategories);
  return nameOutcome('evidently', method, outcome, pair, differs);
}

/**
 * The method that Evidently chooses by itself: a test up to 1,000 rows of reference, a distance beyond.
 *
 * Text is taken for categories: Evidently’s own default for text trains a classifier on words.
 */
export function chooseEvidently({ cells }: ColumnPair): EvidentlyMethod {
  if (cells.kind === 'apart') return 'ks';
  const isSmall = sumCounts(cells.reference) <= mostTested;
  const different = cells.reference.length;
  if (cells.kind === 'numeric' && different > fewValues) return isSmall ? 'ks' : 'wasserstein';
  if (!isSmall) return 'jensenshannon';
  return different > 2 ? 'chisquare' : 'z';
}

/** Whether pandas holds the column as whole numbers, which it does only without missing and infinite rows. */
function isWhole({ rows }: ColumnPair, { isInteger }: NumericCells): boolean {
  const { reference, current } = rows;
  return isInteger && reference.missing === 0 && current.missing === 0;
}

/** Counts of the bins, or values, that Evidently compares. */
function findShares(cells: Cells, pair: ColumnPair): BinCounts {
  if (cells.kind !== 'numeric') return cells;
  const distinct = cells.reference.reduce((sum, count) => sum + Number(count > 0), 0);
  if (distinct <= mostUnbinned) return cells;
  const { values, reference, current } = cells;
  const pooled = reference.map((count, cell) => count + (current[cell] ?? 0));
  const edges = findSturgesEdges({ values, counts: pooled }, isWhole(pair, cells));
  return {
    reference: countBetween({ values, counts: reference }, edges),
    current: countBetween({ values, counts: current }, edges),
  };
}

/** Shares, with a small number in place of 0; they are not made to sum to 1 again. */
function fillZeros(counts: BinCounts): BinCounts {
  const fill = (side: Float64Array): Float64Array => {
    const rows = sumCounts(side);
    const shares = side.map((count) => count / rows);
    const least = shares.reduce((low, share) => (share > 0 ? Math.min(low, share) : low), 1);
    const filling = least <= 0.0001 ? least / 10 ** 6 : 0.0001;
    return shares.map((share) => (share === 0 ? filling : share));
  };
  return { reference: fill(counts.reference), current: fill(counts.current) };
}

function computeStabilityIndex({ reference, current }: BinCounts): number {
  return sumStable(reference.map((p, bin) => (p - (current[bin] ?? 0)) * Math.log(p / (current[bin] ?? 0))));
}

/** scipy makes both sides sum to 1 before it compares them. */
function computeDivergence({ reference, current }: BinCounts): number {
  const [left, right] = [sumStable(reference), sumStable(current)];
  return sumStable(reference.map((p, bin) => (p / left) * Math.log(p / left / ((current[bin] ?? 0) / right))));
}

function computeHellinger(cells: Cells, pair: ColumnPair): number {
  const bins = cells.kind === 'numeric' ? binDistinct(cells, pair) : cells;
  const [left, right] = [sumCounts(bins.reference), sumCounts(bins.current)];
  const shared = sumStable(
    bins.reference.map((count, bin) => Math.sqrt((count / left) * ((bins.current[bin] ?? 0) / right))),
  );
  return Math.sqrt(1 - Math.min(1, Math.max(0, shared)));
}

function binDistinct(cells: NumericCells, pair: ColumnPair): BinCounts {
  const { values, reference, current } = cells;
  // A union of sets keeps the values of the reference, so only a value that it lacks brings in the type of the window.
  const isShared = current.every((count, cell) => count === 0 || (reference[cell] ?? 0) > 0);
  const areWhole = isShared ? cells.isInteger && pair.rows.reference.missing === 0 : isWhole(pair, cells);
  const edges = findSturgesEdges({ values, counts: values.map(() => 1) }, areWhole);
  return {
    reference: countBetween({ values, counts: reference }, edges),
    current: countBetween({ values, counts: current }, edges),
  };
}

function testOneSample(cells: Cells): number | undefined {
  if (cells.reference.length < 2) return undefined;
  return cells.reference.some((count) => count === 0) ? 0 : computeOneSampleChiSquare(cells)?.p;
}

function testLikelihood({ reference, current }: Cells): number | undefined {
  if (reference.length < 2) return undefined;
  if (reference.some((count, cell) => count === 0 && (current[cell] ?? 0) > 0)) return 0;
  const value = sumStable(
    current.map((count, cell) => (count === 0 ? 0 : 2 * count * Math.log(count / (reference[cell] ?? 0)))),
  );
  return chiSquareTail(Math.max(0, value), reference.length - 1);
}

/** The first value against all others. */
function testProportions({ reference, current }: Cells): number {
  if (reference.length === 1) return 1;
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  const [a, b] = [1 - (reference[0] ?? 0) / left, 1 - (current[0] ?? 0) / right];
  const pooled = (a * left + b * right) / (left + right);
  return 2 * normalProbability(-Math.abs((a - b) / Math.sqrt(pooled * (1 - pooled) * (1 / left + 1 / right))));
}

function testFisher({ reference, current }: Cells, { rows }: ColumnPair): ToolOutcome {
  if (rows.reference.missing + rows.current.missing > 0) return 'It refuses columns with missing values.';
  if (reference.length > 2) return 'It needs two values.';
  if (sumCounts(reference) !== sumCounts(current)) return 'It compares only sides with equally many rows.';
  const read = (counts: Float64Array, cell: number): number => counts[cell] ?? 0;
  const p = computeFisherTail(read(current, 0), read(current, 1), read(reference, 0), read(reference, 1));
  return probability(p, 0.1, false);
}
