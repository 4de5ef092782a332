/** Rules about code that nothing needs: names that are never read, cells that lead to nothing. */
import { keptOn } from '../../notebook/memory/keptOn.ts';
import type { Definition, NotebookAnalysis, Statement, StatementId } from '../../notebook/flow/analysis.ts';
import type { CellRange } from '../../notebook/read/notebook.ts';
import { namedChildren } from '../../notebook/syntax/pythonTree.ts';
import { firstLineOf } from './cellLines.ts';
import { dependenciesOf, neededBy } from './flowReach.ts';
import type { NotebookContext, NotebookFix, NotebookRule, PythonCell } from './notebookRule.ts';

export const unusedCodeRules: readonly NotebookRule[] = [
  {
    id: 'notebook/unused-name',
    severity: 'H/H/H',
    finds: 'a variable or a function that nothing reads',
    why: 'It makes the notebook longer and its reader wonder. Remove it.',
    hasFix: true,
    *check(context) {
      const { analysis } = context;
      if (analysis === undefined || !isReadable(context)) return;
      const read = namesRead(analysis);
      const told = new Set<string>();
      // A dead cell is told as a whole.
      const skipped = deadCells(context);
      const last = lastCell(context.pythonCells);
      for (const statement of analysis.statements) {
        if (skipped.has(statement.at.cell) || statement.at.cell === last) continue;
        // What also draws, writes or prints is there for that.
        if (statement.isLeftOut || (!preparing.has(statement.type) && hasEffect(statement, new Set()))) continue;
        const bound = statement.definitions.filter(isNewName);
        // Of several names that are bound at once, one alone cannot be left out.
        if (bound.length === 0 || bound.some(({ name }) => read.has(name)) || isLoop(statement)) continue;
        for (const { name, at, kind } of bound) {
          if (told.has(name) || name.startsWith('_')) continue;
          told.add(name);
          const what = kind === 'function' ? 'The function ' : kind === 'class' ? 'The class ' : '';
          const message = `${what}\`${name}\` is never used: remove it.`;
          yield { at, message, tag: 'unnecessary', fixes: removal(context, statement.at) };
        }
      }
    },
  },
  {
    id: 'notebook/dead-cell',
    severity: 'H/H/H',
    finds: 'a cell that nothing needs: it shows nothing, writes nothing, and no other cell uses what it makes',
    why: 'It costs time with every run. Remove it, or show what it computes.',
    hasFix: true,
    *check(context) {
      for (const index of deadCells(context)) {
        yield {
          at: firstLineOf(context.notebook, index),
          message:
            'Nothing needs this cell: it shows nothing, writes nothing, and no cell uses what it makes: remove it.',
          tag: 'unnecessary',
          fixes: emptied(context, index),
        };
      }
    },
  },
];

/** Takes a statement away with its lines, when nothing else stands on them. */
function removal(context: NotebookContext, { cell, start, end }: CellRange): readonly NotebookFix[] {
  const text = context.notebook.cells[cell]?.text ?? '';
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*(?:#[^\n]*)?(?:\n|$)/.exec(text.slice(end));
  if (text.slice(lineStart, start).trim() !== '' || rest === null) return [];
  return [
    { title: 'Remove it', changes: [{ at: { cell, start: lineStart, end: end + rest[0].length }, newText: '' }] },
  ];
}

function emptied({ notebook }: NotebookContext, cell: number): readonly NotebookFix[] {
  const end = notebook.cells[cell]?.text.length ?? 0;
  return end === 0
    ? []
    : [{ title: 'Remove the code of this cell', changes: [{ at: { cell, start: 0, end }, newText: '' }] }];
}

/** Cells whose statements lead to nothing; those at the end are still being written. */
const deadCells = keptOn((context: NotebookContext): ReadonlySet<number> => {
  const { analysis, pythonCells } = context;
  const dead = new Set<number>();
  if (analysis === undefined || !isReadable(context)) return dead;
  const shown = shownStatements(pythonCells);
  const working = analysis.statements.filter((statement) => hasEffect(statement, shown));
  const needed = neededBy(
    analysis,
    working.map(({ id }) => id),
  );
  const magical = new Set(
    pythonCells.filter(({ magics }) => magics.some(({ kind }) => kind === 'cell')).map(({ cell }) => cell.index),
  );
  for (const [index, statements] of Map.groupBy(analysis.statements, ({ at }) => at.cell)) {
    const isNeeded = statements.some(({ id, isLeftOut, type }) => {
      return isLeftOut || needed.has(id) || (preparing.has(type) && isUsed(analysis, id));
    });
    const doesSomething = statements.some(({ type }) => !preparing.has(type));
    if (doesSomething && !isNeeded && !magical.has(index) && index !== lastCell(pythonCells)) dead.add(index);
  }
  return dead;
});

function lastCell(cells: readonly PythonCell[]): number | undefined {
  return cells.findLast(({ cell }) => cell.text.trim() !== '')?.cell.index;
}

/** Whether all of the notebook was understood: what was not may use anything. */
function isReadable({ analysis, pythonCells }: NotebookContext): boolean {
  return (
    analysis?.statements.every(({ isOpaque }) => !isOpaque) === true &&
    pythonCells.every(({ form }) => form === 'python') &&
    pythonCells.every(({ magics }) => magics.every(({ kind, treatment }) => kind !== 'cell' || treatment !== 'left'))
  );
}

const namesRead = keptOn(({ statements }: NotebookAnalysis): ReadonlySet<string> => {
  const names = statements.flatMap(({ uses, lateUses }) => [...uses, ...lateUses].map(({ name }) => name));
  return new Set(names);
});

function isNewName({ name, kind, isWritten }: Definition): boolean {
  return isWritten && !name.startsWith('$') && (kind === 'bind' || kind === 'function' || kind === 'class');
}

/** The names of a loop and of a `with` have to be there. */
function isLoop({ type }: Statement): boolean {
  return ['for_statement', 'while_statement', 'with_statement', 'try_statement', 'match_statement'].includes(type);
}

/** Statements that do nothing by themselves. */
const preparing: ReadonlySet<string> = new Set([
  'import_statement',
  'import_from_statement',
  'future_import_statement',
  'function_definition',
  'class_definition',
  'decorated_definition',
  'pass_statement',
  'magic',
]);

function isUsed(analysis: NotebookAnalysis, id: StatementId): boolean {
  return (dependenciesOf(analysis).users.get(id)?.size ?? 0) > 0;
}

/** Places of the statements whose values the notebook shows. */
function shownStatements(cells: readonly PythonCell[]): ReadonlySet<string> {
  return new Set(
    cells.flatMap(({ cell, tree }) => {
      const last = namedChildren(tree.root).at(-1);
      return last?.type === 'expression_statement' && namedChildren(last)[0]?.type !== 'assignment'
        ? [`${cell.index}:${last.start}`]
        : [];
    }),
  );
}

/** Whether a statement does something that a person or another program sees, or that nobody describes. */
function hasEffect({ at, type, calls, definitions }: Statement, shown: ReadonlySet<string>): boolean {
  if (shown.has(`${at.cell}:${at.start}`) || sinkTypes.has(type)) return true;
  if (definitions.some(({ name }) => name.startsWith('$'))) return true;
  return calls.some(({ effect, callee }) => {
    // A function of the notebook is looked into: its own calls are listed here.
    if (effect === undefined) return callee === undefined;
    return effect.source === 'unknown' || effect.writes.length > 0 || sinkRoles.has(effect.role ?? '');
  });
}

const sinkTypes: ReadonlySet<string> = new Set(['assert_statement', 'raise_statement', 'print_statement', 'magic']);
const sinkRoles: ReadonlySet<string> = new Set(['metric', 'score', 'cross-validate', 'show', 'save']);
