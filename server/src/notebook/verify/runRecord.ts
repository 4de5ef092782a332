/** One run in Python, as the worker brings it back. */
import type { Observation, Observed, RunOutcome } from '../../../../schemas/verificationRun.ts';

export interface RunRecord {
  /** In the order in which they were made; a probe in a loop has several. */
  readonly observations: readonly Observation[];
  readonly ending: RunEnding;
}

export type RunEnding =
  /** It ran to its end, or to an exception of its own. */
  | { readonly kind: 'ended'; readonly outcome: RunOutcome }
  | { readonly kind: 'timeout'; readonly seconds: number }
  /** The process stopped; `how` ends "the process stopped (…)". */
  | { readonly kind: 'stopped'; readonly how: string };

/** What each probe saw, in order. */
export function valuesOf({ observations }: RunRecord): ReadonlyMap<string, readonly Observed[]> {
  const values = new Map<string, Observed[]>();
  for (const { probe, value } of observations) {
    const known = values.get(probe);
    if (known === undefined) values.set(probe, [value]);
    else known.push(value);
  }
  return values;
}
