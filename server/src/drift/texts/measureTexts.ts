/** What can be said of a free text in numbers, so that texts can be compared as columns of numbers are. */
import { halfOf } from '../halves.ts';
import { isCharacter, wordsOf } from './wordsOf.ts';

/** The words of the reference, learnt text by text. */
export interface Vocabulary {
  /** Words of the texts of each half, by `halfOf` of the text. */
  readonly halves: readonly [Set<string>, Set<string>];
}

/** More words are names and misspellings, and fill the memory. */
const mostWords = 1_000_000;

export function createVocabulary(): Vocabulary {
  return { halves: [new Set(), new Set()] };
}

export function learnText({ halves }: Vocabulary, text: string): void {
  const own = halves[halfOf(text)];
  if (own.size >= mostWords) return;
  for (const word of wordsOf(text)) own.add(word);
}

/**
 * The numbers of a text.
 *
 * A text would know all of its own words. So it is held against the words of the other half of the reference, whichever
 * side it is of, and texts of both sides stand alike when nothing changed.
 *
 * @returns in the order of `textMeasures`; the share of unknown words is NaN for a text without words
 */
export function measureText({ halves }: Vocabulary, text: string): readonly [number, number, number] {
  const words = wordsOf(text);
  const known = halves[halfOf(text) === 0 ? 1 : 0];
  const unknown = words.reduce((sum, word) => sum + Number(!known.has(word)), 0);
  return [Array.from(text).length, words.length, words.length === 0 ? Number.NaN : unknown / words.length];
}

/** Texts of a column that are looked at to tell whether it is free text. */
export const textsToTell = 2_000;
const fewestTexts = 20;
const fewestWords = 3;
const fewestDifferent = 0.5;

function countIn(part: string): number {
  const words = wordsOf(part);
  const characters = words.filter(isCharacter).length;
  return characters > 0 ? characters : Math.min(1, words.length);
}

/** Whether texts were written by people rather than chosen from a list: several words, and seldom twice the same. */
export function isFreeText(texts: readonly string[]): boolean {
  if (texts.length < fewestTexts) return false;
  // The parts of an id such as `7f3a-91c0-b2` are no words.
  const words = texts.reduce((sum, text) => sum + text.split(/\s+/).reduce((own, part) => own + countIn(part), 0), 0);
  return words >= fewestWords * texts.length && new Set(texts).size >= fewestDifferent * texts.length;
}
