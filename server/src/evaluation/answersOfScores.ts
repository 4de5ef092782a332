/** From what a model gave for each row to truth and answers. */
import type { Answers } from './answers.ts';
import { inStretches } from './inStretches.ts';

/** What a model gave, row by row. */
export interface GivenScores {
  /** Index of the true class, or the true number, by row. */
  readonly truth: Float64Array;
  /** Of rows with several classes each: 1 or 0, row-major, in the order of `classes`; undefined otherwise. */
  readonly labels?: Uint8Array | undefined;
  /** Row-major; at least as many rows as `truth`. */
  readonly values: Float32Array | Float64Array;
  /** Columns of `values`. */
  readonly width: number;
  readonly as: 'class-id' | 'probabilities' | 'probability' | 'logits' | 'value';
  /** Classes of the columns, or of the numbers of `class-id`. */
  readonly order: readonly string[] | undefined;
  /** Classes of the label, in the declared order; undefined for numbers. */
  readonly classes: readonly string[] | undefined;
  /** Index of the class that one looks for, in `classes`. */
  readonly positive: number | undefined;
  /** Score from which the positive class is answered; 0.5 with two classes unless said. */
  readonly threshold: number | undefined;
}

export interface ReadAnswers {
  readonly answers: Answers;
  /** Rows of `truth` that have an answer, by their place. */
  readonly rows: Uint32Array;
}

/** Why scores cannot be read: the whole sentence. */
export interface UnreadableScores {
  readonly sentence: string;
}

/** Reads the scores of rows; rows with a score that is not finite have no answer. */
export function answersOfScores(given: GivenScores): ReadAnswers | UnreadableScores {
  const rows = finiteRows(given);
  if (given.classes === undefined) {
    if (given.width !== 1) return { sentence: `The model gives ${given.width} numbers for a row, and one is needed.` };
    const answers: Answers = {
      kind: 'numbers',
      truth: Float64Array.from(rows, (row) => given.truth[row] ?? 0),
      answers: Float64Array.from(rows, (row) => given.values[row] ?? 0),
    };
    return { answers, rows };
  }
  if (given.labels !== undefined) return answersOfLabels(given, given.labels, given.classes, rows);
  return given.as === 'class-id'
    ? answersOfIds(given, given.classes, rows)
    : answersOfClasses(given, given.classes, rows);
}

function finiteRows({ truth, values, width }: GivenScores): Uint32Array {
  const rows = new Uint32Array(truth.length);
  let count = 0;
  inStretches(truth.length, (from, until) => {
    count = addFinite(values, width, from, until, rows, count);
  });
  return rows.subarray(0, count);
}

/** @param count rows that are in `into` already @returns those that are in it now */
function addFinite(
  values: GivenScores['values'],
  width: number,
  from: number,
  until: number,
  into: Uint32Array,
  count: number,
): number {
  for (let row = from, at = from * width; row < until; row++) {
    // What is not finite leaves a difference from itself that is no number.
    let differences = 0;
    for (let column = 0; column < width; column++, at++) {
      const value = values[at] ?? NaN;
      differences += value - value;
    }
    if (differences === 0) into[count++] = row;
  }
  return count;
}

/** For each class of the label its column; undefined with the class that has none. */
function columnsOf(order: readonly string[], classes: readonly string[]): number[] | UnreadableScores {
  const columns = classes.map((name) => order.indexOf(name));
  const missing = classes.find((_, index) => columns[index] === -1);
  return missing === undefined
    ? columns
    : { sentence: `The output of the model names the classes ${order.join(', ')}, and ${missing} is none of them.` };
}

function answersOfIds(
  given: GivenScores,
  classes: readonly string[],
  rows: Uint32Array,
): ReadAnswers | UnreadableScores {
  const order = given.order ?? classes;
  const columns = columnsOf(order, classes);
  if ('sentence' in columns) return columns;
  const classOf = Int32Array.from(order, (_, id) => columns.indexOf(id));
  const odd = rows.find((row) => (classOf[given.values[row] ?? -1] ?? -1) === -1);
  if (odd !== undefined) {
    return {
      sentence: `The model answers ${given.values[odd] ?? NaN}, which is the number of none of its ${order.length} classes.`,
    };
  }
  const answers: Answers = {
    kind: 'classes',
    classes,
    truth: Int32Array.from(rows, (row) => given.truth[row] ?? 0),
    answers: Int32Array.from(rows, (row) => classOf[given.values[row] ?? 0] ?? 0),
    probabilities: undefined,
    positive: given.positive,
  };
  return { answers, rows };
}

function answersOfClasses(
  given: GivenScores,
  classes: readonly string[],
  rows: Uint32Array,
): ReadAnswers | UnreadableScores {
  const probabilities = probabilitiesOf(given, classes, rows);
  if ('sentence' in probabilities) return probabilities;
  const { values } = probabilities;
  const width = classes.length;
  const { positive } = given;
  const negative = positive === undefined || width !== 2 ? undefined : 1 - positive;
  const threshold = given.threshold ?? 0.5;
  const truth = new Int32Array(rows.length);
  const answered = new Int32Array(rows.length);
  inStretches(rows.length, (from, until) => {
    pickTruth(given.truth, rows, from, until, truth);
    if (positive === undefined || negative === undefined) answerLargest(values, width, from, until, answered);
    else answerFrom(values, { threshold, positive, negative }, from, until, answered);
  });
  const answers: Answers = {
    kind: 'classes',
    classes,
    truth,
    answers: answered,
    probabilities: { values, classes: width },
    positive,
  };
  return { answers, rows };
}

function pickTruth(truth: Float64Array, rows: Uint32Array, from: number, until: number, into: Int32Array): void {
  for (let at = from; at < until; at++) into[at] = truth[rows[at] ?? 0] ?? 0;
}

/** Of two classes: the positive one from a score on. */
function answerFrom(
  values: Float64Array,
  { threshold, positive, negative }: Readonly<Record<'threshold' | 'positive' | 'negative', number>>,
  from: number,
  until: number,
  into: Int32Array,
): void {
  for (let at = from; at < until; at++) into[at] = (values[at * 2 + positive] ?? 0) >= threshold ? positive : negative;
}

/** The first of the classes with the largest score. */
function answerLargest(values: Float64Array, width: number, from: number, until: number, into: Int32Array): void {
  for (let at = from; at < until; at++) {
    let best = 0;
    for (let column = 1; column < width; column++) {
      if ((values[at * width + column] ?? 0) > (values[at * width + best] ?? 0)) best = column;
    }
    into[at] = best;
  }
}

/** Every class whose score reaches the threshold is answered. */
function answersOfLabels(
  given: GivenScores,
  labels: Uint8Array,
  classes: readonly string[],
  rows: Uint32Array,
): ReadAnswers | UnreadableScores {
  const order = given.order ?? classes;
  const columns = columnsOf(order, classes);
  if ('sentence' in columns) return columns;
  const width = classes.length;
  if (given.values.length > 0 && given.width !== order.length) {
    return { sentence: `The model gives ${given.width} scores for a row, and there are ${order.length} classes.` };
  }
  const threshold = given.threshold ?? 0.5;
  const values = new Float64Array(rows.length * width);
  const truth = new Uint8Array(rows.length * width);
  rows.forEach((row, at) => {
    columns.forEach((column, index) => {
      const raw = given.values[row * given.width + column] ?? 0;
      values[at * width + index] = given.as === 'logits' ? 1 / (1 + Math.exp(-raw)) : raw;
      truth[at * width + index] = labels[row * width + index] ?? 0;
    });
  });
  const answers: Answers = {
    kind: 'labels',
    classes,
    truth,
    answers: Uint8Array.from(values, (score) => (score >= threshold ? 1 : 0)),
    probabilities: given.as === 'class-id' ? undefined : { values, classes: width },
  };
  return { answers, rows };
}

/** A column for each class of the label. */
function probabilitiesOf(
  { values, width, as, order, positive }: GivenScores,
  classes: readonly string[],
  rows: Uint32Array,
): { readonly values: Float64Array } | UnreadableScores {
  const size = classes.length;
  const into = new Float64Array(rows.length * size);
  // A model that answered no row has not shown how many scores it gives.
  if (values.length === 0) return { values: into };
  if (width === 1) {
    if (size !== 2 || positive === undefined) {
      return { sentence: `The model gives one score for a row, and there are ${size} classes.` };
    }
    for (let at = 0; at < rows.length; at++) {
      const raw = values[rows[at] ?? 0] ?? 0;
      const score = as === 'logits' ? 1 / (1 + Math.exp(-raw)) : raw;
      into[at * 2 + positive] = score;
      into[at * 2 + 1 - positive] = 1 - score;
    }
    return { values: into };
  }
  const columns = columnsOf(order ?? classes, classes);
  if ('sentence' in columns) return columns;
  if (width !== (order ?? classes).length) {
    return {
      sentence: `The model gives ${width} scores for a row, and there are ${(order ?? classes).length} classes.`,
    };
  }
  if (as === 'logits') {
    for (let at = 0; at < rows.length; at++) {
      const first = (rows[at] ?? 0) * width;
      const read = softmax(Float64Array.from(values.subarray(first, first + width)));
      for (let index = 0; index < size; index++) into[at * size + index] = read[columns[index] ?? 0] ?? 0;
    }
    return { values: into };
  }
  const places = Int32Array.from(columns);
  inStretches(rows.length, (from, until) => pickScores(values, width, places, rows, from, until, into));
  return { values: into };
}

/** @param places of the columns that are picked, in the order in which they are wanted */
function pickScores(
  values: GivenScores['values'],
  width: number,
  places: Int32Array,
  rows: Uint32Array,
  from: number,
  until: number,
  into: Float64Array,
): void {
  let to = from * places.length;
  for (let at = from; at < until; at++) {
    const first = (rows[at] ?? 0) * width;
    for (let index = 0; index < places.length; index++) into[to++] = values[first + (places[index] ?? 0)] ?? 0;
  }
}

function softmax(scores: Float64Array): Float64Array {
  const largest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
