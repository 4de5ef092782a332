/** The wire format of protocol buffers, as far as reading takes it: keys, whole numbers, stretches of bytes. */
import { DamagedFile } from './byteSource.ts';
import type { ByteWindow } from './byteSource.ts';

/** One entry of a message; offsets are those of the file, ends exclusive. */
export interface Field {
  readonly number: number;
  readonly kind: 'number' | 'bytes' | 'fixed';
  /** A whole number; beyond 2^53 it loses digits. 0 for other kinds. */
  readonly value: number;
  /** The content: a text, a message, packed numbers, or the digits of a number. */
  readonly start: number;
  readonly end: number;
}

/** A message inside a file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Bytes that a key and a length take at most. */
const headBytes = 20;
/** Bytes of a whole number at most. */
const varintBytes = 10;
/** Names are shorter; what is longer is cut, so that no name fills the memory. */
const longestText = 4096;
/** Packed numbers that are read at most: sizes of axes, labels of classes. */
const longestPacked = 1_000_000;

/**
 * The entries of a message, in file order.
 *
 * @throws {DamagedFile} when the bytes are no message, or an entry reaches beyond its end
 */
export async function* fieldsOf(window: ByteWindow, { start, end }: Span): AsyncGenerator<Field> {
  let at = start;
  while (at < end) {
    window.countField();
    const bytes = await window.from(at, Math.min(headBytes, end - at));
    const field = readField(bytes, at, end);
    yield field;
    at = field.end;
  }
}

function readField(bytes: Uint8Array, at: number, end: number): Field {
  const key = readVarint(bytes, 0, end - at, at);
  const number = Math.floor(key.value / 8);
  if (number < 1 || number > 536_870_911) throw damaged(at);
  const start = at + key.next;
  switch (key.value % 8) {
    case 0: {
      const { value, next } = readVarint(bytes, key.next, end - at, at);
      return { number, kind: 'number', value, start, end: at + next };
    }
    case 1:
      return fixed(number, start, 8, end);
    case 2: {
      const length = readVarint(bytes, key.next, end - at, at);
      const contentStart = at + length.next;
      const contentEnd = contentStart + length.value;
      if (length.value < 0 || contentEnd > end) {
        const reach = `the entry at byte ${String(at)} reaches to byte ${String(contentEnd)} of ${String(end)}`;
        throw new DamagedFile(`is cut off or damaged: ${reach}`);
      }
      return { number, kind: 'bytes', value: 0, start: contentStart, end: contentEnd };
    }
    case 5:
      return fixed(number, start, 4, end);
    default:
      throw damaged(at);
  }
}

function fixed(number: number, start: number, length: number, end: number): Field {
  if (start + length > end) throw damaged(start);
  return { number, kind: 'fixed', value: 0, start, end: start + length };
}

/**
 * A whole number with its sign, as int64 is written.
 *
 * @param limit index in `bytes` at which the enclosing message ends
 * @param origin offset in the file of the first byte, for the message
 */
function readVarint(bytes: Uint8Array, at: number, limit: number, origin: number): { value: number; next: number } {
  let value = 0;
  let scale = 1;
  for (let index = 0; index < varintBytes; index += 1) {
    const byte = at + index < limit ? bytes[at + index] : undefined;
    if (byte === undefined) throw damaged(origin + at + index);
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) {
      const next = at + index + 1;
      // Ten bytes hold the two's complement of a negative number.
      return { value: index === varintBytes - 1 ? signed(bytes.subarray(at, next)) : value, next };
    }
  }
  throw damaged(origin + at);
}

function signed(bytes: Uint8Array): number {
  const bits = bytes.reduceRight((sum, byte) => (sum << 7n) | BigInt(byte & 0x7f), 0n);
  return Number(BigInt.asIntN(64, bits));
}

function damaged(at: number): DamagedFile {
  return new DamagedFile(`is damaged at byte ${String(at)}`);
}

/** Text of an entry, cut after 4,096 bytes or as many as are given; what is no UTF-8 becomes replacement characters. */
export async function readText(window: ByteWindow, { start, end }: Span, longest = longestText): Promise<string> {
  const length = Math.min(end - start, longest);
  const bytes = await window.from(start, length);
  return new TextDecoder().decode(bytes.subarray(0, length));
}

/** Whole numbers of an entry, whether they stand alone or packed. */
export async function readNumbers(window: ByteWindow, field: Field): Promise<readonly number[]> {
  switch (field.kind) {
    case 'number':
      return [field.value];
    case 'fixed':
      return [];
    case 'bytes': {
      const length = field.end - field.start;
      if (length > longestPacked) throw new DamagedFile(`has a list of ${String(length)} bytes where sizes are meant`);
      const bytes = (await window.from(field.start, length)).subarray(0, length);
      const numbers: number[] = [];
      for (let at = 0; at < length;) {
        const { value, next } = readVarint(bytes, at, length, field.start);
        numbers.push(value);
        at = next;
      }
      return numbers;
    }
  }
}
