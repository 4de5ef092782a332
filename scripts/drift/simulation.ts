/** Draws columns of which it is known whether they drift, and counts how often a rule says so. */
import type { ColumnPair, NumericCells, SharedCells } from '../../server/src/drift/columnPair.ts';
import { computeStatistic } from '../../server/src/drift/computeStatistic.ts';
import { computeEvidently, type EvidentlyMethod } from '../../server/src/drift/tools/evidently.ts';
import { computeNannyml } from '../../server/src/drift/tools/nannyml.ts';
import { judgeColumn } from '../../server/src/drift/verdict/judgeColumn.ts';
import { judgeFamily } from '../../server/src/drift/verdict/judgeFamily.ts';
import { defaultJudgeOptions, defaultSmallest } from '../../server/src/drift/verdict/judgeOptions.ts';
import { measureCategories, measureRanks } from '../../server/src/drift/verdict/measuredCells.ts';
import { drawBinomial } from '../../server/src/statistics/binomial.ts';
import { normalQuantile } from '../../server/src/statistics/normal.ts';
import type { RandomStream } from '../../server/src/statistics/seededRandom.ts';

export type SimulatedKind = 'normal' | 'skewed' | 'heavy-tailed' | 'discrete' | 'categorical';

export const simulatedKinds: readonly SimulatedKind[] = ['normal', 'skewed', 'heavy-tailed', 'discrete', 'categorical'];

/** A distribution on cells: rows are drawn as counts, so a million cost no more than fifty. */
interface Population {
  /** Undefined for categories. */
  readonly values: Float64Array | undefined;
  /** Weights, of any sum. */
  readonly reference: Float64Array;
  readonly moved: Float64Array;
}

const fineCells = 2000;

/**
 * A population and the same after a drift of twice the smallest effect that counts.
 *
 * Numbers move by 0.2 standard deviations of a normal column, or as much in ranks; of categories a tenth of all rows
 * moves from the rarer half to the more frequent one.
 */
export function describePopulation(kind: SimulatedKind): Population {
  switch (kind) {
    case 'normal':
      return moveCells((share) => normalQuantile(share), 0.2);
    case 'skewed':
      return moveCells((share) => Math.exp(1.5 * normalQuantile(share)), 0.2);
    case 'heavy-tailed':
      return moveCells((share) => Math.tan(Math.PI * (share - 0.5)), 0.2);
    case 'discrete':
      return movePoisson(4, 4.42);
    case 'categorical':
      return moveCategories(30);
  }
}

/** Every value keeps its place, and its weight follows the normal score moved by a shift. */
function moveCells(valueAt: (share: number) => number, shift: number): Population {
  const shares = Float64Array.from({ length: fineCells }, (_, cell) => (cell + 0.5) / fineCells);
  // The density of a moved normal score over that of the unmoved one.
  const moved = shares.map((share) => Math.exp(shift * normalQuantile(share) - (shift * shift) / 2));
  return { values: shares.map(valueAt), reference: shares.map(() => 1), moved };
}

function movePoisson(mean: number, movedMean: number): Population {
  const values = Float64Array.from({ length: 30 }, (_, value) => value);
  const weigh = (rate: number): Float64Array => {
    let weight = Math.exp(-rate);
    return values.map((value) => (weight *= value === 0 ? 1 : rate / value));
  };
  return { values, reference: weigh(mean), moved: weigh(movedMean) };
}

function moveCategories(size: number): Population {
  const weights = Float64Array.from({ length: size }, (_, place) => 1 / (place + 1));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const rare = weights.subarray(size / 2).reduce((sum, weight) => sum + weight, 0);
  const step = (2 * defaultSmallest['total-variation'] * all) / rare;
  const frequent = all - rare;
  const moved = weights.map((weight, place) =>
    place < size / 2 ? weight * (1 + (step * rare) / frequent) : weight * Math.max(0, 1 - step),
  );
  return { values: undefined, reference: weights, moved };
}

/** Draws a reference and a window. */
export function drawPair(
  random: RandomStream,
  population: Population,
  rows: { readonly reference: number; readonly current: number },
  hasMoved: boolean,
): ColumnPair {
  const reference = drawRows(random, population.reference, rows.reference);
  const current = drawRows(random, hasMoved ? population.moved : population.reference, rows.current);
  const isUsed = (_: number, cell: number): boolean => (reference[cell] ?? 0) + (current[cell] ?? 0) > 0;
  const counts = { reference: reference.filter(isUsed), current: current.filter(isUsed) };
  const { values } = population;
  const cells: SharedCells =
    values === undefined
      ? { kind: 'categories', labels: [...counts.reference.keys()].map(String), hasOther: false, ...counts }
      : { kind: 'numeric', isInteger: false, values: values.filter(isUsed), width: 0, ...counts };
  const full = (count: number) => ({ rows: count, missing: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0 });
  return { name: 'x', rows: { reference: full(rows.reference), current: full(rows.current) }, cells };
}

/** Counts that sum to the rows, each row in a cell with the chance of its weight. */
function drawRows(random: RandomStream, weights: Float64Array, rows: number): Float64Array {
  let left = rows;
  let mass = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, cell) => {
    const isLast = cell === weights.length - 1;
    const drawn = isLast ? left : drawBinomial(random, left, Math.min(1, Math.max(0, weight / mass)));
    mass -= weight;
    left -= drawn;
    return drawn;
  });
}

/** Whether our verdict of the values is drift, when the column is the only test. */
export function saysDrift(pair: ColumnPair, seed: number): boolean {
  const { cells } = pair;
  if (cells.kind === 'apart' || measureEffect(cells) < defaultSmallest[measureOf(cells)]) return false;
  const judgements = judgeColumn(pair, { ...defaultJudgeOptions, seed }).filter(({ aspect }) => aspect === 'values');
  const [verdict] = judgeFamily(
    judgements.flatMap((judgement) => (judgement.kind === 'judged' ? [judgement] : [])),
    defaultJudgeOptions.falseAlarm,
  );
  return verdict?.answer === 'drift';
}

function measureOf(cells: Exclude<SharedCells, { kind: 'apart' }>): 'rank-wasserstein' | 'total-variation' {
  return cells.kind === 'numeric' ? 'rank-wasserstein' : 'total-variation';
}

/** Below the smallest effect no verdict is drift, so that such windows need no permutations. */
function measureEffect(cells: Exclude<SharedCells, { kind: 'apart' }>): number {
  const measured =
    cells.kind === 'numeric'
      ? measureRanks(cells.reference, cells.current, Number.POSITIVE_INFINITY)
      : measureCategories(cells.reference, cells.current);
  return measured.measure(measured.reference, measured.current);
}

/** The scores on which the other tools decide by default; larger is more drift. */
export const rivalScores: Readonly<Record<string, (pair: ColumnPair) => number>> = {
  'Evidently, up to 1,000 rows': (pair) => -readEvidently(isNumeric(pair) ? 'ks' : 'chisquare', pair),
  'Evidently, beyond': (pair) => readEvidently(isNumeric(pair) ? 'wasserstein' : 'jensenshannon', pair),
  NannyML: (pair) => readValue(computeNannyml('jensen_shannon', pair)),
  'PSI of deciles': (pair) => readValue(computeStatistic('psi', pair)),
};

/** What the other tools decide with no settings. */
export const rivalAlarms: Readonly<Record<string, (pair: ColumnPair) => boolean>> = {
  'Evidently, up to 1,000 rows': (pair) => readEvidently(isNumeric(pair) ? 'ks' : 'chisquare', pair) <= 0.05,
  'Evidently, beyond': (pair) => readEvidently(isNumeric(pair) ? 'wasserstein' : 'jensenshannon', pair) >= 0.1,
  'PSI of deciles': (pair) => readValue(computeStatistic('psi', pair)) >= 0.1,
};

function isNumeric(pair: ColumnPair): pair is ColumnPair & { readonly cells: NumericCells } {
  return pair.cells.kind === 'numeric';
}

function readEvidently(method: EvidentlyMethod, pair: ColumnPair): number {
  return readValue(computeEvidently(method, pair));
}

function readValue(result: { readonly kind: string; readonly value?: number; readonly because?: string }): number {
  if (result.value === undefined) throw new Error(result.because ?? 'It has no value.');
  return result.value;
}

/** Share of repetitions in which something is said. */
export function countShare(repetitions: number, says: (repetition: number) => boolean): number {
  let hits = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) hits += Number(says(repetition));
  return hits / repetitions;
}
