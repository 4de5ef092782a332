/** PNG files whose pixels are numbers of classes: grey, or places in a palette, which other readers turn into colours. */
import { inflateSync } from 'node:zlib';
import { unfilterRow } from '../../png/unfilterRow.ts';

/** Classes of the pixels of a picture, row by row from the top left. */
export interface ClassPicture {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/** Why a file is none: the end of "… cannot be used because …". */
export interface UnreadablePicture {
  readonly because: string;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const mostPixels = 268_402_689;
const grey = 0;
const palette = 3;

/**
 * Reads a picture of one channel, of 1 to 16 bits, or of a palette.
 *
 * @source the PNG specification, third edition, chapters 5, 7 and 9
 */
export function readMaskPng(bytes: Buffer): ClassPicture | UnreadablePicture {
  if (signature.some((byte, at) => bytes[at] !== byte)) return { because: 'it is no PNG file' };
  const header = readHeader(bytes);
  if ('because' in header) return header;
  const data = joinData(bytes);
  if ('because' in data) return data;
  const { width, height, depth } = header;
  const rowBytes = Math.ceil((width * depth) / 8);
  const size = height * (rowBytes + 1);
  const raw = inflate(data.bytes, size);
  if (raw?.length !== size) return { because: 'it is cut off or damaged' };
  const values = new Uint8Array(width * height);
  const pixelBytes = depth === 16 ? 2 : 1;
  let before: Uint8Array = new Uint8Array(rowBytes);
  for (let row = 0; row < height; row++) {
    const start = row * (rowBytes + 1);
    const line = raw.subarray(start + 1, start + 1 + rowBytes);
    if (!unfilterRow(line, before, raw[start] ?? 0, pixelBytes)) return { because: 'it is damaged' };
    if (!unpack(line, values, row * width, width, depth)) {
      return { because: 'it holds numbers above 255, and there are at most 255 classes' };
    }
    before = line;
  }
  return { width, height, values };
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

function readHeader(bytes: Buffer): Header | UnreadablePicture {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return { because: 'it is cut off or damaged' };
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth = 0, colour = 0, , , interlace = 0] = bytes.subarray(24, 29);
  if (colour !== grey && colour !== palette) {
    return { because: 'it is a colour picture, and a mask holds one number for each pixel, grey or of a palette' };
  }
  if (interlace !== 0) return { because: 'it is interlaced; write it without' };
  if (width === 0 || height === 0 || width * height > mostPixels) {
    return { because: `it claims ${width} × ${height} pixels` };
  }
  const depths = colour === grey ? [1, 2, 4, 8, 16] : [1, 2, 4, 8];
  return depths.includes(depth) ? { width, height, depth } : { because: 'it is damaged' };
}

/** The compressed pixels, which may lie in several pieces. */
function joinData(bytes: Buffer): { readonly bytes: Buffer } | UnreadablePicture {
  const pieces: Buffer[] = [];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > bytes.length) break;
    if (type === 'IDAT') pieces.push(bytes.subarray(at + 8, at + 8 + length));
    if (type === 'IEND') return { bytes: Buffer.concat(pieces) };
    at += 12 + length;
  }
  return { because: 'it is cut off or damaged' };
}

/** @returns undefined when the data is damaged, or longer than it may be */
function inflate(bytes: Buffer, size: number): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: size });
  } catch {
    return undefined;
  }
}

/** @returns false when a number is above 255 */
function unpack(line: Uint8Array, values: Uint8Array, start: number, width: number, depth: number): boolean {
  if (depth === 8) {
    values.set(line, start);
    return true;
  }
  if (depth === 16) {
    for (let pixel = 0; pixel < width; pixel++) {
      if (line[2 * pixel] !== 0) return false;
      values[start + pixel] = line[2 * pixel + 1] ?? 0;
    }
    return true;
  }
  const perByte = 8 / depth;
  for (let pixel = 0; pixel < width; pixel++) {
    const shift = 8 - depth * ((pixel % perByte) + 1);
    values[start + pixel] = ((line[Math.floor(pixel / perByte)] ?? 0) >> shift) & (2 ** depth - 1);
  }
  return true;
}
