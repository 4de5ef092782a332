/** From the bytes of an image to its pixels. */
import type { Sharp } from 'sharp';
import { explainUndecoded } from './explainUndecoded.ts';
import { ImageProblem } from './imageProblem.ts';
import type { SharpModule } from './loadSharp.ts';
import type { BytePixels } from './pixels.ts';
import { readPlainJpegHead } from './readPlainJpegHead.ts';
import type { PictureHead } from './readPlainJpegHead.ts';
import { readSmallPng } from './readSmallPng.ts';
import type { PngPicture } from './readSmallPng.ts';

/** What was lost or done on the way, which a user may want to know. */
export type DecodingNote = 'turned' | 'alpha' | 'deep' | 'animated' | 'cmyk';

export interface DecodedImage {
  readonly pixels: BytePixels;
  readonly notes: readonly DecodingNote[];
}

export interface DecodingWish {
  /** Channels of the result. */
  readonly color: 'rgb' | 'bgr' | 'grayscale';
  /** Whether to turn the picture as its EXIF data says. */
  readonly orient: boolean;
}

/** Pixels of a picture that is decoded: 300 MB of memory. */
const mostPixels = 100_000_000;
const mostSeconds = 60;

/**
 * Decodes as Pillow does: colour profiles are not applied, the colour below transparent pixels is kept, CMYK is taken
 * for the plain opposite of RGB, and grey is that of ITU-R 601. Of 16 bits the upper 8 are kept, where Pillow would clip
 * grey ones. Of an animation or a document the first picture is read. Colours are always red, green, blue.
 *
 * @param bytes of the file
 * @returns 1 channel for `grayscale`, else 3
 * @throws {ImageProblem} for what is no whole picture of pixels
 */
export async function decodeImage(sharp: SharpModule, bytes: Buffer, wish: DecodingWish): Promise<DecodedImage> {
  const small = readSmallPng(bytes);
  if (small !== undefined) return dropAlpha(small, wish);
  // A file that breaks off gives a picture that is grey below, unless warnings are errors.
  const options = { failOn: 'warning', limitInputPixels: mostPixels, pages: 1, ignoreIcc: true } as const;
  try {
    const head = readPlainJpegHead(bytes) ?? (await sharp(bytes, { ...options, limitInputPixels: false }).metadata());
    refuseByHeader(head);
    const isCmyk = head.space === 'cmyk';
    const isGrey = wish.color === 'grayscale' && (head.space === 'b-w' || head.space === 'grey16');
    const isTurned = wish.orient && (head.orientation ?? 1) > 1;
    let picture = sharp(bytes, options).timeout({ seconds: mostSeconds });
    if (isTurned) picture = picture.autoOrient();
    picture = toSpace(picture, isCmyk, isGrey).raw({ depth: 'uchar' });
    const { data, info } = await picture.toBuffer({ resolveWithObject: true });
    const bytesOf = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const pixels = toChannels({ data: bytesOf, width: info.width, height: info.height }, info.channels, wish, isCmyk);
    return { pixels, notes: notesOf(head, isTurned) };
  } catch (error) {
    if (error instanceof ImageProblem) throw error;
    throw new ImageProblem(explainUndecoded(error, bytes));
  }
}

/** Colours below transparent pixels are kept. */
function dropAlpha({ width, height, channels, data }: PngPicture, wish: DecodingWish): DecodedImage {
  const hasAlpha = channels === 2 || channels === 4;
  const isGrey = channels <= 2;
  const made = isGrey && wish.color === 'grayscale' ? 1 : 3;
  let kept = data;
  if (made !== channels) {
    kept = new Uint8Array(width * height * made);
    for (let pixel = 0; pixel < width * height; pixel++) {
      for (let channel = 0; channel < made; channel++) {
        kept[pixel * made + channel] = data[pixel * channels + (isGrey ? 0 : channel)] ?? 0;
      }
    }
  }
  const pixels = toChannels({ data: kept, width, height }, made, wish, false);
  return { pixels, notes: hasAlpha ? ['alpha'] : [] };
}

function toSpace(picture: Sharp, isCmyk: boolean, isGrey: boolean): Sharp {
  if (isCmyk) return picture.pipelineColourspace('cmyk').toColourspace('cmyk');
  return picture.removeAlpha().toColourspace(isGrey ? 'b-w' : 'srgb');
}

function refuseByHeader({ width, height, depth }: PictureHead): void {
  if (width * height > mostPixels) {
    const [across, down] = [width, height].map((side) => side.toLocaleString('en-US'));
    throw new ImageProblem(`has ${across ?? ''} × ${down ?? ''} pixels, and at most 100 million are read`);
  }
  if (depth !== 'uchar' && depth !== 'ushort') {
    throw new ImageProblem(`holds pixels of the type ${depth}, and only those of 8 or 16 bits are read`);
  }
}

function notesOf({ depth, hasAlpha, pages = 1, space }: PictureHead, isTurned: boolean): DecodingNote[] {
  const notes: DecodingNote[] = [];
  if (isTurned) notes.push('turned');
  if (hasAlpha) notes.push('alpha');
  if (depth === 'ushort') notes.push('deep');
  if (pages > 1) notes.push('animated');
  if (space === 'cmyk') notes.push('cmyk');
  return notes;
}

interface RawPicture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

function toChannels(raw: RawPicture, channels: number, { color }: DecodingWish, isCmyk: boolean): BytePixels {
  const { width, height } = raw;
  const wanted = color === 'grayscale' ? 1 : 3;
  const data = isCmyk ? invertInk(raw, channels) : raw.data;
  const found = isCmyk ? 3 : channels;
  if (found === wanted) return { width, height, channels: wanted, data };
  if (found !== 3) throw new ImageProblem(`has ${channels} channels, and grey or coloured pictures are read`);
  return { width, height, channels: 1, data: toGrey(data) };
}

/** @source Pillow, `cmyk2rgb` of src/libImaging/Convert.c */
function invertInk({ data, width, height }: RawPicture, channels: number): Uint8Array {
  const size = width * height;
  const colours = new Uint8Array(3 * size);
  for (let pixel = 0; pixel < size; pixel++) {
    const white = 255 - (data[pixel * channels + 3] ?? 0);
    for (let channel = 0; channel < 3; channel++) {
      const product = white * (data[pixel * channels + channel] ?? 0) + 128;
      colours[pixel * 3 + channel] = white - (((product >> 8) + product) >> 8);
    }
  }
  return colours;
}

/** @source ITU-R 601 in 16-bit fixed point; Pillow, `L24` of src/libImaging/Convert.c */
function toGrey(colours: Uint8Array): Uint8Array {
  const grey = new Uint8Array(colours.length / 3);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel++, at += 3) {
    const light = (colours[at] ?? 0) * 19595 + (colours[at + 1] ?? 0) * 38470 + (colours[at + 2] ?? 0) * 7471;
    grey[pixel] = (light + 0x8000) >> 16;
  }
  return grey;
}
