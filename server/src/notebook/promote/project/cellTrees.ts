/** The trees of a notebook's cells, as the data flow saw them. */
import { maskMagics } from '../../read/maskMagics.ts';
import type { CellRange, Notebook } from '../../read/notebook.ts';
import type { PythonParser } from '../../syntax/pythonParser.ts';
import { pathTo } from '../../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../syntax/pythonTree.ts';

export interface CellTrees {
  /** Undefined for cells that hold no Python. */
  treeOf(cell: number): PythonTree | undefined;
  /** The outermost node with exactly this range; undefined when there is none. */
  nodeAt(at: CellRange): PythonNode | undefined;
  /** The call with exactly this range, which may be a whole statement. */
  callAt(at: CellRange): PythonNode | undefined;
  /** The nodes around a range, outermost first, the node itself last; empty when there is none. */
  pathTo(at: CellRange): readonly PythonNode[];
  textAt(at: CellRange): string;
}

export function createCellTrees(notebook: Notebook, parser: PythonParser): CellTrees {
  const trees = new Map<number, PythonTree | undefined>();
  const treeOf = (index: number): PythonTree | undefined => {
    if (!trees.has(index)) {
      const cell = notebook.cells[index];
      trees.set(index, cell?.kind === 'code' ? parser.parse(maskMagics(index, cell.text).code) : undefined);
    }
    return trees.get(index);
  };
  const pathToRange = ({ cell, start, end }: CellRange): readonly PythonNode[] => {
    const tree = treeOf(cell);
    if (tree === undefined) return [];
    const path = pathTo(tree.root, start);
    // A cell of one statement is as long as it.
    const index = path.findIndex((node) => node.type !== 'module' && node.start === start && node.end === end);
    return index < 0 ? [] : path.slice(0, index + 1);
  };
  return {
    treeOf,
    pathTo: pathToRange,
    nodeAt: (at) => pathToRange(at).at(-1),
    callAt: (at) => {
      let node = pathToRange(at).at(-1);
      while (node !== undefined && node.type !== 'call') {
        const { start, end } = node;
        node = node.children.find((child) => child.start === start && child.end === end);
      }
      return node;
    },
    textAt: ({ cell, start, end }) => notebook.cells[cell]?.text.slice(start, end) ?? '',
  };
}
