/** Images on which a run errs most, with their pixels where these are small enough for a page. */
import type { RunView } from '../../../../schemas/evaluationPanel.ts';
import type { RunRecord } from '../../../../schemas/run.ts';
import type { Project } from '../../spec/project.ts';
import type { DrawPictures } from '../pictures/createPictureDrawer.ts';
import { imageFolderPath } from '../facts/findTable.ts';
import { dataSourceOf } from '../facts/tableRequests.ts';
import { uriOf } from '../facts/world.ts';
import type { WorkspaceFiles } from '../ports.ts';

export type PictureFiles = Pick<WorkspaceFiles, 'resolve' | 'readRange' | 'pathOf' | 'rootPathOf'>;

/** Bytes of one picture, and of all that a page gets: it is sent anew whenever something changes. */
const pictureBytes = 400_000;
const pageBytes = 4_000_000;
/** Longest side of a picture that is shrunken, in pixels. */
const edge = 512;

/** The beginning of a file, and what a browser calls it. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n/, 'png'],
  [/^\xff\xd8\xff/, 'jpeg'],
  [/^GIF8/, 'gif'],
  [/^RIFF....WEBP/s, 'webp'],
];

/** Pixels of an image as an address; undefined where they are not there, too many, or may not be shown. */
export type ReadPicture = (image: string) => Promise<string | undefined>;

export interface PictureWorld {
  readonly files: PictureFiles;
  /** Shrinks what is too large for a page, or no browser reads; nobody does in a report. */
  readonly drawPictures?: DrawPictures | undefined;
  /** How much the page still takes; goes down with each picture. */
  readonly room: PageRoom;
}

/** Bytes of pictures that a page still takes. */
export interface PageRoom {
  left: number;
}

export function createPageRoom(): PageRoom {
  return { left: pageBytes };
}

/**
 * Reads the pictures that a run names, until a page has enough of them.
 *
 * @param world undefined where no pixel may be shown, such as without trust
 */
export async function readPictures(
  project: Project,
  { data, worst = [], things }: RunRecord,
  world: PictureWorld | undefined,
): Promise<ReadPicture> {
  const none: ReadPicture = () => Promise.resolve(undefined);
  const source = data === undefined ? undefined : dataSourceOf(project.spec, data.id);
  const path = source?.fields.path;
  if (source === undefined || path === undefined || world === undefined) return none;
  const uri = uriOf(project, source.place);
  const folder = imageFolderPath(path.text);
  const { room } = world;
  const pictures = new Map<string, string>();
  const large: string[] = [];
  for (const image of new Set([...worst, ...(things?.worst ?? [])].map((one) => one.image))) {
    const picture = await readPicture(world.files, `${folder}/${image}`, uri, Math.min(room.left, pictureBytes));
    if (picture === 'none') continue;
    if (picture === 'large') {
      large.push(image);
      continue;
    }
    pictures.set(image, picture);
    room.left -= picture.length;
  }
  for (const [image, picture] of await shrink(large, folder, uri, world)) {
    if (picture.length > room.left) continue;
    pictures.set(image, picture);
    room.left -= picture.length;
  }
  return (image) => Promise.resolve(pictures.get(image));
}

async function shrink(
  images: readonly string[],
  folderPath: string,
  uri: string,
  { files, drawPictures }: PictureWorld,
): Promise<ReadonlyMap<string, string>> {
  const nothing = new Map<string, string>();
  if (images.length === 0 || drawPictures === undefined) return nothing;
  const found = await files.resolve(folderPath, uri);
  const folder = found.kind === 'folder' ? files.pathOf(found.uri) : undefined;
  const root = files.rootPathOf(uri);
  return folder === undefined || root === undefined
    ? nothing
    : drawPictures({ root, folder, images: [...images], edge });
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

/** @returns `large` where a file is there that a page cannot show as it is, `none` where there is none */
async function readPicture(
  files: PictureFiles,
  path: string,
  uri: string,
  mostBytes: number,
): Promise<`data:${string}` | 'large' | 'none'> {
  const found = await files.resolve(path, uri);
  if (found.kind !== 'file' || found.sizeBytes === 0) return 'none';
  if (found.sizeBytes > mostBytes) return 'large';
  const read = await files.readRange(found.uri, 0, found.sizeBytes);
  if (read.kind !== 'content') return 'none';
  const start = String.fromCharCode(...read.bytes.subarray(0, 16));
  const kind = kinds.find(([pattern]) => pattern.test(start))?.[1];
  return kind === undefined ? 'large' : `data:image/${kind};base64,${toBase64(read.bytes)}`;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
