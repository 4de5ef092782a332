/**
 * JSON with positions, as Python writes it: a value knows where it stands, and what nobody asks for is skipped.
 *
 * Accepts `NaN`, `Infinity`, lone surrogates and repeated keys, which notebooks hold and `JSON.parse` refuses or hides.
 */

export interface JsonRange {
  /** UTF-16 offsets in the file, end exclusive. */
  readonly start: number;
  readonly end: number;
}

export type JsonValue =
  | (JsonRange & { readonly kind: 'string'; readonly value: string })
  | (JsonRange & { readonly kind: 'literal'; readonly value: number | boolean | null })
  | (JsonRange & { readonly kind: 'array'; readonly items: readonly JsonValue[] })
  | (JsonRange & { readonly kind: 'object'; readonly entries: ReadonlyMap<string, JsonValue> })
  /** Whose content was not asked for. */
  | (JsonRange & { readonly kind: 'skipped' });

/** What is wrong with a text that is no JSON. */
export class JsonProblem extends Error {
  override readonly name = 'JsonProblem';
  /** UTF-16 offset of what was not expected. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Levels of nesting that are read; a notebook has a dozen. */
const depthLimit = 200;

/** What of a text is left unread. Paths are keys from the outermost on, `*` for the items of an array. */
export interface ReadLimits {
  /** Whether the value at a path is gone over. */
  readonly skips?: (path: readonly string[]) => boolean;
  /** How many items of the array at a path are read; those behind them are gone over. */
  readonly mostItems?: (path: readonly string[]) => number;
}

/**
 * Reads a text.
 *
 * @throws {JsonProblem} where the text is no JSON
 */
export function scanJson(text: string, limits: ReadLimits = {}): JsonValue {
  const scanner = new Scanner(text, limits);
  return scanner.scan();
}

class Scanner {
  private at = 0;
  private readonly path: string[] = [];
  private readonly text: string;
  private readonly limits: Required<ReadLimits>;

  constructor(text: string, { skips = () => false, mostItems = () => Number.POSITIVE_INFINITY }: ReadLimits) {
    this.text = text;
    this.limits = { skips, mostItems };
  }

  scan(): JsonValue {
    if (this.text.startsWith('\uFEFF')) this.at = 1;
    const value = this.value();
    this.blanks();
    if (this.at < this.text.length) throw this.unexpected('the end of the file');
    return value;
  }

  private value(): JsonValue {
    this.blanks();
    const start = this.at;
    if (this.path.length > depthLimit) throw new JsonProblem(`Nested more than ${depthLimit} levels deep.`, start);
    if (this.limits.skips(this.path)) {
      this.skip();
      return { kind: 'skipped', start, end: this.at };
    }
    switch (this.text.charAt(this.at)) {
      case '{':
        return this.object(start);
      case '[':
        return this.array(start);
      case '"':
        return { kind: 'string', value: this.string(), start, end: this.at };
      default:
        return this.literal(start);
    }
  }

  private object(start: number): JsonValue {
    const entries = new Map<string, JsonValue>();
    this.at += 1;
    this.blanks();
    if (this.take('}')) return { kind: 'object', entries, start, end: this.at };
    for (;;) {
      this.blanks();
      if (this.text.charAt(this.at) !== '"') throw this.unexpected('a key in double quotes');
      const key = this.string();
      this.blanks();
      if (!this.take(':')) throw this.unexpected('a colon');
      this.path.push(key);
      entries.set(key, this.value());
      this.path.pop();
      this.blanks();
      if (this.take('}')) return { kind: 'object', entries, start, end: this.at };
      if (!this.take(',')) throw this.unexpected('a comma or `}`');
    }
  }

  private array(start: number): JsonValue {
    const items: JsonValue[] = [];
    this.at += 1;
    this.blanks();
    if (this.take(']')) return { kind: 'array', items, start, end: this.at };
    const most = this.limits.mostItems(this.path);
    this.path.push('*');
    for (;;) {
      items.push(this.value());
      this.blanks();
      if (this.take(']')) break;
      if (items.length >= most) {
        this.skipToEnd(1);
        break;
      }
      if (!this.take(',')) throw this.unexpected('a comma or `]`');
    }
    this.path.pop();
    return { kind: 'array', items, start, end: this.at };
  }

  private string(): string {
    const start = this.at;
    this.skipString();
    const source = this.text.slice(start + 1, this.at - 1);
    return source.includes('\\') ? unescape(source) : source;
  }

  private skipString(): void {
    const start = this.at;
    const pattern = /"[^"\\]*(?:\\[^][^"\\]*)*"/y;
    pattern.lastIndex = start;
    if (!pattern.test(this.text)) throw new JsonProblem('A text that begins here has no closing quote.', start);
    this.at = pattern.lastIndex;
  }

  private literal(start: number): JsonValue {
    const pattern = /-?(?:Infinity|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|NaN|true|false|null/y;
    pattern.lastIndex = start;
    const word = pattern.exec(this.text)?.[0];
    if (word === undefined) throw this.unexpected('a value');
    this.at = pattern.lastIndex;
    const value = word === 'true' ? true : word === 'false' ? false : word === 'null' ? null : Number(word);
    return { kind: 'literal', value, start, end: this.at };
  }

  /** Goes over a value without building it: outputs are most of a file. */
  private skip(): void {
    const first = this.text.charAt(this.at);
    if (first === '"') {
      this.skipString();
      return;
    }
    if (first !== '{' && first !== '[') {
      this.literal(this.at);
      return;
    }
    this.skipToEnd(0);
  }

  /** Goes on behind the bracket that closes as many levels as are open here. */
  private skipToEnd(open: number): void {
    let depth = open;
    const signs = /["[\]{}]/g;
    do {
      signs.lastIndex = this.at;
      const sign = signs.exec(this.text);
      if (sign === null) throw new JsonProblem('The file ends in the middle of a value.', this.text.length);
      this.at = sign.index;
      if (sign[0] === '"') {
        this.skipString();
        continue;
      }
      depth += sign[0] === '{' || sign[0] === '[' ? 1 : -1;
      this.at += 1;
    } while (depth > 0);
  }

  private blanks(): void {
    const pattern = /[ \t\r\n]*/y;
    pattern.lastIndex = this.at;
    pattern.test(this.text);
    this.at = pattern.lastIndex;
  }

  private take(sign: string): boolean {
    if (this.text.charAt(this.at) !== sign) return false;
    this.at += 1;
    return true;
  }

  private unexpected(wanted: string): JsonProblem {
    if (this.at >= this.text.length) return new JsonProblem(`The file ends where ${wanted} should stand.`, this.at);
    if (/^(?:<{7}|={7}|>{7})/.test(this.text.slice(this.at))) {
      return new JsonProblem('A merge conflict is not resolved here.', this.at);
    }
    return new JsonProblem(
      `${JSON.stringify(this.text.charAt(this.at))} stands where ${wanted} should stand.`,
      this.at,
    );
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function unescape(source: string): string {
  return source.replace(/\\(?:u([\da-fA-F]{4})|([^]))/g, (_, code: string | undefined, sign: string | undefined) =>
    code === undefined ? (escapes[sign ?? ''] ?? sign ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** For each UTF-16 unit of a string's value, where it stands in the file; one more entry for the end of the value. */
export function offsetsOf(text: string, { start, end }: JsonRange): readonly number[] {
  const offsets: number[] = [];
  let at = start + 1;
  while (at < end - 1) {
    offsets.push(at);
    if (text.charAt(at) !== '\\') at += 1;
    else at += text.charAt(at + 1) === 'u' ? 6 : 2;
  }
  offsets.push(end - 1);
  return offsets;
}
