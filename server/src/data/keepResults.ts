/** Keeps what jobs on files came to, so that a table of millions of rows is read once and not with every start. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { loadJobShape } from '../../../schemas/jobs.ts';
import type { JobHandler, JobKind, JobResult, ParsedJobRequest } from '../../../schemas/jobs.ts';
import type { TableSource } from '../../../schemas/tableSource.ts';
import { confineFiles } from './confinedFiles.ts';
import { TableProblem } from './tableProblem.ts';

export interface KeepingPorts {
  /** Absolute path of a folder that nobody else can write to; made when it is needed. */
  readonly folder: string;
  /** Path of the program that does the job: what another build of it came to is not used. */
  readonly program: string;
  /** Writes a text file whole or not at all. */
  readonly writeWhole: (location: string, text: string) => Promise<void>;
}

export interface KeptJob<Kind extends JobKind> {
  readonly kind: Kind;
  /** The files that the answer depends on, beside the request. */
  readonly sourceOf: (request: ParsedJobRequest<Kind>) => TableSource;
  /** Smaller files are read anew: they take no time. */
  readonly fewestBytes: number;
  /** Whether a result holds nothing of single rows, which the cache must not have. */
  readonly isImpersonal: (result: JobResult<Kind>) => boolean;
}

/** Results that are kept; those written longest ago go first. */
const mostKept = 200;
const keptName = /^[0-9a-f]{64}\.json$/;

/**
 * The same job, which answers from what it kept when the request, the program, and path, size and times of every file
 * are those of then.
 */
export function keepResults<Kind extends JobKind>(
  job: KeptJob<Kind>,
  run: JobHandler<Kind>,
  { folder, program, writeWhole }: KeepingPorts,
): JobHandler<Kind> {
  return async (request, context) => {
    const key = await keyOf(job, request, program);
    if (key === undefined) return run(request, context);
    const location = path.join(folder, `${key}.json`);
    const kept = await readKept(job.kind, location);
    if (kept !== undefined) return { kind: 'done', value: kept };
    const answer = await run(request, context);
    // A file that was written meanwhile may have been read half old, half new.
    if (answer.kind === 'done' && job.isImpersonal(answer.value) && (await keyOf(job, request, program)) === key) {
      await keep(location, answer.value, writeWhole);
    }
    return answer;
  };
}

/** @returns undefined for what is small or no file, and for files that cannot be read, which the job itself explains */
async function keyOf<Kind extends JobKind>(
  { kind, sourceOf, fewestBytes }: KeptJob<Kind>,
  request: ParsedJobRequest<Kind>,
  program: string,
): Promise<string | undefined> {
  const source = sourceOf(request);
  if (source.engine !== undefined || source.images !== undefined) return undefined;
  try {
    const files = await confineFiles(source);
    if (files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) < fewestBytes) return undefined;
    const states = await Promise.all([program, ...files.map((file) => file.path)].map(stateOf));
    return createHash('sha256')
      .update(JSON.stringify([kind, request, states]))
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
async function readKept<Kind extends JobKind>(kind: Kind, location: string): Promise<JobResult<Kind> | undefined> {
  try {
    const kept: unknown = JSON.parse(await readFile(location, 'utf8'));
    return (await loadJobShape[kind]()).result.safeParse(kept).data;
  } catch (error) {
    if (error instanceof SyntaxError || isSystemError(error)) return undefined;
    throw error;
  }
}

/** A cache that cannot be written costs the time alone. */
async function keep(location: string, value: unknown, write: KeepingPorts['writeWhole']): Promise<void> {
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
