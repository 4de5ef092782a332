/** Statements as fixes see them: their line, the names in them, and who uses what they bind. */
import type { NotebookAnalysis, Statement } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { descendants, partOf } from '../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext } from '../notebookRule.ts';
import { nodesOf } from './nodes.ts';
import type { PlacedNode } from './nodes.ts';

/** `names = value`, at the top level of the notebook. */
export interface AssignmentStatement {
  readonly statement: Statement;
  readonly placed: PlacedNode;
  readonly left: PlacedNode;
  readonly right: PlacedNode;
}

/** The assignment whose right side is, or holds, a place; undefined inside of functions, loops and branches. */
export function assignmentAround(context: NotebookContext, at: CellRange): AssignmentStatement | undefined {
  const nodes = nodesOf(context);
  const statement = nodes.statementAt(at);
  const placed = nodes.nodesAround(at).find(({ node }) => node.type === 'assignment');
  if (statement?.type !== 'expression_statement' || placed === undefined) return undefined;
  const [left, right] = ['left', 'right'].map((name) => partOf(placed.node, name));
  if (left === undefined || right === undefined) return undefined;
  return { statement, placed, left: { ...placed, node: left }, right: { ...placed, node: right } };
}

/**
 * The whole line of a statement that stands alone on it, its end included; without its end where a comment follows,
 * which stays. Undefined when something else is there.
 */
export function lineOf({ node, tree, cell }: PlacedNode): CellRange | undefined {
  const start = tree.text.lastIndexOf('\n', node.start - 1) + 1;
  const next = tree.text.indexOf('\n', node.end);
  const end = next < 0 ? tree.text.length : next + 1;
  const behind = tree.text.slice(node.end, end).trim();
  if (tree.text.slice(start, node.start).trim() !== '' || (behind !== '' && !behind.startsWith('#'))) return undefined;
  return { cell, start, end: behind === '' ? end : tree.text.indexOf('#', node.end) };
}

/** Names that are read in a place; names of arguments and of attributes are none. */
export function namesIn(context: NotebookContext, at: CellRange): readonly PlacedNode[] {
  const around = nodesOf(context).nodeAt(at);
  if (around === undefined) return [];
  const hidden = new Set<number>();
  const found: PlacedNode[] = [];
  for (const node of descendants(around.node)) {
    const name =
      node.type === 'keyword_argument'
        ? partOf(node, 'name')
        : node.type === 'attribute'
          ? partOf(node, 'attribute')
          : undefined;
    if (name !== undefined) hidden.add(name.start);
    if (node.type === 'identifier' && !hidden.has(node.start)) found.push({ ...around, node });
  }
  return found;
}

/** The statements that use what a statement binds to some names, in the order of the run. */
export function usersOf(
  { statements }: NotebookAnalysis,
  { id }: Statement,
  names: readonly string[],
): readonly Statement[] {
  return statements.filter(({ uses, lateUses }) =>
    [...uses, ...lateUses].some(
      ({ name, definitions }) => names.includes(name) && definitions.some(({ statement }) => statement === id),
    ),
  );
}

/** A name that the notebook does not use: the wish, else with a number behind it. */
export function freshName({ statements }: NotebookAnalysis, wish: string): string {
  const used = new Set(
    statements.flatMap(({ uses, definitions }) => [...uses, ...definitions].map(({ name }) => name)),
  );
  let name = wish;
  for (let number = 2; used.has(name); number += 1) name = `${wish}_${number}`;
  return name;
}

/** `StandardScaler` → `standard_scaler` */
export function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();
}
