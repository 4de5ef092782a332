/** The lines of a text, with what they are made of. */

export interface TextLine {
  /** Offset of its first character. */
  readonly start: number;
  /** Offset of its line break, or of the end of the text. */
  readonly end: number;
  /** Spaces at its start. */
  readonly indent: number;
  readonly isBlank: boolean;
}

export interface LineTable {
  readonly lines: readonly TextLine[];
  /** Number of the line that holds an offset, counted from 0. */
  lineAt(offset: number): number;
}

export function readLines(text: string): LineTable {
  const lines: TextLine[] = [];
  for (const match of text.matchAll(/([^\r\n]*)(?:\r\n|\n|\r|$)/g)) {
    const content = match[1] ?? '';
    // After a last line break stands nothing, which is no line.
    if (match[0] === '' && lines.length > 0) break;
    const indent = /^ */.exec(content)?.[0].length ?? 0;
    lines.push({ start: match.index, end: match.index + content.length, indent, isBlank: content.trim() === '' });
  }
  return {
    lines,
    lineAt: (offset) => {
      let [low, high] = [0, lines.length - 1];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((lines[middle]?.start ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}
