/** Remembers what was found out about a notebook for as long as its analysis is in use. */
import { keptOn } from '../../../notebook/memory/keptOn.ts';
import type { NotebookAnalysis } from '../../../notebook/flow/analysis.ts';

/** The same function, which works once for each analysis. */
export function oncePerAnalysis<Found>(
  find: (analysis: NotebookAnalysis) => Found,
): (analysis: NotebookAnalysis) => Found {
  return keptOn(find);
}
