/** What rules found in the last version of a project: a rule runs again only when something that it looked at changed. */
import { recordReads, trackReads } from '../spec/reads.ts';
import type { Reads } from '../spec/reads.ts';
import type { Finding } from './rule.ts';

/** A fact that a rule asked for and did not get; `because` is undefined while it is still being found out. */
export interface MissingFact {
  readonly because: string | undefined;
}

/** What running a rule gave. Places count from sections, so they stay true while text elsewhere changes. */
export interface RuleRun {
  readonly findings: readonly Finding[];
  readonly missing: readonly MissingFact[];
}

export interface RuleMemory {
  /**
   * The run of a rule: the last one if all that it looked at is the same, else a new one.
   *
   * @param readNow what a read that was recorded would give now
   */
  recall(rule: string, readNow: (name: string) => unknown, run: () => RuleRun): RuleRun;
  /** The same for one search in one part of the spec, which are told apart by identity. */
  recallIn(part: object, search: object, readNow: (name: string) => unknown, run: () => RuleRun): RuleRun;
}

interface KeptRun {
  readonly run: RuleRun;
  readonly reads: Reads;
}

export function createRuleMemory(): RuleMemory {
  const kept = new Map<string, KeptRun>();
  const keptIn = new Map<object, WeakMap<object, KeptRun>>();
  return {
    recall: (rule, readNow, run) => {
      const last = kept.get(rule);
      if (last !== undefined && isSame(last, readNow)) return last.run;
      const { result, reads } = trackReads(run);
      kept.set(rule, { run: result, reads });
      return result;
    },
    recallIn: (part, search, readNow, run) => {
      const runs = keptIn.get(search) ?? new WeakMap<object, KeptRun>();
      keptIn.set(search, runs);
      const last = runs.get(part);
      if (last !== undefined && isSame(last, readNow)) {
        recordReads(last.reads);
        return last.run;
      }
      const { result, reads } = trackReads(run);
      runs.set(part, { run: result, reads });
      return result;
    },
  };
}

function isSame({ reads }: KeptRun, readNow: (name: string) => unknown): boolean {
  return reads.size === 0 || reads.entries().every(([name, value]) => readNow(name) === value);
}
