/** A file in memory that counts what is read of it. */
import type { ByteSource } from '../../../server/src/onnx/byteSource.ts';

export interface MemorySource extends ByteSource {
  readonly readBytes: () => number;
}

export function memorySource(bytes: Uint8Array): MemorySource {
  let readBytes = 0;
  return {
    sizeBytes: bytes.length,
    readBytes: () => readBytes,
    read: (start, length) => {
      const part = bytes.slice(start, start + length);
      readBytes += part.length;
      return Promise.resolve(part);
    },
  };
}

/** A file of `holes` → length of zeros after that many bytes; nothing of the zeros is kept in memory. */
export function holedSource(parts: readonly (Uint8Array | number)[]): MemorySource {
  const spans: { start: number; end: number; bytes: Uint8Array | undefined }[] = [];
  let sizeBytes = 0;
  for (const part of parts) {
    const length = typeof part === 'number' ? part : part.length;
    spans.push({ start: sizeBytes, end: sizeBytes + length, bytes: typeof part === 'number' ? undefined : part });
    sizeBytes += length;
  }
  let readBytes = 0;
  return {
    sizeBytes,
    readBytes: () => readBytes,
    read: (start, length) => {
      const answer = new Uint8Array(Math.min(length, sizeBytes - start));
      readBytes += answer.length;
      for (const { start: from, end, bytes } of spans) {
        if (bytes === undefined || end <= start || from >= start + answer.length) continue;
        const first = Math.max(start, from);
        answer.set(bytes.subarray(first - from, Math.min(end, start + answer.length) - from), first - start);
      }
      return Promise.resolve(answer);
    },
  };
}
