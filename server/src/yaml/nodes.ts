/** The YAML tree that everything above works on: positions, source texts and every duplicate, no values computed. */
import type { Place } from './place.ts';

export type YamlNode = YamlScalar | YamlMap | YamlList;

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  /** The text as the user wrote it: without quotes, escapes resolved in double quotes. */
  readonly text: string;
  readonly style: 'plain' | 'single-quoted' | 'double-quoted' | 'block';
  /**
   * Offset in the section at which `text` starts, when each character of it stands there as written: then a position
   * inside the text is a position in the file. Undefined with escapes, folded lines and block scalars.
   */
  readonly textStart: number | undefined;
}

export interface YamlMap {
  readonly kind: 'map';
  readonly place: Place;
  readonly flow: boolean;
  /** In file order, repeated keys included. */
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: string;
  readonly keyPlace: Place;
  /** Key and value. */
  readonly place: Place;
  /** Undefined when nothing, or only `~` or `null`, stands after the colon. */
  readonly value: YamlNode | undefined;
}

export interface YamlList {
  readonly kind: 'list';
  readonly place: Place;
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
}

/** What is wrong with a file as YAML, before anything is known about its meaning. */
export interface YamlProblem {
  readonly code: 'syntax' | 'duplicate-key' | 'tag' | 'alias-limit';
  readonly place: Place;
  /** One sentence: what happened, where it matters, what next. */
  readonly message: string;
  /** The parser's own code, such as `BAD_INDENT`, for rules that know a better explanation. */
  readonly parserCode?: string;
  /** The word on a line of its own that may become a key while it is typed; the rest is read as if it were not there. */
  readonly typed?: string;
  /** Ways to get rid of it, of which a person chooses one. */
  readonly ways?: readonly YamlWayOut[];
  /** Another place that belongs to the problem, such as the first of two equal keys. */
  readonly related?: { readonly place: Place; readonly message: string };
}

/** A way to get rid of a problem. */
export interface YamlWayOut {
  /** What it does, as an imperative. */
  readonly title: string;
  readonly deletes: readonly Place[];
}

/** The value of the last entry with a key: the one that readers of YAML take. */
export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.findLast((entry) => entry.key === key);
}

/** All scalars below a node, in file order; a node shared by aliases is visited once. */
export function* scalarsOf(node: YamlNode, seen = new Set<YamlNode>()): Generator<YamlScalar> {
  if (seen.has(node)) return;
  seen.add(node);
  switch (node.kind) {
    case 'scalar':
      yield node;
      return;
    case 'map':
      for (const entry of node.entries) if (entry.value !== undefined) yield* scalarsOf(entry.value, seen);
      return;
    case 'list':
      for (const item of node.items) yield* scalarsOf(item, seen);
  }
}
