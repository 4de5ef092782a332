/** What to say of a word that is none of those that can be said. */
import { nearest } from '../spec/nearest.ts';

/**
 * @param otherwise a sentence for a word that nothing is near
 * @returns `did you mean …?`, or the other sentence
 */
export function adviceFor(word: string, names: readonly string[], otherwise: string): string {
  const begun = names.filter((name) => name.startsWith(word));
  const meant = begun.length === 1 && word !== '' ? begun[0] : nearest(word, names);
  return meant === undefined ? otherwise : `did you mean ${meant}?`;
}
