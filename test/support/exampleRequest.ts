/** What the command asks the worker about an example, found from its spec as the command finds it. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { evaluationRequest } from '../../schemas/evaluationJob.ts';
import type { EvaluationRequest } from '../../schemas/evaluationJob.ts';
import type { JobRunner } from '../../server/src/jobs/jobRunner.ts';
import { evaluateProject } from '../../server/src/operations/evaluate/evaluate.ts';
import type { EvaluateWishes } from '../../server/src/operations/evaluate/evaluate.ts';
import { findProjects, loadProject } from '../../server/src/operations/loadProject.ts';
import type { WorkspaceFiles } from '../../server/src/operations/ports.ts';
import { unknownHistory } from '../../server/src/operations/ports.ts';
import { createWorkspaceFiles } from '../../server/src/platform/workspaceFiles.ts';
import type { Project } from '../../server/src/spec/project.ts';

/** @param name folder below `examples/` */
export function exampleFolder(name: string): string {
  return path.resolve(import.meta.dirname, '../../examples', name);
}

/** The project of an example, and the files of its folder. */
export async function loadExample(
  name: string,
): Promise<{ readonly project: Project; readonly files: WorkspaceFiles }> {
  const root = realpathSync(exampleFolder(name));
  const files = createWorkspaceFiles({ roots: () => [root] });
  const [main] = await findProjects(files, pathToFileURL(root).href);
  if (main === undefined) throw new Error(`There is no project in ${name}.`);
  const project = await loadProject(files, main);
  if ('sentence' in project) throw new Error(project.sentence);
  return { project, files };
}

export async function requestOfExample(name: string, wishes: EvaluateWishes): Promise<EvaluationRequest> {
  const { project, files } = await loadExample(name);
  const asked: unknown[] = [];
  const jobs: JobRunner = {
    run: (kind, request) => {
      if (kind === 'evaluateModel') asked.push(request);
      return Promise.resolve({ kind: 'failed', sentence: 'It was only asked.', category: 'refused' });
    },
    dispose: () => Promise.resolve(),
  };
  await evaluateProject(project, wishes, {
    files,
    jobs,
    history: unknownHistory('tests have no repository'),
    clock: { now: () => new Date(0) },
    version: '0.0.0',
    machine: { platform: 'none', provider: 'cpu' },
    hash: () => '0',
  });
  return evaluationRequest.parse(asked[0]);
}
