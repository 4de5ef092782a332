/** Rules about cells that are run again: what changes when one is, and which outputs are older than what they show. */
import type { Call, NameUse, NotebookAnalysis, Statement } from '../../notebook/flow/analysis.ts';
import { namedChildren, partOf, textOf } from '../../notebook/syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../notebook/syntax/pythonTree.ts';
import { firstLineOf } from './cellLines.ts';
import { nodeAt, placeOf } from './codeAt.ts';
import type { PlacedNode } from './codeAt.ts';
import type { NotebookContext, NotebookFinding, NotebookRule } from './notebookRule.ts';

export const rerunRules: readonly NotebookRule[] = [
  {
    id: 'notebook/stale-output',
    severity: 'I/I/I',
    finds: 'an output that is older than a cell it depends on',
    why: 'It shows what an earlier version of the data or the code gave. Run the cell again, or all cells from the top.',
    *check({ analysis, notebook }) {
      if (analysis?.order.kind !== 'file') return;
      const counts = new Map(notebook.cells.map((cell) => [cell.index, cell.kind === 'code' ? cell.count : undefined]));
      for (const [index, statements] of Map.groupBy(analysis.statements, ({ at }) => at.cell)) {
        const cell = notebook.cells[index];
        const count = counts.get(index);
        if (cell?.kind !== 'code' || cell.outputs.length === 0 || count === undefined) continue;
        const stale = statements.flatMap(({ uses }) => uses).flatMap((use) => newerMaker(use, index, count, counts));
        const [first] = stale.filter(({ name }) => !analysis.order.differingNames.includes(name));
        if (first === undefined) continue;
        yield {
          at: firstLineOf(notebook, index),
          message: `The output of this cell (run ${count}) is older than cell ${first.cell + 1} (run ${first.count}), which makes \`${first.name}\`: run it again.`,
          related: [{ at: firstLineOf(notebook, first.cell), message: `was run later and makes \`${first.name}\`` }],
        };
      }
    },
  },
  {
    id: 'notebook/not-idempotent',
    severity: 'H/H/H',
    finds: 'a cell that gives another result, or fails, when it is run twice',
    why: 'Cells are run again all the time while one works. Give the result a new name, so that the cell starts from the same data each time.',
    *check(context) {
      const { analysis } = context;
      if (analysis === undefined) return;
      const told = new Set<string>();
      for (const statement of analysis.statements) {
        if (statement.isLeftOut) continue;
        const finding = repeated(context, analysis, statement);
        const key = finding?.at === undefined ? '' : `${finding.at.cell} ${finding.name}`;
        if (finding === undefined || told.has(key)) continue;
        told.add(key);
        yield finding;
      }
    },
  },
];

interface Maker {
  readonly name: string;
  readonly cell: number;
  readonly count: number;
}

/** The cells above that make what is read, and were run after the cell that reads it. */
function newerMaker(
  { name, definitions, isWritten }: NameUse,
  reader: number,
  count: number,
  counts: ReadonlyMap<number, number | undefined>,
): readonly Maker[] {
  if (name.startsWith('$') || !isWritten) return [];
  return definitions.flatMap(({ at, kind, isWritten: isDefinedThere }) => {
    const made = counts.get(at.cell);
    const isMade = kind === 'bind' || kind === 'mutate' || kind === 'function' || kind === 'class';
    return isMade && isDefinedThere && at.cell < reader && made !== undefined && made > count
      ? [{ name, cell: at.cell, count: made }]
      : [];
  });
}

/** Methods that give something else when they are applied to their own result, or fail then. */
const changing: ReadonlySet<string> = new Set(
  'drop reset_index set_index append merge join melt pivot shift diff pct_change map get_dummies concat log log1p exp sqrt transform fit_transform insert hstack vstack column_stack'.split(
    ' ',
  ),
);
/** Methods that change what they belong to each time. */
const growing: ReadonlySet<string> = new Set(['append', 'extend', 'insert', 'pop', 'remove', 'drop']);

type Repeated = NotebookFinding & { readonly name: string };

function repeated(context: NotebookContext, analysis: NotebookAnalysis, statement: Statement): Repeated | undefined {
  const placed = nodeAt(context, statement.at);
  const node = placed?.node.type === 'expression_statement' ? namedChildren(placed.node)[0] : placed?.node;
  if (placed === undefined || node === undefined) return undefined;
  const { tree } = placed.cell;
  if (node.type === 'augmented_assignment') {
    const left = partOf(node, 'left');
    return left === undefined ? undefined : told(placed, statement, node, left);
  }
  if (node.type === 'assignment') {
    const [left, right] = [partOf(node, 'left'), partOf(node, 'right')];
    if (left === undefined || right === undefined || !changesItself(tree, left, right)) return undefined;
    return told(placed, statement, node, left);
  }
  if (node.type !== 'call') return undefined;
  const callee = partOf(node, 'function');
  const object = callee?.type === 'attribute' ? partOf(callee, 'object') : undefined;
  const call = statement.calls.find(({ at }) => at.start === node.start && at.end === node.end);
  if (object?.type !== 'identifier' || call === undefined || !grows(analysis, call)) return undefined;
  return told(placed, statement, node, object);
}

function grows(analysis: NotebookAnalysis, { receiver, text, effect }: Call): boolean {
  const kind = receiver === undefined ? undefined : analysis.object(receiver)?.kind;
  const isKnown = kind === 'list' || kind === 'frame' || kind === 'dict' || kind === 'set';
  const changesIt = effect?.mutates.some(({ target, isCertain }) => target === 'self' && isCertain) === true;
  return isKnown && changesIt && growing.has(text.slice(text.lastIndexOf('.') + 1));
}

/** `df = df.drop(…)`, `df["a"] = df["a"] / 10`, `df = pd.get_dummies(df)`. */
function changesItself(tree: PythonTree, left: PythonNode, right: PythonNode): boolean {
  const target = textOf(tree, left);
  const isTarget = (node: PythonNode | undefined): boolean => node !== undefined && textOf(tree, node) === target;
  if (left.type !== 'identifier' && left.type !== 'subscript') return false;
  if (right.type === 'binary_operator') {
    // Two columns that are joined stay joined, and a set has each element once.
    const sign = partOf(right, 'operator')?.type ?? '';
    return (
      ['+', '-', '*', '/', '**', '//'].includes(sign) &&
      (isTarget(partOf(right, 'left')) || isTarget(partOf(right, 'right')))
    );
  }
  if (right.type !== 'call') return false;
  const callee = partOf(right, 'function');
  const name = callee?.type === 'attribute' ? partOf(callee, 'attribute') : callee;
  const given = partOf(right, 'arguments');
  if (callee === undefined || name === undefined || !changing.has(textOf(tree, name))) return false;
  const written = given === undefined ? '' : textOf(tree, given).replace(/\s+/g, '');
  if (/errors=["']ignore["']|drop=True/.test(written)) return false;
  const [first] = given === undefined ? [] : namedChildren(given);
  const isFirst = isTarget(first) || (first?.type === 'list' && namedChildren(first).some(isTarget));
  const isOfItself = callee.type === 'attribute' && isTarget(partOf(callee, 'object'));
  return isOfItself ? textOf(tree, name) !== 'transform' : isFirst && textOf(tree, name) !== 'drop';
}

/** A finding when what is changed was made in another cell, so that this one does not make it anew. */
function told({ cell }: PlacedNode, statement: Statement, node: PythonNode, target: PythonNode): Repeated | undefined {
  let base: PythonNode | undefined = target;
  while (base !== undefined && base.type !== 'identifier') base = partOf(base, 'value') ?? partOf(base, 'object');
  const name = base === undefined ? undefined : textOf(cell.tree, base);
  const uses = statement.uses.filter((use) => use.name === name && use.isWritten);
  const makers = uses.flatMap(({ definitions }) => definitions);
  if (name === undefined || makers.length === 0) return undefined;
  if (makers.some((maker) => maker.at.cell === statement.at.cell)) return undefined;
  return {
    name,
    at: placeOf(cell, node),
    message: `Running this cell twice changes \`${name}\` twice: give the result a new name, or make \`${name}\` in this cell.`,
  };
}
