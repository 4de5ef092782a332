/** What the modules that find out facts share: the outside world, and the cache of its answers. */
import type { Fact } from '../../../../schemas/facts.ts';
import type { JobKind, JobRequest, JobResult } from '../../../../schemas/jobs.ts';
import type { JobRunner } from '../../jobs/jobRunner.ts';
import type { Project } from '../../spec/project.ts';
import type { Place } from '../../yaml/place.ts';
import type { Clock, History, ResolvedPath, WorkspaceFiles } from '../ports.ts';
import { becauseOf } from './answerCache.ts';
import type { AnswerCache } from './answerCache.ts';

export interface FactWorld {
  readonly files: WorkspaceFiles;
  /** As it is now: before trust is given, one that refuses. */
  readonly jobs: () => JobRunner;
  /** As it is now: before trust is given, nothing is known of any history. */
  readonly history: () => History;
  readonly clock: Clock;
  /** Version of Plumbline. */
  readonly version: string;
  /** Answers to the questions of the project in question. */
  readonly cache: AnswerCache;
}

/** Runs a job whose result becomes a fact. */
export async function runForFact<Kind extends JobKind>(
  world: FactWorld,
  kind: Kind,
  request: JobRequest<Kind>,
): Promise<Fact<JobResult<Kind>>> {
  const outcome = await world.jobs().run(kind, request);
  switch (outcome.kind) {
    case 'done':
      return { state: 'known', value: outcome.value };
    case 'failed':
      return { state: 'unknown', because: becauseOf(outcome.sentence) };
    case 'cancelled':
      return { state: 'unknown', because: 'reading the data was cancelled' };
  }
}

/** The file in which something of a project stands. */
export function uriOf(project: Project, place: Place): string {
  return project.uriOf(place) ?? project.mainUri;
}

/** Whether a path is a pattern that can match many files. */
export function isPattern(path: string): boolean {
  return /[*?[{]/.test(path);
}

/** Equal for files that are still the same. */
export function stampOf(matches: readonly ResolvedPath[]): string {
  return matches
    .map((match) => {
      switch (match.kind) {
        case 'file':
          return `${match.uri} ${match.sizeBytes} ${match.modifiedMs}`;
        case 'folder':
          return `${match.uri} ${match.modifiedMs}`;
        case 'missing':
          return match.kind;
        case 'outside':
          return `outside ${match.link ?? ''}`;
      }
    })
    .join('\n');
}

export function missingBecause(path: string, resolved: ResolvedPath): string {
  return resolved.kind === 'outside' ? `${path} leaves the workspace` : `${path} does not exist`;
}

export function mapFact<From, To>(fact: Fact<From>, map: (value: From) => To): Fact<To> {
  return fact.state === 'known' ? { state: 'known', value: map(fact.value) } : fact;
}

export function flatMapFact<From, To>(fact: Fact<From>, map: (value: From) => Fact<To>): Fact<To> {
  return fact.state === 'known' ? map(fact.value) : fact;
}
