/** Keys that belong to another kind of their object: of a quality check, of a server. */
import { removeEntry } from '../spec/edits.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import { listOf } from '../spec/words.ts';
import { refusesKeys } from './keyProblems.ts';
import { ignored, invalid } from './problem.ts';
import type { AnyObject, Reading } from './problem.ts';

/**
 * @param kind value of the key `type`, stated or implied
 * @param what the object in words: "a check of type"
 */
export function* findMisplacedKeys(
  object: AnyObject,
  kind: string,
  what: string,
  reading: Reading,
): Generator<SpecProblem> {
  for (const entry of object.yaml.entries) {
    const kinds = object.shape.fields.get(entry.key)?.appliesWhen?.['type'];
    if (kinds === undefined || kinds.includes(kind)) continue;
    const report = refusesKeys(object.shape, reading) ? invalid : ignored;
    const others = kinds.length > 4 ? 'other types' : listOf(kinds);
    yield report(
      entry.keyPlace,
      `\`${entry.key}\` means nothing for ${what} ${kind}, only for ${others}: remove it, or correct the type.`,
      [{ title: `Remove \`${entry.key}\``, changes: [removeEntry(object.yaml, entry)] }],
    );
  }
}
