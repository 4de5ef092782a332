/** Cuts a file into sections that can be parsed on their own, and hides what would mislead the parser. */

/** A file that cannot be cut safely is one section. */
export interface Cut {
  /** Offsets at which sections start, ascending; each ends where the next starts. */
  readonly starts: readonly number[];
  /** Text of equal length to parse: conflict markers and the other side of a conflict are blanked. */
  readonly text: string;
  readonly conflicts: readonly { readonly start: number; readonly end: number; readonly marker: string }[];
}

const sectionStart = /^(?:[A-Za-z_][^\n]*|(?:"[^"\n]*"|'[^'\n]*')[ \t]*:[^\n]*)$/gm;
const wholeFileOnly = /^(?:%|---(?=\s|$)|\.\.\.(?=\s|$))/m;
const conflictMarker = /^(?:<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|$)[^\n]*$/gm;

/** Whether a line, without its line break, is one that a merge left. */
export function isConflictMarker(line: string): boolean {
  return line.search(conflictMarker) === 0;
}

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

/** Keeps our side of each merge conflict and blanks the markers and the other sides, length for length. */
function maskConflicts(text: string): { masked: string; conflicts: Cut['conflicts'] } {
  const conflicts: { start: number; end: number; marker: string }[] = [];
  let masked = '';
  let copied = 0;
  let hiddenFrom: number | undefined;
  const blank = (from: number, to: number) => text.slice(from, to).replace(/[^\r\n]/g, ' ');
  for (const match of text.matchAll(conflictMarker)) {
    const start = match.index;
    const end = start + match[0].length;
    const sign = match[0].charAt(0);
    // Seven equals signs alone are a heading in prose; they count only inside a conflict.
    if ((sign === '=' || sign === '|' || sign === '>') && conflicts.length === 0) continue;
    conflicts.push({ start, end, marker: match[0].slice(0, 7) });
    masked += hiddenFrom === undefined ? text.slice(copied, start) : blank(copied, start);
    masked += blank(start, end);
    copied = end;
    hiddenFrom = sign === '=' || sign === '|' ? end : undefined;
  }
  masked += hiddenFrom === undefined ? text.slice(copied) : blank(copied, text.length);
  return { masked, conflicts };
}
