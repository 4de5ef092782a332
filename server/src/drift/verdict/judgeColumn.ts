/** Whether a column changed between reference and window, aspect by aspect. */
import type { DriftAspect, DriftJudgement, DriftTest, DriftUnjudged } from '../../../../schemas/driftVerdict.ts';
import { createRandomStream, type RandomStream } from '../../statistics/seededRandom.ts';
import type { Both, CategoryCells, ColumnPair, NumericCells, RowCounts } from '../columnPair.ts';
import { sumCounts, type MeasuredCells } from './measuredCells.ts';
import type { JudgeOptions } from './judgeOptions.ts';
import { judgeNewcomers, judgeShares } from './judgeShares.ts';
import { judgeCategories, judgeNumbers } from './judgeSpread.ts';
import { permuteRows } from './permutationTest.ts';

/**
 * The aspects of a column that are judged; each is one test of the family.
 *
 * What nothing on either side can show is no test: a column without missing rows is not judged for them.
 */
export function listAspects({ rows, cells }: ColumnPair): readonly DriftAspect[] {
  const total = (count: (side: RowCounts) => number): number => count(rows.reference) + count(rows.current);
  const aspects: DriftAspect[] = ['values'];
  if (total((side) => side.missing) > 0) aspects.push('missing');
  if (total(countNotFinite) > 0) aspects.push('not-finite');
  if (cells.kind === 'categories' && cells.labels.length + Number(cells.hasOther) > 2) aspects.push('new-values');
  if (cells.kind === 'numeric' && cells.values.length > 2) aspects.push('out-of-range');
  return aspects;
}

/**
 * Judges each aspect of a column.
 *
 * @returns in the order of `listAspects`; undefined where there is nothing to compare. What is not finished here is
 *   the correction for the number of tests: `judgeFamily` makes verdicts of all judgements together.
 */
export function judgeColumn(pair: ColumnPair, options: JudgeOptions): readonly (DriftJudgement | DriftUnjudged)[] {
  const random = createRandomStream(options.seed);
  return listAspects(pair).map((aspect) => judgeAspect(random, pair, aspect, options));
}

function judgeAspect(
  random: RandomStream,
  { rows, cells }: ColumnPair,
  aspect: DriftAspect,
  options: JudgeOptions,
): DriftJudgement | DriftUnjudged {
  const none = findEmptySide({ reference: rows.reference.rows, current: rows.current.rows }, 'row');
  if (none !== undefined) return { kind: 'undefined', aspect, because: none };
  switch (aspect) {
    case 'missing':
      return judgeRowShares(aspect, rows, (side) => side.missing, options);
    case 'not-finite':
      return judgeRowShares(aspect, rows, countNotFinite, options);
    case 'values':
    case 'new-values':
    case 'out-of-range': {
      if (cells.kind === 'apart') return { kind: 'undefined', aspect, because: cells.because };
      const sides = { reference: sumCounts(cells.reference), current: sumCounts(cells.current) };
      const empty = findEmptySide(sides, 'value');
      if (empty !== undefined) return { kind: 'undefined', aspect, because: empty };
      return judgeCells(random, cells, aspect, options);
    }
  }
}

function judgeCells(
  random: RandomStream,
  cells: NumericCells | CategoryCells,
  aspect: 'values' | 'new-values' | 'out-of-range',
  options: JudgeOptions,
): DriftJudgement | DriftUnjudged {
  if (cells.kind === 'numeric') {
    return aspect === 'values' ? judgeNumbers(random, cells, options) : judgeRange(cells, options);
  }
  if (cells.labels.length === 0 && cells.hasOther) {
    const because = 'Its values are too many and each too rare to be compared, as in a column of ids.';
    return { kind: 'undefined', aspect, because };
  }
  if (aspect !== 'values') return judgeNewValues(random, cells, options);
  if (cells.reference.length > 2) return judgeCategories(random, cells, options);
  const count = (counts: Float64Array) => ({ marked: counts[0] ?? 0, rows: sumCounts(counts) });
  return judgeShares('values', count(cells.reference), count(cells.current), options);
}

function findEmptySide({ reference, current }: Both<number>, what: string): string | undefined {
  if (reference > 0 && current > 0) return undefined;
  if (reference === 0 && current === 0) return `Neither side has a ${what}.`;
  return reference === 0 ? `The reference has no ${what}.` : `The window has no ${what}.`;
}

function countNotFinite({ nan, positiveInfinity, negativeInfinity }: RowCounts): number {
  return nan + positiveInfinity + negativeInfinity;
}

function judgeRowShares(
  aspect: DriftAspect,
  rows: Both<RowCounts>,
  count: (side: RowCounts) => number,
  options: JudgeOptions,
): DriftJudgement {
  const read = (side: RowCounts) => ({ marked: count(side), rows: side.rows });
  return judgeShares(aspect, read(rows.reference), read(rows.current), options);
}

/** Judges categories that the reference never had. Without drift some are new, too, when there are many rare ones. */
function judgeNewValues(
  random: RandomStream,
  { reference, current, hasOther }: CategoryCells,
  options: JudgeOptions,
): DriftJudgement | DriftUnjudged {
  if (hasOther) {
    return {
      kind: 'undefined',
      aspect: 'new-values',
      because: 'Not every category is kept, so a new one cannot be told from a rare one.',
    };
  }
  const countNew = (left: Float64Array, right: Float64Array): number =>
    sumCounts(right.filter((_, cell) => left[cell] === 0));
  const measure = (left: Float64Array, right: Float64Array): number => countNew(left, right) / sumCounts(right);
  const [referenceRows, currentRows] = [sumCounts(reference), sumCounts(current)];
  const pooled = reference.map((count, cell) => count + (current[cell] ?? 0));
  const cells: MeasuredCells = { pooled, reference, current, referenceRows, currentRows, measure };
  const share = measure(reference, current);
  const isOpen = (p: number): boolean => share >= options.smallest.proportion && p <= 4 * options.falseAlarm;
  const { p, permutations } = share === 0 ? { p: 1, permutations: 1 } : permuteRows(random, cells, isOpen);
  const test: DriftTest = share === 0 ? { kind: 'exact' } : { kind: 'permutation', permutations };
  return judgeNewcomers(
    'new-values',
    referenceRows,
    { marked: countNew(reference, current), rows: currentRows },
    { p, test },
    options,
  );
}

/** Judges values beyond the smallest and the largest of the reference; of bins, those that lie wholly beyond. */
function judgeRange({ reference, current }: NumericCells, options: JudgeOptions): DriftJudgement {
  const first = reference.findIndex((count) => count > 0);
  const last = reference.findLastIndex((count) => count > 0);
  const rows = sumCounts(current);
  const marked = rows - sumCounts(current.subarray(first, last + 1));
  const referenceRows = sumCounts(reference);
  const p = computeBeyondTail(marked, rows, referenceRows);
  return judgeNewcomers('out-of-range', referenceRows, { marked, rows }, { p, test: { kind: 'exact' } }, options);
}

/**
 * Probability that at least `beyond` rows of a window lie outside the range of a reference, when all rows are alike.
 *
 * The outermost k rows of both sides together are all of the window with g(k) = Π (n − i) / (n + m − i), i < k; summed
 * over the ways to split k between both ends, all but two terms cancel. Ties make the true probability smaller.
 */
export function computeBeyondTail(beyond: number, rows: number, referenceRows: number): number {
  if (beyond === 0) return 1;
  const outermost = (count: number): number => {
    let log = 0;
    for (let i = 0; i < count; i++) log += Math.log((rows - i) / (rows + referenceRows - i));
    return count > rows ? 0 : Math.exp(log);
  };
  return Math.min(1, (beyond + 1) * outermost(beyond) - beyond * outermost(beyond + 1));
}
