// Gives each run a project of its own, which it may change.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyExample } from '../../support/exampleCopy.ts';
import type { Suite } from './suites.ts';

export interface ProjectCopy {
  /** Absolute path of the project. */
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** Copies a project into a temporary folder. */
export async function copyProject(root: string, project: Suite['project']): Promise<ProjectCopy> {
  const parent = await mkdtemp(path.join(tmpdir(), 'plumbline-project-'));
  const folder = path.join(parent, project === 'small' ? 'late-flights' : 'flight-delays');
  await (project === 'small' ? copySmall(root, folder) : copyExample(folder));
  return { folder, remove: () => rm(parent, { recursive: true, force: true, maxRetries: 5 }) };
}

/**
 * test/vscode/project has no findings of its own, so each test makes its own; what has some from the start,
 * test/vscode/unfinished, is put below it.
 */
async function copySmall(root: string, folder: string): Promise<void> {
  await cp(path.join(root, 'test/vscode/project'), folder, { recursive: true });
  await cp(path.join(root, 'test/vscode/unfinished'), path.join(folder, 'unfinished'), { recursive: true });
}
