/** Paths of data as notebooks write them: whether they name something, and what they may have meant. */
import { URI, Utils } from 'vscode-uri';
import { relativeUri } from '../../notebook/code/relativeUri.ts';
import { nearest } from '../../spec/nearest.ts';
import type { FileLookups } from './fileLookups.ts';

/** Endings of files that notebooks read. */
export const dataEndings: readonly string[] =
  '.csv .tsv .txt .json .jsonl .xlsx .xls .parquet .feather .arrow .pkl .pickle .joblib .npy .npz .h5 .hdf5 .hdf .sav .dta .sas7bdat .zip .gz .bz2 .xml .yaml .yml .db .sqlite .data .dat .arff .png .jpg .jpeg .tif .tiff .wav .mp3 .onnx .pt .pth .keras .model'.split(
    ' ',
  );

/**
 * What a path names.
 *
 * @param folders that of the notebook, and those above it in the workspace, from which notebooks are often run
 * @returns undefined when it leads out of the workspace, a pipeline makes it, or the notebook lies in no folder
 */
export async function pathState(
  path: string,
  folders: readonly string[],
  lookups: FileLookups,
): Promise<'present' | 'missing' | undefined> {
  for (const [index, folder] of folders.entries()) {
    const found = await lookups.resolve(path, folder);
    if (found.kind === 'file' || found.kind === 'folder') return 'present';
    // From a folder further up it may leave the workspace while it does not from here.
    if (found.kind === 'outside') {
      if (index === 0) return undefined;
      continue;
    }
    if (await isKeptElsewhere(path, folder, lookups)) return 'present';
  }
  if (folders.length === 0) return undefined;
  const made = await Promise.all(folders.map((folder) => isMadeByPipeline(path, folder, lookups)));
  return made.includes(true) ? undefined : 'missing';
}

/** Whether DVC keeps a file, or a folder that it lies in, and can bring it. */
async function isKeptElsewhere(path: string, folder: string, lookups: FileLookups): Promise<boolean> {
  const parts = path.replaceAll('\\', '/').replace(/\/+$/, '').split('/');
  for (let length = parts.length; length > 0; length -= 1) {
    const kept = parts.slice(0, length).join('/');
    if (/^\.*$/.test(parts[length - 1] ?? '')) continue;
    const pointer = await lookups.resolve(`${kept}.dvc`, folder);
    if (pointer.kind === 'file') return true;
  }
  return false;
}

async function isMadeByPipeline(path: string, folder: string, lookups: FileLookups): Promise<boolean> {
  const pipeline = await lookups.resolve('dvc.yaml', folder);
  const text = pipeline.kind === 'file' ? await lookups.text(pipeline.uri) : undefined;
  return text?.includes(baseName(path)) === true;
}

/** The last part of a path or an address. */
export function baseName(path: string): string {
  return path.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '');
}

/**
 * The file that a path may have meant: one with its name, else one whose name is nearly the same.
 *
 * @param dataFiles addresses of files of the workspace
 * @returns a path relative to the folder; undefined when several fit equally well
 */
export function similarPath(path: string, folderUri: string, dataFiles: readonly string[]): string | undefined {
  const name = baseName(path).toLowerCase();
  const byName = Map.groupBy(dataFiles, (uri) => decodeURIComponent(baseName(uri)).toLowerCase());
  const meant = byName.has(name) ? name : nearest(name, [...byName.keys()].filter(hasEndingOf(name)));
  const fitting = meant === undefined ? [] : (byName.get(meant) ?? []);
  const paths = fitting
    .map((uri) => relativePath(folderUri, uri))
    .toSorted((left, right) => left.length - right.length);
  const [first, second] = paths;
  return second === undefined || stepsIn(first ?? '') < stepsIn(second) ? first : undefined;
}

function hasEndingOf(name: string): (other: string) => boolean {
  const ending = /\.\w+$/.exec(name)?.[0] ?? '';
  return (other) => other.endsWith(ending);
}

function stepsIn(path: string): number {
  return path.split('/').length;
}

/** The path of a file seen from a folder, with slashes. */
export function relativePath(folderUri: string, uri: string): string {
  return relativeUri(`${folderUri}/notebook`, uri);
}

/** The folder of a file. */
export function folderOf(uri: string): string {
  return Utils.dirname(URI.parse(uri)).toString();
}
