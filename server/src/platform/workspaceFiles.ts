/** The files of a workspace on a disk: bounded, confined to its folders with links followed, never blocking. */
import { constants } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import picomatch from 'picomatch';
import { URI } from 'vscode-uri';
import type { FileContent, FileRange, ResolvedPath, SearchFolders, WorkspaceFiles } from '../operations/ports.ts';
import { ignoreFileLimit, ignoreFileName, parseIgnoreFile } from '../operations/ignoreFile.ts';
import { isContractUri, isSpecUri } from '../operations/specIndex.ts';
import { decodePython } from './decodePython.ts';
import { listFiles } from './listFiles.ts';

/** Folders that hold no specs of the user's own, or too much of everything. */
const skippedFolders: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.ipynb_checkpoints',
  '.svn',
  '.dvc',
  '.plumbline',
  '.tox',
  '.venv',
  '__pycache__',
  'node_modules',
  'site-packages',
  'venv',
]);

/** Files of a pattern that are looked at at a time. */
const describedAtOnce = 32;

function isPython(location: string): boolean {
  return /\.pyi?$/.test(location);
}

/** Bytes that one reading of a range gives at most. */
const rangeBytes = 1_000_000;

export interface WorkspaceFilesOptions {
  /** Absolute paths of the workspace's folders, now. */
  readonly roots: () => readonly string[];
  /**
   * Absolute paths of the folders of open files that lie in no folder of the workspace: what their paths name is read
   * there, but no spec is searched for.
   */
  readonly looseFolders?: () => readonly string[];
  /** Where files are searched for; in all of the workspace unless said. */
  readonly search?: SearchFolders;
  /** Whether folders are looked at once, for a command that ends before anybody adds a file; not unless said. */
  readonly looksOnce?: boolean;
}

export function createWorkspaceFiles({
  roots,
  looseFolders = () => [],
  search: searched,
  looksOnce = false,
}: WorkspaceFilesOptions): WorkspaceFiles {
  const listed = new Map<string, ReturnType<typeof listFiles>>();
  const realFolders = new Map<string, Promise<string>>();
  const ignoring = new Map<string, Promise<IsIgnored>>();

  /** Files below a folder that are not in folders of tools and packages. */
  function list(root: string): ReturnType<typeof listFiles> {
    const files = listed.get(root) ?? listFiles(path.resolve(root), (folder) => skippedFolders.has(folder));
    if (looksOnce) listed.set(root, files);
    return files;
  }

  /** What the workspace of a folder does not want to be found. */
  function ignoredBelow(folder: string): Promise<IsIgnored> {
    const root = roots().find((one) => isBelow(path.resolve(one), path.resolve(folder))) ?? folder;
    const known = ignoring.get(root) ?? readIgnored(path.resolve(root));
    if (looksOnce) ignoring.set(root, known);
    return known;
  }

  async function readIgnored(root: string): Promise<IsIgnored> {
    const content = await readFile(uriOf(path.join(root, ignoreFileName)), ignoreFileLimit);
    if (content.kind !== 'content') return () => false;
    const isIgnored = parseIgnoreFile(content.text);
    return (location) => isIgnored(path.relative(root, location).replaceAll(path.sep, '/'));
  }

  const allowed = () => [...roots(), ...looseFolders()];

  /** Where a folder lies, links followed; rejects when it is gone. */
  function realFolder(folder: string): Promise<string> {
    const known = realFolders.get(folder);
    if (known !== undefined) return known;
    const real = realpath(folder);
    if (!looksOnce) return real;
    realFolders.set(folder, real);
    // The command itself may make the folder later.
    real.catch(() => realFolders.delete(folder));
    return real;
  }

  /** Whether a path, links followed, lies in a folder of the workspace. */
  async function isInside(location: string): Promise<boolean> {
    for (const root of allowed()) {
      const real = await realFolder(root).catch(() => undefined);
      if (real !== undefined && isBelow(real, location)) return true;
    }
    return false;
  }

  async function resolve(written: string, fromUri: string): Promise<ResolvedPath> {
    const from = pathOf(fromUri);
    if (from === undefined || written.includes('\0')) return { kind: 'missing', uri: fromUri };
    const wanted = path.resolve(path.dirname(from), written);
    if (!allowed().some((root) => isBelow(path.resolve(root), wanted))) return { kind: 'outside' };
    return describe(wanted);
  }

  /** What a path is, once links are followed: a link that leads out of the workspace is outside. */
  async function describe(wanted: string): Promise<ResolvedPath> {
    const uri = uriOf(wanted);
    const found = await follow(wanted);
    return found.kind === 'there' ? fromStats(found.stats, uri) : found.kind === 'missing' ? { ...found, uri } : found;
  }

  /** A path without links, and what lies there: of files beside each other only the links are followed one by one. */
  async function locate(wanted: string): Promise<{ readonly real: string; readonly stats: Stats }> {
    const inFolder = path.join(await realFolder(path.dirname(wanted)), path.basename(wanted));
    const own = await lstat(inFolder);
    if (!own.isSymbolicLink()) return { real: inFolder, stats: own };
    const real = await realpath(inFolder);
    return { real, stats: await stat(real) };
  }

  /** Where a path leads, once links are followed. */
  async function follow(wanted: string): Promise<Followed> {
    try {
      const { real, stats } = await locate(wanted);
      return (await isInside(real)) ? { kind: 'there', real, stats } : { kind: 'outside' };
    } catch (error) {
      // A loop of links, a missing file, a missing permission: nothing that could be used.
      return isSystemError(error) ? { kind: 'missing' } : Promise.reject(asError(error));
    }
  }

  function readFile(uri: string, maxBytes: number): Promise<FileContent> {
    return withFile<FileContent>(uri, async (location, sizeBytes) => {
      if (sizeBytes > maxBytes) return { kind: 'too-large', sizeBytes };
      const bytes = await readBytes(location, 0, maxBytes);
      return { kind: 'content', text: isPython(location) ? decodePython(bytes) : bytes.toString('utf8') };
    });
  }

  function readRange(uri: string, start: number, length: number): Promise<FileRange> {
    return withFile<FileRange>(uri, async (location) => {
      return { kind: 'content', bytes: await readBytes(location, start, Math.min(length, rangeBytes)) };
    });
  }

  /** Does something with a file of the workspace, once its links are followed. */
  async function withFile<Result>(
    uri: string,
    read: (location: string, sizeBytes: number) => Promise<Result>,
  ): Promise<Result | { kind: 'missing' } | { kind: 'failed'; sentence: string }> {
    const location = pathOf(uri);
    if (location === undefined) return { kind: 'missing' };
    const found = await follow(location);
    if (found.kind === 'missing' || (found.kind === 'there' && isOther(found.stats))) return { kind: 'missing' };
    if (found.kind === 'outside' || !found.stats.isFile()) {
      return { kind: 'failed', sentence: `${path.basename(location)} is not a file inside the workspace.` };
    }
    try {
      return await read(found.real, found.stats.size);
    } catch (error) {
      if (!isSystemError(error)) throw asError(error);
      return { kind: 'failed', sentence: `${path.basename(location)} cannot be read: ${error.code ?? error.message}.` };
    }
  }

  async function glob(
    pattern: string,
    fromUri: string,
    limit: number,
    links: 'confine-all' | 'name-each' = 'confine-all',
  ): Promise<readonly ResolvedPath[]> {
    const from = pathOf(fromUri);
    if (from === undefined || pattern.includes('\0')) return [];
    const { base, glob: rest } = picomatch.scan(pattern);
    const start = path.resolve(path.dirname(from), base);
    if (!allowed().some((root) => isBelow(path.resolve(root), start))) return [{ kind: 'outside' }];
    const matches = picomatch(rest === '' ? '**' : rest, { dot: false, strictSlashes: true });
    const matching = (await listFiles(start, () => false))
      .map(({ location }) => ({ location, parts: path.relative(start, location).split(path.sep) }))
      .filter(({ parts }) => matches(parts.join('/')))
      .toSorted((left, right) => compareParts(left.parts, right.parts));
    const found: ResolvedPath[] = [];
    for (let begin = 0; begin < matching.length && found.length < limit; begin += describedAtOnce) {
      const some = matching.slice(begin, begin + describedAtOnce);
      const described = await Promise.all(
        some.map(async ({ location }) => ({ location, match: await describe(location) })),
      );
      for (const { location, match } of described) {
        if (found.length >= limit) break;
        if (match.kind === 'outside' && links === 'confine-all') return [match];
        if (match.kind === 'outside') found.push({ kind: 'outside', link: uriOf(location) });
        if (match.kind === 'file') found.push(match);
      }
    }
    return found;
  }

  /** @param isWanted by the path of a file, with slashes */
  async function search(
    folders: readonly string[],
    isWanted: (name: string) => boolean,
    limit: number,
  ): Promise<readonly string[]> {
    const found = new Set<string>();
    for (const folder of folders) {
      const isIgnored = await ignoredBelow(folder);
      for (const { location, isLink } of await list(folder)) {
        if (found.size >= limit) break;
        if (!isWanted(path.sep === '/' ? location : location.replaceAll(path.sep, '/'))) continue;
        if (isIgnored(location)) continue;
        if (!isLink || (await describe(location)).kind === 'file') found.add(uriOf(location));
      }
    }
    return [...found].toSorted();
  }

  const findSpecs = () =>
    search(searched?.specs ?? roots(), (name) => isSpecUri(name) || isContractUri(name), Number.POSITIVE_INFINITY);
  const findFiles = (endings: readonly string[], limit: number) =>
    search(searched?.others ?? roots(), (name) => endings.some((ending) => name.endsWith(ending)), limit);

  async function listFolder(written: string, fromUri: string) {
    const folder = await resolve(written === '' ? '.' : written, fromUri);
    const location = folder.kind === 'folder' ? pathOf(folder.uri) : undefined;
    if (location === undefined) return [];
    const entries = await readdir(location, { withFileTypes: true }).catch(() => []);
    return entries
      .slice(0, 2000)
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  }

  function rootPathOf(uri: string): string | undefined {
    const location = pathOf(uri);
    if (location === undefined) return undefined;
    return allowed()
      .map((root) => path.resolve(root))
      .find((root) => isBelow(root, location));
  }

  return { readFile, readRange, resolve, glob, findSpecs, findFiles, listFolder, rootPathOf, pathOf };
}

/**
 * Reads a stretch of a file: at most `length` bytes, fewer where it ends.
 *
 * Opened without blocking, so that a pipe that took the file's place cannot hang the reader.
 */
async function readBytes(location: string, start: number, length: number): Promise<Buffer> {
  const handle = await open(location, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return Buffer.alloc(0);
    const buffer = Buffer.alloc(Math.max(0, Math.min(stats.size - start, length)));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(
        buffer,
        filled,
        Math.min(1 << 20, buffer.length - filled),
        start + filled,
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await handle.close();
  }
}

/** The order of paths, folder by folder. */
function compareParts(left: readonly string[], right: readonly string[]): number {
  const at = left.findIndex((part, index) => part !== right[index]);
  const [one, other] = [left[at], right[at]];
  if (one === undefined) return 0;
  return other === undefined || one > other ? 1 : -1;
}

/** By the absolute path of a file. */
type IsIgnored = (location: string) => boolean;

type Followed =
  | { readonly kind: 'there'; readonly real: string; readonly stats: Stats }
  | { readonly kind: 'missing' }
  | { readonly kind: 'outside' };

/** Whether something is neither file nor folder, such as a pipe, which is as good as missing. */
function isOther(stats: Stats): boolean {
  return !stats.isFile() && !stats.isDirectory();
}

function fromStats(stats: Stats, uri: string): ResolvedPath {
  if (stats.isDirectory()) return { kind: 'folder', uri, modifiedMs: stats.mtimeMs };
  if (stats.isFile()) return { kind: 'file', uri, sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
  return { kind: 'missing', uri };
}

/** Whether a path is a folder or lies below it; both absolute. */
export function isBelow(folder: string, location: string): boolean {
  const relative = path.relative(folder, location);
  return relative === '' || (!relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative));
}

function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  if (parsed.scheme !== 'file') return undefined;
  try {
    return fileURLToPath(parsed.toString());
  } catch {
    // An address such as file://server/share on a system without shares.
    return undefined;
  }
}

/** The address in the form that editors use, so that the same file has one address. */
function uriOf(location: string): string {
  return URI.file(fileURLToPath(pathToFileURL(location))).toString();
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
