/** What kinds of things the names of a notebook stand for, as far as calls show it. */
import { keptOnPair } from '../../notebook/memory/keptOn.ts';
import type { ObjectKind } from '../../../../schemas/effects.ts';
import type { NotebookAnalysis } from '../../notebook/flow/analysis.ts';
import type { Notebook } from '../../notebook/read/notebook.ts';

/**
 * The kinds of the objects that a name, or an expression such as `df["a"]`, is wherever a method of it is called or it
 * is given to a call. Text of the expression → kinds.
 */
const kindsByText = keptOnPair(
  (analysis: NotebookAnalysis, notebook: Notebook): ReadonlyMap<string, ReadonlySet<ObjectKind>> => {
    const kinds = new Map<string, Set<ObjectKind>>();
    const note = (text: string, ids: readonly number[]): void => {
      const known = kinds.get(text) ?? new Set();
      kinds.set(text, known);
      for (const id of ids) known.add(analysis.object(id)?.kind ?? 'unknown');
    };
    for (const { text, receivers, receiver, arguments: given } of analysis.statements.flatMap(({ calls }) => calls)) {
      const dot = text.lastIndexOf('.');
      if (dot > 0 && receiver !== undefined) note(text.slice(0, dot), [receiver, ...receivers]);
      for (const { at, objects } of given) {
        note(notebook.cells[at.cell]?.text.slice(at.start, at.end).replace(/\s+/g, '') ?? '', objects);
      }
    }
    return kinds;
  },
);

/** Whether a text stands for things of one kind wherever it is used, and is used at all. */
export function isAlways(kind: ObjectKind, text: string, analysis: NotebookAnalysis): boolean {
  const kinds = kindsByText(analysis, analysis.notebook).get(text.replace(/\s+/g, ''));
  return kinds !== undefined && kinds.size === 1 && kinds.has(kind);
}
