/** Comments and cell tags of notebooks that silence a rule: `# plumbline: ignore[rule] reason`. */
import { endOfLine, suppressionTexts } from '../../spec/suppressions.ts';
import type { Suppression } from '../../spec/suppressions.ts';
import { descendants, pathTo } from '../../notebook/syntax/pythonTree.ts';
import type { PythonTree } from '../../notebook/syntax/pythonTree.ts';
import { lineStartOf } from '../../yaml/lines.ts';
import type { PythonCell } from './notebookRule.ts';

/** Offsets are those of the cell's text. */
export interface CellSuppression extends Suppression {
  readonly cell: number;
  /** Whether it is a tag of the cell, which has no place in its text. */
  readonly isTag: boolean;
}

/**
 * Finds the suppressions of a cell.
 *
 * At the end of a line a comment covers that line; as the first line of a cell, and as a tag, the whole cell; on any
 * other line of its own the statement below it.
 */
export function suppressionsOfCell({ cell, tree }: Pick<PythonCell, 'cell' | 'tree'>): readonly CellSuppression[] {
  const { text } = cell;
  const whole = { start: 0, end: text.length + 1 };
  const tags = cell.tags
    .filter((tag) => tag.startsWith('plumbline:'))
    .flatMap((tag) => suppressionTexts(`#${tag}`))
    .map((found) => ({
      comment: { start: 0, end: 0 },
      rules: found.rules.map(({ id }) => ({ id, start: 0, end: 0 })),
      reason: found.reason,
      covers: whole,
      cell: cell.index,
      isTag: true,
    }));
  const comments = suppressionTexts(text).flatMap((found) => {
    const { start } = found.comment;
    if (pathTo(tree.root, start).at(-1)?.type !== 'comment') return [];
    const lineStart = lineStartOf(text, start);
    const isOwnLine = text.slice(lineStart, start).trim() === '';
    const isFirst = text.slice(0, start).trim() === '';
    const line = { start: lineStart, end: endOfLine(text, start) };
    const covers = isFirst ? whole : isOwnLine ? statementBelow(tree, found.comment.end) : line;
    return [{ ...found, covers, cell: cell.index, isTag: false }];
  });
  return [...tags, ...comments];
}

/** The outermost node that begins behind an offset: a statement with all of its lines. */
function statementBelow({ root, text }: PythonTree, offset: number): Suppression['covers'] {
  for (const { type, start, end, isNamed } of descendants(root)) {
    if (start >= offset && isNamed && type !== 'comment') return { start: lineStartOf(text, start), end };
  }
  return { start: text.length, end: text.length };
}
