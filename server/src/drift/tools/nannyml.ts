/**
 * The numbers and alarms of NannyML, recomputed.
 *
 * @source NannyML 0.13.1, nannyml/drift/univariate/methods.py; compared with it in test/python/drawNannyml.py
 */
import type { DriftToolResult } from '../../../../schemas/driftVerdict.ts';
import { sumStable } from '../../statistics/stableSum.ts';
import type { CategoryCells, ColumnPair, NumericCells } from '../columnPair.ts';
import type { BinCounts } from '../measures/comparedBins.ts';
import { computeContingencyChiSquare } from '../measures/countTests.ts';
import { computeKolmogorovSmirnov } from '../measures/kolmogorovSmirnov.ts';
import { computeHellinger, computeJensenShannon, computeLargestDifference } from '../measures/shareDistances.ts';
import { computeWasserstein } from '../measures/wasserstein.ts';
import { sumCounts } from '../verdict/measuredCells.ts';
import { countBetween, findDoaneEdges, listEdges } from './numpyBins.ts';
import { findObstacle, nameOutcome, type ToolOutcome } from './toolOutcome.ts';

/** Rows of the reference from which values are sorted into bins. */
const fewestBinned = 10_000;
const fineBins = 10_000;

type Cells = NumericCells | CategoryCells;

interface Method {
  readonly differs: string;
  readonly compute: (cells: Cells) => number | string;
}

const spread = 'It alarms beyond three standard deviations of the chunks of the reference';
const needsNumbers = 'It needs numbers.';
const needsCategories = 'It needs categories.';

const methods = {
  jensen_shannon: {
    differs: `${spread}; a distance to base 2, bins by Doane on the reference alone.`,
    compute: (cells) => Math.sqrt(computeJensenShannon(binReference(cells)) / Math.LN2),
  },
  hellinger: {
    differs: `${spread}; bins by Doane on the reference alone.`,
    compute: (cells) => computeHellinger(binReference(cells)),
  },
  kolmogorov_smirnov: {
    differs: `${spread}, whatever the probability; in 10,000 bins from 10,000 rows on.`,
    compute: (cells) => (cells.kind === 'numeric' ? computeDistance(cells) : needsNumbers),
  },
  wasserstein: {
    differs: `${spread}; in the unit of the column, so single far values count for much.`,
    compute: (cells) => (cells.kind === 'numeric' ? computeTransport(cells) : needsNumbers),
  },
  chi2: {
    differs: 'It alarms at p < 0.05 for each column and chunk by itself.',
    compute: (cells) => (cells.kind === 'numeric' ? needsCategories : (computeContingencyChiSquare(cells)?.value ?? 0)),
  },
  l_infinity: {
    differs: `${spread}; the largest difference of one share.`,
    compute: (cells) => (cells.kind === 'numeric' ? needsCategories : computeLargestDifference(cells)),
  },
} as const satisfies Readonly<Record<string, Method>>;

export type NannymlMethod = keyof typeof methods;

/** The methods by NannyML’s names; the first is its default, for numbers and for categories. */
export const nannymlMethods: readonly NannymlMethod[] = [
  'jensen_shannon',
  'hellinger',
  'kolmogorov_smirnov',
  'wasserstein',
  'chi2',
  'l_infinity',
];

/**
 * Recomputes one method.
 *
 * @param threshold its alarm threshold, by `findNannymlThreshold`; the value has none without it
 */
export function computeNannyml(method: NannymlMethod, pair: ColumnPair, threshold?: number): DriftToolResult {
  const outcome = compute(method, pair);
  return nameOutcome('nannyml', method, judge(method, outcome, pair, threshold), pair, methods[method].differs);
}

/**
 * The alarm threshold of a method: three standard deviations (divided by n) above the mean of what it gives for the
 * chunks of the reference, as `StandardDeviationThreshold` of NannyML sets it. Distances have no lower one.
 *
 * @param chunks the reference beside each chunk of itself
 * @returns undefined where no chunk has a number, or where the method takes none
 */
export function findNannymlThreshold(method: NannymlMethod, chunks: readonly ColumnPair[]): number | undefined {
  if (method === 'chi2') return undefined;
  const values = chunks.map((chunk) => compute(method, chunk)).filter((each) => typeof each === 'number');
  if (values.length === 0) return undefined;
  const mean = sumStable(values) / values.length;
  const variance = sumStable(values.map((value) => (value - mean) ** 2)) / values.length;
  const threshold = mean + 3 * Math.sqrt(variance);
  // Of its distances NannyML knows a largest value of this one alone.
  return method === 'kolmogorov_smirnov' ? Math.min(1, threshold) : threshold;
}

function compute(method: NannymlMethod, pair: ColumnPair): number | string {
  const obstacle = findObstacle(pair);
  const { cells } = pair;
  if (obstacle !== undefined || cells.kind === 'apart') return obstacle ?? needsCategories;
  return methods[method].compute(cells);
}

function judge(
  method: NannymlMethod,
  value: number | string,
  { cells }: ColumnPair,
  threshold: number | undefined,
): ToolOutcome {
  if (typeof value === 'string') return value;
  if (method === 'chi2') {
    const p = cells.kind === 'categories' ? (computeContingencyChiSquare(cells)?.p ?? 1) : 1;
    return { value, isAlarm: p < 0.05 };
  }
  return threshold === undefined ? { value } : { value, threshold, isAlarm: value > threshold };
}

/** Bins of the reference; what lies outside of them, or is a new category, stands in one more. */
function binReference(cells: Cells): BinCounts {
  if (cells.kind === 'numeric') {
    const { values, reference, current } = cells;
    const edges = findDoaneEdges({ values, counts: reference });
    return withLeftover(
      countBetween({ values, counts: reference }, edges),
      countBetween({ values, counts: current }, edges),
      sumCounts(current),
    );
  }
  const isKnown = (_: number, cell: number): boolean => (cells.reference[cell] ?? 0) > 0;
  return withLeftover(cells.reference.filter(isKnown), cells.current.filter(isKnown), sumCounts(cells.current));
}

function withLeftover(reference: Float64Array, current: Float64Array, rows: number): BinCounts {
  const left = rows - sumCounts(current);
  if (left === 0) return { reference, current };
  return { reference: Float64Array.from([...reference, 0]), current: Float64Array.from([...current, left]) };
}

function fineEdges({ values, reference }: NumericCells): Float64Array {
  const used = values.filter((_, cell) => (reference[cell] ?? 0) > 0);
  return listEdges(used[0] ?? 0, used.at(-1) ?? 0, fineBins);
}

function computeDistance(cells: NumericCells): number {
  const { values, reference, current } = cells;
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  if (left < fewestBinned) return computeKolmogorovSmirnov(cells).value;
  const edges = fineEdges(cells);
  const [a, b] = [countBetween({ values, counts: reference }, edges), countBetween({ values, counts: current }, edges)];
  let below = 0;
  let beside = sumCounts(current.filter((_, cell) => (values[cell] ?? 0) < (edges[0] ?? 0)));
  let distance = 0;
  for (let bin = 0; bin < a.length; bin++) {
    below += a[bin] ?? 0;
    beside += b[bin] ?? 0;
    distance = Math.max(distance, Math.abs(below / left - beside / right));
  }
  return distance;
}

function computeTransport(cells: NumericCells): number {
  const { values, reference, current } = cells;
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  if (left < fewestBinned) return computeWasserstein(cells) ?? 0;
  const edges = fineEdges(cells);
  const [first, last] = [edges[0] ?? 0, edges.at(-1) ?? 0];
  const width = (edges[1] ?? 0) - first;
  const lower = outside(values, current, (value) => value < first);
  const upper = outside(values, current, (value) => value > last);
  const [a, b] = [countBetween({ values, counts: reference }, edges), countBetween({ values, counts: current }, edges)];
  // NannyML counts the edge among the rows below it.
  const ahead = lower.rows > 0 ? (lower.rows + 1) / right : 0;
  let [below, beside] = [0, 0];
  const areas = a.map((count, bin) => {
    below += count;
    beside += b[bin] ?? 0;
    return Math.abs(below / left - (beside / right + ahead)) * width;
  });
  return sumStable(areas) + lower.area(first, 'below') * ahead + upper.area(last, 'above') * ((upper.rows + 1) / right);
}

interface Outside {
  readonly rows: number;
  /** The area under, or above, the distribution function of these rows and the edge together. */
  readonly area: (edge: number, side: 'below' | 'above') => number;
}

function outside(values: Float64Array, counts: Float64Array, isOutside: (value: number) => boolean): Outside {
  const listed = [...values]
    .map((value, cell) => ({ value, count: counts[cell] ?? 0 }))
    .filter(({ value, count }) => count > 0 && isOutside(value));
  const rows = listed.reduce((sum, { count }) => sum + count, 0);
  const area = (edge: number, side: 'below' | 'above'): number => {
    if (rows === 0) return 0;
    const all = side === 'below' ? [...listed, { value: edge, count: 1 }] : [{ value: edge, count: 1 }, ...listed];
    let sum = 0;
    const areas = all.slice(0, -1).map(({ value, count }, place) => {
      sum += count;
      const share = sum / (rows + 1);
      return (side === 'below' ? share : 1 - share) * ((all[place + 1]?.value ?? value) - value);
    });
    return sumStable(areas);
  };
  return { rows, area };
}
