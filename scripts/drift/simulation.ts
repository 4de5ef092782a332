/** Draws columns of which it is known whether they drift, and counts how often a rule says so. */
import type { ColumnPair, NumericCells, SharedCells } from '../../server/src/drift/columnPair.ts';
import { computeStatistic } from '../../server/src/drift/computeStatistic.ts';
import { computeEvidently, type EvidentlyMethod } from '../../server/src/drift/tools/evidently.ts';
import { computeNannyml } from '../../server/src/drift/tools/nannyml.ts';
import { measureBlocks } from '../../server/src/drift/verdict/blockVariation.ts';
import { judgeColumn } from '../../server/src/drift/verdict/judgeColumn.ts';
import { judgeFamily } from '../../server/src/drift/verdict/judgeFamily.ts';
import {
  defaultJudgeOptions,
  defaultSmallest,
  type JudgeOptions,
} from '../../server/src/drift/verdict/judgeOptions.ts';
import { measureCategories, measureRanks, sumCounts } from '../../server/src/drift/verdict/measuredCells.ts';
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
  return pairCounts(population, reference, current);
}

function pairCounts(population: Population, reference: Float64Array, current: Float64Array): ColumnPair {
  const rows = { reference: sumCounts(reference), current: sumCounts(current) };
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

/** Days whose rows are alike. */
export interface SimulatedDays {
  readonly reference: number;
  /** Days of the window. */
  readonly current: number;
  readonly rowsPerDay: number;
  /** How far days lie apart: standard deviation of their shifts, in standard deviations of rows. */
  readonly apart: number;
  /** Correlation of a day with the day before. */
  readonly carried: number;
  /** Days that count as one block. */
  readonly daysPerBlock: number;
}

interface DrawnDays {
  readonly pair: ColumnPair;
  /** The reference beside each of its blocks. */
  readonly blocks: readonly ColumnPair[];
}

/** Draws days one after the other, those of the window last. */
export function drawDays(random: RandomStream, kind: SimulatedKind, days: SimulatedDays, shift: number): DrawnDays {
  const population = describePopulation(kind);
  const places = placeCells(population.reference);
  let state = days.apart * drawNormal(random);
  const drawDay = (own: number): Float64Array => {
    state = days.carried * state + Math.sqrt(1 - days.carried ** 2) * days.apart * drawNormal(random);
    const moved = population.reference.map((weight, cell) => weight * Math.exp((state + own) * (places[cell] ?? 0)));
    return drawRows(random, moved, days.rowsPerDay);
  };
  const reference = Array.from({ length: days.reference }, () => drawDay(0));
  const current = addUp(Array.from({ length: days.current }, () => drawDay(shift)));
  const all = addUp(reference);
  const starts = Array.from({ length: Math.floor(days.reference / days.daysPerBlock) }, (_, block) => block);
  const blocks = starts.map((block) =>
    pairCounts(population, all, addUp(reference.slice(block * days.daysPerBlock, (block + 1) * days.daysPerBlock))),
  );
  return { pair: pairCounts(population, all, current), blocks };
}

function drawNormal(random: RandomStream): number {
  return normalQuantile((random.nextUint32() + 0.5) / 2 ** 32);
}

/** Normal scores of the cells, in their order. */
function placeCells(weights: Float64Array): Float64Array {
  const all = sumCounts(weights);
  let below = 0;
  return weights.map((weight) => {
    below += weight;
    return normalQuantile((below - weight / 2) / all);
  });
}

function addUp(tables: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(), ...others] = tables;
  return first.map((count, cell) => others.reduce((sum, table) => sum + (table[cell] ?? 0), count));
}

/** Whether our verdict of the values is drift; with `knowsBlocks`, held against how far blocks lie apart. */
export function saysDriftOfDays({ pair, blocks }: DrawnDays, days: SimulatedDays, knowsBlocks: boolean): boolean {
  const variation = knowsBlocks ? measureBlocks(blocks, seedOfDays) : undefined;
  const sides = { reference: blocks.length, current: Math.max(1, days.current / days.daysPerBlock) };
  const varies = variation === undefined ? undefined : { variation, sides, period: '1 day' };
  return saysDrift(pair, seedOfDays, varies);
}

const seedOfDays = 1;

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
export function saysDrift(pair: ColumnPair, seed: number, varies?: JudgeOptions['varies']): boolean {
  const { cells } = pair;
  if (cells.kind === 'apart' || measureEffect(cells) < defaultSmallest[measureOf(cells)]) return false;
  const judgements = judgeColumn(pair, { ...defaultJudgeOptions, seed, varies }).filter(
    ({ aspect }) => aspect === 'values',
  );
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
