/** How quick fixes fill in keys: an absent one, an empty one, or several at once. */
import { insertKey, replaceText } from '../spec/edits.ts';
import type { TextChange } from '../spec/edits.ts';
import type { ObjectNode } from '../spec/located.ts';
import { entryOf } from '../yaml/nodes.ts';

/**
 * Gives a key of an object a value, whether the key is absent or stands there empty.
 *
 * @param value text after the colon, on the same line; empty text leaves the value to the user
 * @returns the change; for a key that has a value already, the change that replaces it
 */
export function fillKey<T>(object: ObjectNode<T>, key: keyof T & string, value: string): TextChange {
  const entry = entryOf(object.yaml, key);
  if (entry === undefined) return insertKey(object.yaml, key, value);
  const { section } = entry.keyPlace;
  const start = section.text.indexOf(':', entry.keyPlace.end) + 1;
  // Blanks before a comment belong to nobody, and a written `null` is replaced.
  const end = start + section.text.slice(start, Math.max(start, entry.place.end)).trimEnd().length;
  return replaceText({ section, start, end }, ` ${value}`);
}

/**
 * Makes one change of the insertions that begin at the same place, in their order: edits at one place have no order of
 * their own.
 */
export function joinInsertions(changes: readonly TextChange[]): readonly TextChange[] {
  const joined: TextChange[] = [];
  for (const change of changes) {
    const { section, start, end } = change.place;
    const index = joined.findIndex(
      ({ place }) => start === end && place.section === section && place.start === start && place.end === end,
    );
    const earlier = joined[index];
    if (earlier === undefined) joined.push(change);
    else joined[index] = { place: earlier.place, newText: earlier.newText + change.newText };
  }
  return joined;
}
