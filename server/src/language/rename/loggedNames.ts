/**
 * Strings of Python code that name a metric to a logger: `log_metric("recall", value)`, `log_metrics({"recall": value})`.
 *
 * The code is cut into tokens and never run; only a whole, plain string in the place of a known call counts, so that
 * comments, prose and other dictionaries stay as they are.
 */

/** A string's content in the code, without its quotes. */
export interface LoggedName {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** How a function takes names: as its first argument (or the keyword), or as the keys of the dictionary there. */
type Naming =
  { readonly kind: 'argument'; readonly keyword: string } | { readonly kind: 'dictionary'; readonly keyword: string };

/** Functions and methods by their last name, as MLflow, DVCLive, Weights & Biases, Lightning and TensorBoard call them. */
const loggers: ReadonlyMap<string, Naming> = new Map<string, Naming>([
  ['log_metric', { kind: 'argument', keyword: 'key' }],
  ['log_metrics', { kind: 'dictionary', keyword: 'metrics' }],
  ['log_dict', { kind: 'dictionary', keyword: 'dictionary' }],
  ['log_scalar', { kind: 'argument', keyword: 'name' }],
  ['add_scalar', { kind: 'argument', keyword: 'tag' }],
]);

/** Methods of this name log metrics only on some objects: `wandb.log({…})`, `self.log("…", …)`. */
const loggersOf: ReadonlyMap<string, Naming> = new Map<string, Naming>([
  ['wandb.log', { kind: 'dictionary', keyword: 'data' }],
  ['run.log', { kind: 'dictionary', keyword: 'data' }],
  ['self.log', { kind: 'argument', keyword: 'name' }],
]);

type Token =
  | { readonly kind: 'word'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'sign'; readonly text: string; readonly start: number; readonly end: number }
  /** `start` and `end` are those of the content; `isPlain` when it has no prefix, escape or second line. */
  | {
      readonly kind: 'string';
      readonly text: string;
      readonly start: number;
      readonly end: number;
      readonly isPlain: boolean;
    };

const tokenPattern =
  /#[^\n]*|(?<prefix>[A-Za-z]{0,3})(?<quote>"""|'''|"|')|(?<word>[\p{L}_][\p{L}\p{M}\p{N}_]*)|(?<sign>[()[\]{}:,.=*])|(?<other>[^\s])/gu;

/** Names that are logged, in the order of the code; time is linear in its length. */
export function findLoggedNames(code: string): readonly LoggedName[] {
  const tokens = readTokens(code);
  const found: LoggedName[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' || !isSign(tokens[index + 1], '(') || isWord(tokens[index - 1], 'def')) continue;
    const naming = loggers.get(token.text) ?? loggersOf.get(`${ownerOf(tokens, index)}.${token.text}`);
    if (naming === undefined) continue;
    const argument = argumentAt(tokens, index + 2, naming.keyword);
    if (naming.kind === 'argument') found.push(...wholeString(tokens, argument));
    else found.push(...keysOfDictionary(tokens, argument));
  }
  return found;
}

function readTokens(code: string): readonly Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  const pattern = new RegExp(tokenPattern);
  for (let match = pattern.exec(code); match !== null; match = pattern.exec(code)) {
    const { index: start, 0: whole, groups = {} } = match;
    const { prefix = '', quote, word, sign, other } = groups;
    if (quote !== undefined) {
      const content = start + whole.length;
      const end = endOfString(code, content, quote);
      const text = code.slice(content, end);
      tokens.push({ kind: 'string', text, start: content, end, isPlain: prefix === '' && !/[\\\n]/.test(text) });
      pattern.lastIndex = Math.min(end + quote.length, code.length);
    } else if (word !== undefined) tokens.push({ kind: 'word', text: word, start, end: start + word.length });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, start, end: start + 1 });
    else if (other !== undefined) tokens.push({ kind: 'sign', text: other, start, end: start + other.length });
  }
  return tokens;
}

/** Where a string's content ends; a string of one line that is never closed ends with its line. */
function endOfString(code: string, from: number, quote: string): number {
  for (let at = from; at < code.length; at += 1) {
    const character = code.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '\n' && quote.length === 1) return at;
    else if (code.startsWith(quote, at)) return at;
  }
  return code.length;
}

/** The word before the point before a token, such as `wandb` in `wandb.log`. */
function ownerOf(tokens: readonly Token[], index: number): string {
  const owner = tokens[index - 2];
  return isSign(tokens[index - 1], '.') && owner?.kind === 'word' ? owner.text : '';
}

/** Index of the first token of the argument with a keyword, else of the first one, which has no keyword. */
function argumentAt(tokens: readonly Token[], from: number, keyword: string): number {
  let depth = 0;
  for (let index = from; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind === 'sign' && '([{'.includes(token.text)) depth += 1;
    else if (token?.kind === 'sign' && ')]}'.includes(token.text)) {
      depth -= 1;
      if (depth < 0) break;
    } else if (depth === 0 && isWord(token, keyword) && isSign(tokens[index + 1], '=')) return index + 2;
  }
  return from;
}

/** A string that is the whole argument, and not a part of a larger expression. */
function wholeString(tokens: readonly Token[], index: number): readonly LoggedName[] {
  const token = tokens[index];
  const after = tokens[index + 1];
  if (token?.kind !== 'string' || !token.isPlain || !(isSign(after, ',') || isSign(after, ')'))) return [];
  return [{ text: token.text, start: token.start, end: token.end }];
}

/** The keys of a dictionary that is written out, not those of dictionaries inside of it. */
function keysOfDictionary(tokens: readonly Token[], from: number): readonly LoggedName[] {
  if (!isSign(tokens[from], '{')) return [];
  const keys: LoggedName[] = [];
  let depth = 0;
  for (let index = from; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind === 'sign' && '([{'.includes(token.text)) depth += 1;
    else if (token?.kind === 'sign' && ')]}'.includes(token.text)) depth -= 1;
    if (depth === 0) break;
    const before = tokens[index - 1];
    const isKey = depth === 1 && (isSign(before, '{') || isSign(before, ',')) && isSign(tokens[index + 1], ':');
    if (token?.kind === 'string' && token.isPlain && isKey) {
      keys.push({ text: token.text, start: token.start, end: token.end });
    }
  }
  return keys;
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text;
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text === text;
}
