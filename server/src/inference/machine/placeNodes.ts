/** Runs a graph once with the runtime's profiler on, to see which provider runs which node. */
import { readdirSync, readFileSync } from 'node:fs';
import { openModel } from '../openModel.ts';
import type { OpenModel } from '../openModel.ts';
import { readPlacement } from './placement.ts';
import type { Placement } from './placement.ts';

const prefix = 'plumbline-placement';

/**
 * A provider that loads may still leave most nodes to the processor, and be slower than it alone.
 *
 * Writes the profile into the current folder, which is the scratch folder of the worker.
 *
 * @returns undefined when the runtime writes no profile
 */
export async function placeNodes(
  path: string,
  label: string,
  provider: string,
  threads: number,
  feeds: Parameters<OpenModel['run']>[0],
): Promise<Placement | undefined> {
  const model = await openModel(path, label, { threads, provider, profile: prefix });
  try {
    await model.run(feeds);
  } finally {
    await model.close();
  }
  const [file] = readdirSync('.').filter((name) => name.startsWith(prefix));
  return file === undefined ? undefined : readPlacement(readFileSync(file, 'utf8'));
}
