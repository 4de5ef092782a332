/** Finds what is true of pictures: a file as COCO writes it, beside them. */
import { FileProblem } from '../../evaluation/detection/fileProblem.ts';
import { readGroundTruth } from '../../evaluation/detection/readGroundTruth.ts';
import type { WorkspaceFiles } from '../ports.ts';

export interface FoundAnnotations {
  readonly path: string;
  readonly images: number;
  /** Boxes of all images. */
  readonly things: number;
  /** By rising number. */
  readonly classes: readonly string[];
}

const mostFiles = 20;
const mostBytes = 64 * 1024 * 1024;

/**
 * @param paths JSON files of the folder
 * @param pictures how many were seen: a file about as many is preferred, then one about the most
 * @returns undefined when no file is one
 */
export async function findAnnotations(
  specUri: string,
  paths: readonly string[],
  pictures: number,
  files: WorkspaceFiles,
): Promise<FoundAnnotations | undefined> {
  const found: FoundAnnotations[] = [];
  for (const path of paths.slice(0, mostFiles)) {
    const resolved = await files.resolve(path, specUri);
    if (resolved.kind !== 'file') continue;
    const content = await files.readFile(resolved.uri, mostBytes);
    const read = content.kind === 'content' ? readAnnotations(path, content.text) : undefined;
    if (read !== undefined) found.push(read);
  }
  const rank = ({ images }: FoundAnnotations): number => (images === pictures ? Infinity : images);
  return found.toSorted((left, right) => (rank(left) === rank(right) ? 0 : rank(right) - rank(left)))[0];
}

function readAnnotations(path: string, text: string): FoundAnnotations | undefined {
  try {
    const { images, classes, truths } = readGroundTruth({ name: path, text }, 'object-detection');
    return {
      path,
      images: images.length,
      things: truths.images.length,
      classes: classes.map(({ name }) => name),
    };
  } catch (error) {
    if (error instanceof FileProblem) return undefined;
    throw error;
  }
}
