/** Texts of the page in the language of the editor; English where nobody has translated one. */
import { pageTexts, pageTextsId } from '../../../schemas/pageTexts.ts';

const texts = readTexts();

/** Whether there is anything to look up. */
export const isTranslated = texts.size > 0;

function readTexts(): ReadonlyMap<string, string> {
  // The same functions word charts in tests without a page.
  const json = typeof document === 'undefined' ? undefined : document.getElementById(pageTextsId)?.textContent;
  return new Map(json === undefined ? [] : Object.entries(pageTexts.parse(JSON.parse(json))));
}

/** @returns undefined for a text that nobody has translated */
export function findText(message: string): string | undefined {
  return texts.get(message);
}

/**
 * A text in the language of the editor.
 *
 * @param message in English and written out where it is used, which is how translators get it; `{0}` stands for the
 *   first of `args`
 */
export function t(message: string, ...args: readonly (string | number)[]): string {
  const text = findText(message) ?? message;
  return text.replace(/\{(\d+)\}/g, (hole, index: string) => String(args[Number(index)] ?? hole));
}
