/** Cuts the text of an expression into tokens with offsets. */

export type Token =
  | { readonly kind: 'number'; readonly text: string; readonly start: number; readonly end: number }
  /** A literal in single quotes; `value` is what it means. */
  | { readonly kind: 'text'; readonly value: string; readonly start: number; readonly end: number }
  /** A bare word: a keyword, a function, or a column. */
  | { readonly kind: 'word'; readonly text: string; readonly start: number; readonly end: number }
  /** A column in double quotes. */
  | { readonly kind: 'quoted'; readonly value: string; readonly start: number; readonly end: number }
  | { readonly kind: 'symbol'; readonly text: SymbolText; readonly start: number; readonly end: number }
  | { readonly kind: 'end'; readonly start: number; readonly end: number };

export type SymbolText = (typeof symbols)[number];

/** Longest first, so that `<=` is not read as `<`. */
const symbols = ['==', '!=', '<>', '<=', '>=', '=', '<', '>', '+', '-', '*', '/', '(', ')', ','] as const;

/** A fault in the text of an expression, at the smallest range. */
export interface ExpressionProblem {
  readonly kind: 'problem';
  /** One sentence: what is wrong and what to write. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

const space = /[ \t\r\n]+/y;
const number = /\d+(?:\.\d+)?/y;
const numberRest = /[\p{L}\p{N}_.]+/uy;
const word = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const asciiWord = /[A-Za-z_][A-Za-z0-9_]*/y;
const asciiPart = /[A-Za-z0-9_.]/;
const text = /'((?:[^']|'')*)'/y;
const quoted = /"((?:[^"]|"")*)"/y;

/** What other languages write → what to write here. */
const foreignSpellings: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/&&|&/y, 'Write `and`.'],
  [/\|\|/y, 'Write `or`; texts are not joined.'],
  [/\|/y, 'Write `or`.'],
  [/!/y, 'Write `not`.'],
  [/--[^\n]*|\/\*/y, 'Comments belong to YAML, after ` #`.'],
  [/;/y, 'One expression has no `;`.'],
  [/\.\d/y, 'Write a digit before the decimal point, such as `0.5`.'],
  [/\./y, 'A column stands alone, without its table; quote a name that contains a point: `"a.b"`.'],
  [/[[\]{}]/y, 'Lists are written in parentheses, such as `in (1, 2)`.'],
  [/[\u2018\u2019\u201c\u201d`]/y, "Text stands in straight single quotes: `'text'`."],
  [/'/y, 'This text has no closing quote.'],
  [/"/y, 'This column has no closing quote.'],
];

/** @returns the match of a sticky pattern at an offset */
function matchAt(pattern: RegExp, source: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(source);
}

/**
 * @returns all tokens, the last of kind `end`; or the first character that no token starts with
 */
export function tokenize(source: string): readonly Token[] | ExpressionProblem {
  const tokens: Token[] = [];
  let offset = 0;
  for (;;) {
    offset += matchAt(space, source, offset)?.[0].length ?? 0;
    if (offset >= source.length) break;
    const foreign = findForeign(source, offset);
    const token = foreign ?? readToken(source, offset);
    if (token.kind === 'problem') return token;
    tokens.push(token);
    offset = token.end;
  }
  tokens.push({ kind: 'end', start: source.length, end: source.length });
  return tokens;
}

/** Finds what would otherwise be cut into tokens that mislead, before any token is read. */
function findForeign(source: string, start: number): ExpressionProblem | undefined {
  if (source.startsWith('--', start) || source.startsWith('/*', start)) return describeUnreadable(source, start);
  return undefined;
}

function readToken(source: string, start: number): Token | ExpressionProblem {
  const digits = matchAt(number, source, start)?.[0];
  if (digits !== undefined) return readNumber(source, start, digits);
  const letters = readWord(source, start);
  if (letters !== undefined) return { kind: 'word', text: letters, start, end: start + letters.length };
  const literal = matchAt(text, source, start);
  if (literal !== null) {
    return { kind: 'text', value: (literal[1] ?? '').replaceAll("''", "'"), start, end: start + literal[0].length };
  }
  const name = matchAt(quoted, source, start);
  if (name !== null) {
    const value = (name[1] ?? '').replaceAll('""', '"');
    const end = start + name[0].length;
    if (value !== '') return { kind: 'quoted', value, start, end };
    return { kind: 'problem', message: "A column has a name; an empty text is `''`.", start, end };
  }
  const symbol = symbols.find((candidate) => source.startsWith(candidate, start));
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, start, end: start + symbol.length };
  return describeUnreadable(source, start);
}

/** A bare word at an offset; undefined where none begins. */
function readWord(source: string, start: number): string | undefined {
  const ascii = matchAt(asciiWord, source, start)?.[0];
  const isWhole = ascii === undefined ? isAscii(source, start) : isAscii(source, start + ascii.length);
  return isWhole ? ascii : matchAt(word, source, start)?.[0];
}

/** Whether the character at an offset is one of ASCII, or there is none. */
function isAscii(source: string, offset: number): boolean {
  return offset >= source.length || source.charCodeAt(offset) < 128;
}

/** Whether no word, number or point goes on at an offset. */
function isPlain(source: string, offset: number): boolean {
  return isAscii(source, offset) && !asciiPart.test(source.charAt(offset));
}

function readNumber(source: string, start: number, digits: string): Token | ExpressionProblem {
  const end = start + digits.length;
  // The engine takes tens of milliseconds to compile all letters of Unicode, which most numbers do not need.
  const rest = isPlain(source, end) ? undefined : matchAt(numberRest, source, end)?.[0];
  if (rest === undefined) return { kind: 'number', text: digits, start, end };
  return {
    kind: 'problem',
    message: 'Numbers are digits with one decimal point; units and exponents are not read here.',
    start,
    end: end + rest.length,
  };
}

function describeUnreadable(source: string, start: number): ExpressionProblem {
  for (const [pattern, advice] of foreignSpellings) {
    const found = matchAt(pattern, source, start);
    if (found !== null) return { kind: 'problem', message: advice, start, end: start + found[0].length };
  }
  const character = String.fromCodePoint(source.codePointAt(start) ?? 0);
  return {
    kind: 'problem',
    message: `\`${character}\` has no meaning in an expression.`,
    start,
    end: start + character.length,
  };
}
