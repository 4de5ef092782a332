/** Images on which a run errs most, with their pixels where these are small enough for a page. */
import type { RunView } from '../../../../schemas/evaluationPanel.ts';
import type { RunRecord } from '../../../../schemas/run.ts';
import type { Project } from '../../spec/project.ts';
import { imageFolderPath } from '../facts/findTable.ts';
import { dataSourceOf } from '../facts/tableRequests.ts';
import { uriOf } from '../facts/world.ts';
import type { WorkspaceFiles } from '../ports.ts';

export type PictureFiles = Pick<WorkspaceFiles, 'resolve' | 'readRange'>;

/** Bytes of one picture, and of all that a page gets: it is sent anew whenever something changes. */
const pictureBytes = 400_000;
const pageBytes = 4_000_000;

/** The beginning of a file, and what a browser calls it. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n/, 'png'],
  [/^\xff\xd8\xff/, 'jpeg'],
  [/^GIF8/, 'gif'],
  [/^RIFF....WEBP/s, 'webp'],
];

/** Pixels of an image as an address; undefined where they are not there, too many, or may not be shown. */
export type ReadPicture = (image: string) => Promise<string | undefined>;

/**
 * Reads pictures of the source of a run until a page has enough of them.
 *
 * @param files undefined where no pixel may be shown, such as without trust
 */
export function createPictureReader(
  project: Project,
  { data }: RunRecord,
  files: PictureFiles | undefined,
): ReadPicture {
  const source = data === undefined ? undefined : dataSourceOf(project.spec, data.id);
  const path = source?.fields.path;
  if (source === undefined || path === undefined || files === undefined) return () => Promise.resolve(undefined);
  const uri = uriOf(project, source.place);
  let left = pageBytes;
  return async (image) => {
    const place = `${imageFolderPath(path.text)}/${image}`;
    const picture = await readPicture(files, place, uri, Math.min(left, pictureBytes));
    left -= picture?.length ?? 0;
    return picture;
  };
}

export async function worstImages({ worst }: RunRecord, read: ReadPicture): Promise<RunView['worst']> {
  if (worst === undefined) return undefined;
  const shown: NonNullable<RunView['worst']> = [];
  for (const { image, truth, answer, score } of worst) {
    const picture = await read(image);
    shown.push({ image, truth, answer, score: score.toFixed(3), ...(picture === undefined ? {} : { picture }) });
  }
  return shown;
}

async function readPicture(
  files: PictureFiles,
  path: string,
  uri: string,
  mostBytes: number,
): Promise<string | undefined> {
  const found = await files.resolve(path, uri);
  if (found.kind !== 'file' || found.sizeBytes === 0 || found.sizeBytes > mostBytes) return undefined;
  const read = await files.readRange(found.uri, 0, found.sizeBytes);
  if (read.kind !== 'content') return undefined;
  const start = String.fromCharCode(...read.bytes.subarray(0, 16));
  const kind = kinds.find(([pattern]) => pattern.test(start))?.[1];
  return kind === undefined ? undefined : `data:image/${kind};base64,${toBase64(read.bytes)}`;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
