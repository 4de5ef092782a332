/** Rules about what a notebook is made of: can it be read, is it Python, is it Python of today. */
import type { Notebook } from '../../notebook/read/notebook.ts';
import { nodesOfType } from '../../notebook/syntax/nodeIndex.ts';
import { descendants } from '../../notebook/syntax/pythonTree.ts';
import type { PythonNode } from '../../notebook/syntax/pythonTree.ts';
import { firstLineOf } from './cellLines.ts';
import { isLog } from './cellForm.ts';
import type { NotebookFinding, NotebookRule, PythonCell } from './notebookRule.ts';
import { python2FormOf, python2Types } from './python2Forms.ts';

export const readingRules: readonly NotebookRule[] = [
  {
    id: 'notebook/unreadable',
    severity: 'E/E/E',
    finds: 'a notebook file that cannot be read',
    why: 'Nothing else can be said about it, and Jupyter will not open it either. A conflict that git left in the file, a download that broke off, or a format that is older than 2 are the usual reasons.',
    *check({ notebook }) {
      for (const { code, at, line, message } of notebook.problems) {
        if (code === 'unreadable' || code === 'too-large') yield { at, line, message };
      }
    },
  },
  {
    id: 'notebook/unparsable',
    severity: 'W/W/W',
    finds: 'a code cell that is not Python',
    why: 'It fails as soon as it is run, and what it defines cannot be followed or promoted; statements around a mistake are still checked. Text belongs into a Markdown cell, a log or a traceback into a raw one.',
    *check({ notebook, pythonCells }) {
      for (const cell of pythonCells) {
        if (cell.form === 'broken' || cell.form === 'prose') yield unparsable(notebook, cell);
      }
    },
  },
  {
    id: 'notebook/python2',
    severity: 'I/I/I',
    finds: 'code that only Python 2 understands',
    why: 'Python 2 has had no releases since 2020, and none of the libraries of today run on it. What can be rewritten mechanically has a quick fix.',
    hasFix: true,
    *check({ pythonCells }) {
      for (const { cell, tree } of pythonCells) {
        for (const node of nodesOfType(tree, ...python2Types)) {
          const form = python2FormOf(tree, node);
          if (form === undefined) continue;
          const place = ({ start, end }: { start: number; end: number }) => ({ cell: cell.index, start, end });
          const changes = form.changes.map((change) => ({ at: place(change), newText: change.newText }));
          const isMechanical = changes.length > 0 && !node.hasError;
          yield {
            at: place(form),
            message: `Python 3 does not know ${form.what}: ${isMechanical ? 'rewrite it.' : 'rewrite it by hand.'}`,
            fixes: isMechanical ? [{ title: 'Rewrite for Python 3', changes, isPreferred: true }] : [],
          };
        }
      }
    },
  },
  {
    id: 'notebook/other-kernel',
    severity: 'I/I/I',
    finds: 'code in another language than Python',
    why: 'Only Python is checked and promoted. What such a cell reads and changes is not known, so keep it out of the way of the results.',
    *check({ notebook }) {
      const isForeign = (language: string) => language !== 'python' && language !== 'python2';
      const code = notebook.cells.filter((cell) => cell.kind === 'code');
      if (isForeign(notebook.language)) {
        const [first] = code;
        const at = first === undefined ? undefined : firstLineOf(notebook, first.index);
        yield { at, message: `This notebook is written in ${notebook.language}: only Python is checked.` };
        return;
      }
      for (const { index, language, text } of code) {
        if (!isForeign(language) || text.trim() === '') continue;
        yield {
          at: firstLineOf(notebook, index),
          message: `This cell is written in ${language}: it is not checked, and nothing is known of what it changes.`,
        };
      }
    },
  },
];

function unparsable(notebook: Notebook, { cell, tree, form }: PythonCell): NotebookFinding {
  if (form === 'prose') {
    const log = isLog(cell.text);
    const message = log
      ? 'This cell holds a log or a traceback, not Python: make it a raw cell, or remove it.'
      : 'This cell holds text, not Python: make it a Markdown cell.';
    return { at: firstLineOf(notebook, cell.index), message };
  }
  const bracket = unclosedBracket(tree.root);
  if (bracket !== undefined) {
    const at = { cell: cell.index, start: bracket.start, end: bracket.end };
    return { at, message: `This \`${bracket.type}\` is never closed, so the cell does not run: close it.` };
  }
  const problem = firstProblem(tree.root) ?? tree.root;
  const end = endOfFirstLine(cell.text, problem);
  const at = { cell: cell.index, start: problem.start, end };
  if (problem.isMissing) {
    const what = problem.isNamed ? 'Something' : `\`${problem.type}\``;
    return { at, message: `${what} is missing here, so this cell does not run: complete it.` };
  }
  return { at, message: 'This is not Python, so the cell does not run: correct it, or remove it.' };
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The first bracket that nothing closes. */
function unclosedBracket(root: PythonNode): PythonNode | undefined {
  const open: PythonNode[] = [];
  for (const node of descendants(root)) {
    if (node.isNamed || node.isMissing) continue;
    if (Object.hasOwn(closing, node.type)) open.push(node);
    else if (node.type === closing[open.at(-1)?.type ?? '']) open.pop();
  }
  return open[0];
}

/** The smallest part, first in the text, that the grammar has no rule for. */
function firstProblem(root: PythonNode): PythonNode | undefined {
  let found: PythonNode | undefined;
  for (const node of descendants(root)) {
    if (!node.isMissing && node.type !== 'ERROR') continue;
    if (found !== undefined && node.start >= found.end && !found.isMissing) break;
    found ??= node;
    // What an error holds says better where it begins.
    if (found !== node && node.start >= found.start && node.end <= found.end) found = node;
  }
  return found;
}

/** Of a problem over many lines the first says enough. */
function endOfFirstLine(text: string, { start, end }: PythonNode): number {
  const lineEnd = text.slice(start, end).search(/\r?\n/);
  return lineEnd <= 0 ? end : start + lineEnd;
}
