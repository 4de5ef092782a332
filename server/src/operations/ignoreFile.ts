/** `.plumblineignore`: which files of a workspace are passed over when specs, contracts and notebooks are searched for. */

export const ignoreFileName = '.plumblineignore';

/** Bytes of it that are read at most; a larger one is passed over. */
export const ignoreFileLimit = 64_000;

/** Lines that count; a hostile file has more. */
const lineLimit = 500;

export function isIgnoreFileUri(uri: string): boolean {
  return uri.endsWith(`/${ignoreFileName}`);
}

interface IgnoreLine {
  /** Names of folders and last of what is meant, with `*` and, for any number of folders, `**`. */
  readonly parts: readonly string[];
  readonly isFolder: boolean;
  /** Whether it takes back what lines before it ignore. */
  readonly isTakenBack: boolean;
}

/**
 * Reads lines as in a `.gitignore`: a comment begins with `#`, a slash at the end means folders, one before it counts
 * from the top, `!` takes back, and the last line that matches decides. `*` and `**` are known, and no other signs.
 * Only the first 500 lines that say something count.
 *
 * @returns whether a file is ignored, by its path from the folder of the file, with slashes
 */
export function parseIgnoreFile(text: string): (path: string) => boolean {
  const lines = text.split(/\r?\n/).flatMap(readLine).slice(0, lineLimit);
  return (path) => {
    const names = path.split('/');
    const last = lines.findLast(({ parts, isFolder }) => matches(parts, isFolder ? names.slice(0, -1) : names));
    return last !== undefined && !last.isTakenBack;
  };
}

function readLine(line: string): readonly IgnoreLine[] {
  const trimmed = line.trim();
  const isTakenBack = trimmed.startsWith('!');
  const pattern = isTakenBack ? trimmed.slice(1) : trimmed;
  const names = pattern.split('/').filter((name) => name !== '' && name !== '.');
  if (trimmed.startsWith('#') || names.length === 0) return [];
  const isFolder = pattern.endsWith('/');
  const isFromTop = pattern.slice(0, -1).includes('/');
  // What lies below a folder goes with it.
  return [{ parts: [...(isFromTop ? [] : ['**']), ...names, '**'], isFolder, isTakenBack }];
}

/** Whether names of folders and last are what parts say, where `**` stands for any number of them. */
function matches(parts: readonly string[], names: readonly string[]): boolean {
  let at = 0;
  let name = 0;
  let wild: { readonly at: number; name: number } | undefined;
  while (name < names.length) {
    const part = parts[at];
    if (part === '**') {
      wild = { at, name };
      at += 1;
    } else if (part !== undefined && matchesName(part, names[name] ?? '')) {
      at += 1;
      name += 1;
    } else if (wild !== undefined) {
      wild.name += 1;
      name = wild.name;
      at = wild.at + 1;
    } else {
      return false;
    }
  }
  return parts.slice(at).every((part) => part === '**');
}

/** Whether a name is what a pattern says, where `*` stands for any letters: each text between is taken where it comes first. */
function matchesName(pattern: string, name: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const text of others) {
    const found = name.indexOf(text, at);
    if (found < 0) return false;
    at = found + text.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
