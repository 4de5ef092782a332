/** The run that a piece of evidence names. */
import type { Fact, Facts, RunFact } from '../../../schemas/facts.ts';
import { findRunName } from '../stores/runFile.ts';

/** `run:2026-11-02` as its scheme and what stands after it. */
export function partsOfEvidence(text: string): { readonly scheme: string; readonly name: string } {
  const colon = text.indexOf(':');
  return { scheme: text.slice(0, colon), name: text.slice(colon + 1) };
}

/** @returns a known fact of undefined when the evidence names no run, none that exists, or several */
export function findEvidenceRun(facts: Facts, text: string): Fact<RunFact | undefined> {
  const { scheme, name } = partsOfEvidence(text);
  switch (scheme) {
    case 'run':
      return choose(facts.runs('plumbline'), (runs) => {
        const found = findRunName(
          runs.map(({ id }) => id),
          name,
        );
        return found?.kind === 'one' ? runs.find(({ id }) => id === found.name) : undefined;
      });
    case 'mlflow': {
      const id = /^runs\/([^/]+)/.exec(name)?.[1];
      return choose(facts.runs('mlflow'), (runs) => runs.find((run) => run.id === id));
    }
    default:
      return { state: 'known', value: undefined };
  }
}

function choose(
  fact: Fact<readonly RunFact[]>,
  find: (runs: readonly RunFact[]) => RunFact | undefined,
): Fact<RunFact | undefined> {
  return fact.state === 'known' ? { state: 'known', value: find(fact.value) } : fact;
}
