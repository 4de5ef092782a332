/** Compares scores and answers of rows that a model answered with those to a reference, window by window. */
import type { DriftColumn, DriftRequest, DriftResult } from '../../../../schemas/driftJob.ts';
import { spreadOfCategories } from '../categorySpread.ts';
import { lookAtBlocks } from '../comparison/alikeRows.ts';
import type { ChosenBlocks } from '../comparison/chooseBlocks.ts';
import { compareColumn } from '../comparison/compareColumn.ts';
import type { CountedColumn } from '../comparison/countedColumn.ts';
import { countJudged, countTests, isComparedExactly } from '../comparison/familyOfTests.ts';
import { sayBlocks } from '../comparison/sayBlocks.ts';
import { judgeStates, shownWindows } from '../comparison/windowStates.ts';
import type { FilledWindow } from '../comparison/windowStates.ts';
import { alignCounts, NumberTally } from '../numberTally.ts';
import { decideColumns } from '../verdict/decideColumns.ts';

/** What a model gave for each row; arrays of one length. */
export interface GivenAnswers {
  /** Score of the class that one looks for, or the number that was answered; undefined where there are classes alone. */
  readonly scores: Float64Array | undefined;
  /** Class of each row, by its place in the names; undefined for numbers. */
  readonly classes: { readonly names: readonly string[]; readonly codes: Int32Array } | undefined;
}

/** Rows that are cut into windows. */
export interface CutAnswers {
  readonly windows: readonly FilledWindow[];
  /** Window of each row; −1 for none. */
  readonly numbers: Int32Array;
}

export type AnsweredOptions = Pick<
  DriftRequest,
  'against' | 'incomplete' | 'leastRows' | 'falseAlarm' | 'correction' | 'exact' | 'tools' | 'statistics' | 'seed'
>;

/** The blocks of a reference whose rows are alike. */
export interface AnsweredBlocks {
  readonly chosen: ChosenBlocks;
  /** Block of each row of the reference, none without rows; −1 for rows of none. */
  readonly numbers: Int32Array;
}

/** Names of the two columns. */
const [scoreName, answerName] = ['score', 'answer'];

/**
 * @param reference at least one row
 * @param blocks undefined where rows count as independent
 * @returns the columns `score` and `answer`, as far as the model gives them
 */
export function compareAnswered(
  reference: GivenAnswers,
  current: GivenAnswers,
  { windows, numbers }: CutAnswers,
  options: AnsweredOptions,
  blocks?: AnsweredBlocks,
): DriftResult {
  const states = judgeStates(windows, options);
  const referenceRows = lengthOf(reference);
  const isExact = options.exact || isComparedExactly(referenceRows + numbers.length);
  const whole = { rows: [referenceRows], numbers: new Int32Array(referenceRows) };
  const cut = { rows: windows.map(({ rows }) => rows), numbers };
  const inBlocks = blocks === undefined ? undefined : { rows: rowsPerBlock(blocks), numbers: blocks.numbers };
  const counted: CountedAnswers[] = [];
  for (const count of [countScores, countClasses]) {
    const [before] = count(reference, whole, isExact) ?? [];
    const after = count(current, cut, isExact);
    if (before === undefined || after === undefined) continue;
    const own = inBlocks === undefined ? [] : (count(reference, inBlocks, isExact) ?? []);
    const alike = blocks === undefined ? undefined : lookAtBlocks(before, own, blocks.chosen, options.seed);
    counted.push({ before, windows: after, alike });
  }
  const kinds = counted.map(({ before: { name, kind } }) => ({ name, kind }));
  const tests = countTests(
    kinds.map(({ name }) => name),
    kinds,
    states,
  );
  const columns: DriftColumn[] = decideColumns(
    counted.map(({ before, windows: after, alike }) => ({
      name: before.name,
      kind: before.kind,
      ...compareColumn(before, after, states, { ...options, tests, alike }),
    })),
    options,
  );
  return {
    referenceRows,
    windows: shownWindows(windows, states),
    columns,
    notCompared: [],
    tests: countJudged(columns),
    seed: options.seed,
    notes: blocks === undefined ? [] : sayBlocksOf(blocks, columns, counted),
  };
}

interface CountedAnswers {
  readonly before: CountedColumn;
  readonly windows: readonly CountedColumn[];
  readonly alike: ReturnType<typeof lookAtBlocks>;
}

function rowsPerBlock({ chosen, numbers }: AnsweredBlocks): readonly number[] {
  const rows = new Array<number>(chosen.blocks).fill(0);
  for (const number of numbers) if (number >= 0) rows[number] = (rows[number] ?? 0) + 1;
  return rows;
}

function sayBlocksOf({ chosen }: AnsweredBlocks, columns: readonly DriftColumn[], counted: readonly CountedAnswers[]) {
  const weeks = counted.flatMap(({ before: { name }, alike }) =>
    alike?.ofGroups === undefined ? [] : [[name, alike.ofGroups] as const],
  );
  return [...sayBlocks(chosen, columns, new Map(weeks), [])];
}

function lengthOf({ scores, classes }: GivenAnswers): number {
  return scores?.length ?? classes?.codes.length ?? 0;
}

interface Cut {
  /** Rows of each window. */
  readonly rows: readonly number[];
  readonly numbers: Int32Array;
}

function countScores({ scores }: GivenAnswers, { rows, numbers }: Cut, isExact: boolean) {
  if (scores === undefined) return undefined;
  const tallies = rows.map(() => new NumberTally(false, isExact ? Number.POSITIVE_INFINITY : undefined));
  for (let row = 0; row < scores.length; row++) tallies[numbers[row] ?? -1]?.add(scores[row] ?? Number.NaN);
  const aligned = alignCounts(
    tallies.map((tally) => tally.finish()),
    false,
  );
  return tallies.map(({ nan, positiveInfinity, negativeInfinity }, window): CountedColumn => {
    const counts = aligned[window];
    const finite = counts === undefined ? {} : { finite: { counts } };
    return {
      name: scoreName,
      kind: 'float',
      rows: rows[window] ?? 0,
      missing: 0,
      spread: { shape: 'numeric', nan, positiveInfinity, negativeInfinity, ...finite },
    };
  });
}

function countClasses({ classes }: GivenAnswers, { rows, numbers }: Cut): CountedColumn[] | undefined {
  if (classes === undefined) return undefined;
  const { names, codes } = classes;
  const counts = rows.map(() => new Float64Array(names.length));
  for (let row = 0; row < codes.length; row++) {
    const own = counts[numbers[row] ?? -1];
    const code = codes[row] ?? 0;
    if (own !== undefined) own[code] = (own[code] ?? 0) + 1;
  }
  return counts.map((own, window) => {
    const listed = names.flatMap((name, code): [string, number][] => {
      const times = own[code] ?? 0;
      return times > 0 ? [[name, times]] : [];
    });
    const all = rows[window] ?? 0;
    const spread = spreadOfCategories(listed, all, listed.length);
    return { name: answerName, kind: 'text', rows: all, missing: 0, spread };
  });
}
