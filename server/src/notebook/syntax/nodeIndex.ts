/** The nodes of a tree by type, gathered once for as long as the tree is in use. */
import { keptOn } from '../memory/keptOn.ts';
import type { PythonNode, PythonTree } from './pythonTree.ts';

interface NodeIndex {
  readonly ofType: ReadonlyMap<string, readonly PythonNode[]>;
  /** Nodes of several types, as rules ask for them again and again; the types with spaces between them. */
  readonly ofTypes: Map<string, readonly PythonNode[]>;
  /** The same by the set of the types, which is found faster. */
  readonly ofSet: Map<ReadonlySet<string>, readonly PythonNode[]>;
}

const none: readonly PythonNode[] = [];

/**
 * All named nodes with one of some types, in the order of the text, outer ones before those in them.
 *
 * Each tree is walked once, however many rules ask for a few of its nodes.
 */
export function nodesOfType(tree: PythonTree, ...types: readonly string[]): readonly PythonNode[] {
  return nodesIn(indexedBy(tree), types);
}

/**
 * The same for a set of types.
 *
 * @param types the same set each time, which is known by its identity, and never changes
 */
export function nodesOfTypes(tree: PythonTree, types: ReadonlySet<string>): readonly PythonNode[] {
  const index = indexedBy(tree);
  let nodes = index.ofSet.get(types);
  if (nodes === undefined) {
    nodes = nodesIn(index, [...types]);
    index.ofSet.set(types, nodes);
  }
  return nodes;
}

const indexedBy = keptOn(({ root }: PythonTree): NodeIndex => ({
  ofType: indexOf(root),
  ofTypes: new Map(),
  ofSet: new Map(),
}));

function nodesIn(index: NodeIndex, types: readonly string[]): readonly PythonNode[] {
  const [only, ...more] = types;
  if (only === undefined) return none;
  return more.length === 0 ? (index.ofType.get(only) ?? none) : joinedTypes(index, types);
}

function joinedTypes({ ofType, ofTypes }: NodeIndex, types: readonly string[]): readonly PythonNode[] {
  const key = types.join(' ');
  let joined = ofTypes.get(key);
  if (joined === undefined) {
    joined = types
      .flatMap((type) => ofType.get(type) ?? none)
      .sort((left, right) => left.start - right.start || right.end - left.end);
    ofTypes.set(key, joined);
  }
  return joined;
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
