/** Images of a request, by the names that its table gives them. */
import path from 'node:path';
import type { EvaluationRequest } from '../../../../schemas/evaluationJob.ts';
import { ImageProblem } from './imageProblem.ts';
import { readImageFile } from './readImageFile.ts';

export interface ImageFilePorts {
  /** The real path of a file inside the workspace. */
  readonly confine: (root: string, path: string, label: string) => Promise<string>;
  /** What the user can repair about an error of `confine`; undefined for bugs. */
  readonly explain: (error: unknown) => { readonly sentence: string } | undefined;
}

/**
 * Reads images that count from the folder of the source.
 *
 * @returns reader that throws an {ImageProblem} for what is missing, lies outside the workspace or is no plain file
 */
export function createImageReader(
  { source }: Pick<EvaluationRequest, 'source'>,
  { confine, explain }: ImageFilePorts,
): (file: string) => Promise<Buffer> {
  // Images of a table count from the folder of its file.
  const folder = source.images?.folder ?? path.dirname(source.files[0] ?? source.root);
  return async (file) => {
    const real = await confine(source.root, path.resolve(folder, file), file).catch((error: unknown) => {
      const explained = explain(error);
      if (explained === undefined) throw error;
      // An image problem is what follows the name of the file.
      throw new ImageProblem(explained.sentence.replace(`${file} `, '').replace(/\.$/, ''));
    });
    return readImageFile(real);
  };
}
