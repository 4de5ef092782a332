/** Whether a file of tests has one of a name, and runs it. */
import ts from 'typescript';

/** Calls that run what they hold never, or only on some machines. */
const skipping = /^x(?:it|test|describe)\b|\.(?:skip|todo|skipIf|runIf)\b/;

/**
 * Looks for a test, a group of tests, or an entry of a table of tests.
 *
 * @param text source of the file
 * @param name as it stands there in quotes
 * @returns `skipped` when every place with the name is one that a call such as `it.skip` or `describe.runIf` holds
 */
export function findClaimedTest(text: string, name: string): 'runs' | 'skipped' | 'missing' {
  const found: boolean[] = [];
  const visit = (node: ts.Node, isSkipped: boolean): void => {
    if (ts.isStringLiteralLike(node) && node.text === name) found.push(isSkipped);
    const isSkippedBelow = isSkipped || (ts.isCallExpression(node) && skipping.test(node.expression.getText(file)));
    ts.forEachChild(node, (child) => visit(child, isSkippedBelow));
  };
  const file = ts.createSourceFile('tests.ts', text, ts.ScriptTarget.Latest, true);
  visit(file, false);
  if (found.length === 0) return 'missing';
  return found.every((isSkipped) => isSkipped) ? 'skipped' : 'runs';
}
