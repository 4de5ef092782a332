/** Assignments to several names at once. */
import { partOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';

export function isPattern({ type }: PythonNode): boolean {
  return type === 'pattern_list' || type === 'tuple_pattern' || type === 'list_pattern';
}

/** Whether an assignment takes values apart that are written side by side, as `a, b = 1, 2` does and `a, b = f()` does not. */
export function unpacksLiteral(assignment: PythonNode): boolean {
  const right = partOf(assignment, 'right');
  return right !== undefined && /^(?:expression_list|tuple|list)$/.test(right.type);
}
