// Gives each run a project of its own, which it may change.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface ProjectCopy {
  /** Absolute path of the project. */
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** Copies test/vscode/project into a temporary folder. */
export async function copyProject(root: string): Promise<ProjectCopy> {
  const parent = await mkdtemp(path.join(tmpdir(), 'plumbline-project-'));
  const folder = path.join(parent, 'late-flights');
  await cp(path.join(root, 'test/vscode/project'), folder, { recursive: true });
  return { folder, remove: () => rm(parent, { recursive: true, force: true, maxRetries: 5 }) };
}
