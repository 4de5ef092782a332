/** What the YAML library complains about, as one sentence per mistake at the place where it was made. */
import type { YAMLError } from 'yaml';
import { lineStartOf } from './lines.ts';
import { findUnclosed } from './unclosed.ts';
import type { Unclosed } from './unclosed.ts';

/** A mistake in the text of a section. */
export interface ExplainedProblem {
  readonly code: 'syntax' | 'tag';
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly parserCode: string;
}

/** What an error means: a sentence, and the text that it is about. */
interface Explanation {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/**
 * Explains the errors of one section. What only follows from another mistake is left out: everything after a bracket or
 * a quote that is never closed, and all but the first error of a line.
 */
export function explainErrors(text: string, errors: readonly YAMLError[]): readonly ExplainedProblem[] {
  const blanks = findOddBlanks(text);
  if (errors.length === 0) return blanks;
  // What is never closed is missing its closing sign, or ends where the indentation does.
  const mayBeOpen = errors.some(({ code }) => code === 'MISSING_CHAR' || code === 'BAD_INDENT');
  const unclosed = (mayBeOpen ? findUnclosed(text) : []).map((found) => explainUnclosed(text, found));
  const limit = unclosed[0]?.start ?? Infinity;
  const explained = errors
    .filter((error) => error.pos[0] < limit)
    // Where the text ends there is nothing wrong any more once something before it is.
    .filter((error, index) => index === 0 || error.pos[0] < text.length)
    .map((error): ExplainedProblem => {
      const isTag = error.code === 'TAG_RESOLVE_FAILED' || error.code === 'MULTIPLE_DOCS';
      return { code: isTag ? 'tag' : 'syntax', parserCode: error.code, ...explain(text, error) };
    });
  const all = [...blanks, ...unclosed, ...explained].toSorted(
    (left, right) => left.start - right.start || Number(isFollowUp(left)) - Number(isFollowUp(right)),
  );
  return firstOfEachLine(text, withoutEffectsOfTabs(text, all));
}

function explainUnclosed(text: string, { start, sign, closing }: Unclosed): ExplainedProblem {
  const goesOn = sign === closing && isClosedShallow(text, start);
  const isShallow = sign !== closing && isBracketClosedShallow(text, start, closing);
  const missing = `This \`${sign}\` is never closed: add \`${closing}\` ${closing === sign ? 'where the text ends' : 'after what belongs to it'}.`;
  // No number of a line: a section does not know where in the file it stands, and keeps its problems when it moves.
  const message = goesOn
    ? 'This text goes on in the next line, which is not indented far enough: indent it more than the key.'
    : isShallow
      ? `What stands between \`${sign}\` and \`${closing}\` is not indented far enough: indent it, and \`${closing}\` as well, more than the key.`
      : missing;
  return { code: 'syntax', start, end: start + 1, message, parserCode: 'UNCLOSED' };
}

/** Lines over which a quoted text is followed. */
const mostLines = 50;

/**
 * Whether a quoted text is closed in a later line after all: other readers take text that goes on where its key begins,
 * YAML itself does not. False when a key or an item comes before the closing sign.
 */
function isClosedShallow(text: string, start: number): boolean {
  const sign = text.charAt(start);
  const [, ...following] = text.slice(start).split('\n', mostLines);
  const isClosed = sign === '"' ? /^(?:[^"\\]|\\.)*"\s*$/ : /^(?:[^']|'')*'\s*$/;
  const line = following.findIndex((one) => isClosed.test(one) || /^\s*(?:- |["']?[\w.-]+["']?:(?:\s|$)|$)/.test(one));
  const closing = following[line];
  return closing !== undefined && isClosed.test(closing);
}

/** Whether a problem often only says that the one at the same place made a line into something else. */
function isFollowUp({ parserCode }: ExplainedProblem): boolean {
  return parserCode === 'MULTILINE_IMPLICIT_KEY' || parserCode === 'MISSING_CHAR';
}

/** Whether a closing bracket stands alone below the key: other readers take it there, YAML itself wants it deeper. */
function isBracketClosedShallow(text: string, start: number, closing: string): boolean {
  const lineStart = lineStartOf(text, start);
  const indent = indentOf(text.slice(lineStart, start));
  const [, ...following] = text.slice(start, start + mostLines * 200).split('\n', mostLines);
  const isBelow = (line: string): boolean => indentOf(line) < indent && line.trim() !== '';
  const end = following.findIndex(isBelow);
  return following
    .slice(0, end === -1 ? following.length : end)
    .some((line) => indentOf(line) === indent && line.trimStart().startsWith(closing));
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function firstOfEachLine(text: string, problems: readonly ExplainedProblem[]): readonly ExplainedProblem[] {
  const lines = new Set<number>();
  return problems.filter(({ start, code }) => {
    const line = lineStartOf(text, start);
    if (lines.has(line) && code === 'syntax') return false;
    lines.add(line);
    return true;
  });
}

/** A tab counts as no column, so the parser complains about the lines around it, too. */
function withoutEffectsOfTabs(text: string, problems: readonly ExplainedProblem[]): readonly ExplainedProblem[] {
  const lines = problems
    .filter(({ parserCode }) => parserCode === 'TAB_AS_INDENT')
    .map(({ start }) => lineStartOf(text, start));
  const isBeside = (start: number): boolean =>
    lines.some((line) => lineStartOf(text, start) === lineStartOf(text, line - 1) || lineStartOf(text, start) === line);
  return problems.filter(({ parserCode, start }) => parserCode === 'TAB_AS_INDENT' || !isBeside(start));
}

/** Blanks that look like indentation and are none. */
function findOddBlanks(text: string): readonly ExplainedProblem[] {
  return [...text.matchAll(/^ *(?<odd>[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]+)(?=[^\r\n]*:)/gm)].map((match) => {
    const odd = match.groups?.['odd'] ?? '';
    const end = match.index + match[0].length;
    const name = `U+${(odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    const message = `A blank that is no space (${name}) does not indent YAML: replace it with spaces.`;
    return { code: 'syntax', start: end - odd.length, end, message, parserCode: 'ODD_BLANK' };
  });
}

function explain(text: string, error: YAMLError): Explanation {
  const [start, end] = [Math.min(error.pos[0], text.length), Math.min(Math.max(...error.pos), text.length)];
  const here = { start, end };
  const rest = { start, end: contentEnd(text, start) };
  const written = text.slice(rest.start, rest.end);
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { ...here, message: 'A tab cannot indent YAML: use two spaces per level.' };
    case 'BAD_INDENT':
      return explainIndent(text, start);
    case 'BAD_SCALAR_START':
      return { ...rest, message: `Plain text cannot begin with ${showSign(text.charAt(start))}: quote it.` };
    case 'BAD_DQ_ESCAPE':
      return {
        start,
        end: Math.min(start + 2, text.length),
        message: `\`${text.slice(start, start + 2)}\` means nothing in double quotes: write \`/\` between folders, or use single quotes.`,
      };
    case 'BLOCK_AS_IMPLICIT_KEY':
      return error.message.includes('sequence')
        ? explainIndent(text, start)
        : { ...rest, message: secondColon(written) };
    case 'BLOCK_IN_FLOW':
      return { ...here, message: blockInFlow(text.slice(start, end)) };
    case 'MULTILINE_IMPLICIT_KEY':
      return { ...rest, message: missingColon(written) };
    case 'MULTIPLE_DOCS':
      return {
        ...here,
        message: 'A second document starts here: a spec is one document, so move it into a file of its own.',
      };
    case 'TAG_RESOLVE_FAILED':
      return {
        ...here,
        message: `The tag \`${text.slice(start, end).trim()}\` is not part of the language: remove it, or quote the text.`,
      };
    case 'BAD_ALIAS':
      return { ...rest, message: `\`${text.charAt(start)}\` has a meaning of its own at the start of text: quote it.` };
    case 'RESOURCE_EXHAUSTION':
      return { ...here, message: 'This is nested too deeply to be read.' };
    case 'MISSING_CHAR':
      return explainMissing(text, here, error.message);
    case 'UNEXPECTED_TOKEN':
      return explainUnexpected(text, here, error.message);
    default:
      return { ...here, message: `${capitalize(error.message.replace(/[.\s]+$/, ''))}.` };
  }
}

/** Where the content of a line ends, from an offset on: before its comment and the blanks before that. */
function contentEnd(text: string, start: number): number {
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  return start + line.replace(/(?:^|\s)#.*$/, '').trimEnd().length;
}

/** A line whose column fits none above it, or that is of another form than those beside it. */
function explainIndent(text: string, near: number): Explanation {
  const lineStart = lineStartOf(text, near);
  const line = /^[^\r\n]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const indent = line.length - line.trimStart().length;
  const start = lineStart + indent;
  const isItem = /^-(?:\s|$)/.test(line.trimStart());
  const word = isItem ? '-' : (/^[^\s:]+/.exec(line.trimStart())?.[0] ?? '');
  const here = { start, end: start + Math.max(1, word.length) };
  const above = lineAbove(text, lineStart, indent);
  if (above !== undefined && isItem !== /^-(?:\s|$)/.test(above.trimStart())) {
    const message = isItem
      ? 'This list item stands among keys, and a value is either a list or keys: indent it below its own key.'
      : `\`${word}\` stands among list items, and a value is either a list or keys: indent it below its item, or move it out.`;
    return { ...here, message };
  }
  return {
    ...here,
    message:
      'This line is not indented like its neighbours, so it belongs to nothing: align it with the keys beside it.',
  };
}

/** The nearest line above with content that is not indented deeper. */
function lineAbove(text: string, lineStart: number, indent: number): string | undefined {
  return text
    .slice(0, lineStart)
    .split(/\r?\n/)
    .findLast((line) => line.trim() !== '' && !/^\s*#/.test(line) && line.length - line.trimStart().length <= indent);
}

function secondColon(written: string): string {
  if (/^[“”„‘’]/.test(written)) {
    return `\`${written.charAt(0)}\` is no quote to YAML: write \`"\` around the text.`;
  }
  return 'A second `: ` on one line cannot be read: quote the text, or put the inner key on a line of its own, indented.';
}

function blockInFlow(written: string): string {
  if (written.startsWith('-')) return 'A list inside braces stands in brackets: write `[a, b]`.';
  const next = /\s(?<key>[\w-]+):\s/.exec(`${written} `)?.groups?.['key'];
  return next === undefined
    ? 'A comma is missing here, or text with a colon is not quoted.'
    : `A comma is missing before \`${next}\`, or text with a colon is not quoted.`;
}

/** A line that stands where a key is expected. */
export function missingColon(written: string): string {
  const assigned = /^(?<key>[\w-]+)\s*=\s*(?<value>\S.*)$/.exec(written)?.groups;
  if (assigned !== undefined) {
    return `YAML takes a colon, not \`=\`: write \`${assigned['key'] ?? ''}: ${cut(assigned['value'] ?? '')}\`.`;
  }
  const parts = /^(?<key>[A-Za-z][\w-]*)(?:\s+(?<value>\S.*))?$/.exec(written)?.groups;
  if (parts === undefined)
    return 'A key must fit on one line: a colon is missing, or text that continues is not indented.';
  const { key = '', value } = parts;
  return value === undefined
    ? `\`${key}\` has no colon: write \`${key}:\` and its value.`
    : `\`${cut(written)}\` has no colon: write \`${key}: ${cut(value)}\`, or indent it if it continues the text above.`;
}

function explainMissing(text: string, here: { start: number; end: number }, message: string): Explanation {
  if (message.startsWith('Implicit map keys')) {
    const skipped = text.slice(here.start, here.end);
    const start = here.start + (skipped.length - skipped.trimStart().length);
    const end = contentEnd(text, start);
    return { start, end, message: missingColon(text.slice(start, end)) };
  }
  if (message.startsWith('Missing ,')) {
    const word = /^[^\s,{}[\]]*/.exec(text.slice(here.start).trimStart())?.[0] ?? '';
    return {
      ...here,
      message: word === '' ? 'A comma is missing here.' : `A comma is missing before \`${cut(word)}\`.`,
    };
  }
  if (message.startsWith('Missing space after')) {
    return { ...here, message: 'A space is missing after this colon.' };
  }
  if (message.startsWith('Comments must be')) {
    return { ...here, message: 'A `#` begins a comment only after a blank: put one before it, or quote the text.' };
  }
  return { ...here, message: `${capitalize(message)}: the value ends too early.` };
}

function explainUnexpected(text: string, here: { start: number; end: number }, message: string): Explanation {
  const { start } = here;
  const rest = { start, end: Math.min(Math.max(contentEnd(text, start), start + 1), text.length) };
  const before = text.slice(lineStartOf(text, start), start);
  const sign = text.charAt(start);
  if (/:\s+[|>][-+\d]*\s*$/.test(before)) {
    const header = before.trimEnd().charAt(before.trimEnd().length - 1);
    return { ...rest, message: `Text after \`${header}\` begins on the next line, indented: move it there.` };
  }
  if (message.startsWith('Unexpected block-seq-ind')) {
    return {
      ...rest,
      message: 'A list cannot begin on the line of its key: write it in brackets, or each item on a line of its own.',
    };
  }
  if (/^Unexpected flow-(?:map|seq)-end/.test(message)) {
    return { ...here, message: `This \`${sign}\` closes nothing: remove it.` };
  }
  if (/^Unexpected (?:,|empty item)/.test(message)) {
    return { ...here, message: 'There is nothing before this comma: remove it, or write the missing value.' };
  }
  if (!message.endsWith('at node end'))
    return { ...rest, message: 'This text cannot stand here: quote it, or remove it.' };
  const last = before.trimEnd().at(-1) ?? '';
  if (last === "'" && before.endsWith("'") && /\w/.test(sign)) {
    return {
      ...rest,
      message: 'The quote before this ends the text: use double quotes around text with an apostrophe.',
    };
  }
  return {
    ...rest,
    message: /["'\]}]/.test(last)
      ? `The value ends before this, at \`${last}\`: put quotes around all of it, or remove the rest.`
      : 'The value ends before this: align the line with those around it, or quote the text.',
  };
}

/** A sign as it is named in a sentence; a backquote would end its own quotation. */
function showSign(sign: string): string {
  return sign === '`' ? 'a backquote' : `\`${sign}\``;
}

/** The text of a user as a part of a sentence. */
function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
