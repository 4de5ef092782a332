/** The text of Python source files, of which a comment may say that they are not UTF-8. */

/** In the first line, or in the second one behind a line that is empty or a comment. */
const declaration = /^(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n))?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)/;

/** Python's own names for Latin-1, which the labels of the web take for Windows-1252. */
const latin1: ReadonlySet<string> = new Set(['latin-1', 'latin1', 'latin', 'l1', 'iso-8859-1', 'iso8859-1', '8859']);

/**
 * Never throws: bytes in an encoding that nobody knows here are read as UTF-8, with U+FFFD for what is none.
 *
 * @source PEP 263, "Defining the Encoding"
 */
export function decodePython(bytes: Buffer): string {
  const [, declared] = declaration.exec(bytes.toString('latin1', 0, 1_000)) ?? [];
  const name = declared?.toLowerCase().replaceAll('_', '-');
  if (name === undefined || name === 'utf-8' || name.startsWith('utf-8-')) return bytes.toString('utf8');
  return latin1.has(name) ? bytes.toString('latin1') : decodeAs(name, bytes);
}

function decodeAs(name: string, bytes: Buffer): string {
  try {
    // `cp1252` and `cp932` are what the labels of the web call `windows-1252` and `windows-31j`.
    const label = name === 'cp932' ? 'windows-31j' : name.replace(/^cp(?=12\d\d$|874$)/, 'windows-');
    return new TextDecoder(label).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
