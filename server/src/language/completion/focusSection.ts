/** Leaves out of a long section what cannot matter to its cursor, so that reading it again stays fast. */
import { indentOf } from './indentation.ts';

/** Sections up to this many characters are read whole. */
const shortSection = 4_000;

/**
 * Blanks the values of the entries beside the one that holds the cursor; their keys stay, because they are taken.
 *
 * @returns text of equal length; the text itself when it is short, or no block of entries
 */
export function focusSection(text: string, cursor: number): string {
  if (text.length <= shortSection) return text;
  const lines = splitLines(text);
  const header = lines.findIndex((line) => isContent(line.text));
  if (header === -1 || !/^[^\s#:]+:\s*(?:#.*)?$/.test(lines[header]?.text ?? '')) return text;
  const below = lines.slice(header + 1);
  const first = below.find((line) => isContent(line.text));
  const level = first === undefined ? 0 : indentOf(first.text);
  if (level === 0) return text;
  // Lines inside an entry are indented deeper than its key; anything else begins the next one.
  const isStart = (line: Line): boolean => isContent(line.text) && indentOf(line.text) <= level;
  const own = below.findLast(
    (line) => line.start <= cursor && (isStart(line) || (line.end >= cursor && indentOf(line.text) <= level)),
  );
  const from = own?.start ?? lines[header]?.start ?? 0;
  const to = below.find((line) => line.start > cursor && isStart(line))?.start ?? text.length;
  return lines
    .map((line, index) => {
      if (index <= header || (line.start >= from && line.start < to)) return line.text;
      const key = isStart(line) ? (/^\s*[^\s:#'"{}[\],]+:(?=\s|$)/.exec(line.text)?.[0] ?? '') : '';
      return key + line.text.slice(key.length).replace(/[^\r]/g, ' ');
    })
    .join('\n');
}

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function splitLines(text: string): readonly Line[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const end = start + line.length;
    const read = { text: line, start, end };
    start = end + 1;
    return read;
  });
}

function isContent(line: string): boolean {
  return /^\s*[^\s#]/.test(line);
}
