/** Changes to YAML text that keep its form: how quick fixes write. */
import { columnOf, lineStartOf } from '../yaml/lines.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode } from '../yaml/nodes.ts';
import type { Place, Section } from '../yaml/place.ts';

/** Replaces the text of a place; an empty place inserts. */
export interface TextChange {
  readonly place: Place;
  readonly newText: string;
}

/** A file that a fix makes. */
export interface NewFile {
  /** Relative to the file in which the finding stands. */
  readonly path: string;
  readonly text: string;
}

/** A change that removes a problem, as the editor offers it. */
export interface Fix {
  /** What it does, as an imperative: "Insert the space". */
  readonly title: string;
  readonly changes: readonly TextChange[];
  /** Files that it makes, where none is yet. */
  readonly creates?: readonly NewFile[];
  /** Whether this is the one obvious fix. */
  readonly isPreferred?: boolean;
}

export function replaceText(place: Place, newText: string): TextChange {
  return { place, newText };
}

/** Offset of the end of the line that holds an offset, before its line break. */
function lineEnd(section: Section, offset: number): number {
  const index = section.text.slice(offset).search(/\r?\n|$/);
  return offset + Math.max(index, 0);
}

function lineBreakOf(section: Section): string {
  return section.text.includes('\r\n') ? '\r\n' : '\n';
}

/**
 * Adds a key to a map as its last entry, in the map's own style.
 *
 * @param value text after the colon, on the same line, or lines of a nested block, each indented by two from the key;
 *   empty text leaves a value for the user to fill in
 */
export function insertKey(map: YamlMap, key: string, value: string): TextChange {
  const last = map.entries.at(-1);
  // The entries of a long map count from places of their own.
  const { section } = last?.keyPlace ?? map.place;
  const separator = value === '' ? '' : ' ';
  if (map.flow) {
    const at = section.text.slice(0, map.place.end - 1).trimEnd().length;
    const lead = last === undefined ? '' : section.text.charAt(at - 1) === ',' ? ' ' : ', ';
    return { place: { section, start: at, end: at }, newText: `${lead}${key}:${separator || ' '}${value}` };
  }
  const column = columnOf(section.text, last?.keyPlace.start ?? map.place.start);
  const end = section.text.slice(0, last?.place.end ?? map.place.end).trimEnd().length;
  const at = lineEnd(section, end);
  const newLine = `${lineBreakOf(section)}${' '.repeat(column)}`;
  const indented = value.startsWith('\n') ? value.replaceAll('\n', newLine) : `${separator}${value}`;
  return { place: { section, start: at, end: at }, newText: `${newLine}${key}:${indented}` };
}

/**
 * Adds an item to a list as its last one, in the list's own style.
 *
 * @param item text of the item, on one line
 */
export function insertItem(list: YamlList, item: string): TextChange {
  const last = list.items.at(-1);
  if (list.flow || last === undefined) {
    const { section } = list.place;
    const at = section.text.slice(0, list.place.end - 1).trimEnd().length;
    const lead = last === undefined ? '' : section.text.charAt(at - 1) === ',' ? ' ' : ', ';
    return { place: { section, start: at, end: at }, newText: `${lead}${item}` };
  }
  const { section } = last.place;
  const column = columnOf(section.text, section.text.lastIndexOf('-', last.place.start - 1));
  const at = lineEnd(section, section.text.slice(0, last.place.end).trimEnd().length);
  return { place: { section, start: at, end: at }, newText: `${lineBreakOf(section)}${' '.repeat(column)}- ${item}` };
}

/** Removes an item of a list with its line or its comma; a list that has no other keeps its brackets. */
export function removeItem(list: YamlList, item: YamlNode): TextChange {
  const { section } = item.place;
  const { text } = section;
  const trimmedEnd = text.slice(0, item.place.end).trimEnd().length;
  if (list.flow) return removeFromFlow(section, item.place.start, trimmedEnd);
  return removeLines(section, item.place.start, trimmedEnd);
}

/** Removes an entry with its line or its comma. */
export function removeEntry(map: YamlMap, entry: YamlEntry): TextChange {
  const { section } = entry.keyPlace;
  const { text } = section;
  const trimmedEnd = text.slice(0, entry.place.end).trimEnd().length;
  if (map.flow) return removeFromFlow(section, entry.place.start, trimmedEnd);
  const lineStart = lineStartOf(text, entry.place.start);
  const isAlone = text.slice(lineStart, entry.place.start).trim() === '';
  return isAlone
    ? removeLines(section, entry.place.start, trimmedEnd)
    : { place: { section, start: entry.place.start, end: trimmedEnd }, newText: '' };
}

/** Removes the lines of a stretch whole, with the line break behind them. */
function removeLines(section: Section, start: number, trimmedEnd: number): TextChange {
  const { text } = section;
  const end = lineEnd(section, trimmedEnd);
  const breakLength = text.startsWith('\r\n', end) ? 2 : end < text.length ? 1 : 0;
  return { place: { section, start: lineStartOf(text, start), end: end + breakLength }, newText: '' };
}

/** Removes a stretch between braces or brackets with the comma after it, else with the one before it. */
function removeFromFlow(section: Section, start: number, end: number): TextChange {
  const { text } = section;
  const after = /^\s*,\s*/.exec(text.slice(end));
  if (after !== null) return { place: { section, start, end: end + after[0].length }, newText: '' };
  const before = /,\s*$/.exec(text.slice(0, start));
  return { place: { section, start: before === null ? start : before.index, end }, newText: '' };
}

/** Text as a YAML scalar: plain where that reads back as the same text, in double quotes elsewhere. */
export function scalarText(text: string): string {
  const isPlain =
    /^[A-Za-z0-9_./(<=-][^\n\r"'{}[\],&*!|%`]*$/.test(text) &&
    !/: |:$|\s$| #|^(?:true|false|null|yes|no|on|off|~|-|\.\.\.|---)$|^- |^[-+.]?\d/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
