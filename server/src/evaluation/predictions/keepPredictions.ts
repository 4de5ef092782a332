/** Keeps, row by row, truth, answers and scores of predictions that were made elsewhere. */
import type { PredictionsRequest } from '../../../../schemas/predictionsJob.ts';
import { numbersOfCell } from '../labelsOfCell.ts';
import type { AmountKeeper, RowAmounts } from '../money/rowAmounts.ts';
import type { ColumnValues, RowBatch, RowColumn } from '../rowSource.ts';
import { createDictionary } from '../sliceKeeper.ts';
import type { SliceKeeper } from '../sliceKeeper.ts';
import type { SliceRows } from '../measureSlices.ts';
import type { PredictionColumns } from './predictionColumns.ts';

/** Rows with a truth, by their place; texts are numbers in `texts`, −1 where there is none. */
export interface KeptPredictions {
  /** Rows of the table. */
  readonly rows: number;
  readonly texts: readonly string[];
  /** A text, or the number itself when the task is one of numbers. */
  readonly truth: Float64Array;
  /** As `truth`; undefined when no column holds answers. */
  readonly answers: Float64Array | undefined;
  /** Row-major; NaN where there is none. */
  readonly scores: Float64Array;
  /** Scores of a row. */
  readonly width: number;
  /** Number of each row in the table. */
  readonly numbers: Uint32Array;
  readonly slices: SliceRows;
  readonly amounts: RowAmounts;
}

export interface PredictionKeeper {
  /** What is read of each row. */
  readonly columns: readonly RowColumn[];
  /** @throws {RangeError} never; a row that cannot be read is told by `problem` */
  readonly take: (batch: RowBatch) => void;
  /** The first row that cannot be read, as a whole sentence. */
  readonly problem: () => string | undefined;
  readonly finish: () => KeptPredictions;
}

/** @param rows those of the table */
export function keepPredictions(
  found: PredictionColumns,
  { task, source }: PredictionsRequest,
  rows: number,
  slices: SliceKeeper,
  amounts: AmountKeeper,
): PredictionKeeper {
  const isNumber = task === 'regression';
  const kind = isNumber ? 'number' : task === 'multilabel-classification' ? 'list' : 'text';
  const dictionary = createDictionary();
  const truth = new Float64Array(rows);
  const answers = found.answer === undefined ? undefined : new Float64Array(rows);
  const numbers = new Uint32Array(rows);
  let width = found.isScoreList ? 0 : found.scores.length;
  let scores = new Float64Array(rows * width);
  let seen = 0;
  let at = 0;
  /** Rows with one number in a column of texts. */
  let singles = 0;
  let problem: string | undefined;
  const textColumn = `The column "${found.scores[0]?.column ?? ''}" of ${source.label} holds numbers as text; write them as numbers.`;
  const encode = (value: unknown): number => {
    if (isNumber) return typeof value === 'number' ? value : NaN;
    return typeof value === 'string' ? dictionary.encode(value) : -1;
  };
  const takeList = (value: unknown): void => {
    const list = typeof value === 'string' && value !== '' ? numbersOfCell(value) : [];
    // A column of numbers is text as soon as one of them is none: that one is told, not the first that is no list.
    if (list === undefined && width === 0 && typeof value === 'string' && !value.includes('[')) {
      if (Number.isFinite(Number(value))) singles += 1;
      else
        problem ??= `Row ${seen + 1} of ${source.label} has ${JSON.stringify(value.slice(0, 40))} in "${found.scores[0]?.column ?? ''}", where a number is needed.`;
      return;
    }
    if (width === 0 && list !== undefined && list.length > 0) {
      width = list.length;
      scores = new Float64Array(rows * width).fill(NaN);
    }
    if (list === undefined || (list.length !== 0 && list.length !== width)) {
      const wanted = width === 0 ? 'a list of numbers' : `a list of ${width} numbers`;
      const column = found.scores[0]?.column ?? '';
      problem ??= `Row ${seen + 1} of ${source.label} does not hold ${wanted} in "${column}".`;
      return;
    }
    if (list.length > 0) scores.set(list, at * width);
  };
  const takeScores = (values: readonly ColumnValues[], row: number): void => {
    if (found.isScoreList) {
      takeList(values[0]?.getItem(row));
      return;
    }
    for (let column = 0; column < width; column++) {
      const score = values[column]?.getItem(row);
      scores[at * width + column] = typeof score === 'number' ? score : NaN;
    }
  };
  const scoreKind = found.isScoreList ? 'list' : 'number';
  const own: RowColumn[] = [
    { kind, column: found.truth },
    ...(found.answer === undefined ? [] : [{ kind, column: found.answer } as const]),
    ...found.scores.map(({ column }) => ({ kind: scoreKind, column }) as const),
  ];
  const firstScore = answers === undefined ? 1 : 2;
  return {
    columns: [...own, ...slices.columns, ...amounts.columns],
    take: ({ rows: count, columns }) => {
      const scoreValues = columns.slice(firstScore, own.length);
      const sliceValues = columns.slice(own.length);
      const amountValues = sliceValues.slice(slices.columns.length);
      const picked = new Uint32Array(count);
      const first = at;
      for (let row = 0; row < count; row++, seen++) {
        const code = encode(columns[0]?.getItem(row));
        if (isNumber ? !Number.isFinite(code) : code === -1) continue;
        truth[at] = code;
        if (answers !== undefined) answers[at] = encode(columns[1]?.getItem(row));
        numbers[at] = seen;
        takeScores(scoreValues, row);
        picked[at - first] = row;
        at += 1;
      }
      slices.take(sliceValues, picked.subarray(0, at - first), first);
      amounts.take(amountValues, picked.subarray(0, at - first), first);
    },
    problem: () => problem ?? (seen === rows && singles > 0 ? textColumn : undefined),
    finish: () => ({
      rows: seen,
      texts: dictionary.values(),
      truth: truth.subarray(0, at),
      answers: answers?.subarray(0, at),
      scores: scores.subarray(0, at * width),
      width,
      numbers: numbers.subarray(0, at),
      slices: slices.finish(at),
      amounts: amounts.finish(at),
    }),
  };
}
