/** Whole view models made fit to be shown, so that no page and no tree has to remember it text by text. */
import { shownText } from './shownText.ts';

/**
 * A copy in which every text may be shown as it is.
 *
 * @param value plain data: objects, lists, texts, numbers
 * @param unchanged keys whose values are sent back or opened, and not read by a person
 */
export function showTexts(value: unknown, unchanged: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return shownText(value);
  if (Array.isArray(value)) return value.map((item: unknown) => showTexts(item, unchanged));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [
      key,
      unchanged.has(key) ? item : showTexts(item, unchanged),
    ]),
  );
}
