/** Writes lines of a spec: two spaces for each level, comments in one column, blanks left empty. */
import { scalarText } from '../../spec/edits.ts';
import { plainLetters } from '../../spec/words.ts';

/** Column in which comments begin, as far as the lines are shorter. */
const commentColumn = 35;

export interface SpecLines {
  /** A section of its own, after an empty line. */
  section(key: string, comment?: string): void;
  /** A key at a level; without a value it is a blank that somebody has to fill in. */
  key(level: number, key: string, value?: string, comment?: string): void;
  /** An entry of a list at a level. */
  item(level: number, value: string): void;
  /** A whole line of comment. */
  comment(level: number, text: string): void;
  /** An empty line. */
  blank(): void;
  text(): string;
}

export function createSpecLines(): SpecLines {
  const lines: string[] = [];
  const add = (level: number, text: string, comment?: string): void => {
    const line = `${'  '.repeat(level)}${text}`;
    lines.push(comment === undefined ? line : `${line.padEnd(commentColumn - 1)} # ${commentText(comment)}`);
  };
  return {
    section: (key, comment) => {
      lines.push('');
      add(0, `${key}:`, comment);
    },
    key: (level, key, value, comment) => add(level, value === undefined ? `${key}:` : `${key}: ${value}`, comment),
    item: (level, value) => add(level, `- ${value}`),
    comment: (level, text) => add(level, `# ${commentText(text)}`),
    blank: () => void lines.push(''),
    text: () => `${lines.join('\n')}\n`,
  };
}

/** Names of files and columns may hold anything; in a comment they must not end it, nor turn the line around. */
function commentText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}

/** Text of a file name or a column as a value that reads back as the same text, also inside `{}` and `[]`. */
export function value(text: string): string {
  const isSafe = !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text);
  return isSafe ? scalarText(text) : JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Values as a flow list. */
export function list(texts: readonly string[]): string {
  return `[${texts.map((text) => value(text)).join(', ')}]`;
}

/** Makes ids of names: small letters, digits, `-` and `_`, unique among those it made. */
export function createIds(): (name: string, otherwise: string) => string {
  const taken = new Set<string>();
  return (name, otherwise) => {
    const base =
      plainLetters(name)
        .replace(/[^a-z0-9_]+/g, '-')
        .replace(/^[^a-z]+|[-_]+$/g, '')
        .slice(0, 40) || otherwise;
    let id = base;
    for (let next = 2; taken.has(id); next++) id = `${base}-${next}`;
    taken.add(id);
    return id;
  };
}
