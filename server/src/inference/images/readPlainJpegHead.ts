/** Heads of JPEG files without anything unusual, read here: to ask the library costs a journey through another thread. */
import type { Metadata } from 'sharp';

/** What is looked at before a picture is decoded. */
export type PictureHead = Pick<Metadata, 'width' | 'height' | 'depth' | 'space' | 'orientation' | 'hasAlpha' | 'pages'>;

const startOfScan = 0xda;
/** Baseline, extended and progressive pictures, by Huffman codes. */
const frames: readonly number[] = [0xc0, 0xc1, 0xc2];
/** Tables, restarts, comments, and the marks of JFIF and Adobe; others may turn the picture, or hold a second one. */
const ordinary: readonly number[] = [0xdb, 0xc4, 0xdd, 0xfe, 0xe0, 0xee];

/**
 * Reads the head of a JPEG file of one or three channels of 8 bits, which nothing turns.
 *
 * @returns undefined for everything else, damaged files among it
 * @source ITU-T T.81, annex B
 */
export function readPlainJpegHead(bytes: Buffer): PictureHead | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  let head: PictureHead | undefined;
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return undefined;
    if (marker === startOfScan) return head;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (frames.includes(marker)) {
      const frame = readFrame(bytes.subarray(at + 4, end));
      if (frame === undefined || head !== undefined) return undefined;
      head = frame;
    } else if (!ordinary.includes(marker)) {
      return undefined;
    }
    at = end;
  }
  return undefined;
}

function readFrame(frame: Buffer): PictureHead | undefined {
  if (frame.length < 6) return undefined;
  const [bits, , , , , channels] = frame;
  const [height, width] = [frame.readUInt16BE(1), frame.readUInt16BE(3)];
  if (bits !== 8 || height === 0 || width === 0 || (channels !== 1 && channels !== 3)) return undefined;
  return { width, height, depth: 'uchar', space: channels === 1 ? 'b-w' : 'srgb', hasAlpha: false, pages: 1 };
}
