/** Moves the text of statements into functions: replaced ranges, new indentation, comments kept. */
import { descendants } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';

/** Replaces a range of a cell's code; an insertion has equal ends. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A stretch of a text with the edits in it made. Edits that overlap one before them are left out.
 *
 * @param edits in offsets of the whole text, in any order
 */
export function applyEdits(text: string, start: number, end: number, edits: readonly TextEdit[]): string {
  let result = '';
  let position = start;
  for (const edit of edits.toSorted((left, right) => left.start - right.start || left.end - right.end)) {
    if (edit.start < position || edit.end > end) continue;
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + text.slice(position, end);
}

/**
 * Edits that give the lines of a statement another indentation; lines inside texts of several lines stay as they are.
 *
 * @param indentation of the first line in the new place; the first line itself is not touched
 */
export function indentEdits(text: string, node: PythonNode, indentation: string): readonly TextEdit[] {
  const lineStart = text.lastIndexOf('\n', node.start - 1) + 1;
  const before = text.slice(lineStart, node.start);
  // Behind a semicolon, or after `>>> `, nothing can be said about the column of the lines that follow.
  const old = /^[ \t]*$/.test(before) ? before : '';
  const strings = [...descendants(node)].filter(({ type, start, end }) => {
    return type === 'string' && text.slice(start, end).includes('\n');
  });
  const edits: TextEdit[] = [];
  for (let next = text.indexOf('\n', node.start); next >= 0 && next < node.end; next = text.indexOf('\n', next + 1)) {
    const start = next + 1;
    if (strings.some((string) => string.start < start && start < string.end)) continue;
    const written = /^[ \t]*/.exec(text.slice(start, node.end))?.[0] ?? '';
    if (/^\r?$/.test(text.slice(start, endOfLine(text, start)).trim())) {
      // Blank lines carry no blanks.
      edits.push({ start, end: start + written.length, text: '' });
      continue;
    }
    const common = written.startsWith(old) ? old.length : 0;
    edits.push({ start, end: start + common, text: indentation });
  }
  return edits;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

/** The comments that belong to a statement: on the lines above it, and behind it on its last line. */
export interface Comments {
  readonly above: readonly string[];
  readonly behind: string | undefined;
}

/** @param after offset at which the statement before ends, so that its comments are not taken twice */
export function commentsOf(code: string, node: PythonNode, after: number): Comments {
  const lineStart = code.lastIndexOf('\n', node.start - 1) + 1;
  const between = code.slice(Math.max(after, 0), Math.max(after, lineStart));
  const lines = between.split('\n').map((line) => line.trim());
  // What stands behind the statement before belongs to that one.
  if (after > 0) lines.shift();
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  const firstOwn = lines.findLastIndex((line) => !line.startsWith('#')) + 1;
  const rest = code.slice(node.end, endOfLine(code, node.end));
  const behind = /^[ \t;]*(?<comment>#.*?)\r?$/.exec(rest)?.groups?.['comment'];
  return { above: lines.slice(firstOwn).filter((line) => line !== ''), behind };
}
