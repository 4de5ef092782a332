/**
 * What Python 2 wrote differently, and how Python 3 writes it.
 *
 * @source "What's New In Python 3.0", chapter "Changed Syntax"
 */
import { namedChildren, partsOf } from '../../notebook/syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../notebook/syntax/pythonTree.ts';

/** Offsets in the cell. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export interface Python2Form {
  /** What is underlined. */
  readonly start: number;
  readonly end: number;
  /** What it is, as the subject of a sentence: "`print` without brackets". */
  readonly what: string;
  /** The mechanical way to Python 3; empty when a person must decide. */
  readonly changes: readonly Change[];
}

type Reader = (tree: PythonTree, node: PythonNode) => Python2Form | undefined;

const readers: Readonly<Record<string, Reader>> = {
  print_statement: readPrint,
  exec_statement: readExec,
  except_clause: readExcept,
  raise_statement: readRaise,
  comparison_operator: readUnequal,
  string: readBackticks,
  integer: readInteger,
};

/** The types of nodes that can be forms of Python 2. */
export const python2Types: readonly string[] = Object.keys(readers);

/** @returns undefined for a node that Python 3 reads the same */
export function python2FormOf(tree: PythonTree, node: PythonNode): Python2Form | undefined {
  return Object.hasOwn(readers, node.type) ? readers[node.type]?.(tree, node) : undefined;
}

export function isPython2(tree: PythonTree, node: PythonNode): boolean {
  return python2FormOf(tree, node) !== undefined;
}

function readPrint(tree: PythonTree, node: PythonNode): Python2Form | undefined {
  const [keyword, next] = node.children;
  if (keyword === undefined || next === undefined) return undefined;
  const file = node.children.find(({ type }) => type === 'chevron');
  const items = partsOf(node, 'argument');
  const [first] = items;
  const last = items.at(-1);
  const target = file === undefined ? undefined : namedChildren(file)[0];
  const options = [
    ...(node.children.at(-1)?.type === ',' && file?.end !== node.children.at(-2)?.end ? ['end=" "'] : []),
    ...(target === undefined ? [] : [`file=${tree.text.slice(target.start, target.end)}`]),
  ];
  const open = first?.start ?? node.end;
  const close = last?.end ?? node.end;
  const separator = first === undefined || options.length === 0 ? '' : ', ';
  return {
    start: keyword.start,
    end: keyword.end,
    what: '`print` without brackets',
    changes: [
      { start: keyword.end, end: open, newText: '(' },
      { start: close, end: node.end, newText: `${separator}${options.join(', ')})` },
    ],
  };
}

function readExec(tree: PythonTree, node: PythonNode): Python2Form | undefined {
  const [keyword] = node.children;
  const [code, ...scopes] = namedChildren(node);
  if (keyword === undefined || code === undefined) return undefined;
  const values = [code, ...scopes].map(({ start, end }) => tree.text.slice(start, end));
  return {
    start: keyword.start,
    end: keyword.end,
    what: '`exec` without brackets',
    changes: [{ start: keyword.end, end: node.end, newText: `(${values.join(', ')})` }],
  };
}

function readExcept(_tree: PythonTree, node: PythonNode): Python2Form | undefined {
  const comma = node.children.find(({ type }) => type === ',');
  const [type, name] = partsOf(node, 'value');
  if (comma === undefined || type === undefined || name === undefined) return undefined;
  return {
    start: type.start,
    end: name.end,
    what: '`except` with a comma',
    changes: [{ start: type.end, end: name.start, newText: ' as ' }],
  };
}

function readRaise(tree: PythonTree, node: PythonNode): Python2Form | undefined {
  const list = node.children.find(({ type }) => type === 'expression_list');
  if (list === undefined) return undefined;
  const [type, value, ...rest] = namedChildren(list);
  if (type === undefined || value === undefined) return undefined;
  const written = tree.text.slice(value.start, value.end);
  return {
    start: list.start,
    end: list.end,
    what: '`raise` with a comma',
    // A traceback as third value has another home in Python 3.
    changes: rest.length > 0 ? [] : [{ start: type.end, end: list.end, newText: `(${written})` }],
  };
}

function readUnequal(_tree: PythonTree, node: PythonNode): Python2Form | undefined {
  const sign = node.children.find(({ type }) => type === '<>');
  if (sign === undefined) return undefined;
  const { start, end } = sign;
  return { start, end, what: '`<>`', changes: [{ start, end, newText: '!=' }] };
}

function readBackticks(tree: PythonTree, node: PythonNode): Python2Form | undefined {
  if (tree.text.charAt(node.start) !== '`') return undefined;
  const { start, end } = node;
  const inner = tree.text.slice(start + 1, end - 1);
  return { start, end, what: 'text between backticks', changes: [{ start, end, newText: `repr(${inner})` }] };
}

function readInteger(tree: PythonTree, { start, end }: PythonNode): Python2Form | undefined {
  const text = tree.text.slice(start, end);
  if (/^0[0-7]*[1-7][0-7]*[lL]?$/.test(text)) {
    const newText = text.replace(/^0+/, '0o').replace(/[lL]$/, '');
    return { start, end, what: 'an octal number without `0o`', changes: [{ start, end, newText }] };
  }
  if (!/^\d+[lL]$/.test(text)) return undefined;
  return { start, end, what: 'a number that ends in `L`', changes: [{ start, end, newText: text.slice(0, -1) }] };
}
