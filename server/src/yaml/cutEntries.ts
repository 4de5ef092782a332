/** Cuts a section into the entries below its key, where each can be parsed on its own. */

export interface EntryCut {
  readonly key: string;
  readonly keyStart: number;
  /** Offsets at which the entries start, comments above them included; each ends where the next starts. */
  readonly starts: readonly number[];
}

const header = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*([A-Za-z_][\w-]*):(?:[ \t]+#[^\n]*|[ \t]*)\r?\n/;
const keyLine = /^(?:[A-Za-z_][^\s:#]*|"[^"\n]*"|'[^'\n]*'):(?:\s|$)/;
/** Anchors, aliases and tags tie entries together or change how they are read. */
const tied = /(?:^|[\s,:[{-])(?:[&*][\w-]|![\w!<])/m;

/**
 * Cuts a section whose value is a block map.
 *
 * Every line at the column of the first key must begin with a key, and none may stand left of it: then a value cannot
 * reach over the line where the next key begins.
 *
 * @returns undefined when the section has another form
 */
export function cutEntries(text: string): EntryCut | undefined {
  const match = header.exec(text);
  if (match === null || tied.test(text) || text.includes('\t')) return undefined;
  const key = match[1] ?? '';
  const bodyStart = match[0].length;
  const starts: number[] = [bodyStart];
  let column: number | undefined;
  let hasEntry = false;
  for (let lineStart = bodyStart; lineStart < text.length;) {
    const lineBreak = text.indexOf('\n', lineStart);
    const lineEnd = lineBreak === -1 ? text.length : lineBreak;
    const indent = /^ */.exec(text.slice(lineStart, lineEnd))?.[0].length ?? 0;
    const content = text.slice(lineStart + indent, lineEnd);
    if (content.trim() !== '' && !content.startsWith('#')) {
      column ??= indent;
      if (indent < column || column === 0) return undefined;
      if (indent === column) {
        if (!keyLine.test(content)) return undefined;
        if (hasEntry) starts.push(lineStart);
        hasEntry = true;
      }
    }
    lineStart = lineEnd + 1;
  }
  return hasEntry ? { key, keyStart: match[0].indexOf(`${key}:`), starts } : undefined;
}
