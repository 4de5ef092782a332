/** The text of string literals. */
import type { PythonNode, PythonTree } from '../../notebook/syntax/pythonTree.ts';

export interface StringLiteral {
  /** What stands between the quotes, escapes as written; of a formatted string, up to its first value. */
  readonly text: string;
  /** Offsets of that text. */
  readonly start: number;
  readonly end: number;
  /** Whether values are put into it. */
  readonly isFormatted: boolean;
}

/** @param node a `string`; undefined for any other, and for one that is not closed */
export function stringValue(tree: PythonTree, node: PythonNode): StringLiteral | undefined {
  if (node.type !== 'string' || node.hasError) return undefined;
  const open = node.children.find(({ type }) => type === 'string_start');
  const close = node.children.find(({ type }) => type === 'string_end');
  if (open === undefined || close === undefined) return undefined;
  const value = node.children.find(({ type }) => type === 'interpolation');
  const end = value?.start ?? close.start;
  return { text: tree.text.slice(open.end, end), start: open.end, end, isFormatted: value !== undefined };
}
