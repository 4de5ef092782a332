/** Python as a tree of plain objects with positions: what the analysis walks, long after the parser's own tree is freed. */

import { firstIndex } from '../read/firstIndex.ts';

export interface PythonNode {
  /** As the grammar of tree-sitter-python names it: `call`, `identifier`, `ERROR`, or the text of a sign. */
  readonly type: string;
  /** UTF-16 offsets in the parsed text, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** False for keywords, brackets and other signs. */
  readonly isNamed: boolean;
  /** Name of the part of the parent that this is, such as `left`; undefined when the grammar names none. */
  readonly field: string | undefined;
  /** Signs included. */
  readonly children: readonly PythonNode[];
  /** Whether this or something below was not Python, or was left out. */
  readonly hasError: boolean;
  /** Whether the parser made it up, such as a closing bracket that is not there. */
  readonly isMissing: boolean;
}

export interface PythonTree {
  readonly text: string;
  /** A `module`. */
  readonly root: PythonNode;
}

/** The part of a node with a name; undefined when it has none. */
export function partOf(node: PythonNode, field: string): PythonNode | undefined {
  for (const child of node.children) if (child.field === field) return child;
  return undefined;
}

/** All parts of a node with a name, such as the names of an import. */
export function partsOf(node: PythonNode, field: string): readonly PythonNode[] {
  return node.children.filter((child) => child.field === field);
}

/** Children that are not signs, comments left out. */
export function namedChildren(node: PythonNode): readonly PythonNode[] {
  return node.children.filter((child) => child.isNamed && child.type !== 'comment');
}

export function textOf({ text }: PythonTree, { start, end }: PythonNode): string {
  return text.slice(start, end);
}

/** A node and everything below it, outermost first, in the order of the text. */
export function* descendants(node: PythonNode): Generator<PythonNode> {
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    for (let index = next.children.length - 1; index >= 0; index -= 1) {
      const child = next.children[index];
      if (child !== undefined) open.push(child);
    }
  }
}

/** The child that a place lies in, the first one where it lies between two; a long cell has tens of thousands. */
export function childAround(
  { children }: PythonNode,
  { start, end }: { readonly start: number; readonly end: number },
): PythonNode | undefined {
  const child = children[firstIndex(children, (one) => one.end >= end)];
  return child !== undefined && child.start <= start ? child : undefined;
}

/** The nodes around an offset, outermost first; the last one is the smallest that holds it. */
export function pathTo(root: PythonNode, offset: number): readonly PythonNode[] {
  const path: PythonNode[] = [];
  let next: PythonNode | undefined = root;
  while (next !== undefined) {
    path.push(next);
    next = childAround(next, { start: offset, end: offset + 1 });
  }
  return path;
}
