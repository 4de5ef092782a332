/** The level of a line that is being typed, read from the lines around it. */
import { lineStartOf } from '../../yaml/lines.ts';
import type { Step } from '../treePath.ts';

/** Spaces at the start of a line. */
export function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}

/** A line above the cursor, as far as its level matters. */
interface Line {
  /** Column of the content, after the dashes of list items. */
  readonly content: number;
  /** Column of the first dash, or of the content. */
  readonly first: number;
  /** Whether a value follows on the same line, so that nothing can be nested below. */
  readonly hasValue: boolean;
}

/**
 * The column at which a new key of a block is read.
 *
 * The column of the cursor where it fits a level that exists, else that of the nearest one: keys below the same parent
 * must stand in one column, and nothing can stand below a key that has a value on its line.
 *
 * @param column where the word starts
 * @param isItem whether dashes stand before it, which make a level of their own
 */
export function blockIndentAt(text: string, lineStart: number, column: number, isItem: boolean): number {
  if (isItem || column === 0) return column;
  const above = linesAbove(text, lineStart);
  for (const line of above) {
    if (line.content === column) return column;
    if (line.content < column) return line.hasValue ? line.content : childIndent(text, lineStart, line, column);
    if (line.first < column) return line.content;
  }
  return column;
}

/** The column of the other children of a parent, which stand between it and the cursor, or below the cursor. */
function childIndent(text: string, lineStart: number, parent: Line, column: number): number {
  const above = linesAbove(text, lineStart);
  let child: number | undefined;
  for (const line of above) {
    if (line.content <= parent.content) break;
    child = line.first;
  }
  const lineEnd = text.indexOf('\n', lineStart);
  const below = lineEnd === -1 ? undefined : firstLine(text.slice(lineEnd + 1));
  if (child === undefined && below !== undefined && below.first > parent.content) child = below.first;
  return child ?? column;
}

/** Lines with content above an offset, nearest first. */
function* linesAbove(text: string, lineStart: number): Generator<Line> {
  let end = lineStart;
  while (end > 0) {
    const start = lineStartOf(text, end - 1);
    const line = readLine(text.slice(start, end));
    if (line !== undefined) yield line;
    end = start;
  }
}

function firstLine(text: string): Line | undefined {
  for (const line of text.split('\n')) {
    const read = readLine(line);
    if (read !== undefined) return read;
  }
  return undefined;
}

/** @returns undefined for blank lines and comments */
function readLine(line: string): Line | undefined {
  const match = /^( *)((?:- +)*)(.*)$/s.exec(line);
  if (match === null) return undefined;
  const [, spaces = '', dashes = '', rest = ''] = match;
  const content = rest.replace(/(?:^|\s)#.*$/s, '').trim();
  if (content === '' && dashes === '') return undefined;
  return {
    first: spaces.length,
    content: spaces.length + dashes.length,
    hasValue: content !== '' && !/:(?:\s+[&!]\S*)?$/.test(content),
  };
}

/**
 * A flow collection that was opened above the cursor and never closed, so that it swallowed the lines below.
 *
 * Lines inside a flow collection must be indented deeper than the line on which it opens; a line that is not, and does
 * not close it, is where the next key of a block begins.
 *
 * @returns the stretch to take out: from the opening bracket to that line
 */
export function findBrokenFlow(
  text: string,
  cursor: number,
  steps: readonly Step[],
): { readonly start: number; readonly end: number } | undefined {
  for (const step of steps) {
    const collection = step.kind === 'entry' ? step.map : step.list;
    if (!collection.flow) continue;
    const start = collection.place.start;
    const indent = indentOf(text.slice(lineStartOf(text, start), start));
    let lineStart = text.indexOf('\n', start) + 1;
    while (lineStart > 0 && lineStart <= cursor) {
      const lineEnd = text.indexOf('\n', lineStart);
      const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
      const isOutside = line.trim() !== '' && indentOf(line) <= indent && !/^\s*[\]}#]/.test(line);
      if (isOutside) return { start, end: lineStart };
      if (lineEnd === -1) break;
      lineStart = lineEnd + 1;
    }
  }
  return undefined;
}
