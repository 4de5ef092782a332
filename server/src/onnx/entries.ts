/** The entries of a message with their bytes, for changing a model. */
import type { ByteWindow } from './byteSource.ts';
import { fieldsOf } from './wire.ts';
import type { Field, Span } from './wire.ts';

/** An entry with the bytes of its key and length. */
export interface Entry {
  readonly field: Field;
  readonly raw: Uint8Array;
}

/**
 * @param bytes what the window shows
 * @throws {DamagedFile} when the bytes are no message
 */
export async function entriesOf(window: ByteWindow, bytes: Uint8Array, span: Span): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  let at = span.start;
  for await (const field of fieldsOf(window, span)) {
    entries.push({ field, raw: bytes.subarray(at, field.end) });
    at = field.end;
  }
  return entries;
}
