/** git, asked for facts alone: nothing that a repository or its configuration names is ever run. */
import { simpleGit } from 'simple-git';
import type { SimpleGit } from 'simple-git';
import type { GitState } from '../operations/doctor.ts';

/** What git said, or why it did not; `because` ends "not known because …". */
export type GitAnswer<Output> =
  { readonly kind: 'output'; readonly output: Output } | { readonly kind: 'failed'; readonly because: string };

/** Why git has no answer where no repository is. */
export const noRepository = 'no git repository holds the project';
const notInstalled = 'git is not installed, or not on the PATH';

/** A question that takes longer gets no answer. */
const timeLimitMs = 20_000;
/** How long a process that was told to end is waited for. */
const patienceMs = 2_000;
/** An answer that is longer is not read to its end. */
const outputLimitBytes = 64_000_000;

/**
 * Settings that take the programs away which a repository's own configuration could name. Signatures are checked by a
 * program, too; filters, text conversions and external diffs are not reached by what is asked here.
 */
const settings = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'log.showSignature=false',
  // A folder that only looks like a repository, such as one that was committed, is none.
  'safe.bareRepository=explicit',
];

/** git must neither wait for a person, nor write, nor fetch what a partial clone lacks. */
const environment = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  LC_ALL: 'C',
} as const;

/** Variables of the surroundings that git needs; others could name programs, or another repository. */
const inherited =
  /^(?:PATH|PATHEXT|HOME|HOMEDRIVE|HOMEPATH|USERPROFILE|XDG_CONFIG_HOME|SYSTEMROOT|WINDIR|COMSPEC|APPDATA|LOCALAPPDATA|PROGRAMDATA|TEMP|TMP|TMPDIR)$/i;

/** Asks git with some arguments, in a folder that exists. Never rejects. */
export function askGit(folder: string, args: readonly string[]): Promise<GitAnswer<string>> {
  return ask(folder, (git) => git.raw([...args]));
}

/**
 * Contents of blobs, as they are stored: no filter is applied.
 *
 * @param ids object ids in full
 * @returns contents by object id; an object that is missing or no blob is left out
 */
export async function readBlobs(
  folder: string,
  ids: readonly string[],
): Promise<GitAnswer<ReadonlyMap<string, Buffer>>> {
  if (ids.length === 0) return { kind: 'output', output: new Map() };
  const answer = await ask<unknown>(folder, (git) => git.binaryCatFile(['--batch']), `${ids.join('\n')}\n`);
  if (answer.kind === 'failed') return answer;
  return { kind: 'output', output: Buffer.isBuffer(answer.output) ? splitBatch(answer.output) : new Map() };
}

/** The git of the PATH, with its version, such as 2.39.5. One that does not answer is not taken for absent. */
export async function findGit(): Promise<GitState> {
  const answer = await ask(process.cwd(), (git) => git.version());
  if (answer.kind === 'failed') {
    return answer.because === notInstalled ? { kind: 'absent' } : { kind: 'silent', because: answer.because };
  }
  if (!answer.output.installed) return { kind: 'absent' };
  const { major, minor, patch } = answer.output;
  // The library reads an answer that names no version as this one.
  if (major === 0) return { kind: 'silent', because: 'what git answers names no version' };
  return { kind: 'works', version: `${major}.${minor}.${patch}` };
}

/** @param input what git reads from its standard input; nothing unless said */
async function ask<Output>(
  folder: string,
  question: (git: SimpleGit) => PromiseLike<Output>,
  input?: string,
): Promise<GitAnswer<Output>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort('time'), timeLimitMs);
  try {
    const git = simpleGit({
      baseDir: folder,
      config: settings,
      abort: stop.signal,
      allowEnvironment: Object.keys(environment),
      // The library refuses these settings because they can name programs; ours name none.
      unsafe: { allowUnsafeFsMonitor: true, allowUnsafeHooksPath: true, allowUnsafePager: true },
      input: () => input,
    });
    git.env({ ...inheritedEnvironment(), ...environment });
    git.outputHandler((_program, standardOutput) => {
      let size = 0;
      standardOutput.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > outputLimitBytes) stop.abort('size');
      });
    });
    return { kind: 'output', output: await Promise.race([question(git), impatience(stop.signal)]) };
  } catch (error) {
    return { kind: 'failed', because: explain(error, stop.signal) };
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects some time after a process was told to end, because it may not obey. */
function impatience(stop: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => setTimeout(() => reject(new Error('git does not end.')), patienceMs).unref();
    stop.addEventListener('abort', giveUp, { once: true });
  });
}

function inheritedEnvironment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && inherited.test(name)) kept[name] = value;
  }
  return kept;
}

/** What git's own words mean for the person who asked. */
function explain(error: unknown, stop: AbortSignal): string {
  if (stop.reason === 'time') return `git took longer than ${timeLimitMs / 1000} seconds`;
  if (stop.reason === 'size') return `git answered with more than ${outputLimitBytes / 1_000_000} MB`;
  const said = error instanceof Error ? error.message : String(error);
  if (/ENOENT/.test(said)) return notInstalled;
  if (/not a git repository|directory that does not exist/i.test(said)) return noRepository;
  if (/dubious ownership/.test(said)) {
    return 'the repository belongs to another user, and git trusts it only once it is named in safe.directory';
  }
  if (/promisor remote|transport '.*' not allowed/.test(said)) {
    return 'the clone is partial and lacks files of that commit, and nothing is fetched here: fetch it whole';
  }
  if (/bare repository/.test(said)) return 'the repository is a bare one that lies inside another folder';
  const line = said.split('\n').find((text) => /^(?:fatal|error):/.test(text)) ?? said.split('\n', 1)[0] ?? '';
  return `git says: ${line.replace(/^(?:fatal|error):\s*/, '').trim() || 'nothing'}`;
}

/** Reads what `git cat-file --batch` prints: a line with id, type and size, then the content and a line break. */
function splitBatch(output: Buffer): ReadonlyMap<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    if (end === -1) break;
    const [id = '', type, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (size === undefined) continue;
    const length = Number(size);
    if (type === 'blob') blobs.set(id, output.subarray(at, at + length));
    at += length + 1;
  }
  return blobs;
}
