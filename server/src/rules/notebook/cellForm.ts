/** Tells Python from what else stands in code cells: old Python, mistakes, prose, logs and tracebacks. */
import { keptOn } from '../../notebook/memory/keptOn.ts';
import { nodesOfType } from '../../notebook/syntax/nodeIndex.ts';
import type { PythonTree } from '../../notebook/syntax/pythonTree.ts';
import type { CellForm } from './notebookRule.ts';
import { isPython2, python2Types } from './python2Forms.ts';

/** Signs of a traceback or of a log, each at the start of a line. */
const logLine =
  /^(?:Traceback \(most recent call last\)|-{20,}$|={20,}$|[-\w.]+(?:Error|Exception|Warning): |-{3,}> ?\d+ |\d{4}-\d\d-\d\d[ T]\d\d:\d\d|Epoch \d+\/\d+|\[?(?:INFO|WARNING|ERROR|DEBUG)\b|Out\[\d+\]:)/;
/** Words in a row, as no Python has them. */
const proseLine =
  /^(?:[-*•]|\d+[.)])?\s*(?!(?:from|import|not|async|await|return|yield|raise|del|global|assert|print)\b)[A-Za-z][\w'’,-]*(?:\s+[\w'’"“”(),;:%-]+){2,}[.!?:]?$/;

/** Of a text that the grammar refuses, the share of lines that makes it something else than Python. */
const foreignShare = 0.5;

export const formOf = keptOn((tree: PythonTree): CellForm => {
  if (!tree.root.hasError) {
    return nodesOfType(tree, ...python2Types).some((node) => isPython2(tree, node)) ? 'python2' : 'python';
  }
  const lines = tree.text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const foreign = lines.filter(isForeign);
  return foreign.length > 0 && foreign.length >= lines.length * foreignShare ? 'prose' : 'broken';
});

/** Whether a line is a log's, or prose. */
function isForeign(line: string): boolean {
  return logLine.test(line) || (proseLine.test(line) && !/[=[\]{}]|\w\(/.test(line));
}

/** Whether a text that is no Python is what a program printed. */
export function isLog(text: string): boolean {
  return text.split(/\r?\n/).some((line) => logLine.test(line.trim()));
}
