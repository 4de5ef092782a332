/** Whether a fix helps: the changed notebook is analysed and checked before the fix is offered. */
import { changeText } from '../../notebook/read/cellChanges.ts';
import type { CellChange } from '../../notebook/read/cellChanges.ts';
import type { Notebook } from '../../notebook/read/notebook.ts';
import type { CellFinding } from './notebookRule.ts';

/**
 * Whether a notebook that is changed so has fewer findings of a rule, and no more of any other that is looked at.
 * Findings of hidden rules may come up: what was wrong before hid them.
 * Costs about as much as a check; after some calls for one notebook the answer is no, so that a light bulb stays quick.
 */
export type Improves = (changes: readonly CellChange[], rule: string, hidden?: readonly string[]) => boolean;

/** Fixes of one notebook that are tried. */
const trialLimit = 16;

/** @param findingsOf what the rules that a fix must not set off find in a notebook; undefined when that failed */
export function createTrial(
  notebook: Notebook,
  findingsOf: (changed: Notebook) => readonly CellFinding[] | undefined,
): Improves {
  let trials = 0;
  let before: ReadonlyMap<string, number> | undefined;
  return (changes, rule, hidden = []) => {
    if (trials >= trialLimit || changes.length === 0) return false;
    trials += 1;
    before ??= countByRule(findingsOf(notebook) ?? []);
    const found = findingsOf(changed(notebook, changes));
    if (found === undefined) return false;
    const after = countByRule(found);
    const isHelped = (after.get(rule) ?? 0) < (before.get(rule) ?? 0);
    return isHelped && [...after].every(([id, count]) => hidden.includes(id) || count <= (before?.get(id) ?? 0));
  };
}

/** Rules that a fix must not set off: those about leaks, and about names that would be missing. */
export function isWatchedInTrials({ id }: { readonly id: string }): boolean {
  return id.startsWith('leak/') || id === 'notebook/undefined-name' || id === 'notebook/used-before-defined';
}

function changed(notebook: Notebook, changes: readonly CellChange[]): Notebook {
  const byCell = Map.groupBy(changes, ({ at }) => at.cell);
  const cells = notebook.cells.map((cell) => {
    const own = byCell.get(cell.index);
    return own === undefined ? cell : { ...cell, text: changeText(cell.text, own) };
  });
  return { ...notebook, cells };
}

function countByRule(findings: readonly CellFinding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}
