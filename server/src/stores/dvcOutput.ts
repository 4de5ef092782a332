/** What DVC pins: a file or folder with its hash and size, in `.dvc` files and in `dvc.lock`. */
import { isList, isMap, numberAt, readPlain, textAt } from './plainValue.ts';
import type { PlainMap, PlainReading, PlainValue } from './plainValue.ts';
import { joinPath } from './pathBeside.ts';

export interface DvcOutput {
  /** Relative to the folder that the reader was given. */
  readonly path: string;
  /** The name of the hash and its value, such as `md5`, `901eadf9…`; undefined when nothing pins the bytes. */
  readonly hash: { readonly name: string; readonly value: string } | undefined;
  /** Whether the hash is the MD5 of the bytes of a file; before DVC 3, that of texts passed over line ends. */
  readonly isHashOfBytes: boolean;
  /** Bytes; undefined when the file does not say. */
  readonly sizeBytes: number | undefined;
  /** Whether it is a folder: its hash then is that of the list of its files. */
  readonly isFolder: boolean;
  /** Number of files in a folder. */
  readonly files: number | undefined;
}

export type DvcFileReading =
  | { readonly kind: 'outputs'; readonly outputs: readonly DvcOutput[] }
  /** `because` ends "cannot be read because …", without a full stop. */
  | { readonly kind: 'problem'; readonly because: string };

/**
 * Reads a `.dvc` file. Never throws.
 *
 * @param folder folder of the file, to which the paths of the result are joined; empty for paths as the file has them
 */
export function readDvcFile(text: string, folder = ''): DvcFileReading {
  return readDvcOutputs(readPlain(text), folder);
}

/** The same of a file that has been read. */
export function readDvcOutputs(read: PlainReading, folder: string): DvcFileReading {
  if (read.kind === 'problem') return read;
  const outs = isMap(read.value) ? read.value.get('outs') : undefined;
  if (!isMap(read.value) || !isList(outs)) return { kind: 'problem', because: 'it has no list `outs`' };
  const wdir = textAt(read.value, 'wdir') ?? '';
  return { kind: 'outputs', outputs: readOutputs(outs, joinPath(folder, wdir)) };
}

/** The entries of a list `outs` or `deps`; what has another form is left out. */
export function readOutputs(list: PlainValue | undefined, folder: string): readonly DvcOutput[] {
  if (!isList(list)) return [];
  return list.flatMap((item) => {
    const path = isMap(item) ? textAt(item, 'path') : undefined;
    if (!isMap(item) || path === undefined) return [];
    const hash = hashOf(item);
    const isFolder = hash?.value.endsWith('.dir') === true || numberAt(item, 'nfiles') !== undefined;
    const output: DvcOutput = {
      path: /^[a-z][a-z0-9+.-]*:\/\//i.test(path) || path.startsWith('/') ? path : joinPath(folder, path),
      hash,
      isHashOfBytes: textAt(item, 'hash') === 'md5' && hash?.name === 'md5' && !isFolder,
      sizeBytes: numberAt(item, 'size'),
      isFolder,
      files: numberAt(item, 'nfiles'),
    };
    return [output];
  });
}

/** Keys under which hashes stand: of files, of objects in stores, of HDFS. */
const hashNames = ['md5', 'etag', 'checksum'];

function hashOf(item: PlainMap): DvcOutput['hash'] {
  for (const name of hashNames) {
    const value = item.get(name);
    // Digits alone are read as a number, which may have lost some; such a hash says nothing.
    if (typeof value === 'string' && value !== '') return { name, value };
  }
  return undefined;
}
