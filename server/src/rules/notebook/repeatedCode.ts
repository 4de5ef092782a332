/** Rules about code that stands twice: in the notebook, and in the notebook and a file that serves the model. */
import type { CodeOutline } from '../../notebook/code/codeOutline.ts';
import { lineAt } from '../../notebook/code/codeOutline.ts';
import type { CodeStep } from '../../notebook/code/codeSteps.ts';
import { stepsOf, typedTable } from '../../notebook/code/codeSteps.ts';
import { relativeUri } from '../../notebook/code/relativeUri.ts';
import { findRepeated } from '../../notebook/code/repeatedSteps.ts';
import type { RepeatedRun } from '../../notebook/code/repeatedSteps.ts';
import type { CellRange } from '../../notebook/read/notebook.ts';
import { nodesOfType } from '../../notebook/syntax/nodeIndex.ts';
import { oncePer } from '../oncePer.ts';
import { placeOf } from './codeAt.ts';
import type { NotebookContext, NotebookFinding, NotebookRule, PythonCell } from './notebookRule.ts';

/** Names, literals and signs of a run in one notebook, where people repeat a line or two on purpose. */
const leastInNotebook = 45;
/** Of a run that stands in another file, too, where nobody sees both. */
const leastInFiles = 25;
/** Share of the steps of a copy that say the very same. */
const leastExact = 0.5;

/** Statements of a copy that do more than draw and print. */
const leastProcessing = 4;

function isProcessing({ isShown }: CodeStep): boolean {
  return !isShown;
}

export const repeatedCodeRules: readonly NotebookRule[] = [
  {
    id: 'notebook/duplicate-code',
    severity: 'I/I/I',
    finds: 'four or more statements that stand twice, up to names and values',
    why: 'What is corrected in one place stays wrong in the other. Make a function of them, with what differs as its parameters.',
    *check({ pythonCells }) {
      const { steps, breaks } = allSteps(pythonCells);
      const runs = findRepeated(steps, steps, { breaks, leastTokens: leastInNotebook, isSame: true });
      for (const { first, second, length } of runs) {
        const [original, copy] = [steps[first], steps[second]];
        if (original === undefined || copy === undefined) continue;
        const where =
          original.at.cell === copy.at.cell ? 'statements above' : `statements of cell ${original.at.cell + 1}`;
        yield {
          at: copy.at,
          message: `These ${length} statements repeat ${where} up to names and values: make a function of them.`,
          related: [{ at: original.at, message: 'the same statements stand here' }],
        };
      }
    },
  },
  {
    id: 'notebook/copied-processing',
    severity: 'I/W/W',
    finds: 'processing of the notebook that is repeated in a Python file of the workspace',
    why: 'The model then gets other data in production than in the notebook as soon as one of the two is changed. Keep it in one module that both import, such as the `infer` module of a promoted package.',
    *check(context) {
      for (const outline of context.surroundings.otherCode()) {
        const copied = copiedRuns(context, outline)[0];
        const finding = copied === undefined ? copiedTable(context, outline) : tellRun(context, outline, copied);
        if (finding !== undefined) yield finding;
      }
    },
  },
];

interface PlacedStep extends CodeStep {
  readonly at: CellRange;
}

/** The steps of all cells, and where cells begin. */
const allSteps = oncePer((cells: readonly PythonCell[]) => {
  const steps: PlacedStep[] = [];
  const breaks = new Set<number>();
  for (const cell of cells) {
    breaks.add(steps.length);
    for (const step of stepsOf(cell.tree)) steps.push({ ...step, at: placeOf(cell, step) });
  }
  return { steps, breaks };
});

export interface CopiedRun extends RepeatedRun {
  /** Of the notebook. */
  readonly from: PlacedStep;
  readonly to: PlacedStep;
  /** Of the file. */
  readonly start: number;
  readonly end: number;
}

/** What a file repeats of the notebook, the longest run first. */
export function copiedRuns(
  { pythonCells }: Pick<NotebookContext, 'pythonCells'>,
  outline: CodeOutline,
): readonly CopiedRun[] {
  const { steps, breaks } = allSteps(pythonCells);
  return findRepeated(outline.steps, steps, { breaks, leastTokens: leastInFiles, isSame: false })
    .filter(({ exactShare }) => exactShare >= leastExact)
    .filter(({ second, length }) => steps.slice(second, second + length).filter(isProcessing).length >= leastProcessing)
    .flatMap((run) => {
      const [from, to] = [steps[run.second], steps[run.second + run.length - 1]];
      const [start, end] = [outline.steps[run.first], outline.steps[run.first + run.length - 1]];
      if (from === undefined || to === undefined || start === undefined || end === undefined) return [];
      return [{ ...run, from, to, start: start.start, end: end.end }];
    })
    .toSorted((left, right) => right.length - left.length);
}

function tellRun({ notebook }: NotebookContext, outline: CodeOutline, run: CopiedRun): NotebookFinding {
  const file = relativeUri(notebook.uri, outline.uri);
  const inside = outline.functions.findLast(({ start, end }) => start <= run.start && run.end <= end);
  const where = inside === undefined ? '' : `, in \`${inside.name}\``;
  return {
    at: run.from.at,
    message: `These ${run.length} statements stand in ${file}, too (line ${lineAt(outline, run.start)}${where}): keep them in one module that both import.`,
  };
}

/** A list or map that somebody typed twice. */
function copiedTable({ notebook, pythonCells }: NotebookContext, outline: CodeOutline): NotebookFinding | undefined {
  const byKey = new Map(outline.tables.map((table) => [table.key, table]));
  if (byKey.size === 0) return undefined;
  for (const cell of pythonCells) {
    for (const node of nodesOfType(cell.tree, 'list', 'tuple', 'dictionary')) {
      const table = typedTable(cell.tree, node);
      const copy = table === undefined ? undefined : byKey.get(table.key);
      if (table === undefined || copy === undefined) continue;
      const what = node.type === 'dictionary' ? 'map' : 'list';
      const place = `${relativeUri(notebook.uri, outline.uri)} (line ${lineAt(outline, copy.start)})`;
      return {
        at: placeOf(cell, node),
        message: `This ${what} of ${table.entries} entries is typed again in ${place}: keep it in one module that both import, or beside the model.`,
      };
    }
  }
  return undefined;
}
