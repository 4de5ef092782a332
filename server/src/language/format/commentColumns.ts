/** Where comments after code begin: one blank behind it, or in the column that several of them share. */
import { commentsOf } from '../comments.ts';
import type { FormatSource } from './formatSource.ts';
import type { LineTable } from './lineTable.ts';
import type { Respacing } from './spacing.ts';

interface TrailingComment {
  /** Offset behind the code. */
  readonly codeEnd: number;
  readonly start: number;
  /** Column of the comment as it is written. */
  readonly column: number;
  /** Column behind the code once the line is formatted. */
  readonly newCodeEnd: number;
}

/**
 * Blanks before comments.
 *
 * Comments that stand below each other were lined up on purpose and stay so, as far as the code leaves room. A comment
 * that keeps its column finds the same neighbours when the file is formatted again, so the second time changes nothing.
 *
 * @param changes everything else that formatting does
 */
export function placeComments(
  file: FormatSource,
  table: LineTable,
  changes: readonly Respacing[],
): readonly Respacing[] {
  const comments = trailingComments(file, table, changes);
  const fitting = comments.filter(({ column, newCodeEnd }) => newCodeEnd < column);
  const byColumn = Map.groupBy(fitting, ({ column }) => column);
  return comments.flatMap(({ codeEnd, start, column, newCodeEnd }) => {
    const isShared = newCodeEnd < column && (byColumn.get(column)?.length ?? 0) > 1;
    const newText = isShared ? ' '.repeat(column - newCodeEnd) : ' ';
    return start - codeEnd === newText.length && file.yaml.text.slice(codeEnd, start) === newText
      ? []
      : [{ start: codeEnd, end: start, newText }];
  });
}

function trailingComments(
  file: FormatSource,
  table: LineTable,
  changes: readonly Respacing[],
): readonly TrailingComment[] {
  const byLine = Map.groupBy(changes, ({ start }) => table.lineAt(start));
  return commentsOf(file.yaml).flatMap(({ start, isAlone }) => {
    const number = table.lineAt(start);
    const line = table.lines[number];
    if (isAlone || line === undefined) return [];
    const codeEnd = line.start + file.yaml.text.slice(line.start, start).replace(/[ \t]+$/, '').length;
    const grown = (byLine.get(number) ?? [])
      .filter((change) => change.end <= codeEnd)
      .reduce((sum, change) => sum + change.newText.length - (change.end - change.start), 0);
    return [{ codeEnd, start, column: start - line.start, newCodeEnd: codeEnd - line.start + grown }];
  });
}
