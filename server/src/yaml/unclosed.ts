/** Brackets and quotes that are opened and never closed, found where they open. */
import { Lexer } from 'yaml';

export interface Unclosed {
  /** Offset of the opening sign. */
  readonly start: number;
  readonly sign: '{' | '[' | '"' | "'";
  /** What would close it. */
  readonly closing: string;
}

const closings = { '{': '}', '[': ']', '"': '"', "'": "'" } as const;

/** Signs between the tokens of the library's lexer that stand for no text. */
const documentStart = '\u0002';
const flowEnd = '\u0018';
const scalarStart = '\u001F';

/**
 * Finds what is opened and never closed, in the order of the text.
 *
 * Of brackets in brackets only the innermost is told: closing it may be all that is missing. What stands behind a quote
 * that is never closed is text, so nothing is told of it.
 */
export function findUnclosed(text: string): readonly Unclosed[] {
  const unclosed: Unclosed[] = [];
  let open: Unclosed[] = [];
  let offset = 0;
  const giveUp = (): void => {
    const innermost = open.at(-1);
    if (innermost !== undefined) unclosed.push(innermost);
    open = [];
  };
  let isText = false;
  for (const token of new Lexer().lex(text)) {
    if (token === documentStart || token === scalarStart || token === flowEnd) {
      // Here the lexer leaves brackets because a line is not indented deeply enough to be inside.
      if (token === flowEnd) giveUp();
      isText = token === scalarStart;
      continue;
    }
    const start = offset;
    offset += token.length;
    const sign = isText ? undefined : signOf(token);
    isText = false;
    if (sign === undefined) {
      if (token === '}' || token === ']') {
        const opening = open.findLastIndex(({ closing }) => closing === token);
        if (opening === -1) continue;
        const inner = open.at(-1);
        if (opening < open.length - 1 && inner !== undefined) unclosed.push(inner);
        open = open.slice(0, opening);
      }
    } else if (sign === '{' || sign === '[') {
      open.push({ start, sign, closing: closings[sign] });
    } else if (!isTerminated(token, sign)) {
      unclosed.push({ start, sign, closing: closings[sign] });
      open = [];
    }
  }
  giveUp();
  return unclosed;
}

function signOf(token: string): Unclosed['sign'] | undefined {
  const sign = token.charAt(0);
  if (sign === '"' || sign === "'") return sign;
  return token === '{' || token === '[' ? token : undefined;
}

function isTerminated(token: string, sign: '"' | "'"): boolean {
  if (token.length < 2 || !token.endsWith(sign)) return false;
  const inner = token.slice(1, -1);
  // A doubled single quote and an escaped double quote are text.
  return sign === "'" ? !/(?:^|[^'])(?:'')*'$/.test(inner) : !/(?:^|[^\\])(?:\\\\)*\\$/.test(inner);
}
