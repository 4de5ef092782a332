/** What comparisons have found that are not done, were stopped or failed: the Drift panel shows it until they are done. */
import type { FoundSoFar } from './followColumns.ts';

export interface UnfinishedComparison extends FoundSoFar {
  /** Why no column is to come any more, as a sentence; undefined while columns are compared. */
  readonly stopped: string | undefined;
}

export interface UnfinishedComparisons {
  readonly of: (mainUri: string, checkId: string) => UnfinishedComparison | undefined;
  /** Why the latest comparison of a check failed; undefined when it did not. */
  readonly failureOf: (mainUri: string, checkId: string) => string | undefined;
  /** Takes the place of what was found of the same check before. */
  readonly keep: (mainUri: string, found: FoundSoFar) => void;
  /** What was found of the check is complete, and recorded. */
  readonly finish: (mainUri: string, checkId: string) => void;
  /** The check could not be compared; what was recorded of it before stays. */
  readonly fail: (mainUri: string, checkId: string, because: string) => void;
  /** Nothing more comes of what is still compared in this project. */
  readonly stop: (mainUri: string, because: string) => void;
}

/** Checks of one project whose columns are kept: a server that runs for weeks holds no more. */
const mostChecks = 20;

export function createUnfinishedComparisons(): UnfinishedComparisons {
  const projects = new Map<string, ReadonlyMap<string, UnfinishedComparison>>();
  const failures = new Map<string, ReadonlyMap<string, string>>();
  const of = (mainUri: string): ReadonlyMap<string, UnfinishedComparison> => projects.get(mainUri) ?? new Map();
  const without = (mainUri: string, checkId: string) => [...of(mainUri)].filter(([id]) => id !== checkId);
  const forget = (mainUri: string, checkId: string) =>
    [...(failures.get(mainUri) ?? [])].filter(([id]) => id !== checkId);
  return {
    failureOf: (mainUri, checkId) => failures.get(mainUri)?.get(checkId),
    fail: (mainUri, checkId, because) => {
      const kept = [...forget(mainUri, checkId), [checkId, because] as const].slice(-mostChecks);
      failures.set(mainUri, new Map(kept));
    },
    of: (mainUri, checkId) => of(mainUri).get(checkId),
    keep: (mainUri, found) => {
      failures.set(mainUri, new Map(forget(mainUri, found.checkId)));
      const entry = [found.checkId, { ...found, stopped: undefined }] as const;
      projects.set(mainUri, new Map([...without(mainUri, found.checkId), entry].slice(-mostChecks)));
    },
    finish: (mainUri, checkId) => {
      failures.set(mainUri, new Map(forget(mainUri, checkId)));
      projects.set(mainUri, new Map(without(mainUri, checkId)));
    },
    stop: (mainUri, because) => {
      const stopped = [...of(mainUri)].map(([id, one]) => [id, { ...one, stopped: one.stopped ?? because }] as const);
      projects.set(mainUri, new Map(stopped));
    },
  };
}
