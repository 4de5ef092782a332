/** Whether tracked files differ from the commit, told without any filter that a repository could name. */
import { createHash } from 'node:crypto';
import { lstat, readFile, readlink, stat } from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { askGit } from './git.ts';
import { findGitFolder, pathIn } from './gitRepository.ts';
import type { Repository } from './gitRepository.ts';

/** Files whose contents are compared; more that look changed are taken for changed. */
const mostCompared = 200;
/** A file beyond this size that looks changed is taken for changed. */
const largestBytes = 50_000_000;
/** What runs write themselves is no change. */
const ownFiles = ':(exclude,glob)**/.plumbline/**';
/** Flags of entries that git itself does not compare: "assume unchanged", and left out of the working tree. */
const uncomparedFlags = 0x8000 | 0x4000_0000;
const nanoseconds = 1_000_000_000n;

/** A file as the index has it. */
interface Entry {
  /** From the top level. */
  readonly path: string;
  readonly mode: string;
  readonly id: string;
  readonly sizeBytes: bigint;
  /** Seconds and nanoseconds; the latter are 0 where the index keeps none. */
  readonly modified: readonly [bigint, bigint];
  readonly flags: number;
}

/**
 * See the port `History`.
 *
 * Every command of git that compares the working tree settles doubts by running the repository's own filters, which are
 * programs. So the index is only listed, and files whose size or time differs from it, or proves nothing, are hashed
 * here as git hashes a blob.
 */
export async function findChanges(repository: Repository, uri: string): Promise<boolean | undefined> {
  const file = await pathIn(repository, uri);
  if (file === undefined) return undefined;
  const folder = path.posix.dirname(file);
  const scope = ['--', folder === '.' ? '.' : `:(literal)${folder}`, ownFiles];
  const { topLevel } = repository;
  const staged = await askGit(topLevel, ['diff-index', '--cached', '--name-only', '-z', 'HEAD', ...scope]);
  if (staged.kind === 'failed') return undefined;
  if (staged.output !== '') return true;
  const writtenAt = await indexTime(topLevel);
  const listed = await askGit(topLevel, ['ls-files', '--stage', '--debug', '-z', ...scope]);
  if (listed.kind === 'failed' || writtenAt === undefined) return undefined;
  let compared = 0;
  for (const entry of readEntries(listed.output)) {
    if ((entry.flags & uncomparedFlags) !== 0 || entry.mode === '160000') continue;
    const location = path.join(topLevel, entry.path);
    const stats = await lstat(location, { bigint: true }).catch(() => undefined);
    if (stats === undefined || modeOf(stats, entry.mode) !== entry.mode) return true;
    if (isProvenSame(entry, stats, writtenAt)) continue;
    compared += 1;
    if (compared > mostCompared || !(await hasContent(location, stats, entry.id))) return true;
  }
  return false;
}

/** When the index was written, in nanoseconds; undefined when there is none. */
async function indexTime(topLevel: string): Promise<bigint | undefined> {
  const folder = await findGitFolder(topLevel);
  if (folder === undefined) return undefined;
  return stat(path.join(folder, 'index'), { bigint: true }).then(
    ({ mtimeNs }) => mtimeNs,
    () => undefined,
  );
}

/** Entries of `ls-files --stage --debug -z`: a line with the name, then lines of what the index knows of the file. */
function* readEntries(output: string): Generator<Entry> {
  const form =
    /(?<mode>\d{6}) (?<id>[0-9a-f]+) \d\t(?<path>[^\0]+)\0 {2}ctime: [^\n]*\n {2}mtime: (?<seconds>\d+):(?<rest>\d+)\n {2}dev: [^\n]*\n {2}uid: [^\n]*\n {2}size: (?<size>\d+)\tflags: (?<flags>[0-9a-f]+)\n/y;
  while (form.lastIndex < output.length) {
    const groups = form.exec(output)?.groups;
    // Of a git that writes otherwise nothing is known, so everything looks changed.
    if (groups === undefined) {
      yield { path: '', mode: '', id: '', sizeBytes: 0n, modified: [0n, 0n], flags: 0 };
      return;
    }
    yield {
      path: groups['path'] ?? '',
      mode: groups['mode'] ?? '',
      id: groups['id'] ?? '',
      sizeBytes: BigInt(groups['size'] ?? 0),
      modified: [BigInt(groups['seconds'] ?? 0), BigInt(groups['rest'] ?? 0)],
      flags: Number.parseInt(groups['flags'] ?? '0', 16),
    };
  }
}

/** @param recorded the mode in the index, which decides where the system knows no files to execute */
function modeOf(stats: BigIntStats, recorded: string): string | undefined {
  if (stats.isSymbolicLink()) return '120000';
  if (!stats.isFile()) return undefined;
  if (process.platform === 'win32') return recorded.startsWith('100') ? recorded : '100644';
  return (stats.mode & 0o100n) === 0n ? '100644' : '100755';
}

/** Size and time are those of the index, and the file was last written before the index, so not at the same moment. */
function isProvenSame({ sizeBytes, modified: [seconds, rest] }: Entry, stats: BigIntStats, writtenAt: bigint): boolean {
  const isSameTime = stats.mtimeNs / nanoseconds === seconds && (rest === 0n || stats.mtimeNs % nanoseconds === rest);
  return isSameTime && (stats.size & 0xffff_ffffn) === sizeBytes && stats.mtimeNs < writtenAt;
}

async function hasContent(location: string, stats: BigIntStats, id: string): Promise<boolean> {
  if (stats.size > largestBytes) return false;
  try {
    if (stats.isSymbolicLink()) return blobId(await readlink(location, { encoding: 'buffer' }), id.length) === id;
    const bytes = await readFile(location);
    // A checkout may have written line ends of its own.
    const texts = [bytes, Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')];
    return texts.some((text) => blobId(text, id.length) === id);
  } catch {
    return false;
  }
}

/** @param digits of the ids of the repository: 40 of SHA-1, 64 of SHA-256 */
function blobId(bytes: Buffer, digits: number): string {
  const hash = createHash(digits === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
