/** Comments that silence a rule: `# plumbline: ignore[rule, rule] reason`. */
import { lineStartOf } from '../yaml/lines.ts';
import { scalarsOf } from '../yaml/nodes.ts';
import type { YamlFile } from '../yaml/yamlFile.ts';

/** Offsets in the file, end exclusive. */
interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Suppression {
  /** The comment, from `#` to the end of its text. */
  readonly comment: Range;
  readonly rules: readonly (Range & { readonly id: string })[];
  /** Empty when none was given. */
  readonly reason: string;
  /** Findings that start in here are covered. */
  readonly covers: Range;
}

const pattern = /#[ \t]*plumbline:[ \t]*ignore[ \t]*\[([^\]\r\n]*)\][ \t]*([^\r\n]*)/g;

/**
 * Finds the suppressions of a file.
 *
 * At the end of a line a comment covers that line; on a line of its own it covers the key (or list item) below it with
 * its whole value. Read from the text by indentation, so that it holds in a file that does not parse, too.
 */
export function findSuppressions(file: YamlFile): readonly Suppression[] {
  const { text } = file;
  const suppressions: Suppression[] = [];
  for (const found of suppressionTexts(text)) {
    const { start } = found.comment;
    const before = text.charAt(start - 1);
    if (start > 0 && !/\s/.test(before)) continue;
    if (isInsideText(file, start)) continue;
    const lineStart = lineStartOf(text, start);
    const isOwnLine = text.slice(lineStart, start).trim() === '';
    suppressions.push({
      ...found,
      covers: isOwnLine ? blockBelow(text, start) : { start: lineStart, end: endOfLine(text, start) },
    });
  }
  return suppressions;
}

/** Everything in a text that has the form of a suppression, wherever it stands. */
export function suppressionTexts(text: string): readonly Omit<Suppression, 'covers'>[] {
  return [...text.matchAll(pattern)].map((match) => {
    const start = match.index;
    return {
      comment: { start, end: start + match[0].trimEnd().length },
      rules: splitRules(match[1] ?? '', start + match[0].indexOf('[') + 1),
      reason: (match[2] ?? '').trim(),
    };
  });
}

function splitRules(list: string, offset: number): Suppression['rules'] {
  const rules: (Range & { id: string })[] = [];
  for (const match of list.matchAll(/[^,\s]+/g)) {
    const start = offset + match.index;
    rules.push({ id: match[0], start, end: start + match[0].length });
  }
  return rules;
}

function isInsideText(file: YamlFile, offset: number): boolean {
  for (const entry of file.entries) {
    const range = file.rangeOf(entry.place);
    if (entry.value === undefined || range === undefined || offset < range.start || offset >= range.end) continue;
    for (const scalar of scalarsOf(entry.value)) {
      const place = file.rangeOf(scalar.place);
      if (place !== undefined && place.start <= offset && offset < place.end) return true;
    }
  }
  return false;
}

/** Offset of the line break behind an offset, or of the end of the text. */
export function endOfLine(text: string, offset: number): number {
  const index = text.indexOf('\n', offset);
  return index === -1 ? text.length : index;
}

/** The next line that is neither blank nor a comment, with the lines below it that are indented deeper. */
function blockBelow(text: string, offset: number): Range {
  let start: number | undefined;
  let indent = 0;
  let lineStart = endOfLine(text, offset) + 1;
  while (lineStart < text.length) {
    const end = endOfLine(text, lineStart);
    const line = text.slice(lineStart, end);
    const content = line.trimStart();
    const isContent = content.trim() !== '' && !content.startsWith('#');
    if (isContent && start === undefined) {
      start = lineStart;
      indent = line.length - content.length;
    } else if (isContent && start !== undefined && line.length - content.length <= indent) {
      // A list may stand at the column of its key, and still belongs to it.
      const isOwnList =
        content.startsWith('- ') && line.length - content.length === indent && !startsWithDash(text, start);
      if (!isOwnList) return { start, end: lineStart };
    }
    lineStart = end + 1;
  }
  return { start: start ?? text.length, end: text.length };
}

function startsWithDash(text: string, lineStart: number): boolean {
  return text.slice(lineStart).trimStart().startsWith('- ');
}
