/** Rules about lines of a shell in a notebook. */
import type { Magic } from '../../notebook/read/maskedCell.ts';
import type { CellRange } from '../../notebook/read/notebook.ts';
import { listOf } from '../../spec/words.ts';
import type { NotebookContext, NotebookRule } from './notebookRule.ts';

/** Commands that only look. */
const looking: ReadonlySet<string> = new Set(
  'ls ll dir pwd head tail cat wc less more echo which where date du df free uname lscpu nvidia-smi nproc file stat tree grep find whoami hostname printenv env top ps java'.split(
    ' ',
  ),
);
const shells: ReadonlySet<string> = new Set(['bash', 'sh', 'cmd', 'script', 'system', 'sx', '!']);

export const commandRules: readonly NotebookRule[] = [
  {
    id: 'notebook/install-in-cell',
    severity: 'I/I/I',
    finds: 'a package that a cell installs without saying which version',
    why: 'Whoever runs the notebook later gets another version, and other results. Declare it among the dependencies of the project, with a version.',
    *check(context) {
      for (const magic of magicsOf(context)) {
        const open = magic.installs.filter(({ version }) => version === undefined).map(({ name }) => name);
        if (open.length === 0) continue;
        const verb = open.length === 1 ? 'is' : 'are';
        yield {
          at: firstLine(context, magic.at),
          message: `${listOf(open)} ${verb} installed without a version: declare ${open.length === 1 ? 'it' : 'them'} among the project's dependencies.`,
        };
      }
    },
  },
  {
    id: 'notebook/shell-command',
    severity: 'I/I/I',
    finds: 'a line of a shell whose effect the notebook does not show',
    why: 'What it changes cannot be followed, and it runs on one system only. Python has the same in `pathlib`, `shutil`, `zipfile` and `urllib`.',
    *check(context) {
      for (const magic of magicsOf(context)) {
        if (magic.installs.length > 0 || !isShell(magic) || looksOnly(magic)) continue;
        const what = magic.kind === 'cell' ? `This cell runs \`${magic.name}\`` : `This line runs \`${magic.name}\``;
        yield {
          at: firstLine(context, magic.at),
          message: `${what} outside of Python, so what it changes is not known: use Python, or prepare the data before.`,
        };
      }
    },
  },
];

function magicsOf({ pythonCells }: NotebookContext): readonly Magic[] {
  return pythonCells.flatMap(({ magics }) => magics);
}

function isShell({ kind, name }: Magic): boolean {
  return kind === 'shell' || (kind === 'cell' && shells.has(name));
}

/** Whether every command of a line only looks; what it writes by `>` does not count as looking. */
function looksOnly({ kind, argument }: Magic): boolean {
  if (kind === 'cell' || /(?<![0-9&-])>(?!&)/.test(argument)) return false;
  return argument.split(/\||&&|;/).every((command) => {
    const [word = ''] = command.trim().split(/\s+/);
    return looking.has(word) || /(?:^|\s)(?:--version|-V)\s*$/.test(command);
  });
}

/** The first line of a magic, without the blanks behind it. */
function firstLine({ notebook }: NotebookContext, { cell, start, end }: CellRange): CellRange {
  const text = notebook.cells[cell]?.text.slice(start, end) ?? '';
  const [line = ''] = text.split(/\r?\n/, 1);
  const indent = line.length - line.trimStart().length;
  return { cell, start: start + indent, end: start + line.trimEnd().length };
}
