/** Truth and answers of runs, in a folder of the workspace that is not committed. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { EvaluationRequest } from '../../../schemas/evaluationJob.ts';
import { encodeAnswers } from '../evaluation/comparison/answersFile.ts';
import type { KeptAnswers, NumberedAnswers } from '../evaluation/comparison/answersFile.ts';

type AnswersFolder = NonNullable<EvaluationRequest['keep']>;

const ending = '.answers';
/** More files than runs that anybody compares. */
const mostFiles = 24;
const mostBytes = 512 * 2 ** 20;

/** Writes answers whole or not at all, where that is wanted; the oldest files go. */
export async function keepAnswers(answers: NumberedAnswers, wanted: AnswersFolder | undefined): Promise<KeptAnswers> {
  if (wanted === undefined) return { notes: [] };
  const { root, folder } = wanted;
  const notKept = (because: string): KeptAnswers => ({
    notes: [`The answers are not kept, because ${because}; this run cannot be compared row by row.`],
  });
  const bytes = encodeAnswers(answers);
  if (bytes.length > mostBytes) return notKept(`they are larger than ${mostBytes / 2 ** 20} MB`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    await mkdir(folder, { recursive: true });
    if (!isInside(await realpath(root), await realpath(folder))) return notKept('their folder leaves the workspace');
    await writeWhole(path.join(folder, '.gitignore'), new TextEncoder().encode('*\n'));
    await writeWhole(path.join(folder, `${sha256}${ending}`), bytes);
    await dropOldest(folder);
    return { kept: sha256, notes: [] };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
    return notKept(code === 'ENOSPC' ? 'the disk is full' : `their folder cannot be written (${code})`);
  }
}

function isInside(root: string, folder: string): boolean {
  const relative = path.relative(root, folder);
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}

async function writeWhole(location: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${location}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
    await rename(temporary, location);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function dropOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending));
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(path.join(folder, name))).mtimeMs })),
  );
  const old = dated.toSorted((left, right) => right.at - left.at).slice(mostFiles);
  await Promise.all(old.map(({ name }) => rm(path.join(folder, name), { force: true })));
}

/** @returns undefined when they are not there (any more) */
export async function readKeptAnswers(folder: AnswersFolder, sha256: string): Promise<Uint8Array | undefined> {
  try {
    const real = await realpath(path.join(folder.folder, `${sha256}${ending}`));
    if (!isInside(await realpath(folder.root), real)) return undefined;
    const bytes = await readFile(real);
    return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : undefined;
  } catch {
    return undefined;
  }
}
