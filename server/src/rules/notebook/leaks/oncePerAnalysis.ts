/** Remembers what was found out about a notebook for as long as its analysis is in use. */
import type { NotebookAnalysis } from '../../../notebook/flow/analysis.ts';

/** The same function, which works once for each analysis. */
export function oncePerAnalysis<Found>(
  find: (analysis: NotebookAnalysis) => Found,
): (analysis: NotebookAnalysis) => Found {
  const known = new WeakMap<NotebookAnalysis, { readonly found: Found }>();
  return (analysis) => {
    const kept = known.get(analysis);
    if (kept !== undefined) return kept.found;
    const found = find(analysis);
    known.set(analysis, { found });
    return found;
  };
}
