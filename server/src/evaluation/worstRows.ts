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
  const errorAt = errorsOf(answers, wanted);
  return largest(errorAt, countAnswered(answers), most).map((at) => ({
    at,
    score: errorAt(at),
    ...namesOf(answers, at),
  }));
}

/** Rows that are answered wrongly, or not exactly right; with `wanted` those of this way alone. */
export function countErrors(answers: Answers, wanted?: WrongAnswer): number {
  const errorAt = errorsOf(answers, wanted);
  const rows = countAnswered(answers);
  let count = 0;
  for (let row = 0; row < rows; row++) if (errorAt(row) > 0) count += 1;
  return count;
}

/** The error of each row; 0 for those that are right, or wrong in another way. */
function errorsOf(answers: Answers, wanted: WrongAnswer | undefined): (row: number) => number {
  if (wanted === undefined) return (row) => errorOf(answers, row);
  if (answers.kind !== 'classes') return () => 0;
  const [truth, answer] = [answers.classes.indexOf(wanted.truth), answers.classes.indexOf(wanted.answer)];
  return (row) => (answers.truth[row] === truth && answers.answers[row] === answer ? errorOf(answers, row) : 0);
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

/** Places of the largest errors above 0, falling; kept small, so that millions of rows take one pass and no memory. */
function largest(errorAt: (row: number) => number, rows: number, most: number): readonly number[] {
  let kept: number[] = [];
  let least = 0;
  const settle = (): void => {
    kept = kept.toSorted((left, right) => errorAt(right) - errorAt(left) || left - right).slice(0, most);
    const last = kept.at(-1);
    least = last === undefined || kept.length < most ? 0 : errorAt(last);
  };
  for (let at = 0; at < rows; at++) {
    if (errorAt(at) <= least) continue;
    kept.push(at);
    if (kept.length >= 4 * most) settle();
  }
  settle();
  return kept;
}
