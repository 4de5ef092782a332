/** Lines of a shell inside a statement of Python: a package does not run them, and warns where the notebook did. */
import type { Magic } from '../read/maskedCell.ts';
import { descendants } from '../syntax/pythonTree.ts';
import type { StatementCode } from './notebookCode.ts';
import type { TextEdit } from './textEdits.ts';

/** Lines of IPython that stand in a statement. */
export function magicsIn({ statement, node }: StatementCode, magics: readonly Magic[]): readonly Magic[] {
  if (node === undefined) return [];
  return magics.filter(({ at }) => at.cell === statement.at.cell && at.start < node.end && at.end > node.start);
}

/** Whether a line can be told by a warning: nothing of the notebook needs what it answers. */
export function isToldByWarning({ kind, treatment, binds }: Magic): boolean {
  return kind === 'shell' && treatment === 'left' && binds.length === 0;
}

/** One warning for each line; empty where a statement has none. */
export function shellLineEdits(source: StatementCode, magics: readonly Magic[]): readonly TextEdit[] {
  const told = magicsIn(source, magics).filter(isToldByWarning);
  if (told.length === 0 || source.node === undefined) return [];
  const passes = [...descendants(source.node)].filter(({ type }) => type === 'pass_statement');
  return told.flatMap(({ argument, at }) => {
    const place = passes.find(({ start }) => start >= at.start && start < at.end);
    return place === undefined ? [] : [{ start: place.start, end: place.end, text: warning(argument) }];
  });
}

function warning(command: string): string {
  const text = `The notebook ran this in a shell here: ${oneLine(command)}`;
  return `warnings.warn(${JSON.stringify(text)}, stacklevel=2)`;
}

/** What the package does not do. */
export function shellLineDecisions(sources: readonly StatementCode[], magics: readonly Magic[]): readonly string[] {
  return sources.flatMap((source) =>
    magicsIn(source, magics)
      .filter(isToldByWarning)
      .map(
        ({ argument, at }) =>
          `The package does not run \`${oneLine(argument)}\` of cell ${at.cell + 1}: where the notebook ran it, the package warns.`,
      ),
  );
}

const longestCommand = 100;

function oneLine(command: string): string {
  const line = command.replace(/\s*\\?\s*[\r\n]+\s*/g, ' ').trim();
  return line.length > longestCommand ? `${line.slice(0, longestCommand - 1)}…` : line;
}
