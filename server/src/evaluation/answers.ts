/** Truth and answers of rows, in the form that metrics take. */
import { columnOf } from './classification/columnOf.ts';
import type { Probabilities } from './classification/probabilityMetrics.ts';
import { pickFlagRows, pickFloatRows, pickFloats, pickIntegers } from './pickPlaces.ts';

/** Rows with one of several classes each. */
export interface ClassAnswers {
  readonly kind: 'classes';
  /** In the declared order; indices below count in it. */
  readonly classes: readonly string[];
  readonly truth: Int32Array;
  readonly answers: Int32Array;
  /**
   * A column for each class in the order of `classes`; undefined when the model gives classes alone. Scores of another
   * kind than probabilities rank rows, and measures of probabilities say that they are none.
   */
  readonly probabilities: Probabilities | undefined;
  /** Index of the class that one looks for; undefined when there are more than two and none is named. */
  readonly positive: number | undefined;
}

/** Rows with a number each; finite, and of one length. */
export interface NumberAnswers {
  readonly kind: 'numbers';
  readonly truth: Float64Array;
  readonly answers: Float64Array;
}

/** Rows with any number of classes each. */
export interface LabelAnswers {
  readonly kind: 'labels';
  readonly classes: readonly string[];
  /** 1 or 0, row-major, a column for each class. */
  readonly truth: Uint8Array;
  /** As `truth`. */
  readonly answers: Uint8Array;
  /** Scores as `truth`; undefined when the model gives classes alone. */
  readonly probabilities: Probabilities | undefined;
}

export type Answers = ClassAnswers | NumberAnswers | LabelAnswers;

/** Rows that have a truth and an answer. */
export function countAnswered(answers: Answers): number {
  return answers.kind === 'labels' ? answers.truth.length / answers.classes.length : answers.truth.length;
}

/** The rows with these numbers, in this order, some of them perhaps several times. */
export function pickRows(answers: Answers, rows: Uint32Array): Answers {
  if (answers.kind === 'numbers') {
    return { kind: 'numbers', truth: pickFloats(answers.truth, rows), answers: pickFloats(answers.answers, rows) };
  }
  const { probabilities } = answers;
  if (answers.kind === 'labels') {
    const width = answers.classes.length;
    return {
      ...answers,
      truth: pickFlagRows(answers.truth, rows, width),
      answers: pickFlagRows(answers.answers, rows, width),
      probabilities: probabilities === undefined ? undefined : pickProbabilities(probabilities, rows),
    };
  }
  return {
    ...answers,
    truth: pickIntegers(answers.truth, rows),
    answers: pickIntegers(answers.answers, rows),
    probabilities: probabilities === undefined ? undefined : pickProbabilities(probabilities, rows),
  };
}

function pickProbabilities({ values, classes }: Probabilities, rows: Uint32Array): Probabilities {
  return { values: pickFloatRows(values, rows, classes), classes };
}

/** The scores of one class, and which rows have it. */
export function scoresOf(
  answers: ClassAnswers,
  index: number,
): { scores: Float64Array; isPositive: Uint8Array } | undefined {
  const { probabilities, truth } = answers;
  if (probabilities === undefined) return undefined;
  // Plain loops: with a callback for each of millions of rows these copies took longer than the metrics.
  const isPositive = new Uint8Array(truth.length);
  for (let row = 0; row < truth.length; row++) isPositive[row] = truth[row] === index ? 1 : 0;
  return { scores: columnOf(probabilities, index), isPositive };
}

/** The scores of one class among several of a row, and which rows have it; undefined when there is no such class. */
export function scoresOfLabel(
  { probabilities, truth, classes }: LabelAnswers,
  index: number,
): { scores: Float64Array; isPositive: Uint8Array } | undefined {
  if (probabilities === undefined || index < 0) return undefined;
  const width = classes.length;
  const rows = truth.length / width;
  return {
    scores: Float64Array.from({ length: rows }, (_, row) => probabilities.values[row * width + index] ?? 0),
    isPositive: Uint8Array.from({ length: rows }, (_, row) => truth[row * width + index] ?? 0),
  };
}
