/** The nodes of a tree by type, gathered once for as long as the tree is in use. */
import type { PythonNode, PythonTree } from './pythonTree.ts';

const known = new WeakMap<PythonTree, ReadonlyMap<string, readonly PythonNode[]>>();
const none: readonly PythonNode[] = [];

/**
 * All named nodes with one of some types, in the order of the text, outer ones before those in them.
 *
 * Each tree is walked once, however many rules ask for a few of its nodes.
 */
export function nodesOfType(tree: PythonTree, ...types: readonly string[]): readonly PythonNode[] {
  let index = known.get(tree);
  if (index === undefined) {
    index = indexOf(tree.root);
    known.set(tree, index);
  }
  const lists: (readonly PythonNode[])[] = [];
  for (const type of types) {
    const list = index.get(type);
    if (list !== undefined) lists.push(list);
  }
  if (lists.length <= 1) return lists[0] ?? none;
  return lists.flat().sort((left, right) => left.start - right.start || right.end - left.end);
}

function indexOf(root: PythonNode): ReadonlyMap<string, readonly PythonNode[]> {
  const index = new Map<string, PythonNode[]>();
  const visit = (node: PythonNode): void => {
    const list = index.get(node.type);
    if (list === undefined) index.set(node.type, [node]);
    else list.push(node);
    for (const child of node.children) if (child.isNamed) visit(child);
  };
  visit(root);
  return index;
}
