/** Why a statement cannot become code of a package, where that is so. */
import type { Magic } from '../read/maskedCell.ts';
import { runPath } from '../read/runPath.ts';
import { descendants } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import type { StatementCode } from './notebookCode.ts';
import { isToldByWarning, magicsIn } from './shellLines.ts';

/** Names that only a kernel has. */
const kernelNames = /^(?:get_ipython|In|Out|_{1,3}|_i{1,3}|_i?\d+|_oh|_ih|_dh|_sh)$/;
const scopes: ReadonlySet<string> = new Set(['function_definition', 'lambda', 'class_definition']);

/**
 * @param definedNames names that some cell defines
 * @returns a sentence; undefined when nothing speaks against it
 */
export function whyLeft(
  code: StatementCode,
  magics: readonly Magic[],
  definedNames: ReadonlySet<string>,
): string | undefined {
  const { statement, node, names, parsed } = code;
  if (statement.isLeftOut) return 'The cell was never run, and nothing needs it.';
  if (node === undefined) return 'A line of IPython has no counterpart in a package.';
  if (node.hasError || isTornApart(node, parsed.code)) return 'This is no valid Python.';
  const kernelName = names.find(({ name }) => kernelNames.test(name) && !definedNames.has(name));
  if (kernelName !== undefined) return `\`${kernelName.name}\` exists in a notebook alone.`;
  const lines = magicsIn(code, magics);
  const run = lines.find(({ name }) => name === 'run');
  if (run !== undefined) return whyNotRun(run);
  const isLeft = lines.some((magic) => magic.treatment === 'left' && !(isCompound(node) && isToldByWarning(magic)));
  if (isLeft) return 'A line of IPython in it has no counterpart in a package.';
  if (statement.isOpaque) return 'It runs code that is made while it runs, so nobody can say what it needs.';
  return whyInvalid(node, parsed.code);
}

/** Whether a line ends in the middle of a simple statement, as in `bucket =`: the grammar goes on in the next line. */
function isTornApart(node: PythonNode, code: string): boolean {
  if (node.type !== 'expression_statement') return false;
  let depth = 0;
  let before = node.start;
  for (const { start, end, type, children } of descendants(node)) {
    if (type === 'string') {
      if (depth === 0 && isTorn(code.slice(before, start))) return true;
      before = Math.max(before, end);
    }
    if (children.length > 0 || start < before) continue;
    if (depth === 0 && isTorn(code.slice(before, start))) return true;
    if (/^[([{]$/.test(type)) depth += 1;
    if (/^[)\]}]$/.test(type)) depth -= 1;
    before = end;
  }
  return false;
}

function isTorn(gap: string): boolean {
  return gap.includes('\n') && !/\\\r?\n/.test(gap);
}

function isCompound({ type }: PythonNode): boolean {
  return blockTypes.has(type) || type === 'decorated_definition';
}

/** What another file binds here is in no cell of this notebook. */
function whyNotRun({ argument }: Magic): string {
  return `It runs the code of \`${runPath(argument)}\` with names of this notebook: import what it defines from a module, or copy its cells here.`;
}

/** What the lenient grammar takes and Python refuses, where a statement goes into a function. */
function whyInvalid(node: PythonNode, code: string): string | undefined {
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    switch (next.type) {
      case 'await':
        return 'It waits at the top level, which only a notebook can.';
      case 'return_statement':
      case 'yield':
        return 'It returns outside a function.';
      case 'exec_statement':
        return 'This is Python 2.';
      case 'wildcard_import':
        return 'It imports everything inside a block.';
      default:
    }
    if (!scopes.has(next.type)) open.push(...next.children);
  }
  for (const child of descendants(node)) {
    if (child.type === 'exec_statement') return 'This is Python 2.';
    if (child.type === '<>') return 'This is Python 2.';
    if (child.type === 'integer' && /^0\d*[1-9]|^\d+[lL]$/.test(code.slice(child.start, child.end))) {
      return 'This is Python 2.';
    }
    const body = blockTypes.has(child.type)
      ? child.children.find(({ field }) => field === 'body' || field === 'consequence')
      : child;
    if (body === undefined || (blockTypes.has(child.type) && body.children.length === 0))
      return 'This is no valid Python.';
  }
  return undefined;
}

const blockTypes: ReadonlySet<string> = new Set([
  'if_statement',
  'for_statement',
  'while_statement',
  'with_statement',
  'try_statement',
  'function_definition',
  'class_definition',
]);
