/** Rules about code that stands twice: in the notebook, and in the notebook and a file that serves the model. */
import { keptOn } from '../../notebook/memory/keptOn.ts';
import type { CodeOutline } from '../../notebook/code/codeOutline.ts';
import { lineAt } from '../../notebook/code/codeOutline.ts';
import type { CodeStep } from '../../notebook/code/codeSteps.ts';
import { stepsOf, typedTable } from '../../notebook/code/codeSteps.ts';
import { relativeUri } from '../../notebook/code/relativeUri.ts';
import { findRepeated } from '../../notebook/code/repeatedSteps.ts';
import type { RepeatedRun } from '../../notebook/code/repeatedSteps.ts';
import type { CellRange } from '../../notebook/read/notebook.ts';
import { nodesOfType } from '../../notebook/syntax/nodeIndex.ts';
import { counted } from '../../spec/words.ts';
import { placeOf } from './codeAt.ts';
import type { NotebookContext, NotebookRule, PythonCell } from './notebookRule.ts';

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
    check(context) {
      const copies = context.surroundings.otherCode().flatMap((outline) => {
        const [longest] = copiedRuns(context, outline);
        const copy = longest === undefined ? copiedTable(context, outline) : copyOf(context, outline, longest);
        return copy === undefined ? [] : [copy];
      });
      return groupCopies(copies).map(([first, ...others]) => ({ at: first.at, message: first.tell(others.length) }));
    },
  },
];

interface PlacedStep extends CodeStep {
  readonly at: CellRange;
}

/** The steps of all cells, and where cells begin. */
const allSteps = keptOn((cells: readonly PythonCell[]) => {
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

/** Something of the notebook that stands in a file, too. */
interface Copy {
  readonly at: CellRange;
  /** Steps of the notebook that are copied, from the first to behind the last; none for a list or map. */
  readonly steps: readonly [number, number];
  /** @param more other files in which it stands as well */
  tell(more: number): string;
}

/** Copies of the same place in one group, the longest first: many files may repeat what one of them began. */
function groupCopies(copies: readonly Copy[]): readonly (readonly [Copy, ...Copy[]])[] {
  const groups: [Copy, ...Copy[]][] = [];
  for (const copy of copies.toSorted((left, right) => lengthOf(right) - lengthOf(left))) {
    const group = groups.find(([longest]) => areOfOnePlace(longest, copy));
    if (group === undefined) groups.push([copy]);
    else group.push(copy);
  }
  return groups;
}

function lengthOf({ steps: [from, to] }: Copy): number {
  return to - from;
}

function areOfOnePlace(one: Copy, other: Copy): boolean {
  const isInSameCell = one.at.cell === other.at.cell && one.at.start === other.at.start;
  return isInSameCell || (one.steps[0] < other.steps[1] && other.steps[0] < one.steps[1]);
}

function andMore(more: number): string {
  return more === 0 ? '' : ` and in ${counted(more, 'more file')}`;
}

function copyOf({ notebook }: NotebookContext, outline: CodeOutline, run: CopiedRun): Copy {
  const file = relativeUri(notebook.uri, outline.uri);
  const inside = outline.functions.findLast(({ start, end }) => start <= run.start && run.end <= end);
  const where = inside === undefined ? '' : `, in \`${inside.name}\``;
  const place = `${file}, too (line ${lineAt(outline, run.start)}${where})`;
  return {
    at: run.from.at,
    steps: [run.second, run.second + run.length],
    tell: (more) =>
      `These ${run.length} statements stand in ${place}${andMore(more)}: keep them in one module that ${more === 0 ? 'both' : 'all'} import.`,
  };
}

/** A list or map that somebody typed twice. */
function copiedTable({ notebook, pythonCells }: NotebookContext, outline: CodeOutline): Copy | undefined {
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
        steps: [0, 0],
        tell: (more) =>
          `This ${what} of ${table.entries} entries is typed again in ${place}${andMore(more)}: keep it in one module that ${more === 0 ? 'both' : 'all'} import, or beside the model.`,
      };
    }
  }
  return undefined;
}
