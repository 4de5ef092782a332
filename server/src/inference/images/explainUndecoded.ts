/** Why a file is no picture, in words for the user. */

/** The beginning of a file, and what it is. */
const known: readonly (readonly [RegExp, string])[] = [
  [/^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg\b/i, 'an SVG drawing'],
  [/^%PDF-/, 'a PDF document'],
  [/^BM/, 'a BMP picture'],
  [/^.{4}ftyp(?:avif|avis)/s, 'an AVIF picture'],
  [/^.{4}ftyp(?:hei|hev|mif|msf)/s, 'a HEIC picture'],
  [/^\0\0\0\x0cjP {2}/, 'a JPEG 2000 picture'],
  [/^(?:\xff\x0a|\0\0\0\x0cJXL )/, 'a JPEG XL picture'],
  [/^version https:\/\/git-lfs/, 'a pointer of Git LFS; fetch the file with `git lfs pull`'],
  [/^PK\x03\x04/, 'an archive'],
  [/^\s*<(?:!doctype html|html)\b/i, 'a web page'],
];

const formats = 'JPEG, PNG, WebP, TIFF or GIF';

/**
 * @param error of the library
 * @param bytes of the file
 * @returns the end of a sentence that begins with the path, such as `is damaged (premature end of JPEG image)`
 */
export function explainUndecoded(error: unknown, bytes: Uint8Array): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/unsupported image format/i.test(message)) return explainUnknown(bytes);
  if (/timeout/i.test(message)) return 'takes more than a minute to decode';
  return `is damaged (${reasonOf(message)}); write it again`;
}

function explainUnknown(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const found = known.find(([pattern]) => pattern.test(start))?.[1];
  if (found === undefined) return `is no picture; save it as ${formats}`;
  return found.includes(';') ? `is ${found}` : `is ${found}; save it as ${formats}`;
}

/** What the library says, in one line, without the names of its parts. */
function reasonOf(message: string): string {
  const lines = message.split('\n').map((line) => line.replace(/^(?:\w+: )+/, '').trim());
  return (lines.find((line) => line !== '') ?? 'cannot be decoded').replace(/[.:\s]+$/, '').slice(0, 200);
}
