/** Files that are often found where a model should be, told by their first bytes. */

interface KnownFormat {
  /** Continues "it is …". */
  readonly name: string;
  readonly matches: (start: Uint8Array, text: string) => boolean;
}

const hasBytes =
  (...bytes: readonly number[]) =>
  (start: Uint8Array): boolean =>
    bytes.every((byte, index) => start[index] === byte);

const formats: readonly KnownFormat[] = [
  { name: 'a page of HTML, such as a failed download', matches: (_, text) => /^\s*<(?:!doctype|html)/i.test(text) },
  { name: 'a PNG image', matches: hasBytes(0x89, 0x50, 0x4e, 0x47) },
  { name: 'a JPEG image', matches: hasBytes(0xff, 0xd8, 0xff) },
  { name: 'a ZIP archive, such as PyTorch writes', matches: hasBytes(0x50, 0x4b, 0x03, 0x04) },
  { name: 'a file compressed by gzip', matches: hasBytes(0x1f, 0x8b) },
  { name: 'an HDF5 file, such as Keras writes', matches: hasBytes(0x89, 0x48, 0x44, 0x46) },
  { name: 'a pickle of Python', matches: (start) => start[0] === 0x80 && (start[1] ?? 0) >= 2 && (start[1] ?? 9) <= 5 },
  { name: 'a TensorFlow Lite model', matches: (_, text) => text.slice(4, 8) === 'TFL3' },
  { name: 'a model in the format of ONNX Runtime', matches: (_, text) => text.slice(4, 8) === 'ORTM' },
  { name: 'a file of safetensors', matches: (_, text) => /^.{8}\{"/s.test(text) && text.charCodeAt(7) === 0 },
  { name: 'a text', matches: (_, text) => text.length > 8 && /^[\x20-\x7e\s]+$/.test(text) },
];

/** Whether Git LFS has put a pointer in the place of a file. */
export function isLfsPointer(start: Uint8Array): boolean {
  return asText(start).startsWith('version https://git-lfs.github.com/spec/');
}

/** Each byte as a character. */
function asText(start: Uint8Array): string {
  return Array.from(start.subarray(0, startBytes), (byte) => String.fromCharCode(byte)).join('');
}

/** How many bytes from the start of a file are looked at. */
export const startBytes = 256;

/**
 * What a file is, when its first bytes say so.
 *
 * @param start the first bytes, at most `startBytes`
 * @returns an expression that continues "it is …"; undefined for anything else, such as a model
 */
export function recogniseFormat(start: Uint8Array): string | undefined {
  const text = asText(start);
  return formats.find(({ matches }) => matches(start, text))?.name;
}
