/** From the path of a data source to the files that hold its rows. */
import type { WorkspaceFiles } from '../ports.ts';
import { isPattern, stampOf } from './world.ts';

/** Files of one data source that are read. */
const fileLimit = 10_000;

export interface TableOnDisk {
  readonly kind: 'files';
  /** The path as written. */
  readonly label: string;
  readonly root: string;
  readonly paths: readonly string[];
  readonly sizeBytes: number;
  readonly stamp: string;
}

export type TableFiles = TableOnDisk | { readonly kind: 'unknown'; readonly because: string; readonly stamp: string };

/** The files of a table, a pattern or a folder. */
export async function findTable(files: WorkspaceFiles, path: string, uri: string): Promise<TableFiles> {
  const resolved = isPattern(path) ? undefined : await files.resolve(path, uri);
  const matches =
    resolved === undefined || resolved.kind === 'folder'
      ? await files.glob(isPattern(path) ? path : `${path.replace(/\/$/, '')}/**`, uri, fileLimit)
      : [resolved];
  const stamp = stampOf(matches);
  const [first] = matches;
  const unknown = (because: string): TableFiles => ({ kind: 'unknown', because, stamp });
  if (first === undefined) return unknown(`no file matches ${path}`);
  if (matches.some(({ kind }) => kind === 'outside')) return unknown(`${path} leaves the workspace`);
  if (first.kind === 'missing') return unknown(`${path} does not exist`);
  const root = files.rootPathOf(uri);
  const readable = matches.filter((match) => match.kind === 'file');
  const paths = readable.flatMap((match) => files.pathOf(match.uri) ?? []);
  if (root === undefined || paths.length === 0) return unknown(`${path} is not on a disk that the worker can read`);
  const sizeBytes = readable.reduce((sum, match) => sum + match.sizeBytes, 0);
  return { kind: 'files', label: path, root, paths, sizeBytes, stamp };
}

/** The files of a split's own pattern, which counts from the path of its source. */
export async function filesBelow(
  files: WorkspaceFiles,
  path: string,
  pattern: string,
  uri: string,
): Promise<readonly string[]> {
  const matches = await files.glob(`${path.replace(/\/$/, '')}/${pattern}`, uri, fileLimit);
  return matches.flatMap((match) => (match.kind === 'file' ? (files.pathOf(match.uri) ?? []) : []));
}

/** A table as jobs want it. */
export function tableSource(table: TableOnDisk, derive: readonly { column: string; expression: string }[]) {
  return { label: table.label, root: table.root, files: [...table.paths], derive: [...derive] };
}
