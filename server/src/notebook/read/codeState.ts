/** Where Python text stands at the end of a line: inside a string, inside brackets, or where a statement can start. */

export interface CodeState {
  /** The quotes that end the open string; undefined outside of one. */
  readonly quotes: string | undefined;
  /** Brackets that are open. */
  readonly depth: number;
  /** Whether the line ended with a backslash. */
  readonly isContinued: boolean;
}

export const freshState: CodeState = { quotes: undefined, depth: 0, isContinued: false };

/** Whether a statement can start in a line that begins in this state. */
export function canStart({ quotes, depth, isContinued }: CodeState): boolean {
  return quotes === undefined && depth === 0 && !isContinued;
}

/** What opens or closes something; all else is passed over. */
const significant = /["'#()[\]{}]/g;

/** The state after a line; never throws, whatever the text is. */
export function stateAfter(line: string, state: CodeState): CodeState {
  let { quotes, depth } = state;
  let at = 0;
  while (at < line.length) {
    if (quotes !== undefined) {
      const end = endOfString(line, at, quotes);
      // A string in single quotes ends with its line, closed or not, unless the line goes on.
      if (end === undefined)
        return { quotes: quotes.length === 3 || line.endsWith('\\') ? quotes : undefined, depth, isContinued: false };
      at = end;
      quotes = undefined;
      continue;
    }
    significant.lastIndex = at;
    at = significant.exec(line)?.index ?? line.length;
    if (at === line.length) break;
    const sign = line.charAt(at);
    if (sign === '#') break;
    if (sign === '"' || sign === "'") {
      quotes = line.startsWith(sign.repeat(3), at) ? sign.repeat(3) : sign;
      at += quotes.length;
      continue;
    }
    if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth = Math.max(0, depth - 1);
    at += 1;
  }
  const isContinued = at >= line.length && line.endsWith('\\');
  return { quotes: quotes?.length === 3 ? quotes : undefined, depth, isContinued };
}

/** The offset behind the quotes that end a string; undefined when it goes on. */
function endOfString(line: string, from: number, quotes: string): number | undefined {
  for (let at = from; ;) {
    const end = line.indexOf(quotes, at);
    const escape = line.indexOf('\\', at);
    if (end < 0) return undefined;
    if (escape < 0 || escape > end) return end + quotes.length;
    // What stands behind a backslash ends nothing.
    at = escape + 2;
  }
}
