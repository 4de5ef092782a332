/** The name that an exception gets in Python 2. */
import { partOf, partsOf } from '../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';

/**
 * `error` of `except ValueError, error:`.
 *
 * @returns undefined for what Python 3.14 reads as two classes, which begin with a capital
 */
export function oldExceptName({ text }: PythonTree, clause: PythonNode): PythonNode | undefined {
  if (clause.type !== 'except_clause' || partOf(clause, 'alias') !== undefined) return undefined;
  const [, name, ...more] = partsOf(clause, 'value');
  if (name?.type !== 'identifier' || more.length > 0) return undefined;
  return /^[\p{Ll}_]/u.test(text.slice(name.start, name.end)) ? name : undefined;
}
