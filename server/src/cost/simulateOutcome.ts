/** What comes of a plan whose inputs are ranges: draws from all of them at once, and which of them decides the spread. */
import { computePertQuantiles } from '../statistics/pert.ts';
import { createRandomStream } from '../statistics/seededRandom.ts';
import { known, undefinedBecause, type Known } from '../spec/known.ts';

/** An input of which three points are known. */
export interface UncertainInput {
  readonly id: string;
  readonly low: number;
  readonly likely: number;
  readonly high: number;
  /** `pert` leans to the likely value; `even` knows nothing but the ends. */
  readonly shape: 'pert' | 'even';
}

export interface SimulationSettings {
  /** Draws from each input, at least 100. */
  readonly draws: number;
  /** Whole number; equal seeds give equal results. */
  readonly seed: number;
}

export interface Simulation extends SimulationSettings {
  /** A tenth of the outcomes lies below the first, a half below the second, nine tenths below the third. */
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly mean: number;
  /** Share of outcomes below 0. */
  readonly lossShare: number;
  /**
   * Inputs by what they add to the spread, largest first: the square of the rank correlation with the outcome, as a
   * share of all of them. Inputs without doubt are left out.
   */
  readonly drivers: readonly { readonly id: string; readonly share: number }[];
}

const fewestDraws = 100;

/**
 * Draws every input as often as the settings say and computes the outcome of each set.
 *
 * Each input is drawn once from each of as many equally likely stretches as there are draws (a Latin hypercube), so
 * that a single input gives its own quantiles exactly and few draws are enough.
 *
 * @param outcomeOf computes the outcome from one value per input, in the order of the inputs; called once per draw
 * @returns undefined because the outcome of a draw is not a number
 * @throws {RangeError} with fewer than 100 draws: a bug in the caller
 * @source McKay, Beckman and Conover 1979, Technometrics 21, 239-245
 */
export function simulateOutcome(
  inputs: readonly UncertainInput[],
  outcomeOf: (values: Float64Array) => number,
  settings: SimulationSettings,
): Known<Simulation> {
  const { draws, seed } = settings;
  if (!Number.isInteger(draws) || draws < fewestDraws) throw new RangeError(`${draws} draws are too few.`);
  const random = createRandomStream(seed);
  const middles = Float64Array.from({ length: draws }, (_, index) => (index + 0.5) / draws);
  const columns = inputs.map((input) => {
    const column = drawQuantiles(input, middles);
    for (let last = draws - 1; last > 0; last--) {
      const other = random.nextBelow(last + 1);
      const kept = column[last] ?? 0;
      column[last] = column[other] ?? 0;
      column[other] = kept;
    }
    return column;
  });
  const outcomes = new Float64Array(draws);
  const values = new Float64Array(inputs.length);
  for (let draw = 0; draw < draws; draw++) {
    columns.forEach((column, index) => {
      values[index] = column[draw] ?? 0;
    });
    outcomes[draw] = outcomeOf(values);
  }
  if (!outcomes.every(Number.isFinite)) return undefinedBecause('some of the drawn inputs give no number');
  const sorted = outcomes.toSorted();
  return known({
    draws,
    seed,
    p10: quantileOf(sorted, 0.1),
    p50: quantileOf(sorted, 0.5),
    p90: quantileOf(sorted, 0.9),
    mean: outcomes.reduce((sum, outcome) => sum + outcome / draws, 0),
    lossShare: outcomes.reduce((count, outcome) => count + (outcome < 0 ? 1 : 0), 0) / draws,
    drivers: findDrivers(inputs, columns, outcomes),
  });
}

function drawQuantiles({ low, likely, high, shape }: UncertainInput, middles: Float64Array): Float64Array {
  return shape === 'pert'
    ? computePertQuantiles(low, likely, high, middles)
    : middles.map((middle) => low + (high - low) * middle);
}

/** Linear between the two outcomes around it, as numpy's `quantile` does. */
function quantileOf(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const before = sorted[Math.floor(place)] ?? 0;
  const after = sorted[Math.ceil(place)] ?? before;
  return before + (after - before) * (place - Math.floor(place));
}

function findDrivers(
  inputs: readonly UncertainInput[],
  columns: readonly Float64Array[],
  outcomes: Float64Array,
): Simulation['drivers'] {
  const ranks = rankValues(outcomes);
  const strengths = inputs.flatMap(({ id, low, high }, index) => {
    const column = columns[index];
    if (column === undefined || low === high) return [];
    return [{ id, strength: correlate(rankValues(column), ranks) ** 2 }];
  });
  const whole = strengths.reduce((sum, { strength }) => sum + strength, 0);
  return strengths
    .map(({ id, strength }) => ({ id, share: whole === 0 ? 0 : strength / whole }))
    .toSorted((left, right) => right.share - left.share || (left.id < right.id ? -1 : 1));
}

/** Ranks from 0; equal values share the mean of theirs. */
function rankValues(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).toSorted((left, right) => (values[left] ?? 0) - (values[right] ?? 0));
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length;) {
    let next = first + 1;
    while (next < order.length && values[order[next] ?? 0] === values[order[first] ?? 0]) next++;
    for (let place = first; place < next; place++) ranks[order[place] ?? 0] = (first + next - 1) / 2;
    first = next;
  }
  return ranks;
}

/** Pearson's correlation; 0 where one side never changes. */
function correlate(left: Float64Array, right: Float64Array): number {
  const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value / values.length, 0);
  const [leftMean, rightMean] = [meanOf(left), meanOf(right)];
  let [both, leftSquares, rightSquares] = [0, 0, 0];
  left.forEach((value, index) => {
    const [across, up] = [value - leftMean, (right[index] ?? 0) - rightMean];
    both += across * up;
    leftSquares += across * across;
    rightSquares += up * up;
  });
  return leftSquares === 0 || rightSquares === 0 ? 0 : both / Math.sqrt(leftSquares * rightSquares);
}
