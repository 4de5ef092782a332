/**
 * The code of a notebook with the place of each character in the file.
 *
 * Read with a small JSON reader of our own, because an edit must change single characters of the file and keep all
 * others: indentation, escapes, outputs.
 */

/** The source of one code cell. */
export interface CellSource {
  readonly code: string;
  /** Offset in the file of each character of `code`, and of its end: one longer than `code`. */
  readonly offsets: readonly number[];
}

interface JsonText {
  readonly text: string;
  readonly offsets: readonly number[];
}

/** Code cells in file order, outputs left out; empty for a file that is no notebook. Never throws. */
export function readNotebookSources(json: string): readonly CellSource[] {
  try {
    return new Reader(json).readNotebook();
  } catch (error) {
    if (error instanceof Malformed) return [];
    throw error;
  }
}

/** The file is not JSON, or no notebook; carried to `readNotebookSources`, and no further. */
class Malformed extends Error {}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Outputs nest a few levels; what nests deeper was made to exhaust the stack. */
const deepest = 200;

class Reader {
  private readonly json: string;
  private at = 0;

  constructor(json: string) {
    this.json = json;
  }

  readNotebook(): readonly CellSource[] {
    const cells: CellSource[] = [];
    this.eachEntry((key) => {
      if (key !== 'cells') return false;
      this.eachItem(() => {
        const cell = this.readCell();
        if (cell !== undefined) cells.push(cell);
      });
      return true;
    });
    return cells;
  }

  private readCell(): CellSource | undefined {
    let kind: string | undefined;
    let parts: readonly JsonText[] = [];
    this.eachEntry((key) => {
      if (key === 'cell_type' && this.peek() === '"') kind = this.readText().text;
      else if (key === 'source' && this.peek() === '"') parts = [this.readText()];
      else if (key === 'source' && this.peek() === '[') parts = this.readTexts();
      else return false;
      return true;
    });
    const last = parts.at(-1)?.offsets.at(-1);
    if (kind !== 'code' || last === undefined) return undefined;
    return {
      code: parts.map(({ text }) => text).join(''),
      offsets: [...parts.flatMap(({ offsets }) => offsets.slice(0, -1)), last],
    };
  }

  private readTexts(): readonly JsonText[] {
    const texts: JsonText[] = [];
    this.eachItem(() => {
      if (this.peek() === '"') texts.push(this.readText());
      else this.skipValue(0);
    });
    return texts;
  }

  /** @param visit reads the value of a key and says so; otherwise it is skipped */
  private eachEntry(visit: (key: string) => boolean): void {
    this.take('{');
    for (let isFirst = true; this.peek() !== '}'; isFirst = false) {
      if (!isFirst) this.take(',');
      this.peek();
      const { text: key } = this.readText();
      this.take(':');
      this.peek();
      if (!visit(key)) this.skipValue(0);
    }
    this.take('}');
  }

  private eachItem(visit: () => void): void {
    this.take('[');
    for (let isFirst = true; this.peek() !== ']'; isFirst = false) {
      if (!isFirst) this.take(',');
      this.peek();
      visit();
    }
    this.take(']');
  }

  /** The next character that is not blank, which becomes the current one. */
  private peek(): string {
    while (/\s/.test(this.json.charAt(this.at))) this.at += 1;
    if (this.at >= this.json.length) throw new Malformed();
    return this.json.charAt(this.at);
  }

  private take(sign: string): void {
    if (this.peek() !== sign) throw new Malformed();
    this.at += 1;
  }

  private readText(): JsonText {
    this.take('"');
    const offsets: number[] = [];
    let text = '';
    for (;;) {
      const start = this.at;
      const character = this.json.charAt(start);
      if (character === '') throw new Malformed();
      offsets.push(start);
      this.at += 1;
      if (character === '"') return { text, offsets };
      text += character === '\\' ? this.readEscape() : character;
    }
  }

  private readEscape(): string {
    const letter = this.json.charAt(this.at);
    this.at += 1;
    const simple = escapes[letter];
    if (simple !== undefined) return simple;
    const digits = this.json.slice(this.at, this.at + 4);
    if (letter !== 'u' || !/^[\da-f]{4}$/i.test(digits)) throw new Malformed();
    this.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private skipValue(depth: number): void {
    if (depth > deepest) throw new Malformed();
    switch (this.peek()) {
      case '"':
        this.skipText();
        return;
      case '{':
        this.eachEntry(() => {
          this.skipValue(depth + 1);
          return true;
        });
        return;
      case '[':
        this.eachItem(() => this.skipValue(depth + 1));
        return;
      default: {
        const word = /[-+.\w]+/y;
        word.lastIndex = this.at;
        const length = word.exec(this.json)?.[0].length;
        if (length === undefined) throw new Malformed();
        this.at += length;
      }
    }
  }

  /** Outputs hold megabytes of text, which is passed over without being decoded. */
  private skipText(): void {
    this.at += 1;
    for (;;) {
      const quote = this.json.indexOf('"', this.at);
      if (quote === -1) throw new Malformed();
      let slashes = 0;
      while (this.json.charAt(quote - 1 - slashes) === '\\') slashes += 1;
      this.at = quote + 1;
      if (slashes % 2 === 0) return;
    }
  }
}
