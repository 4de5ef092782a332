/** Whether tracked files differ from the commit, told without any filter that a repository could name. */
import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { askGit } from './git.ts';
import { pathIn } from './gitRepository.ts';
import type { Repository } from './gitRepository.ts';

/** Files whose contents are compared; more that look changed are taken for changed. */
const mostCompared = 200;
/** A file beyond this size that looks changed is taken for changed. */
const largestBytes = 50_000_000;
/** What runs write themselves is no change. */
const ownFiles = ':(exclude,glob)**/.plumbline/**';

/**
 * See the port `History`.
 *
 * Porcelain would settle doubts with the repository's own filters, which are programs. So the index is asked which files
 * look changed by their times and sizes alone, and those are hashed here as git hashes a blob.
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
  const touched = await askGit(topLevel, ['diff-files', '--raw', '--no-abbrev', '--no-renames', '-z', ...scope]);
  if (touched.kind === 'failed') return undefined;
  const fields = touched.output.split('\0');
  if (fields.length / 2 > mostCompared) return true;
  for (let at = 0; at + 1 < fields.length; at += 2) {
    if (await isChanged(topLevel, fields[at] ?? '', fields[at + 1] ?? '')) return true;
  }
  return false;
}

/** @param line `:mode mode blob blob status` of one file */
async function isChanged(topLevel: string, line: string, name: string): Promise<boolean> {
  const [before, after, id] = line.split(' ');
  if (before?.slice(1) !== after || !before?.startsWith(':100') || id === undefined) return true;
  const location = path.join(topLevel, name);
  try {
    const { size } = await lstat(location);
    if (size > largestBytes) return true;
    const bytes = await readFile(location);
    // A checkout may have written line ends of its own.
    const texts = [bytes, Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')];
    return !texts.some((text) => blobId(text, id.length) === id);
  } catch {
    return true;
  }
}

/** @param digits of the ids of the repository: 40 of SHA-1, 64 of SHA-256 */
function blobId(bytes: Buffer, digits: number): string {
  const hash = createHash(digits === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
