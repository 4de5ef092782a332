/**
 * What stands at the cursor of a file that is being typed.
 *
 * A half-typed file has no node at the cursor, so a mark is put there and the section is read again: the node that
 * holds the mark is the one that is being typed. Where a key is wanted, the mark gets a colon; where the indentation
 * fits no level, the nearest one counts; where a bracket above was never closed, it is taken out first.
 */
import { isConflictMarker } from '../../yaml/conflicts.ts';
import { columnOf, lineStartOf } from '../../yaml/lines.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../../yaml/nodes.ts';
import { parseYamlOnce, topLevelMap } from '../../yaml/yamlFile.ts';
import type { YamlFile } from '../../yaml/yamlFile.ts';
import type { Step } from '../treePath.ts';
import { focusSection } from './focusSection.ts';
import { blockIndentAt, findBrokenFlow, indentOf } from './indentation.ts';

export interface Cursor {
  /** Whether a key or a value is being typed. */
  readonly at: 'key' | 'value';
  /** From the top level down to what is being typed; maps hold the mark's own entry, too. */
  readonly steps: readonly [Step, ...Step[]];
  /** The key or scalar up to the cursor, and after it, without quotes. */
  readonly before: string;
  readonly after: string;
  /** Offsets in the file of the key or scalar, quotes not included. */
  readonly start: number;
  readonly end: number;
  readonly style: YamlScalar['style'];
  /** Whether it stands inside `{ }` or `[ ]`. */
  readonly isFlow: boolean;
  /** Column at which keys of this level start; nested lines are indented by two more. */
  readonly column: number;
  /** Whether a key is already followed by a colon. */
  readonly hasColon: boolean;
  /** Where a space has to be written before the value, which stands right after the colon of its key. */
  readonly spaceAt?: number;
}

/** A character of the private use area: valid in YAML, and in nobody's spec. */
const mark = '\uE000';
/** How many brackets that were never closed are taken out above a cursor. */
const repairLimit = 8;

/**
 * Reads what is being typed at an offset.
 *
 * @returns undefined in comments and wherever YAML leaves nothing to type
 */
export function readCursor(file: YamlFile, offset: number): Cursor | undefined {
  const place = file.placeAt(offset, offset);
  const base = offset - place.start;
  let text = withLineAsTyped(place.section.text, file.text, base, place.start);
  for (let repairs = 0; repairs < repairLimit; repairs += 1) {
    const found = readInSection(focusSection(text, place.start), text, place.start);
    const broken = found === undefined ? undefined : findBrokenFlow(text, place.start, found.path.steps);
    if (broken === undefined) return found === undefined ? undefined : cursorOf(found, base);
    text = blank(text, broken);
  }
  return undefined;
}

/** A key and its colon on the line of the cursor, with what is typed right after it. */
const keyBeforeCursor = /(?:^\s*(?:- +)*|[{,]\s*)(?<key>[^\s:#'"{}[\],]+):(?<typed>[^\s:'"{}[\],]*)$/;

/**
 * Reads a value that is typed right after the colon of its key, as in `phase:pil`, where YAML sees one text until there
 * is a space.
 *
 * @returns undefined where no key with its colon stands before the cursor
 */
export function readCursorAfterColon(file: YamlFile, offset: number): Cursor | undefined {
  const place = file.placeAt(offset, offset);
  const base = offset - place.start;
  const text = withLineAsTyped(place.section.text, file.text, base, place.start);
  const match = keyBeforeCursor.exec(text.slice(lineStartOf(text, place.start), place.start));
  const { key, typed } = match?.groups ?? {};
  if (key === undefined || typed === undefined) return undefined;
  const afterColon = place.start - typed.length;
  const spaced = `${text.slice(0, afterColon)} ${text.slice(afterColon)}`;
  const found = readInSection(focusSection(spaced, place.start + 1), spaced, place.start + 1);
  const last = found?.path.steps.at(-1);
  if (found?.path.at !== 'value' || last?.kind !== 'entry' || last.entry.key !== key) return undefined;
  // The space is not in the file, so what stands behind it stands one character earlier there.
  return { ...cursorOf(found, base - 1), spaceAt: base + afterColon };
}

/**
 * The text of a section with the line of the cursor as the file has it: on the other side of a merge conflict it is
 * blank, and somebody types there, too.
 */
function withLineAsTyped(masked: string, whole: string, base: number, local: number): string {
  const start = lineStartOf(masked, local);
  const lineBreak = masked.indexOf('\n', local);
  const end = lineBreak === -1 ? masked.length : lineBreak;
  const typed = whole.slice(base + start, base + end);
  return isConflictMarker(typed) ? masked : masked.slice(0, start) + typed + masked.slice(end);
}

/** Spaces instead of a stretch of text, so that offsets and lines stay. */
function blank(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
}

interface Found {
  readonly path: MarkedPath;
  readonly text: string;
  readonly local: number;
  /** The word whose line was rewritten as a key, in offsets of the section. */
  readonly word: { readonly start: number; readonly end: number } | undefined;
  readonly column: number;
}

/** @param whole the text with everything in it, from which levels are read */
function readInSection(text: string, whole: string, local: number): Found | undefined {
  const lineStart = lineStartOf(text, local);
  const lineBreak = text.indexOf('\n', local);
  const lineEnd = lineBreak === -1 ? text.length : lineBreak;
  const before = text.slice(lineStart, local);
  const after = text.slice(local, lineEnd).replace(/\r$/, '');

  const plain = findMark(`${text.slice(0, local)}${mark}${text.slice(local)}`);
  const column = indentOf(before);
  if (plain !== undefined && isInside(plain)) return { path: plain, text, local, word: undefined, column };

  // A lone word on its line, or an empty line: a key whose colon is not typed yet.
  const lead = /^(\s*)((?:- +)*)([^\s:#'"{}[\],-][^\s:#'"{}[\],]*)?$/.exec(before);
  const rest = /^([^\s:#'"{}[\],]*)\s*(?:#.*)?$/.exec(after);
  if (lead === null || rest === null) {
    return plain === undefined ? undefined : { path: plain, text, local, word: undefined, column };
  }
  const [, , dashes = '', typed = ''] = lead;
  const indent = blockIndentAt(whole, lineStart, before.length - typed.length, dashes !== '');
  const start = local - typed.length;
  const end = local + (rest[1]?.length ?? 0);
  const line = `${' '.repeat(Math.max(0, indent - dashes.length))}${dashes}${typed}${mark}${text.slice(local, end)}:`;
  const path = findMark(text.slice(0, lineStart) + line + text.slice(end));
  return path === undefined ? undefined : { path, text, local, word: { start, end }, column: indent };
}

/** Whether a mark without a colon already stands where it means something: in a flow collection or inside a value. */
function isInside(path: MarkedPath): boolean {
  if (isFlowStep(path.steps.at(-1))) return true;
  if (path.at === 'key') return path.hasColon;
  // Text over several lines swallows a key that is typed below it; quoted and block text do not.
  return path.scalar !== undefined && path.scalar.style !== 'plain';
}

function isFlowStep(step: Step | undefined): boolean {
  return step !== undefined && (step.kind === 'entry' ? step.map.flow : step.list.flow);
}

function cursorOf({ path, local, word, column }: Found, base: number): Cursor {
  const isFlow = isFlowStep(path.steps.at(-1));
  const step = path.steps.at(-1);
  const owner = step?.kind === 'entry' ? step.entry.keyPlace : undefined;
  const text = path.at === 'key' ? path.text : (path.scalar?.text ?? '');
  const at = text.indexOf(mark);
  const [before, after] = [text.slice(0, at), text.slice(at + mark.length)];
  // What stands on other lines is not replaced: it was joined to the value only because a quote is open.
  const ownBefore = before.slice(before.lastIndexOf('\n') + 1);
  const ownAfter = after.split(/\r?\n/, 1)[0] ?? '';
  const start = word?.start ?? local - ownBefore.length;
  const end = word?.end ?? local + ownAfter.length;
  return {
    at: path.at,
    steps: path.steps,
    before,
    after,
    start: base + start,
    end: base + end,
    style: path.scalar?.style ?? 'plain',
    isFlow,
    column: isFlow || owner === undefined ? column : columnOf(owner.section.text, owner.start),
    hasColon: path.at === 'key' && word === undefined && path.hasColon,
  };
}

interface MarkedPath {
  readonly steps: readonly [Step, ...Step[]];
  readonly at: 'key' | 'value';
  /** The key with the mark in it; empty when a value holds it. */
  readonly text: string;
  readonly scalar: YamlScalar | undefined;
  readonly hasColon: boolean;
}

/** Reads a text with a mark in it, and finds the way to the mark. */
function findMark(marked: string): MarkedPath | undefined {
  const found = searchMap(topLevelMap(parseYamlOnce(marked)));
  if (found === undefined) return undefined;
  const { steps, at, scalar } = found;
  const last = steps.at(-1);
  if (at === 'key' && last?.kind === 'entry') {
    const { keyPlace, key } = last.entry;
    // A word without a colon and the key on the line below it are read as one key of two lines.
    const isOneLine = !keyPlace.section.text.slice(keyPlace.start, keyPlace.end).includes('\n');
    const hasColon = isOneLine && /^\s*:/.test(keyPlace.section.text.slice(keyPlace.end));
    return { steps, at, text: key, scalar, hasColon };
  }
  return { steps, at, text: '', scalar, hasColon: false };
}

type SearchResult = Pick<MarkedPath, 'steps' | 'at' | 'scalar'>;

function searchMap(map: YamlMap): SearchResult | undefined {
  for (const entry of map.entries) {
    const step: Step = { kind: 'entry', map, entry };
    if (entry.key.includes(mark)) return { steps: [step], at: 'key', scalar: undefined };
    const found = searchValue(entry, step);
    if (found !== undefined) return found;
  }
  return undefined;
}

function searchValue({ value }: YamlEntry, step: Step): SearchResult | undefined {
  return value === undefined ? undefined : searchNode(value, step);
}

function searchNode(node: YamlNode, step: Step): SearchResult | undefined {
  switch (node.kind) {
    case 'scalar':
      return node.text.includes(mark) ? { steps: [step], at: 'value', scalar: node } : undefined;
    case 'map': {
      const found = searchMap(node);
      return found === undefined ? undefined : { ...found, steps: [step, ...found.steps] };
    }
    case 'list':
      for (const item of node.items) {
        const found = searchNode(item, { kind: 'item', list: node, item });
        if (found !== undefined) return { ...found, steps: [step, ...found.steps] };
      }
      return undefined;
  }
}
