/** The table of effects and the list of removed API, compared with the libraries that they speak of. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { runTool } from '../../scripts/process/runTool.ts';
import { preparePython } from './preparePython.ts';

const root = path.join(import.meta.dirname, '../..');
const outcome = z.object({ checked: z.int(), problems: z.array(z.string()), absent: z.array(z.string()) });

export interface ComparedEffects {
  /** Entries that agree with the installed libraries. */
  readonly passed: number;
  /** Each a sentence without a full stop. */
  readonly differences: readonly string[];
  /** Why nothing is compared here, in one sentence; undefined when it is. */
  readonly absent: string | undefined;
}

/** Looks up each class, function, method and parameter of the table in the pinned libraries. */
export async function compareEffects(): Promise<ComparedEffects> {
  const python = await preparePython(path.join(root, 'test/python/requirements-effects.txt'));
  if (python.kind === 'absent') return { passed: 0, differences: [], absent: python.because };
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-effects-'));
  try {
    const file = path.join(folder, 'outcome.json');
    const table = path.join(root, 'server/src/notebook/effects');
    await runTool(python.executable, [path.join(root, 'test/python/checkEffects.py'), table, file]);
    const { checked, problems } = outcome.parse(JSON.parse(await readFile(file, 'utf8')));
    return { passed: checked - problems.length, differences: problems, absent: undefined };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
