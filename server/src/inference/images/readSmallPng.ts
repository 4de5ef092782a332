/** Small PNG files, which are most of what is small: read here in a hundredth of the time that a pipeline takes. */
import { inflateSync } from 'node:zlib';
import { unfilterRow } from '../../png/unfilterRow.ts';
import { checksum } from './checksum.ts';

/** A picture as it lies in the file. */
export interface PngPicture {
  readonly width: number;
  readonly height: number;
  /** 1 is grey, 2 grey with transparency, 3 are red, green, blue, 4 with transparency. */
  readonly channels: 1 | 2 | 3 | 4;
  /** Rows from the top, channels side by side: `height * width * channels` values. */
  readonly data: Uint8Array;
}

/** Larger pictures are faster in a pipeline, beside others. */
const mostPixels = 128 * 128;
/** Not even pixels that cannot be packed take more, with what stands around them. */
const mostBytes = 5 * mostPixels;

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const channelsOf: Readonly<Partial<Record<number, PngPicture['channels']>>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/**
 * Reads a small picture of 8 bits for each channel in the plainest form of the format, as most programs write it.
 *
 * @returns undefined for everything else, damaged files among it: the library reads it, or says what is wrong
 * @source the PNG specification, third edition, chapters 5, 7 and 9
 */
export function readSmallPng(bytes: Buffer): PngPicture | undefined {
  if (bytes.length > mostBytes || !signature.equals(bytes.subarray(0, 8))) return undefined;
  const chunks = readChunks(bytes);
  if (chunks === undefined) return undefined;
  const size = readHeader(chunks.header);
  if (size === undefined) return undefined;
  const { width, height, channels } = size;
  const rowBytes = width * channels;
  const raw = inflateWhole(chunks.packed, height * (rowBytes + 1));
  if (raw === undefined) return undefined;
  const data = new Uint8Array(height * rowBytes);
  let before: Uint8Array = new Uint8Array(rowBytes);
  for (let row = 0; row < height; row++) {
    const start = row * (rowBytes + 1);
    const line = data.subarray(row * rowBytes, (row + 1) * rowBytes);
    line.set(raw.subarray(start + 1, start + 1 + rowBytes));
    if (!unfilterRow(line, before, raw[start] ?? 0, channels)) return undefined;
    before = line;
  }
  return { width, height, channels, data };
}

interface Chunks {
  readonly header: Buffer;
  readonly packed: Buffer;
}

/** @returns undefined where there is anything but header, resolution and pixels, or a sum does not fit */
function readChunks(bytes: Buffer): Chunks | undefined {
  let header: Buffer | undefined;
  const pieces: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    if (checksum(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return undefined;
    const data = bytes.subarray(at + 8, end - 4);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') {
      if (header === undefined || pieces.length === 0 || end !== bytes.length) return undefined;
      return { header, packed: Buffer.concat(pieces) };
    }
    const isFirst = at === 8;
    if (isFirst !== (type === 'IHDR')) return undefined;
    if (isFirst) header = data;
    else if (type === 'IDAT') pieces.push(data);
    else if (type !== 'pHYs' || pieces.length > 0 || data.length !== 9) return undefined;
    at = end;
  }
  return undefined;
}

function readHeader(header: Buffer): Omit<PngPicture, 'data'> | undefined {
  if (header.length !== 13) return undefined;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth = 0, colour = 0, packing = 0, filtering = 0, interlace = 0] = header.subarray(8);
  const channels = channelsOf[colour];
  if (depth !== 8 || channels === undefined || packing !== 0 || filtering !== 0 || interlace !== 0) return undefined;
  if (width === 0 || height === 0 || width * height > mostPixels) return undefined;
  return { width, height, channels };
}

/** @returns undefined when the data is damaged, or has not the length it must have */
function inflateWhole(packed: Buffer, length: number): Buffer | undefined {
  try {
    const raw = inflateSync(packed, { maxOutputLength: length });
    return raw.length === length ? raw : undefined;
  } catch {
    return undefined;
  }
}
