/** The repository that holds a file: where it lies, which path the file has in it, and whether it has changed. */
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { URI, Utils } from 'vscode-uri';
import { askGit, noRepository } from './git.ts';

export interface Repository {
  readonly kind: 'repository';
  /** Absolute path of the working tree's top level, links followed. */
  readonly topLevel: string;
  /** Whether older commits were cut off. */
  readonly isShallow: boolean;
}

/** `because` ends "not known because …". */
export type NoRepository = { readonly kind: 'unknown'; readonly because: string };

/** The repository whose working tree holds a folder that exists. */
export async function locateRepository(folder: string): Promise<Repository | NoRepository> {
  const answer = await askGit(folder, ['rev-parse', '--show-toplevel', '--is-shallow-repository']);
  if (answer.kind === 'failed') return { kind: 'unknown', because: answer.because };
  const [topLevel = '', isShallow] = answer.output.split('\n');
  if (topLevel === '') return { kind: 'unknown', because: noRepository };
  return { kind: 'repository', topLevel: await realpath(topLevel), isShallow: isShallow === 'true' };
}

/** The path of a file from the top level with forward slashes; undefined when it lies outside of the working tree. */
export async function pathIn({ topLevel }: Repository, uri: string): Promise<string | undefined> {
  const location = pathOf(uri);
  const folder = await folderOf(uri);
  if (location === undefined || folder === undefined) return undefined;
  // A folder that is gone today lies below one that is there.
  const real = path.join(await realpath(folder), path.relative(folder, location));
  const relative = path.relative(topLevel, real);
  if (relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) {
    return undefined;
  }
  return relative.split(path.sep).join('/');
}

/** The address of a file by its path from the folder of another. */
export function addressOf(besideUri: string, relativePath: string): string {
  return Utils.joinPath(Utils.dirname(URI.parse(besideUri)), relativePath).toString();
}

function pathOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(URI.parse(uri).toString()) : undefined;
}

/** The nearest folder above a file that exists. */
export async function folderOf(uri: string): Promise<string | undefined> {
  let folder = pathOf(uri);
  while (folder !== undefined) {
    const above = path.dirname(folder);
    if (above === folder) return undefined;
    folder = above;
    const stats = await stat(folder).catch(() => undefined);
    if (stats?.isDirectory() === true) return folder;
  }
  return undefined;
}

/** Files of a repository that change with commits, checkouts and fetches; branches are in packed-refs or one by one. */
const own = ['HEAD', 'logs/HEAD'];
const shared = [
  'packed-refs',
  'shallow',
  'FETCH_HEAD',
  'reftable/tables.list',
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

/** The stamp where no repository is. */
export const noRepositoryStamp = 'no repository';

/** Equal for as long as nothing is committed, checked out or fetched. @param folder one that exists */
export async function stampOfFolder(folder: string): Promise<string> {
  const gitFolder = await findGitFolder(folder);
  if (gitFolder === undefined) return noRepositoryStamp;
  const common = await readSmall(path.join(gitFolder, 'commondir'));
  const commonFolder = common === undefined ? gitFolder : path.resolve(gitFolder, common.trim());
  const head = await readSmall(path.join(gitFolder, 'HEAD'));
  const branch = /^ref: (refs\/[^\0\n]+)$/.exec(head?.trim() ?? '')?.[1];
  const files = [
    ...own.map((name) => path.join(gitFolder, name)),
    ...[...shared, ...(branch === undefined ? [] : [branch])].map((name) => path.join(commonFolder, name)),
  ];
  const stamps = await Promise.all(
    files.map(async (file) => {
      const stats = await stat(file).catch(() => undefined);
      return stats === undefined ? '-' : `${stats.size}@${stats.mtimeMs}`;
    }),
  );
  return [gitFolder, head?.trim() ?? '', ...stamps].join(' ');
}

/** The folder that holds HEAD: `.git`, or where a file of that name leads in a worktree or submodule. */
export async function findGitFolder(start: string): Promise<string | undefined> {
  for (let folder: string | undefined = start; folder !== undefined;) {
    const candidate = path.join(folder, '.git');
    const stats = await stat(candidate).catch(() => undefined);
    if (stats?.isDirectory() === true) return candidate;
    const pointer = stats?.isFile() === true ? await readSmall(candidate) : undefined;
    const target = /^gitdir: (.+)$/m.exec(pointer ?? '')?.[1];
    if (target !== undefined) return path.resolve(folder, target.trim());
    const above = path.dirname(folder);
    folder = above === folder ? undefined : above;
  }
  return undefined;
}

async function readSmall(location: string): Promise<string | undefined> {
  const stats = await stat(location).catch(() => undefined);
  if (stats?.isFile() !== true || stats.size > 10_000) return undefined;
  return readFile(location, 'utf8').catch(() => undefined);
}
