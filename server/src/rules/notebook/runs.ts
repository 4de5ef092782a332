/** Rules about what the counts and the stored outputs say: was it run, did it fail, how much does it weigh. */
import type { CodeCell } from '../../notebook/read/notebook.ts';
import { readNames } from '../../notebook/names/readNames.ts';
import { scopeOfName } from '../../notebook/names/scopes.ts';
import { firstLineOf } from './cellLines.ts';
import type { NotebookContext, NotebookRule, PythonCell } from './notebookRule.ts';

const megabyte = 1_000_000;
/** Bytes of outputs beyond which a notebook is slow to open, and a diff of it useless. */
const outputLimit = 5 * megabyte;

export const runRules: readonly NotebookRule[] = [
  {
    id: 'notebook/error-output',
    severity: 'I/W/W',
    finds: 'a cell whose stored output is an error',
    why: 'What stands below it was computed without it, or in another order than it stands. Correct the cell and run it again; where the error is meant, give the cell the tag `raises-exception`.',
    *check({ notebook }) {
      for (const { index, outputs, tags } of codeCells(notebook)) {
        const error = outputs.find(({ kind }) => kind === 'error');
        if (error === undefined || tags.includes('raises-exception')) continue;
        const name = error.errorName === undefined ? 'an error' : `\`${error.errorName}\``;
        yield {
          at: firstLineOf(notebook, index),
          message: `This cell ended with ${name}: correct it and run it again, or tag it \`raises-exception\`.`,
        };
      }
    },
  },
  {
    id: 'notebook/large-output',
    severity: 'I/I/I',
    finds: 'outputs of more than 5 MB in a notebook',
    why: 'They are stored again with every commit, make the notebook slow to open, and often hold rows of the data. Clear the output, or write it into a file.',
    *check({ notebook }) {
      const cells = codeCells(notebook).map(({ index, outputs }) => ({
        index,
        bytes: outputs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      }));
      const total = cells.reduce((sum, { bytes }) => sum + bytes, 0);
      const largest = cells.toSorted((left, right) => right.bytes - left.bytes)[0];
      if (largest === undefined || total <= outputLimit) return;
      const share = largest.bytes < total ? `, ${inMegabytes(largest.bytes)} of them here` : ', all of them here';
      yield {
        at: firstLineOf(notebook, largest.index),
        message: `The outputs of this notebook take ${inMegabytes(total)}${share}: clear them, or write them into a file.`,
      };
    },
  },
  {
    id: 'notebook/not-run',
    severity: 'H/H/H',
    finds: 'a cell that was never run, although cells that were run need it',
    why: 'The stored results come from a version of it that is gone. Run the notebook from the top and save it.',
    *check(context) {
      yield* neverRun(context);
    },
  },
];

function codeCells({ cells }: NotebookContext['notebook']): readonly CodeCell[] {
  return cells.filter((cell) => cell.kind === 'code');
}

function inMegabytes(bytes: number): string {
  return `${(bytes / megabyte).toFixed(1)} MB`;
}

function* neverRun({ notebook, pythonCells }: NotebookContext) {
  const isRun = ({ cell }: PythonCell) => cell.count !== undefined;
  if (!pythonCells.some(isRun) || pythonCells.every(isRun)) return;
  const cells = pythonCells.map((cell) => ({ cell, ...moduleNames(cell) }));
  const boundByRun = new Set(cells.filter(({ cell }) => isRun(cell)).flatMap(({ binds }) => [...binds]));
  for (const { cell, binds } of cells) {
    if (isRun(cell) || cell.cell.text.trim() === '' || cell.form === 'prose') continue;
    for (const name of binds) {
      const user = boundByRun.has(name)
        ? undefined
        : cells.find((other) => isRun(other.cell) && other.cell.cell.index > cell.cell.index && other.reads.has(name));
      if (user === undefined) continue;
      yield {
        at: firstLineOf(notebook, cell.cell.index),
        message: `This cell was never run, and cell ${user.cell.cell.index + 1} uses \`${name}\` from it: run the notebook from the top.`,
        related: [{ at: firstLineOf(notebook, user.cell.cell.index), message: `uses \`${name}\`` }],
      };
      break;
    }
  }
}

/** The names of the notebook that a cell binds and reads, functions in it included. */
function moduleNames({ tree, magics }: PythonCell): {
  readonly binds: ReadonlySet<string>;
  readonly reads: ReadonlySet<string>;
} {
  const { module, occurrences } = readNames(tree);
  const own = occurrences.filter(({ name, scope }) => scopeOfName(name, scope) === module);
  return {
    binds: new Set([
      ...own.filter(({ role }) => role === 'bind').map(({ name }) => name),
      ...magics.flatMap((magic) => magic.binds),
    ]),
    reads: new Set([
      ...own.filter(({ role }) => role === 'read').map(({ name }) => name),
      ...magics.flatMap((magic) => magic.reads),
    ]),
  };
}
