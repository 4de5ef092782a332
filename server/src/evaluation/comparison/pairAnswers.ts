/** The rows that two runs answered both. */
import { pickRows } from '../answers.ts';
import type { Answers } from '../answers.ts';
import type { NumberedAnswers } from './answersFile.ts';

export interface PairedAnswers {
  readonly first: Answers;
  readonly second: Answers;
  readonly rows: number;
}

/** @returns why rows cannot be paired, as the end of "… because" */
export function pairAnswers(
  one: NumberedAnswers,
  other: NumberedAnswers,
): PairedAnswers | { readonly because: string } {
  if (one.answers.kind !== other.answers.kind) return { because: 'the two runs are of different tasks' };
  if (String(classesOf(one.answers)) !== String(classesOf(other.answers))) {
    return { because: 'the two runs have different classes' };
  }
  const places = new Map<number, number>();
  other.numbers.forEach((number, place) => places.set(number, place));
  const firstRows = one.numbers.map((_, place) => place).filter((place) => places.has(one.numbers[place] ?? -1));
  const secondRows = Uint32Array.from(firstRows, (place) => places.get(one.numbers[place] ?? -1) ?? 0);
  if (firstRows.length === 0) return { because: 'they have no row in common' };
  const first = pickRows(one.answers, firstRows);
  const second = pickRows(other.answers, secondRows);
  const isSame = first.truth.every((value, at) => value === second.truth[at]);
  if (!isSame) return { because: 'the truth of the rows has changed in between' };
  return { first, second, rows: firstRows.length };
}

function classesOf(answers: Answers): readonly string[] {
  return answers.kind === 'numbers' ? [] : answers.classes;
}
