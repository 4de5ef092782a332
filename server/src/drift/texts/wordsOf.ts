/** The words of a text. */

const word = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)?/gu;
/** Writing without spaces between words: there a character stands for a word. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const digits = /\p{N}+/gu;

/**
 * Words in their order, in lower case; digits are all `0`, so that no number is a word of its own.
 *
 * Chinese, Japanese and others who write without spaces: one word for each character.
 */
export function wordsOf(text: string): readonly string[] {
  const words = text.normalize('NFKC').toLowerCase().match(word) ?? [];
  return words.flatMap((one) => (unspaced.test(one) ? Array.from(one) : [one.replace(digits, '0')]));
}

/** Whether a word is a character of a writing without spaces. */
export function isCharacter(word: string): boolean {
  return unspaced.test(word);
}
