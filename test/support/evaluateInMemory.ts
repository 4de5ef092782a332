/** An evaluation without a worker: a spec and its files in memory, and a worker that answers as a test says. */
import type { JobKind } from '../../schemas/jobs.ts';
import type { JobOutcome, JobRunner } from '../../server/src/jobs/jobRunner.ts';
import { findProjects, loadProject } from '../../server/src/operations/loadProject.ts';
import { evaluateProject } from '../../server/src/operations/evaluate/evaluate.ts';
import type { EvaluateOutcome, EvaluateWishes } from '../../server/src/operations/evaluate/evaluate.ts';
import { evaluateProjectPredictions } from '../../server/src/operations/evaluate/evaluatePredictions.ts';
import { unknownHistory } from '../../server/src/operations/ports.ts';
import type { Project } from '../../server/src/spec/project.ts';
import { memoryWorkspace } from './memoryWorkspace.ts';

export interface InMemory {
  /** Content by path from the folder of the project; `plumbline.yaml` is among them. */
  readonly files: Readonly<Record<string, string>>;
  readonly wishes?: EvaluateWishes;
  /** A file of answers, which are measured in place of a model that is run. */
  readonly predictions?: Parameters<typeof evaluateProjectPredictions>[1];
  /** What the worker answers: the outcome of a job of this kind. */
  readonly answer: (kind: JobKind, request: unknown) => unknown;
  /** What happens when a record is written; nothing unless said. */
  readonly writes?: () => Promise<void>;
}

export interface EvaluatedInMemory {
  readonly project: Project;
  readonly outcome: EvaluateOutcome;
  /** Path and content of each record, in the order in which they were written. */
  readonly written: readonly (readonly [path: string, content: string])[];
}

/** The machine is one of Linux, the clock stands, and there is no history. */
export async function evaluateInMemory({
  files: contents,
  wishes = {},
  predictions,
  answer,
  writes = () => Promise.resolve(),
}: InMemory): Promise<EvaluatedInMemory> {
  const files = memoryWorkspace(
    new Map(Object.entries(contents).map(([path, content]) => [`file:///work/${path}`, content])),
  );
  const written: [string, string][] = [];
  const jobs: JobRunner = {
    run: (kind, request) => Promise.resolve(answer(kind, request) as JobOutcome<typeof kind>),
    dispose: () => Promise.resolve(),
  };
  const [group] = await findProjects(files, 'file:///work');
  if (group === undefined) throw new Error('The spec was not found.');
  const project = await loadProject(files, group);
  if ('sentence' in project) throw new Error(project.sentence);
  const ports: Parameters<typeof evaluateProject>[2] = {
    files,
    jobs,
    history: unknownHistory('tests have none'),
    clock: { now: () => new Date('2026-11-02T09:31:00Z') },
    version: '1.2.3',
    machine: { platform: 'linux-x64' },
    hash: () => '3f2a91c0ffff',
    writeBeside: (_mainUri, path, content) => {
      written.push([path, content]);
      return writes();
    },
  };
  const outcome =
    predictions === undefined
      ? await evaluateProject(project, wishes, ports)
      : await evaluateProjectPredictions(project, predictions, { ...wishes, columns: {} }, ports);
  return { project, outcome, written };
}
