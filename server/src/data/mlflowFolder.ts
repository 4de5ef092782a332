/** Reads the runs of an MLflow folder (`mlruns/`): one folder per experiment, in it one per run. Links are not followed. */
import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { MlflowRun } from '../../../schemas/mlflowJob.ts';
import { lastMetric, readExperimentName, readRunMeta } from '../stores/mlflowFiles.ts';
import { mlflowRunLimit, mlflowTextLimit, mlflowValueLimit } from './mlflowLimits.ts';

const metaBytes = 100_000;
/** Of a longer metric file, only the end is read: points are appended, so the last step stands there. */
const metricBytes = 1_000_000;
/** Keys of metrics hold slashes, which become folders. */
const keyDepth = 6;
/** Experiments that are looked at. */
const experimentLimit = 1000;

/**
 * @param folder real path, inside the workspace
 * @returns the newest runs that were not deleted, newest first; empty when the folder holds none
 */
export async function readMlflowFolder(folder: string): Promise<readonly MlflowRun[]> {
  const found: Found[] = [];
  for (const experiment of (await foldersIn(folder)).slice(0, experimentLimit)) {
    const text = await readEnd(path.join(experiment, 'meta.yaml'), metaBytes);
    const name = text === undefined ? undefined : readExperimentName(text);
    if (name === undefined) continue;
    for (const run of await foldersIn(experiment)) {
      const metaText = await readEnd(path.join(run, 'meta.yaml'), metaBytes);
      const meta = metaText === undefined ? undefined : readRunMeta(metaText);
      const at = meta?.endedAt ?? meta?.startedAt;
      if (meta === undefined || meta.isDeleted || at === undefined) continue;
      found.push({ folder: run, experiment: name, at, meta });
    }
  }
  const newest = found.toSorted((left, right) => compare(right.at, left.at) || compare(left.meta.id, right.meta.id));
  const runs: MlflowRun[] = [];
  for (const one of newest.slice(0, mlflowRunLimit)) runs.push(await readRun(folder, one));
  return runs;
}

interface Found {
  readonly folder: string;
  readonly experiment: string;
  readonly at: string;
  readonly meta: NonNullable<ReturnType<typeof readRunMeta>>;
}

async function readRun(store: string, { folder, experiment, at, meta }: Found): Promise<MlflowRun> {
  const values: [string, number][] = [];
  for (const [key, file] of await filesBelow(path.join(folder, 'metrics'))) {
    const text = await readEnd(file, metricBytes);
    const value = text === undefined ? undefined : lastMetric(text);
    if (value !== undefined) values.push([key, value]);
  }
  const params: [string, string][] = [];
  for (const [key, file] of await filesBelow(path.join(folder, 'params'))) {
    const text = await readEnd(file, metaBytes);
    if (text !== undefined) params.push([key, text.slice(0, mlflowTextLimit)]);
  }
  const commit = (await readEnd(path.join(folder, 'tags', 'mlflow.source.git.commit'), metaBytes))?.trim();
  return {
    id: meta.id,
    name: meta.name.slice(0, mlflowTextLimit),
    experiment,
    endedAt: at,
    isFinished: meta.isFinished,
    file: path.relative(store, path.join(folder, 'meta.yaml')).replaceAll('\\', '/'),
    values: Object.fromEntries(values),
    params: Object.fromEntries(params),
    datasets: {},
    ...(commit === undefined || commit === '' ? {} : { commit }),
  };
}

/** Folders in a folder, sorted by name, hidden ones and links left out. */
async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => path.join(folder, entry.name))
    .toSorted(compare);
}

/** Key → file, for the plain files below a folder. */
async function filesBelow(folder: string, prefix = '', depth = 0): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files: (readonly [string, string])[] = [];
  for (const entry of entries.toSorted((left, right) => compare(left.name, right.name))) {
    const location = path.join(folder, entry.name);
    const key = `${prefix}${entry.name}`;
    if (entry.isFile()) files.push([key, location]);
    else if (entry.isDirectory() && depth < keyDepth) files.push(...(await filesBelow(location, `${key}/`, depth + 1)));
    if (files.length >= mlflowValueLimit) break;
  }
  return files.slice(0, mlflowValueLimit);
}

/** The end of a plain file, from the first whole line on; undefined when it is none or cannot be read. */
async function readEnd(location: string, maximumBytes: number): Promise<string | undefined> {
  // Neither a pipe that took the file's place nor a link is waited for or followed.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  const handle = await open(location, flags).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return undefined;
    const start = Math.max(0, stats.size - maximumBytes);
    const buffer = Buffer.alloc(Math.min(stats.size, maximumBytes));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    const text = buffer.toString('utf8', 0, bytesRead);
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } catch {
    return undefined;
  } finally {
    await handle.close();
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
