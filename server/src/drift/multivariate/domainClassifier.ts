/** Whether a classifier can tell rows of the window from rows of the reference, and by which columns. */
import { createRandomStream, type RandomStream } from '../../statistics/seededRandom.ts';
import { countValues, pairValues } from '../columnPair.ts';
import { fitBoostedTrees } from '../learners/boostedTrees.ts';
import { widenProbability } from '../verdict/judgeShares.ts';
import { findAreaInterval, foldWidening } from './areaInterval.ts';
import { computeMannWhitney } from '../measures/rankTests.ts';

export interface DomainAnswer {
  /** Area under the ROC curve of rows that were not learnt from: 0.5 is no difference, 1 is another world. */
  readonly auc: number;
  readonly low: number;
  readonly high: number;
  /** Probability of at least this difference from 0.5 when nothing changed. */
  readonly p: number;
  /** Rows of each side that were used. */
  readonly rows: { readonly reference: number; readonly current: number };
  /** Columns by how much they tell, the most first; the shares sum to 1, or are all 0. */
  readonly columns: readonly { readonly name: string; readonly share: number }[];
}

export interface NamedColumn {
  readonly name: string;
  /** NaN is missing. Categories stand as numbers, best by how frequent they are in the reference. */
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

const folds = 5;
/** More rows a side take time and tell no more. */
const mostRows = 20_000;
const fewestRows = 20;

/**
 * @param columns at least one; all sides of equal length
 * @returns undefined with fewer than 20 rows on a side
 * @source five stratified folds, boosted trees of depth 3; interval by Hanley and McNeil 1982, Radiology 143, 29-36, on
 *   the logit scale; p by Mann and Whitney of the scores; both widened for folds that share rows by Nadeau and Bengio
 *   2003, Machine Learning 52, 239-281
 */
export function classifyDomains(columns: readonly NamedColumn[], seed = 20261102): DomainAnswer | undefined {
  const random = createRandomStream(seed);
  const left = chooseRows(random, columns[0]?.reference.length ?? 0);
  const right = chooseRows(random, columns[0]?.current.length ?? 0);
  if (left.length < fewestRows || right.length < fewestRows) return undefined;
  const joined = columns.map(({ reference, current }) =>
    Float64Array.from([...left.map((row) => reference[row] ?? 0), ...right.map((row) => current[row] ?? 0)]),
  );
  const rows = left.length + right.length;
  const target = Float64Array.from({ length: rows }, (_, row) => Number(row >= left.length));
  // Rows were shuffled when they were chosen, so every fifth row of a side is a fold.
  const foldOf = (row: number): number => (row < left.length ? row : row - left.length) % folds;
  const scores = new Float64Array(rows);
  const gains = new Float64Array(columns.length);
  for (let fold = 0; fold < folds; fold++) {
    const all = [...target.keys()];
    const [train, test] = [all.filter((row) => foldOf(row) !== fold), all.filter((row) => foldOf(row) === fold)];
    const pick = (from: Float64Array, which: readonly number[]): Float64Array =>
      Float64Array.from(which, (row) => from[row] ?? 0);
    const model = fitBoostedTrees(
      joined.map((column) => pick(column, train)),
      pick(target, train),
      { loss: 'logistic', trees: 50 },
    );
    const answers = model.predict(joined.map((column) => pick(column, test)));
    for (const [place, row] of test.entries()) scores[row] = answers[place] ?? 0;
    for (const [feature, gain] of model.gains.entries()) gains[feature] = (gains[feature] ?? 0) + gain / folds;
  }
  const cells = pairValues(
    countValues(scores.subarray(0, left.length)),
    countValues(scores.subarray(left.length)),
    false,
  );
  const ranks = computeMannWhitney(cells);
  const auc = ranks === undefined ? 0.5 : 1 - ranks.value / (left.length * right.length);
  return {
    auc,
    ...findAreaInterval(auc, left.length, right.length),
    p: widenProbability(ranks?.p ?? 1, foldWidening(folds)),
    rows: { reference: left.length, current: right.length },
    columns: columns
      .map(({ name }, feature) => ({ name, share: gains[feature] ?? 0 }))
      .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1)),
  };
}

/** Up to the most rows, in random order. */
function chooseRows(random: RandomStream, rows: number): readonly number[] {
  const order = Array.from({ length: rows }, (_, row) => row);
  for (let place = rows - 1; place > 0; place--) {
    const other = random.nextBelow(place + 1);
    [order[place], order[other]] = [order[other] ?? 0, order[place] ?? 0];
  }
  return order.slice(0, mostRows);
}
