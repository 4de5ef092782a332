/** Compares scores and answers of rows that a model answered with those to a reference, window by window. */
import type { DriftColumn, DriftRequest, DriftResult } from '../../../../schemas/driftJob.ts';
import { spreadOfCategories } from '../categorySpread.ts';
import { compareColumn } from '../comparison/compareColumn.ts';
import type { CountedColumn } from '../comparison/countedColumn.ts';
import { countJudged, countTests, isComparedExactly } from '../comparison/familyOfTests.ts';
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

/** Names of the two columns. */
const [scoreName, answerName] = ['score', 'answer'];

/**
 * @param reference at least one row
 * @returns the columns `score` and `answer`, as far as the model gives them
 */
export function compareAnswered(
  reference: GivenAnswers,
  current: GivenAnswers,
  { windows, numbers }: CutAnswers,
  options: AnsweredOptions,
): DriftResult {
  const states = judgeStates(windows, options);
  const referenceRows = lengthOf(reference);
  const isExact = options.exact || isComparedExactly(referenceRows + numbers.length);
  const whole = { rows: [referenceRows], numbers: new Int32Array(referenceRows) };
  const cut = { rows: windows.map(({ rows }) => rows), numbers };
  const counted: { readonly before: CountedColumn; readonly windows: readonly CountedColumn[] }[] = [];
  for (const count of [countScores, countClasses]) {
    const [before] = count(reference, whole, isExact) ?? [];
    const after = count(current, cut, isExact);
    if (before !== undefined && after !== undefined) counted.push({ before, windows: after });
  }
  const kinds = counted.map(({ before: { name, kind } }) => ({ name, kind }));
  const tests = countTests(
    kinds.map(({ name }) => name),
    kinds,
    states,
  );
  const columns: DriftColumn[] = decideColumns(
    counted.map(({ before, windows: after }) => ({
      name: before.name,
      kind: before.kind,
      ...compareColumn(before, after, states, { ...options, tests }),
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
    notes: [],
  };
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
