/** Places in text that survive edits elsewhere in the file. */

/**
 * A stretch of a file that is parsed on its own: one top-level key with its value, or a whole file.
 * The same object serves as long as its text and its turn among equal texts stay the same, so that what was computed
 * from it can be kept when the user types in another section.
 */
export interface Section {
  readonly text: string;
}

/** A range of UTF-16 offsets inside a section, end exclusive. */
export interface Place {
  readonly section: Section;
  readonly start: number;
  readonly end: number;
}

/** The part of a place between two offsets that count from its start. */
export function within(place: Place, start: number, end: number): Place {
  const from = Math.min(place.start + start, place.end);
  return { section: place.section, start: from, end: Math.max(from, Math.min(place.start + end, place.end)) };
}
