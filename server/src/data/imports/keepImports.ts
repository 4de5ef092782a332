/** Keeps what large imports came to, so that a bill of a gigabyte is read once and not with every start. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { importResult } from '../../../../schemas/importJob.ts';
import type { ImportRequest, ImportResult } from '../../../../schemas/importJob.ts';
import type { JobHandler } from '../../../../schemas/jobs.ts';
import { confineFiles } from '../confinedFiles.ts';
import { TableProblem } from '../tableProblem.ts';
import { sourceOf } from './textTable.ts';

export interface KeepingPorts {
  /** Absolute path of a folder that nobody else can write to; made when it is needed. */
  readonly folder: string;
  /** Path of the program that imports: what another build of it came to is not used. */
  readonly program: string;
  /** Writes a text file whole or not at all. */
  readonly writeWhole: (location: string, text: string) => Promise<void>;
  /** Smaller imports are read anew: they take no time. */
  readonly fewestBytes: number;
}

/** Results that are kept; those written longest ago go first. */
const mostKept = 50;
const keptName = /^[0-9a-f]{64}\.json$/;

/**
 * The same job, which answers from what it kept when the request, the program, and path, size and times of every file
 * are those of then. Sums and sentences are kept, rows and names of persons are not.
 */
export function keepImports(
  read: JobHandler<'importActuals'>,
  { folder, program, writeWhole, fewestBytes }: KeepingPorts,
): JobHandler<'importActuals'> {
  return async (request, context) => {
    const key = await keyOf(request, program, fewestBytes);
    if (key === undefined) return read(request, context);
    const location = path.join(folder, `${key}.json`);
    const kept = await readKept(location);
    if (kept !== undefined) return { kind: 'done', value: kept };
    const answer = await read(request, context);
    // A file that was written meanwhile may have been read half old, half new.
    if (answer.kind === 'done' && (await keyOf(request, program, fewestBytes)) === key) {
      await keep(location, answer.value, writeWhole);
    }
    return answer;
  };
}

/** @returns undefined for a small import, and for files that cannot be read, which the import itself explains */
async function keyOf(request: ImportRequest, program: string, fewestBytes: number): Promise<string | undefined> {
  try {
    const files = await confineFiles(sourceOf(request));
    if (files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) < fewestBytes) return undefined;
    const states = await Promise.all([program, ...files.map((file) => file.path)].map(stateOf));
    return createHash('sha256')
      .update(JSON.stringify([request, states]))
      .digest('hex');
  } catch (error) {
    if (error instanceof TableProblem || isSystemError(error)) return undefined;
    throw error;
  }
}

async function stateOf(location: string): Promise<readonly (string | number)[]> {
  const { size, mtimeMs, ctimeMs, ino } = await stat(location);
  return [location, size, mtimeMs, ctimeMs, ino];
}

/** @returns undefined when nothing was kept, or what lies there is none of ours */
async function readKept(location: string): Promise<ImportResult | undefined> {
  try {
    return importResult.safeParse(JSON.parse(await readFile(location, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError || isSystemError(error)) return undefined;
    throw error;
  }
}

/** A cache that cannot be written costs the time alone. */
async function keep(location: string, value: ImportResult, write: KeepingPorts['writeWhole']): Promise<void> {
  try {
    const folder = path.dirname(location);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await write(location, JSON.stringify(value));
    const names = (await readdir(folder)).filter((name) => keptName.test(name));
    const aged = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(path.join(folder, name))).mtimeMs })),
    );
    const old = aged.toSorted((left, right) => right.at - left.at).slice(mostKept);
    await Promise.all(old.map(({ name }) => rm(path.join(folder, name), { force: true })));
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
