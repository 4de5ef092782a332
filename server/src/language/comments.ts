/** The comments of a file, found in its text: the tree has none. */
import { oncePer } from '../rules/oncePer.ts';
import { lineStartOf } from '../yaml/lines.ts';
import type { YamlNode } from '../yaml/nodes.ts';
import type { Place } from '../yaml/place.ts';
import type { YamlFile } from '../yaml/yamlFile.ts';

export interface Comment {
  /** Offsets in the file, from `#` to the end of its text. */
  readonly start: number;
  readonly end: number;
  /** Whether nothing else stands on its line. */
  readonly isAlone: boolean;
}

const commentStart = /(?<=^|[\s\uFEFF])#[^\r\n]*/gm;

/** In file order; a `#` inside a key or a value is none. */
export const commentsOf = oncePer((file: YamlFile): readonly Comment[] => {
  const taken = textRanges(file);
  const comments: Comment[] = [];
  let next = 0;
  for (const match of file.text.matchAll(commentStart)) {
    const start = match.index;
    while (next < taken.length && (taken[next]?.end ?? 0) <= start) next += 1;
    if ((taken[next]?.start ?? Number.POSITIVE_INFINITY) <= start) continue;
    const isAlone = file.text.slice(lineStartOf(file.text, start), start).trim() === '';
    comments.push({ start, end: start + match[0].trimEnd().length, isAlone });
  }
  return comments;
});

/** Ranges of keys and scalars, sorted, none inside another. */
function textRanges(file: YamlFile): readonly { readonly start: number; readonly end: number }[] {
  const places: Place[] = [];
  const seen = new Set<YamlNode>();
  const visit = (node: YamlNode | undefined): void => {
    if (node === undefined || seen.has(node)) return;
    seen.add(node);
    switch (node.kind) {
      case 'scalar':
        places.push(node.place);
        return;
      case 'map':
        for (const entry of node.entries) {
          places.push(entry.keyPlace);
          visit(entry.value);
        }
        return;
      case 'list':
        for (const item of node.items) visit(item);
    }
  };
  for (const entry of file.entries) {
    places.push(entry.keyPlace);
    visit(entry.value);
  }
  const ranges = places
    .flatMap((place) => file.rangeOf(place) ?? [])
    .toSorted((left, right) => left.start - right.start);
  let reached = -1;
  return ranges.filter(({ start, end }) => {
    if (start < reached) return false;
    reached = end;
    return true;
  });
}
