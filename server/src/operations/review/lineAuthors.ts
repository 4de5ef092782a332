/** Who changed a line of a file that may not be committed yet. */
import type { Blame, History } from '../ports.ts';

/** @returns authors of lines (from 0) that are younger than the base; empty for older lines and for new ones */
export type LineAuthors = (uri: string, firstLine: number, lastLine: number) => Promise<LineAnswer>;

export interface LineAnswer {
  readonly authors: readonly string[];
  /** Whether one of the lines is not the one that HEAD holds. */
  readonly isUncommitted: boolean;
}

/**
 * Looks lines up in `git blame` of HEAD, each file once.
 *
 * @param textOf the file as it is now
 */
export function createLineAuthors(history: History, since: string, textOf: (uri: string) => string): LineAuthors {
  const blames = new Map<string, Promise<Blame | undefined>>();
  return async (uri, firstLine, lastLine) => {
    const asked = blames.get(uri) ?? history.blame(uri, since);
    blames.set(uri, asked);
    const blame = await asked;
    if (blame === undefined) return { authors: [], isUncommitted: true };
    const lineInHead = mapLines(splitLines(textOf(uri)), splitLines(blame.text));
    const authors = new Set<string>();
    let isUncommitted = false;
    for (let line = firstLine; line <= lastLine; line += 1) {
      const headLine = lineInHead(line);
      if (headLine === undefined) isUncommitted = true;
      const author = headLine === undefined ? undefined : blame.authors[headLine];
      if (author !== undefined) authors.add(author);
    }
    return { authors: [...authors], isUncommitted };
  };
}

function splitLines(text: string): readonly string[] {
  return text.split(/\r?\n/);
}

/** From a line of today to the same line of HEAD: exact where both begin and end alike, unknown in between. */
function mapLines(today: readonly string[], head: readonly string[]): (line: number) => number | undefined {
  const shorter = Math.min(today.length, head.length);
  let same = 0;
  while (same < shorter && today[same] === head[same]) same += 1;
  let end = 0;
  while (end < shorter - same && today[today.length - 1 - end] === head[head.length - 1 - end]) end += 1;
  return (line) => {
    if (line < same) return line;
    return line >= today.length - end ? line - today.length + head.length : undefined;
  };
}
