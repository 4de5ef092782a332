/** The syntax behind the places that an analysis names, and what names stand for there. */
import { keptOn } from '../../../notebook/memory/keptOn.ts';
import type { NameUse, ObjectId, Statement } from '../../../notebook/flow/analysis.ts';
import { createFindAround } from '../../../notebook/read/findAround.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { pathTo } from '../../../notebook/syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext } from '../notebookRule.ts';

/** A node with the text that it stands in. */
export interface PlacedNode {
  readonly node: PythonNode;
  readonly cell: number;
  readonly tree: PythonTree;
}

/** What rules need of a notebook that they look at by place. */
export type Readable = Pick<NotebookContext, 'analysis' | 'pythonCells'>;

export interface NodeFinder {
  /** The outermost node with exactly this place; undefined for places in text that is no Python. */
  nodeAt(at: CellRange): PlacedNode | undefined;
  /** The nodes around a place, outermost first, itself last. */
  nodesAround(at: CellRange): readonly PlacedNode[];
  /** The statement that a place lies in; undefined for code that is left out of the run. */
  statementAt(at: CellRange): Statement | undefined;
  /** What a name that is written at a place stands for; empty for names of functions, and where nothing is known. */
  objectsOf(name: PlacedNode): readonly ObjectId[];
  /** The use of a name that is written at a place. */
  useAt(at: CellRange): NameUse | undefined;
}

/** Made once for each check of a notebook. */
export const nodesOf: (context: Readable) => NodeFinder = keptOn(makeFinder);

function makeFinder({ analysis, pythonCells }: Readable): NodeFinder {
  const trees = new Map(pythonCells.map(({ cell, tree }) => [cell.index, tree]));
  const run = (analysis?.statements ?? []).filter(({ isLeftOut }) => !isLeftOut);
  let uses: ReadonlyMap<string, NameUse> | undefined;
  const nodesAround = ({ cell, start, end }: CellRange): readonly PlacedNode[] => {
    const tree = trees.get(cell);
    if (tree === undefined) return [];
    return pathTo(tree.root, start)
      .filter((node) => node.start <= start && node.end >= end)
      .map((node) => ({ node, cell, tree }));
  };
  const useAt = ({ cell, start }: CellRange): NameUse | undefined => {
    uses ??= usesByPlace(run);
    return uses.get(`${cell}:${start}`);
  };
  return {
    nodesAround,
    nodeAt: (at) =>
      nodesAround(at).find(
        ({ node }) => node.start === at.start && node.end === at.end && node.type !== 'expression_statement',
      ),
    statementAt: createFindAround(run, ({ at }) => at),
    objectsOf: ({ node, cell }) => useAt({ cell, start: node.start, end: node.end })?.objects ?? [],
    useAt,
  };
}

function usesByPlace(statements: readonly Statement[]): ReadonlyMap<string, NameUse> {
  const uses = new Map<string, NameUse>();
  for (const statement of statements) {
    for (const use of [...statement.uses, ...statement.lateUses]) {
      if (use.isWritten) uses.set(`${use.at.cell}:${use.at.start}`, use);
    }
  }
  return uses;
}

/** The place of a node. */
export function placeOf({ node, cell }: PlacedNode): CellRange {
  return { cell, start: node.start, end: node.end };
}

export function writtenText({ node, tree }: PlacedNode): string {
  return tree.text.slice(node.start, node.end);
}
