/** From the path of a data source to the files that hold its rows. */
import { mostFiles } from '../../../../schemas/tableSource.ts';
import type { ResolvedPath, WorkspaceFiles } from '../ports.ts';
import type { dataSourceOf } from './tableRequests.ts';
import { isPattern, stampOf } from './world.ts';

type DataNode = NonNullable<ReturnType<typeof dataSourceOf>>;

/** Files of one table that are read. */
const fileLimit = 10_000;

export interface TableOnDisk {
  readonly kind: 'files';
  /** The path as written. */
  readonly label: string;
  readonly root: string;
  readonly paths: readonly string[];
  readonly sizeBytes: number;
  readonly stamp: string;
  /** Of a folder of images, whose paths are the rows. */
  readonly images?: {
    readonly folder: string;
    readonly index?: { readonly path: string; readonly label: string };
  };
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

/** Tables by the ending of their name. */
const tableName = /\.(?:csv|tsv|tab|jsonl|ndjson|parquet|parq)(?:\.gz)?$/i;

/** The folder from which the images of a source are named: that of a table, else what stands before a pattern. */
export function imageFolderPath(path: string): string {
  const parts = path.replace(/\/$/, '').split('/');
  const end = isPattern(path) ? parts.findIndex(isPattern) : tableName.test(path) ? -1 : parts.length;
  const folder = parts.slice(0, end).join('/');
  return folder === '' ? '.' : folder;
}

/** Pictures, those that cannot be read included: they are told one by one. */
const pictureName = /\.(?:jpe?g|jpe|png|webp|tiff?|gif|bmp|heic|heif|avif|jp2|jxl|svg)$/i;

/** A link that leads out of the workspace is a row, too: whoever reads the images refuses it by its name. */
function rowOf(match: ResolvedPath): readonly { readonly uri: string; readonly sizeBytes: number }[] {
  if (match.kind === 'file') return [match];
  return match.kind === 'outside' && match.link !== undefined ? [{ uri: match.link, sizeBytes: 0 }] : [];
}

/** The images of a folder or a pattern, and the table that tells more of them. */
async function findImages(
  files: WorkspaceFiles,
  path: string,
  indexPath: string | undefined,
  uri: string,
): Promise<TableFiles> {
  const folderPath = imageFolderPath(path);
  const matches = await files.glob(
    isPattern(path) ? path : `${path.replace(/\/$/, '')}/**`,
    uri,
    mostFiles + 1,
    'name-each',
  );
  const index = indexPath === undefined ? undefined : await files.resolve(indexPath, uri);
  const stamp = stampOf(index === undefined ? matches : [...matches, index]);
  const unknown = (because: string): TableFiles => ({ kind: 'unknown', because, stamp });
  if (matches.some((match) => match.kind === 'outside' && match.link === undefined)) {
    return unknown(`${path} leaves the workspace`);
  }
  const pictures = matches.flatMap(rowOf).filter(({ uri: image }) => pictureName.test(image));
  const [first] = pictures;
  if (first === undefined) return unknown(`there is no image in ${path}`);
  if (matches.length > mostFiles) return unknown(`${path} has more than ${mostFiles.toLocaleString('en-US')} files`);
  if (index !== undefined && index.kind !== 'file') {
    return unknown(
      index.kind === 'outside' ? `${indexPath ?? ''} leaves the workspace` : `${indexPath ?? ''} does not exist`,
    );
  }
  const root = files.rootPathOf(uri);
  const found = await files.resolve(folderPath, uri);
  const folder = found.kind === 'folder' ? files.pathOf(found.uri) : undefined;
  const indexLocation = index === undefined ? undefined : files.pathOf(index.uri);
  const paths = pictures.flatMap((picture) => files.pathOf(picture.uri) ?? []);
  if (root === undefined || folder === undefined || paths.length === 0) {
    return unknown(`${path} is not on a disk that the worker can read`);
  }
  return {
    kind: 'files',
    label: path,
    root,
    paths,
    sizeBytes: pictures.reduce((sum, picture) => sum + picture.sizeBytes, 0),
    stamp,
    images: {
      folder,
      ...(indexLocation === undefined || indexPath === undefined
        ? {}
        : { index: { path: indexLocation, label: indexPath } }),
    },
  };
}

/** The files of a data source: those of a table, or of a folder of images. */
export async function findSource(files: WorkspaceFiles, node: DataNode, uri: string): Promise<TableFiles> {
  const { path, index, modality } = node.fields;
  if (path === undefined) return { kind: 'unknown', because: 'it has no path', stamp: '' };
  if (modality?.value !== 'image') return findTable(files, path.text, uri);
  // A source of images may also be a table whose column names them.
  const isTable = tableName.test(path.text);
  return isTable ? findTable(files, path.text, uri) : findImages(files, path.text, index?.text, uri);
}

/**
 * What a folder holds that no spec speaks of: its images, else its tables as one.
 *
 * @param path of the folder, from the file at `uri`
 */
export async function findFolder(files: WorkspaceFiles, path: string, uri: string): Promise<TableFiles> {
  const images = await findImages(files, path, undefined, uri);
  if (images.kind === 'files') return images;
  const found = await findTable(files, path, uri);
  if (found.kind === 'unknown') return found;
  const paths = found.paths.filter((name) => tableName.test(name));
  if (paths.length > 0) return { ...found, paths };
  const because = `the folder ${path} holds neither images nor tables; texts that are files of their own go into a column of a table first`;
  return { kind: 'unknown', because, stamp: found.stamp };
}

/** The files of a split's own pattern, which counts from the path of its source. */
export async function filesBelow(
  files: WorkspaceFiles,
  path: string,
  pattern: string,
  uri: string,
): Promise<readonly string[]> {
  const matches = await files.glob(`${path.replace(/\/$/, '')}/${pattern}`, uri, mostFiles, 'name-each');
  return matches.flatMap(rowOf).flatMap((match) => files.pathOf(match.uri) ?? []);
}

/** A table as jobs want it. */
export function tableSource(table: TableOnDisk, derive: readonly { column: string; expression: string }[]) {
  const { label, root, paths, images } = table;
  return { label, root, files: [...paths], derive: [...derive], ...(images === undefined ? {} : { images }) };
}
