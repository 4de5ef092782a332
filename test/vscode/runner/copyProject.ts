// Gives each run a project of its own, which it may change.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyExample } from '../../support/exampleCopy.ts';
import { linearModel } from '../../support/onnxModels.ts';
import { delayModel } from './delayModel.ts';
import type { Suite } from './suites.ts';

export interface ProjectCopy {
  /** Absolute path of the project. */
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

const folderNames = {
  small: 'late-flights',
  table: 'late-trains',
  model: 'late-trains',
  example: 'flight-delays',
} as const;

/** Copies a project into a temporary folder. */
export async function copyProject(root: string, project: Suite['project']): Promise<ProjectCopy> {
  const parent = await mkdtemp(path.join(tmpdir(), 'plumbline-project-'));
  const folder = path.join(parent, folderNames[project]);
  switch (project) {
    case 'small':
      await copySmall(root, folder);
      break;
    case 'table':
      await cp(path.join(root, 'test/vscode/unfinished/trains.csv'), path.join(folder, 'trains.csv'));
      break;
    case 'model':
      await cp(path.join(root, 'test/vscode/model'), folder, { recursive: true });
      await mkdir(path.join(folder, 'models'));
      await writeFile(path.join(folder, 'models/minutes.onnx'), linearModel({ weights: [1, 2], bias: 3 }));
      break;
    case 'example':
      await copyExample(folder);
      break;
  }
  return { folder, remove: () => rm(parent, { recursive: true, force: true, maxRetries: 5 }) };
}

/**
 * test/vscode/project has no findings of its own, so each test makes its own; what has some from the start,
 * test/vscode/unfinished, is put below it.
 */
async function copySmall(root: string, folder: string): Promise<void> {
  await cp(path.join(root, 'test/vscode/project'), folder, { recursive: true });
  await cp(path.join(root, 'test/vscode/unfinished'), path.join(folder, 'unfinished'), { recursive: true });
  await mkdir(path.join(folder, 'models'));
  await writeFile(path.join(folder, 'models/delay.onnx'), delayModel());
}
