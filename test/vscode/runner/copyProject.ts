// Gives each run a project of its own, which it may change.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface ProjectCopy {
  /** Absolute path of the project. */
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/**
 * Copies test/vscode/project into a temporary folder. It has no findings of its own, so each test makes its own;
 * what has some from the start, test/vscode/unfinished, is put below it.
 */
export async function copyProject(root: string): Promise<ProjectCopy> {
  const parent = await mkdtemp(path.join(tmpdir(), 'plumbline-project-'));
  const folder = path.join(parent, 'late-flights');
  await cp(path.join(root, 'test/vscode/project'), folder, { recursive: true });
  await cp(path.join(root, 'test/vscode/unfinished'), path.join(folder, 'unfinished'), { recursive: true });
  return { folder, remove: () => rm(parent, { recursive: true, force: true, maxRetries: 5 }) };
}
