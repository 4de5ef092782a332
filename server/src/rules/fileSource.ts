/** Why a file of measured values has nothing at the place that a spec names, and which place was meant. */
import type { TextFact } from '../../../schemas/facts.ts';
import { replaceText, scalarText } from '../spec/edits.ts';
import type { Fix } from '../spec/edits.ts';
import type { ScalarNode } from '../spec/located.ts';
import { nearest } from '../spec/nearest.ts';
import { readQuantity } from '../spec/quantity.ts';
import { listOf, shorten } from '../spec/words.ts';
import { readPlain } from '../stores/plainValue.ts';
import type { PlainValue } from '../stores/plainValue.ts';
import { leavesOf, pointerText } from '../stores/pointer.ts';
import { within } from '../yaml/place.ts';
import type { Place } from '../yaml/place.ts';
import { oncePer } from './oncePer.ts';

/** Names that one message lists. */
const listedNames = 5;

/** Parsed once: a fact stays the same object until its file changes. */
export const plainOf = oncePer((file: TextFact) => readPlain(file.text));

/** What a file holds instead of a value at a pointer. */
interface Instead {
  /** The end of a sentence, with its mark: "did you mean …?", or which values there are. */
  readonly advice: string;
  /** In the form of the pointer that was written; undefined when nothing is near. */
  readonly meant: string | undefined;
}

/**
 * @param pointer a JSON Pointer or keys joined by dots, which leads to no number
 * @param none what is said of a file without a number, as the end of a sentence without its mark
 */
export function insteadAt(value: PlainValue, pointer: string, none: string): Instead {
  const leaves = leavesOf(value, pointer.startsWith('/') ? { join: pointerText } : undefined);
  const places = [...leaves].flatMap(([place, leaf]) => (isMeasured(leaf) ? [place] : []));
  const below = places.filter((place) => startsBelow(place, pointer));
  const [only] = below;
  const meant = below.length === 1 ? only : (nearest(pointer, places) ?? endingLike(pointer, places));
  if (meant !== undefined) return { advice: `did you mean \`${shorten(meant)}\`?`, meant };
  return { advice: places.length === 0 ? `${none}.` : `it has ${someOf(below.length === 0 ? places : below)}.`, meant };
}

function startsBelow(place: string, pointer: string): boolean {
  return pointer !== '' && place.startsWith(pointer.startsWith('/') ? `${pointer}/` : `${pointer}.`);
}

function someOf(places: readonly string[]): string {
  const listed = listOf(places.slice(0, listedNames).map(shorten));
  return places.length > listedNames ? `places such as ${listed}` : listed;
}

function isMeasured(leaf: number | string): boolean {
  return typeof leaf === 'number' || readQuantity(leaf).kind === 'quantity';
}

/** The only place that ends with the keys that were written: `recall` for `/test/recall`. */
function endingLike(pointer: string, places: readonly string[]): string | undefined {
  if (pointer === '') return undefined;
  const isRooted = pointer.startsWith('/');
  const found = places.filter((place) => place.endsWith(isRooted ? pointer : `.${pointer}`));
  return found.length === 1 ? found[0] : undefined;
}

/** Changes a part of a text, which is the rest of it from `start`, to the name that was meant. */
export function changeTo(meant: string, node: ScalarNode<string | number | boolean>, start: number): readonly Fix[] {
  const place = partOf(node, start, node.text.length);
  // Elsewhere the whole text is written anew, so that YAML reads it as it is meant.
  const isPlain = node.textStart !== undefined && /^[\w./~-]+$/.test(meant);
  const change = isPlain
    ? replaceText(place, meant)
    : replaceText(node.place, scalarText(`${node.text.slice(0, start)}${meant}`));
  return [{ title: `Change to \`${shorten(meant)}\``, changes: [change], isPreferred: true }];
}

/** A part of a text, where it stands in the file letter for letter; else the whole. */
export function partOf({ place, textStart }: ScalarNode<string | number | boolean>, start: number, end: number): Place {
  if (textStart === undefined) return place;
  const offset = textStart - place.start;
  return within(place, offset + start, offset + end);
}
