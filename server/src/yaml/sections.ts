/** Cuts a file into sections that can be parsed on their own, and hides what would mislead the parser. */
import { maskConflicts } from './conflicts.ts';
import type { Conflict } from './conflicts.ts';

/** A file that cannot be cut safely is one section. */
export interface Cut {
  /** Offsets at which sections start, ascending; each ends where the next starts. */
  readonly starts: readonly number[];
  /** Text of equal length to parse: conflict markers and the other side of a conflict are blanked. */
  readonly text: string;
  readonly conflicts: readonly Conflict[];
}

const sectionStart = /^(?:[A-Za-z_][^\n]*|(?:"[^"\n]*"|'[^'\n]*')[ \t]*:[^\n]*)$/gm;
const wholeFileOnly = /^(?:%|---(?=\s|$)|\.\.\.(?=\s|$))/m;

/**
 * Cuts text before each key at column 0.
 *
 * At column 0 nothing else can start a line in the middle of a value: block scalars are indented, and flow collections
 * and quoted text must be. Directives and document markers concern the whole file, which is then one section.
 */
export function cutSections(text: string): Cut {
  const { masked, conflicts } = maskConflicts(text);
  if (wholeFileOnly.test(masked)) return { starts: [0], text: masked, conflicts };
  const starts: number[] = [];
  for (const match of masked.matchAll(sectionStart)) starts.push(match.index);
  // What stands before the first key (comments, a byte-order mark) belongs to the first section.
  if (starts.length === 0) return { starts: [0], text: masked, conflicts };
  starts[0] = 0;
  return { starts, text: masked, conflicts };
}

/** The key that a section begins with; undefined where that takes a parser to tell. */
export function keyOfSection(text: string): string | undefined {
  return /^([A-Za-z_][\w.-]*)[ \t]*:(?=\s|$)/m.exec(text)?.[1];
}
