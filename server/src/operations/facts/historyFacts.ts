/** Facts about the history of a project: its commits, and its spec as a commit holds it. */
import type { Fact, HistoryFact, RevisionFact } from '../../../../schemas/facts.ts';
import type { Project } from '../../spec/project.ts';
import type { FactWorld } from './world.ts';

const unknown = { state: 'unknown', because: 'the history of the files cannot be read' } as const;

export function historyFact(_world: FactWorld, _project: Project): Fact<HistoryFact> {
  return unknown;
}

export function baseFact(_world: FactWorld, _project: Project): Fact<RevisionFact> {
  return unknown;
}

export function revisionFact(_world: FactWorld, _project: Project, _revision: string): Fact<RevisionFact> {
  return unknown;
}
