/** The rows on which a model errs most. */
import { countAnswered } from './answers.ts';
import type { Answers, ClassAnswers, LabelAnswers } from './answers.ts';

export interface WorstRow {
  /** Place in the answers. */
  readonly at: number;
  readonly truth: string;
  readonly answer: string;
  /** How far off: score of the wrong answer, those of all wrong ones of a row, or the absolute error. */
  readonly score: number;
}

/** A way of being wrong, by the names of the classes. */
export interface WrongAnswer {
  readonly truth: string;
  readonly answer: string;
}

/**
 * @param most rows that are given, the worst first; of equals the first ones
 * @param wanted the only way of being wrong that counts; undefined means any
 * @returns only rows that are answered wrongly
 */
export function worstRows(answers: Answers, most: number, wanted?: WrongAnswer): readonly WorstRow[] {
  const errors = errorsOf(answers, wanted);
  return largest(errors, most).map((at) => ({ at, score: errors[at] ?? 0, ...namesOf(answers, at) }));
}

/** Rows that are answered wrongly, or not exactly right; with `wanted` those of this way alone. */
export function countErrors(answers: Answers, wanted?: WrongAnswer): number {
  return errorsOf(answers, wanted).reduce((count, error) => (error > 0 ? count + 1 : count), 0);
}

/** One for each row; 0 for those that are right, or wrong in another way. */
function errorsOf(answers: Answers, wanted: WrongAnswer | undefined): Float64Array {
  const errors = new Float64Array(countAnswered(answers));
  // Plain loops: a callback for each of millions of rows costs more than the errors.
  if (wanted === undefined) {
    for (let row = 0; row < errors.length; row++) errors[row] = errorOf(answers, row);
    return errors;
  }
  if (answers.kind !== 'classes') return errors;
  const [truth, answer] = [answers.classes.indexOf(wanted.truth), answers.classes.indexOf(wanted.answer)];
  for (let row = 0; row < errors.length; row++) {
    if (answers.truth[row] === truth && answers.answers[row] === answer) errors[row] = errorOf(answers, row);
  }
  return errors;
}

function errorOf(answers: Answers, row: number): number {
  switch (answers.kind) {
    case 'numbers':
      return Math.abs((answers.answers[row] ?? 0) - (answers.truth[row] ?? 0));
    case 'classes':
      return classError(answers, row);
    case 'labels':
      return labelError(answers, row);
  }
}

/** How far the wrong decisions of a row are from the truth, all together. */
function labelError({ truth, answers, probabilities, classes }: LabelAnswers, row: number): number {
  const width = classes.length;
  let error = 0;
  for (let at = row * width; at < (row + 1) * width; at++) {
    if (truth[at] === answers[at]) continue;
    error += probabilities === undefined ? 1 : Math.abs((probabilities.values[at] ?? 0) - (truth[at] ?? 0));
  }
  return error;
}

/** Score of the wrong answer; 0 where the answer is right. */
function classError({ truth, answers, probabilities }: ClassAnswers, row: number): number {
  const answer = answers[row] ?? 0;
  if (answer === truth[row]) return 0;
  return probabilities === undefined ? 1 : (probabilities.values[row * probabilities.classes + answer] ?? 0);
}

function namesOf(answers: Answers, at: number): { readonly truth: string; readonly answer: string } {
  if (answers.kind === 'numbers') {
    return { truth: String(answers.truth[at] ?? NaN), answer: String(answers.answers[at] ?? NaN) };
  }
  if (answers.kind === 'labels') {
    const { classes } = answers;
    const names = (flags: Uint8Array): string =>
      classes.filter((_, column) => flags[at * classes.length + column] !== 0).join(', ');
    return { truth: names(answers.truth), answer: names(answers.answers) };
  }
  const name = (index: number | undefined): string => answers.classes[index ?? -1] ?? '';
  return { truth: name(answers.truth[at]), answer: name(answers.answers[at]) };
}

/** Places of the largest values above 0, falling; kept small, so that millions of rows take one pass. */
function largest(values: Float64Array, most: number): readonly number[] {
  let kept: number[] = [];
  let least = 0;
  const settle = (): void => {
    kept = kept.toSorted((left, right) => (values[right] ?? 0) - (values[left] ?? 0) || left - right).slice(0, most);
    least = kept.length === most ? (values[kept.at(-1) ?? 0] ?? 0) : 0;
  };
  for (let at = 0; at < values.length; at++) {
    if ((values[at] ?? 0) <= least) continue;
    kept.push(at);
    if (kept.length >= 4 * most) settle();
  }
  settle();
  return kept;
}
