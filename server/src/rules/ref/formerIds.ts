/** What `renamed_from` says and cannot hold, because the records of that id belong to something else. */
import type { RecordedKind, StatedFormerId } from '../../spec/formerIds.ts';
import { statedFormerIds } from '../../spec/formerIds.ts';
import type { Fix } from '../../spec/edits.ts';
import { removeEntry, removeItem } from '../../spec/edits.ts';
import type { Project } from '../../spec/project.ts';
import { shorten } from '../../spec/words.ts';
import type { Finding } from '../rule.ts';

/** @param nouns how messages name each kind of entry */
export function* wrongFormerIds(project: Project, nouns: Readonly<Record<RecordedKind, string>>): Generator<Finding> {
  const claims = new Map<string, StatedFormerId>();
  for (const stated of statedFormerIds(project)) {
    const { kind, id, place, owner } = stated;
    const fixes = [removalOf(stated)].filter((fix) => fix !== undefined);
    const word = `\`${shorten(id)}\``;
    const first = claims.get(`${kind} ${id}`);
    const holder = project.entity(kind, id);
    if (id === owner) {
      yield { place, fixes, message: `${word} is the id that this ${nouns[kind]} has now: remove it.` };
    } else if (holder !== undefined) {
      yield {
        place,
        fixes,
        message: `${word} is another ${nouns[kind]}, to which its records belong: remove it, or rename that one.`,
      };
    } else if (first === undefined) {
      claims.set(`${kind} ${id}`, stated);
    } else {
      const message =
        first.owner === owner
          ? `${word} stands here twice: remove one.`
          : `The records of ${word} count as those of \`${shorten(first.owner)}\`, which names it first: remove it from one.`;
      yield { place, fixes, message, related: [{ place: first.place, message: `${word} is named here first.` }] };
    }
  }
}

/** Takes the id out of its list, and the key away with its last id. */
function removalOf({ id, place, entry }: StatedFormerId): Fix | undefined {
  const key = entry.entries.find((one) => one.key === 'renamed_from');
  if (key?.value?.kind !== 'list') return undefined;
  const item = key.value.items.find((one) => one.place.start === place.start);
  if (item === undefined) return undefined;
  const change = key.value.items.length === 1 ? removeEntry(entry, key) : removeItem(key.value, item);
  return { title: `Remove \`${shorten(id)}\``, changes: [change], isPreferred: true };
}
