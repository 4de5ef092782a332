/** From places of the data flow back to the code that stands there. */
import { keptOn } from '../../notebook/memory/keptOn.ts';
import type { Call, NotebookAnalysis, Statement } from '../../notebook/flow/analysis.ts';
import { importsOf } from '../../notebook/names/imports.ts';
import type { CellRange } from '../../notebook/read/notebook.ts';
import { nodesOfTypes } from '../../notebook/syntax/nodeIndex.ts';
import { childAround } from '../../notebook/syntax/pythonTree.ts';
import type { PythonNode } from '../../notebook/syntax/pythonTree.ts';
import type { NotebookContext, PythonCell } from './notebookRule.ts';

/** A node with the cell that it stands in. */
export interface PlacedNode {
  readonly cell: PythonCell;
  readonly node: PythonNode;
}

export function placeOf({ cell }: PythonCell, { start, end }: Pick<PythonNode, 'start' | 'end'>): CellRange {
  return { cell: cell.index, start, end };
}

export function keyOf({ cell, start, end }: CellRange): string {
  return `${cell}:${start}:${end}`;
}

const cellsByIndex = keptOn(
  (cells: readonly PythonCell[]): ReadonlyMap<number, PythonCell> =>
    new Map(cells.map((cell) => [cell.cell.index, cell])),
);

export function cellAt({ pythonCells }: Pick<NotebookContext, 'pythonCells'>, index: number): PythonCell | undefined {
  return cellsByIndex(pythonCells).get(index);
}

export function textAt({ notebook }: Pick<NotebookContext, 'notebook'>, { cell, start, end }: CellRange): string {
  return notebook.cells[cell]?.text.slice(start, end) ?? '';
}

/** The innermost node that stands exactly there; undefined for places that are no node, as of magics. */
export function nodeAt(context: Pick<NotebookContext, 'pythonCells'>, at: CellRange): PlacedNode | undefined {
  const cell = cellAt(context, at.cell);
  let found: PlacedNode | undefined;
  let next = cell?.tree.root;
  while (cell !== undefined && next !== undefined) {
    if (next.start === at.start && next.end === at.end) found = { cell, node: next };
    next = childAround(next, at);
  }
  return found;
}

/** Nodes of all cells with some types. */
export function* nodesOf(
  { pythonCells }: Pick<NotebookContext, 'pythonCells'>,
  types: ReadonlySet<string>,
): Generator<PlacedNode> {
  for (const cell of pythonCells) {
    for (const node of nodesOfTypes(cell.tree, types)) yield { cell, node };
  }
}

export interface PlacedCall {
  readonly call: Call;
  readonly statement: Statement;
}

/**
 * Every call as written, once, in the order of cells: of a call in a function that is called from several places, what
 * the first of them says, the places with a description first.
 */
export const callsOf = keptOn(({ statements }: NotebookAnalysis): readonly PlacedCall[] => {
  const calls = new Map<string, PlacedCall>();
  for (const statement of statements) {
    for (const call of statement.calls) {
      const key = keyOf(call.at);
      const known = calls.get(key)?.call.effect?.source;
      if (known === undefined || (known === 'unknown' && call.effect?.source !== 'unknown')) {
        calls.set(key, { call, statement });
      }
    }
  }
  return [...calls.values()].toSorted(
    ({ call: { at: left } }, { call: { at: right } }) => left.cell - right.cell || left.start - right.start,
  );
});

/** What imported names stand for, by the name as bound: `np` → `numpy`. */
export const importedNames = keptOn((cells: readonly PythonCell[]): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const { cell, node } of nodesOf({ pythonCells: cells }, importStatements)) {
    for (const { name, qualified } of importsOf(cell.tree, node)) names.set(name, qualified);
  }
  return names;
});

export const importStatements: ReadonlySet<string> = new Set([
  'import_statement',
  'import_from_statement',
  'future_import_statement',
]);

/** The qualified name of a text with dots: `np.random.rand` → `numpy.random.rand`; undefined for methods of objects. */
export function qualify(text: string, imported: ReadonlyMap<string, string>): string | undefined {
  const dot = text.indexOf('.');
  const qualified = imported.get(dot < 0 ? text : text.slice(0, dot));
  return qualified === undefined || dot < 0 ? qualified : qualified + text.slice(dot);
}
