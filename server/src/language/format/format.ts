/**
 * Formatting: two spaces for each level, single blanks, at most one empty line, none at the ends of lines; comments that
 * are lined up stay so.
 *
 * Quotes, order, comments and the lines of flow collections stay. A file with faults stays as it is, and so does one
 * whose meaning would change: the formatted text is read again and compared before anything is offered.
 */
import type { TextEdit } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { rangeIn } from '../fileRange.ts';
import { sourceAt } from './formatSource.ts';
import type { FormatSource } from './formatSource.ts';
import { placeComments } from './commentColumns.ts';
import { layOut } from './indentation.ts';
import type { LineLayout } from './indentation.ts';
import { readLines } from './lineTable.ts';
import type { LineTable } from './lineTable.ts';
import { meaningOf } from './meaning.ts';
import { findSpacing } from './spacing.ts';
import type { Respacing } from './spacing.ts';

/** A stretch of the text, and what is to stand there instead. */
export type FormatChange = Respacing;

/**
 * @param range offsets; sections that it touches are formatted as a whole, because half a section cannot be
 * @returns no edits when the file is formatted already, has faults, or is no part of the project
 */
export function findFormatEdits(
  { project }: ProjectSnapshot,
  uri: string,
  range?: { readonly start: number; readonly end: number },
): readonly TextEdit[] {
  const source = sourceAt(project, uri);
  if (source === undefined) return [];
  return formatChanges(source, range).map(({ start, end, newText }) => ({
    range: rangeIn(source.file, { start, end }),
    newText,
  }));
}

/** The same in offsets, sorted, none of which overlap. */
export function formatChanges(
  file: FormatSource,
  range?: { readonly start: number; readonly end: number },
): readonly FormatChange[] {
  const { text, isRead, problems } = file.yaml;
  const isFaultless = isRead && problems.every(({ code }) => code === 'duplicate-key');
  if (!isFaultless || file.yaml.entries.length === 0 || text.startsWith('\uFEFF')) return [];
  const table = readLines(text);
  const layout = layOut(file, table);
  if (layout === undefined) return [];
  const all = changesOf(file, table, layout);
  const wanted = range === undefined ? all : all.filter(isIn(sectionsAround(file, range)));
  if (wanted.length === 0) return [];
  const after = file.readAgain(applyChanges(text, wanted));
  return after.yaml.problems.length === file.yaml.problems.length && meaningOf(after) === meaningOf(file) ? wanted : [];
}

/** The text with its changes, which are sorted. */
export function applyChanges(text: string, changes: readonly FormatChange[]): string {
  let result = '';
  let copied = 0;
  for (const { start, end, newText } of changes) {
    result += text.slice(copied, start) + newText;
    copied = end;
  }
  return result + text.slice(copied);
}

function changesOf(file: FormatSource, table: LineTable, layout: LineLayout): readonly FormatChange[] {
  const { text } = file.yaml;
  const changes: FormatChange[] = [...findSpacing(file)];
  const lastLine = table.lines.findLastIndex(({ isBlank }) => !isBlank);
  let blanks = 1;
  for (const [number, line] of table.lines.entries()) {
    const isInText = layout.insideText.has(number);
    const next = table.lines[number + 1]?.start ?? text.length;
    if (line.isBlank && !isInText) {
      blanks += 1;
      // Empty lines at the start, after another one, and at the end go with their line breaks.
      if (blanks > 1 || number > lastLine) changes.push({ start: line.start, end: next, newText: '' });
      else if (line.end > line.start) changes.push({ start: line.start, end: line.end, newText: '' });
      continue;
    }
    blanks = 0;
    const column = layout.columns.get(number);
    if (column !== undefined && column !== line.indent && !line.isBlank) {
      changes.push({ start: line.start, end: line.start + line.indent, newText: ' '.repeat(column) });
    }
    const content = text.slice(line.start, line.end).trimEnd().length;
    // Blanks before a line break inside a text may belong to it.
    if (!isInText && !layout.insideText.has(number + 1) && line.start + content < line.end) {
      changes.push({ start: line.start + content, end: line.end, newText: '' });
    }
  }
  // A last line of blanks goes, and leaves the line break before it.
  if (lastLine === table.lines.length - 1 && !/[\r\n]$/.test(text))
    changes.push({ start: text.length, end: text.length, newText: text.includes('\r\n') ? '\r\n' : '\n' });
  changes.push(...placeComments(file, table, changes));
  return changes.toSorted((left, right) => left.start - right.start || left.end - right.end);
}

/** Sections that a range touches, as offsets. */
function sectionsAround(
  { yaml }: FormatSource,
  range: { readonly start: number; readonly end: number },
): readonly { readonly start: number; readonly end: number }[] {
  return yaml.sections.flatMap((section) => {
    const at = yaml.rangeOf({ section, start: 0, end: section.text.length });
    return at !== undefined && at.start <= range.end && range.start <= at.end ? [at] : [];
  });
}

function isIn(spans: readonly { readonly start: number; readonly end: number }[]): (change: FormatChange) => boolean {
  return (change) => spans.some(({ start, end }) => start <= change.start && change.end <= end);
}
