/** Notes in the margin of a spec: what a value comes to, said beside it in a few words. */
import type { Location } from 'vscode-languageserver-types';
import type { HintCategory } from '../../../../schemas/marginHints.ts';
import type { MapNode, ObjectNode, QuantityNode } from '../../spec/located.ts';
import type { Place } from '../../yaml/place.ts';

export interface NotePart {
  readonly category: HintCategory;
  /** Plain text of a few words. */
  readonly text: string;
  /** The whole explanation in Markdown, made when somebody asks. */
  readonly explain: () => string;
  /** Where the number comes from; undefined when there is nothing to open. */
  readonly opens: () => Location | undefined;
}

export interface MarginNote {
  /** Keys from the top of the spec to the value: unique, and the same until a key is renamed. */
  readonly path: string;
  /** The note stands right behind it. */
  readonly after: Place;
  /** Most telling first. */
  readonly parts: readonly NotePart[];
}

/** A value that may get a note, and how its parts are found out, which costs more than knowing where it stands. */
export interface NotePlace {
  readonly path: string;
  readonly after: Place;
  readonly find: () => readonly NotePart[];
}

/** One path for a place in the spec; ids hold no slashes. */
export function pathText(path: readonly (string | number)[]): string {
  return path.join('/');
}

/** The end of an entry on one line, else the end of its key with the colon, so that a note never stands far below. */
export function afterEntry(node: ObjectNode<object> | MapNode<unknown>): Place {
  const { place, keyPlace, yaml } = node;
  if (yaml.flow || keyPlace === undefined) return place;
  return { section: keyPlace.section, start: keyPlace.start, end: keyPlace.end + 1 };
}

/** A place for a note behind a quantity. */
export function afterQuantity(node: QuantityNode, find: NotePlace['find']): NotePlace {
  return { path: pathText(node.path), after: node.place, find };
}
