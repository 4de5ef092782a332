/** Imports that a fix needs. */
import { namedChildren, partOf, partsOf } from '../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext, NotebookFix } from '../notebookRule.ts';

type Change = NotebookFix['changes'][number];

/** The change that imports a name from a module: beside other names of the module, else at the top of the first cell. */
export function importChange(
  { pythonCells }: Pick<NotebookContext, 'pythonCells'>,
  module: string,
  name: string,
): readonly Change[] {
  for (const { cell, tree } of pythonCells) {
    for (const node of tree.root.children) {
      const from = node.type === 'import_from_statement' ? partOf(node, 'module_name') : undefined;
      if (from === undefined || tree.text.slice(from.start, from.end) !== module) continue;
      const names = partsOf(node, 'name');
      if (names.some(({ start, end }) => tree.text.slice(start, end) === name)) return [];
      const last = names.at(-1);
      if (last === undefined) continue;
      return [{ at: { cell: cell.index, start: last.end, end: last.end }, newText: `, ${name}` }];
    }
  }
  const [first] = pythonCells;
  if (first === undefined) return [];
  const start = namedChildren(first.tree.root)[0]?.start ?? 0;
  return [{ at: { cell: first.cell.index, start, end: start }, newText: `from ${module} import ${name}\n` }];
}
