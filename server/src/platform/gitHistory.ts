/** The history of files, read from git: a few questions, each answered by plumbing commands that run nothing else. */
import type { CommitFact } from '../../../schemas/facts.ts';
import type { Blame, CommitAnswer, FilesAnswer, History } from '../operations/ports.ts';
import { askGit, noRepository, readBlobs } from './git.ts';
import { findFolderAuthors } from './gitAuthors.ts';
import { findChanges } from './gitChanges.ts';
import { commitFormat, readCommits } from './gitCommits.ts';
import { createGitMemory } from './gitMemory.ts';
import type { GitMemory, KnownRepository } from './gitMemory.ts';
import { addressOf, pathIn } from './gitRepository.ts';
import type { Repository } from './gitRepository.ts';
import { listTree } from './gitTree.ts';
import type { TreeFile } from './gitTree.ts';
import { readWork } from './gitWork.ts';

/** Spec files and contracts that one project may have in a commit. */
const specLimit = 500;

/** What the remote calls its default branch. */
const remoteHead = 'refs/remotes/origin/HEAD';
/** Branches that may be the default one, when the remote does not say which is, likeliest first. */
const likelyDefaults = [
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
  'refs/heads/trunk',
];

/** @param memory of its own unless given, when several ask of the same repositories */
export function createGitHistory(memory: GitMemory = createGitMemory()): History {
  return {
    repositoryOf: async (uri) => {
      const repository = await memory.locate(uri);
      if (repository.kind === 'unknown') return repository.because === noRepository ? { kind: 'none' } : repository;
      const { isShallow } = repository;
      return { kind: 'repository', head: await repository.findCommit('HEAD'), isShallow };
    },
    findCommit: async (uri, revision) => {
      const repository = await memory.locate(uri);
      return repository.kind === 'unknown' ? undefined : repository.findCommit(revision);
    },
    findBase: async (uri, since) => {
      const repository = await memory.locate(uri);
      return repository.kind === 'unknown' ? repository : findBase(repository, since);
    },
    firstCommitOf: async (uri) => {
      const repository = await memory.locate(uri);
      const path = repository.kind === 'unknown' ? undefined : await pathIn(repository, uri);
      return repository.kind === 'unknown' || path === undefined ? undefined : findFirst(repository, path);
    },
    readAt: async (uris, revision, maxBytes) => {
      const [first] = uris;
      const repository = first === undefined ? undefined : await memory.locate(first);
      if (repository === undefined) return { kind: 'files', files: [] };
      return repository.kind === 'unknown' ? repository : readFiles(repository, uris, revision, maxBytes);
    },
    readSpecsAt: async (mainUri, revision, maxBytes) => {
      const repository = await memory.locate(mainUri);
      return repository.kind === 'unknown' ? repository : readSpecs(repository, mainUri, revision, maxBytes);
    },
    objectOf: async (uri) => {
      const repository = await memory.locate(uri);
      const path = repository.kind === 'unknown' ? undefined : await pathIn(repository, uri);
      return repository.kind === 'unknown' || path === undefined ? undefined : findObject(repository, path);
    },
    hasChanges: async (uri) => {
      const repository = await memory.locate(uri);
      return repository.kind === 'unknown' ? undefined : findChanges(repository, uri);
    },
    blame: async (uri, since) => {
      const repository = await memory.locate(uri);
      const path = repository.kind === 'unknown' ? undefined : await pathIn(repository, uri);
      return repository.kind === 'unknown' || path === undefined ? undefined : blameFile(repository, path, since);
    },
    authorsSince: async (uris, since) => {
      const [first] = uris;
      const repository = first === undefined ? undefined : await memory.locate(first);
      return repository?.kind === 'repository' ? findAuthors(repository, uris, since) : [];
    },
    folderAuthors: async (uri) => {
      const repository = await memory.locate(uri);
      return repository.kind === 'unknown' ? [] : findFolderAuthors(repository, uri);
    },
    workBelow: async (uri, mostCommits) => {
      const repository = await memory.locate(uri);
      return repository.kind === 'unknown' ? repository : readWork(repository, uri, mostCommits);
    },
    stampOf: (uri) => memory.stampOf(uri),
  };
}

async function findBase(repository: KnownRepository, since: string | undefined): Promise<CommitAnswer> {
  const head = await repository.findCommit('HEAD');
  if (head === undefined) return { kind: 'unknown', because: 'the repository has no commit yet' };
  const start = since === undefined ? await findDefaultBranch(repository, head) : { name: since, revision: since };
  if (start === undefined) return { kind: 'commit', commit: head };
  const other = start.name;
  const target = await repository.findCommit(start.revision);
  if (target?.revision === head.revision) return { kind: 'commit', commit: head };
  if (target === undefined) {
    const cause = repository.isShallow ? ', whose history is cut off: fetch it whole, or fetch that revision' : '';
    return { kind: 'unknown', because: `there is no commit \`${other}\` in the repository${cause}` };
  }
  const { topLevel, isShallow } = repository;
  const answer = await askGit(topLevel, ['merge-base', head.revision, target.revision]);
  const id = answer.kind === 'output' ? answer.output.trim() : '';
  const commit = id === '' ? undefined : await repository.findCommit(id);
  if (commit !== undefined) return { kind: 'commit', commit };
  return {
    kind: 'unknown',
    because: isShallow
      ? `the history is cut off before this work left \`${other}\`: fetch it whole`
      : `this work shares no commit with \`${other}\``,
  };
}

interface Branch {
  readonly name: string;
  /** Object id of its latest commit. */
  readonly revision: string;
}

/**
 * The branch that others start from, as the remote says or as its name tells; undefined when HEAD stands on it, or
 * where it stands.
 */
async function findDefaultBranch({ topLevel }: Repository, head: CommitFact): Promise<Branch | undefined> {
  const format = '--format=%(refname)%00%(symref)%00%(objectname)';
  const listed = await askGit(topLevel, ['for-each-ref', format, remoteHead, ...likelyDefaults]);
  const known = new Map(
    (listed.kind === 'output' ? listed.output : '').split('\n').map((line) => {
      const [ref = '', target = '', revision = ''] = line.split('\0');
      return [ref, { name: target || ref, revision }] as const;
    }),
  );
  const said = known.get(remoteHead);
  // Where the remote's choice is no link, it says a commit and no branch.
  const chosen =
    said !== undefined && said.name !== remoteHead ? said : likelyDefaults.flatMap((ref) => known.get(ref) ?? [])[0];
  if (chosen === undefined || chosen.revision === head.revision) return undefined;
  const current = await askGit(topLevel, ['symbolic-ref', '--quiet', 'HEAD']);
  const branch = current.kind === 'output' ? current.output.trim() : '';
  const isOnIt = branch !== '' && shortName(branch) === shortName(chosen.name);
  return isOnIt ? undefined : chosen;
}

function shortName(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes\/origin)\//, '');
}

async function findFirst({ topLevel }: Repository, path: string): Promise<CommitFact | undefined> {
  const args = ['log', '--follow', '--diff-filter=A', '--no-ext-diff', '--no-textconv', '--no-show-signature'];
  const answer = await askGit(topLevel, [...args, '--encoding=UTF-8', commitFormat, 'HEAD', '--', path]);
  return answer.kind === 'output' ? readCommits(answer.output).at(-1) : undefined;
}

async function findObject({ topLevel }: Repository, path: string): Promise<string | undefined> {
  const answer = await askGit(topLevel, ['rev-parse', '--verify', '--quiet', '--end-of-options', `HEAD:${path}`]);
  const id = answer.kind === 'output' ? answer.output.trim() : '';
  return /^[0-9a-f]{40,64}$/.test(id) ? id : undefined;
}

async function readFiles(
  repository: KnownRepository,
  uris: readonly string[],
  revision: string,
  maxBytes: number,
): Promise<FilesAnswer> {
  const commit = await repository.findCommit(revision);
  if (commit === undefined) return noCommit(revision);
  const wanted = new Map<string, string>();
  for (const uri of uris) {
    const path = await pathIn(repository, uri);
    if (path !== undefined) wanted.set(path, uri);
  }
  const renames = await repository.findRenames(commit);
  const held = await listTree(repository, commit.revision, [
    ...wanted.keys(),
    ...[...wanted.keys()].flatMap((path) => renames.oldOf(path) ?? []),
  ]);
  if (held.kind === 'failed') return { kind: 'unknown', because: held.because };
  const byPath = new Map(held.output.map((file) => [file.path, file]));
  const files = [...wanted].flatMap(([path, uri]) => {
    const file = byPath.get(path) ?? byPath.get(renames.oldOf(path) ?? '');
    return file === undefined ? [] : [{ uri, file }];
  });
  return readTexts(repository, files, maxBytes);
}

async function readSpecs(
  repository: KnownRepository,
  mainUri: string,
  revision: string,
  maxBytes: number,
): Promise<FilesAnswer> {
  const commit = await repository.findCommit(revision);
  const main = await pathIn(repository, mainUri);
  if (commit === undefined || main === undefined) return noCommit(revision);
  const renames = await repository.findRenames(commit);
  const folder = folderOf(main);
  const oldMain = renames.oldOf(main);
  const oldFolder = oldMain === undefined ? folder : folderOf(oldMain);
  const listed = await listTree(repository, commit.revision, [...new Set([folder, oldFolder])]);
  const files = new Map<string, { readonly uri: string; readonly file: TreeFile }>();
  if (listed.kind === 'failed') return { kind: 'unknown', because: listed.because };
  for (const file of listed.output) {
    const isWanted = file.path.endsWith('plumbline.yaml') || file.path.endsWith('.odcs.yaml');
    if (!isWanted || files.size >= specLimit) continue;
    const isMoved = oldFolder !== folder && file.path.startsWith(oldFolder);
    const today = renames.newOf(file.path) ?? (isMoved ? `${folder}${file.path.slice(oldFolder.length)}` : file.path);
    if (!today.startsWith(folder)) continue;
    const uri = addressOf(mainUri, today.slice(folder.length));
    if (!files.has(uri)) files.set(uri, { uri, file });
  }
  return readTexts(repository, [...files.values()], maxBytes);
}

function noCommit(revision: string): FilesAnswer {
  return { kind: 'unknown', because: `there is no commit \`${revision}\` in the repository` };
}

/** The folder of a path with its slash; empty for the top level. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

async function readTexts(
  { topLevel }: Repository,
  files: readonly { readonly uri: string; readonly file: TreeFile }[],
  maxBytes: number,
): Promise<FilesAnswer> {
  const small = files.filter(({ file }) => file.sizeBytes <= maxBytes);
  const blobs = await readBlobs(topLevel, [...new Set(small.map(({ file }) => file.id))]);
  if (blobs.kind === 'failed') return { kind: 'unknown', because: blobs.because };
  const texts = small.flatMap(({ uri, file }) => {
    const blob = blobs.output.get(file.id);
    return blob === undefined ? [] : [{ uri, text: blob.toString('utf8') }];
  });
  return { kind: 'files', files: texts };
}

async function blameFile(repository: KnownRepository, path: string, since: string): Promise<Blame | undefined> {
  const commit = await repository.findCommit(since);
  if (commit === undefined) return undefined;
  const options = ['--porcelain', '--no-textconv', '--encoding=UTF-8', '--ignore-revs-file='];
  const range = `${commit.revision}..HEAD`;
  const answer = await askGit(repository.topLevel, ['blame', ...options, range, '--', path]);
  return answer.kind === 'output' ? readBlame(answer.output) : undefined;
}

/**
 * Reads `git blame --porcelain`: a line with the commit, once per commit lines about it, and the line of the file after
 * a tab. Lines of the commit where the range begins are marked `boundary`. A range that ends where it begins is answered
 * for the file on disk, and lines that are not committed have a commit of zeros: nobody has signed them.
 */
function readBlame(output: string): Blame {
  const authorOf = new Map<string, string>();
  const older = new Set<string>();
  const lines: { readonly text: string; readonly commit: string }[] = [];
  let commit = '';
  for (const line of output.split('\n')) {
    const header = /^([0-9a-f]{40,64}) \d+ \d+/.exec(line);
    if (line.startsWith('\t')) lines.push({ text: line.slice(1), commit });
    else if (header !== null) commit = header[1] ?? '';
    else if (line.startsWith('author ') && /[^0]/.test(commit)) authorOf.set(commit, line.slice('author '.length));
    else if (line === 'boundary') older.add(commit);
  }
  return {
    text: lines.map(({ text }) => text).join('\n'),
    authors: lines.map(({ commit: id }) => (older.has(id) ? undefined : authorOf.get(id))),
  };
}

async function findAuthors(
  repository: KnownRepository,
  uris: readonly string[],
  since: string,
): Promise<readonly string[]> {
  const commit = await repository.findCommit(since);
  if (commit === undefined) return [];
  const paths = (await Promise.all(uris.map((uri) => pathIn(repository, uri)))).filter((path) => path !== undefined);
  if (paths.length === 0) return [];
  const args = ['rev-list', '--max-count=1000', '--no-merges', '--encoding=UTF-8', commitFormat];
  const range = `${commit.revision}..HEAD`;
  const answer = await askGit(repository.topLevel, [...args, range, '--', ...paths]);
  return answer.kind === 'output' ? [...new Set(readCommits(answer.output).map(({ author }) => author))] : [];
}
