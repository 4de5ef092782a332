/** Single statistics of a column, by name. */
import type { DriftStatistic, DriftStatisticName } from '../../../schemas/driftVerdict.ts';
import { computeFisherTail } from '../statistics/hypergeometric.ts';
import type { CategoryCells, ColumnPair, NumericCells } from './columnPair.ts';
import { binCells, type BinCounts } from './measures/comparedBins.ts';
import {
  computeContingencyChiSquare,
  computeCramersV,
  computeGTest,
  computeOneSampleChiSquare,
  computeProportionTest,
} from './measures/countTests.ts';
import { computeEppsSingleton } from './measures/eppsSingleton.ts';
import { computeEnergyDistance } from './measures/energyDistance.ts';
import { computeKolmogorovSmirnov } from './measures/kolmogorovSmirnov.ts';
import { computeMeanTest } from './measures/meanTests.ts';
import { computeMeanDiscrepancy } from './measures/meanDiscrepancy.ts';
import {
  computeBeyond,
  computeCardinalityRatio,
  computeMissingChange,
  computeRangeRatio,
  computeUnshared,
} from './measures/presence.ts';
import { computeAndersonDarling, computeCramerVonMises, computeMannWhitney } from './measures/rankTests.ts';
import {
  computeHellinger,
  computeJensenShannon,
  computeKullbackLeibler,
  computeLargestDifference,
  computeStabilityIndex,
  computeTotalVariation,
} from './measures/shareDistances.ts';
import type { TestValue } from './measures/testValue.ts';
import { computeNormedWasserstein, computeWasserstein } from './measures/wasserstein.ts';
import { sumCounts } from './verdict/measuredCells.ts';

/** A value, or one sentence why there is none. */
type Outcome = TestValue | string;

type Statistic =
  /** Needs an order; both sides hold a value. */
  | { readonly of: 'numbers'; readonly compute: (cells: NumericCells) => Outcome }
  /** Needs shares of bins or categories; both sides hold a value. */
  | { readonly of: 'bins'; readonly compute: (bins: BinCounts) => Outcome }
  /** Needs names of categories; both sides hold a value. */
  | { readonly of: 'categories'; readonly compute: (cells: CategoryCells) => Outcome }
  /** Needs values of any kind. */
  | { readonly of: 'cells'; readonly compute: (cells: NumericCells | CategoryCells) => Outcome }
  /** Needs rows of both sides, with or without a value. */
  | { readonly of: 'rows'; readonly compute: (pair: ColumnPair) => Outcome };

const fewBins = 'There is only one value on both sides.';
const notTwo = 'It needs exactly two different values.';
const isConstant = 'The reference has only one value, so nothing can be divided by its spread.';

const noSpread = 'It needs 5 rows on each side, and values that differ in more than half of the rows.';
const noVariance = 'It needs two rows on each side, and values that differ.';
const notKept = 'Not every value is kept, so they cannot be counted.';

const known = (value: number): TestValue => ({ value });
const numbers = (compute: (cells: NumericCells) => Outcome): Statistic => ({ of: 'numbers', compute });
const bins = (compute: (counts: BinCounts) => Outcome): Statistic => ({ of: 'bins', compute });

const named = (compute: (cells: CategoryCells) => number): Statistic => ({
  of: 'categories',
  compute: (cells) => (cells.hasOther ? notKept : known(compute(cells))),
});

function isComplete(cells: NumericCells | CategoryCells): boolean {
  return cells.kind === 'numeric' ? cells.width === 0 : !cells.hasOther;
}

const statistics: Readonly<Record<DriftStatisticName, Statistic>> = {
  ks: numbers(computeKolmogorovSmirnov),
  cramer_von_mises: numbers((cells) => (cells.values.length < 2 ? fewBins : computeCramerVonMises(cells))),
  anderson: numbers((cells) => computeAndersonDarling(cells) ?? fewBins),
  es: numbers((cells) => computeEppsSingleton(cells) ?? noSpread),
  t_test: numbers((cells) => computeMeanTest(cells, 'equal') ?? noVariance),
  welch: numbers((cells) => computeMeanTest(cells, 'own') ?? noVariance),
  mannw: numbers((cells) => computeMannWhitney(cells) ?? fewBins),
  wasserstein: numbers((cells) => toOutcome(computeNormedWasserstein(cells), isConstant)),
  wasserstein_raw: numbers((cells) => toOutcome(computeWasserstein(cells), isConstant)),
  ed: numbers((cells) => known(computeEnergyDistance(cells))),
  chisquare: bins((counts) => computeOneSampleChiSquare(counts) ?? explainInfinite(counts)),
  chi2_contingency: bins((counts) => computeContingencyChiSquare(counts) ?? fewBins),
  g_test: bins((counts) => computeGTest(counts) ?? fewBins),
  cramers_v: bins((counts) => toOutcome(computeCramersV(counts), fewBins)),
  z: bins((counts) => computeProportionTest(counts) ?? notTwo),
  fisher_exact: bins(computeFisher),
  TVD: bins((counts) => known(computeTotalVariation(counts))),
  l_infinity: bins((counts) => known(computeLargestDifference(counts))),
  psi: bins((counts) => known(computeStabilityIndex(counts))),
  kl_div: bins((counts) => known(computeKullbackLeibler(counts))),
  jensenshannon: bins((counts) => known(Math.sqrt(computeJensenShannon(counts)))),
  jensenshannon_base2: bins((counts) => known(Math.sqrt(computeJensenShannon(counts) / Math.LN2))),
  js_divergence: bins((counts) => known(computeJensenShannon(counts))),
  js_divergence_base2: bins((counts) => known(computeJensenShannon(counts) / Math.LN2)),
  hellinger: bins((counts) => known(computeHellinger(counts))),
  empirical_mmd: numbers((cells) => computeMeanDiscrepancy(cells) ?? noSpread),
  missing_share: { of: 'rows', compute: computeMissingChange },
  new_values: named(({ reference, current }) => computeUnshared(current, reference)),
  vanished_values: named(({ reference, current }) => computeUnshared(reference, current)),
  out_of_range: numbers((cells) => known(computeBeyond(cells))),
  range_change: numbers((cells) => {
    const ratio = computeRangeRatio(cells);
    return Number.isFinite(ratio) ? known(ratio) : isConstant;
  }),
  cardinality_change: {
    of: 'cells',
    compute: (cells) => (isComplete(cells) ? known(computeCardinalityRatio(cells)) : notKept),
  },
};

/**
 * Computes one statistic of a column.
 *
 * @returns undefined, with the reason, where the column is of another kind or a side is empty
 * @source each is compared with scipy in test/python/drawDrift.py; bins and zero fill stand in docs/drift-methods.md
 */
export function computeStatistic(name: DriftStatisticName, pair: ColumnPair): DriftStatistic {
  const statistic = statistics[name];
  const outcome = compute(statistic, pair);
  if (typeof outcome === 'string') return { kind: 'undefined', name, because: outcome };
  if (!Number.isFinite(outcome.value)) return { kind: 'undefined', name, because: 'It is infinite.' };
  return { kind: 'known', name, ...outcome, isExact: pair.cells.kind === 'apart' || isComplete(pair.cells) };
}

function compute(statistic: Statistic, pair: ColumnPair): Outcome {
  if (statistic.of === 'rows') {
    const isEmpty = pair.rows.reference.rows === 0 || pair.rows.current.rows === 0;
    return isEmpty ? 'A side has no row.' : statistic.compute(pair);
  }
  const { cells } = pair;
  if (cells.kind === 'apart') return cells.because;
  if (sumCounts(cells.reference) === 0) return 'The reference has no value.';
  if (sumCounts(cells.current) === 0) return 'The window has no value.';
  switch (statistic.of) {
    case 'numbers':
      return cells.kind === 'numeric' ? statistic.compute(cells) : 'It needs numbers.';
    case 'categories':
      return cells.kind === 'categories' ? statistic.compute(cells) : 'It needs categories.';
    case 'bins':
      return statistic.compute(binCells(cells));
    case 'cells':
      return statistic.compute(cells);
  }
}

function toOutcome(value: number | undefined, because: string): Outcome {
  return value === undefined ? because : { value };
}

function explainInfinite({ reference }: BinCounts): string {
  return reference.length < 2 ? fewBins : 'The window has a value that the reference never had, so it is infinite.';
}

/** The odds ratio of the two values, each count half a row larger when one is 0, and the exact probability. */
function computeFisher({ reference, current }: BinCounts): Outcome {
  const [a, b, c, d] = [...current, ...reference];
  if (a === undefined || b === undefined || c === undefined || d === undefined || reference.length !== 2) return notTwo;
  const half = a * b * c * d === 0 ? 0.5 : 0;
  const value = ((a + half) * (d + half)) / ((b + half) * (c + half));
  return { value, p: computeFisherTail(a, b, c, d) };
}
