/** What a mistake in YAML makes unreliable: the section and the entry that it stands in, and what follows it there. */
import type { YamlFile } from './yamlFile.ts';

/** A stretch of a file, in offsets of the file. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A mistake that leaves part of a file unread. */
export interface Damage {
  /** Where the mistake stands, as an offset of the file. */
  readonly at: number;
  /** The key at the top level whose value holds it; undefined above the first key. */
  readonly key: string | undefined;
  /** From that key to the next one. */
  readonly section: Stretch;
  /** The word that is all that was made of a key so far, where that is the whole mistake. */
  readonly typed: string | undefined;
  /** The entry below that key that holds it, up to the next entry; the section where there are none. */
  readonly entry: Stretch;
}

/** The mistakes of a file that leave part of it unread, in file order; nothing for a file that parses. */
export function findDamage(yaml: YamlFile): readonly Damage[] {
  const broken = yaml.problems.filter(({ code }) => code === 'syntax');
  if (broken.length === 0) return [];
  return broken
    .flatMap(({ place, typed }) => {
      const range = yaml.rangeOf(place);
      if (range === undefined) return [];
      // A merge conflict may go over sections.
      const places = place.end > place.section.text.length ? [range.start, range.end - 1] : [range.start];
      return places.map((at) => ({ ...damageAt(yaml, at), typed }));
    })
    .toSorted((left, right) => left.at - right.at);
}

function damageAt(yaml: YamlFile, at: number): Omit<Damage, 'typed'> {
  const startOf = (entry: YamlFile['entries'][number]): number => yaml.rangeOf(entry.keyPlace)?.start ?? 0;
  const section = cutAt(at, yaml.entries.map(startOf), { start: 0, end: yaml.text.length });
  const top = yaml.entries.findLast((entry) => startOf(entry) <= at);
  const below = top?.value?.kind === 'map' && !top.value.flow ? top.value.entries.map(startOf) : [];
  return { at, key: top?.key, section, entry: cutAt(at, below, section) };
}

/** The stretch between two neighbouring starts that holds an offset. */
function cutAt(at: number, starts: readonly number[], whole: Stretch): Stretch {
  return {
    start: starts.findLast((start) => start <= at) ?? whole.start,
    end: starts.find((start) => start > at) ?? whole.end,
  };
}
