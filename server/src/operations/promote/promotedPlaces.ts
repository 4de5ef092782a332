/** The source map, both ways: from a line of a cell to functions of packages, and from a line of a package to its cell. */
import type { MapEntry } from '../../../../schemas/promotion.ts';
import type { TextRange } from '../../../../schemas/sourceLocation.ts';
import type { NotebookWorkspace, StudiedNotebook } from '../notebooks/notebookWorkspace.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { cellAt, cellLocation } from './cellLocation.ts';
import { followLines } from './followLines.ts';
import type { FollowedLines } from './followLines.ts';
import { nameOf } from './packagePlace.ts';
import { below, notebookOf, readTexts, recordsAbove } from './promotionRecord.ts';
import type { PromotionRecord } from './promotionRecord.ts';

export interface PlacesPorts {
  readonly files: Pick<WorkspaceFiles, 'readFile' | 'resolve' | 'listFolder'>;
  readonly notebooks: Pick<NotebookWorkspace, 'study' | 'holds'>;
  /** Address of the folder of the workspace that holds a file. */
  readonly rootOf: (uri: string) => string;
  /** The text of a document that the editor shows; undefined for others. */
  readonly openText: (uri: string) => string | undefined;
}

export interface PromotedPlace {
  readonly uri: string;
  readonly range: TextRange;
  /** Such as `features.encode` or `cell 12`. */
  readonly label: string;
}

export interface PromotedPlaces {
  readonly side: 'notebook' | 'package' | null;
  readonly places: readonly PromotedPlace[];
}

/** A promoted function in a file of a package, with the cells that it came from. */
export interface FunctionOrigin {
  /** Line of its definition, from 0. */
  readonly line: number;
  readonly name: string;
  readonly cells: readonly PromotedPlace[];
}

const nowhere: PromotedPlaces = { side: null, places: [] };

/** @param line from 0 */
export async function findPromotedPlaces(uri: string, line: number, ports: PlacesPorts): Promise<PromotedPlaces> {
  const inPackage = await fileInPackage(uri, ports);
  if (inPackage !== undefined) {
    const { entries, studied, notebookUri } = inPackage;
    const near = nearest(entries, line + 1, ({ to }) => to);
    return { side: 'package', places: near.map(({ from }) => cellPlace(notebookUri, studied, from)) };
  }
  const studied = ports.notebooks.holds(uri) ? await ports.notebooks.study(uri) : undefined;
  if (studied === undefined) return nowhere;
  const at = cellAt(studied, uri, line);
  if (at === undefined) return nowhere;
  const notebookUri = studied.placed.notebook.uri;
  const records = (await recordsAbove(notebookUri, ports.rootOf(notebookUri), ports.files)).filter(
    (record) => notebookOf(record) === notebookUri,
  );
  const id = studied.placed.notebook.cells[at.cell]?.id;
  const places = await Promise.all(
    records.map(async (record) => {
      const ofCell = record.map.entries.filter(({ from }) => from.cellId === id);
      return Promise.all(
        nearest(ofCell, at.line + 1, ({ from }) => from).map((entry) => packagePlace(record, entry, ports)),
      );
    }),
  );
  return { side: 'notebook', places: places.flat() };
}

/** Promoted functions of a file, in its order; empty for a file of no package. */
export async function findFunctionOrigins(uri: string, ports: PlacesPorts): Promise<readonly FunctionOrigin[]> {
  const found = await fileInPackage(uri, ports);
  if (found === undefined) return [];
  const lines = found.text.split('\n');
  const byFunction = Map.groupBy(found.entries, (entry) => entry.function);
  return [...byFunction]
    .flatMap(([name, entries]): FunctionOrigin[] => {
      const first = Math.min(...entries.map(({ to }) => to.first));
      const line = lines.findLastIndex((text, index) => index < first && /^(?:async\s+def|def|class)\s/u.test(text));
      if (line < 0) return [];
      const cells = [...new Map(entries.map((entry) => [entry.from.cell, entry.from])).values()];
      return [{ line, name, cells: cells.map((from) => cellPlace(found.notebookUri, found.studied, from)) }];
    })
    .toSorted((left, right) => left.line - right.line);
}

interface FileInPackage {
  readonly text: string;
  /** With the lines of the text as it is now. */
  readonly entries: readonly MapEntry[];
  readonly notebookUri: string;
  readonly studied: StudiedNotebook | undefined;
}

/** Edits since the promotion are followed from the text that was generated then. */
async function fileInPackage(uri: string, ports: PlacesPorts): Promise<FileInPackage | undefined> {
  const records = await recordsAbove(uri, ports.rootOf(uri), ports.files);
  const record = records.find(({ packageUri }) => uri.startsWith(`${packageUri}/`));
  if (record === undefined) return undefined;
  const path = decodeURIComponent(uri.slice(record.packageUri.length + 1));
  const { text, followed } = await followFile(record, path, ports);
  if (text === undefined) return undefined;
  const notebookUri = notebookOf(record);
  const studied = await ports.notebooks.study(notebookUri);
  const entries = record.map.entries
    .filter(({ to }) => to.file === path)
    .map((entry) => ({ ...entry, to: moved(entry.to, followed) }));
  return { text, entries, notebookUri, studied };
}

async function followFile(
  record: PromotionRecord,
  path: string,
  { files, openText }: PlacesPorts,
): Promise<{ readonly text: string | undefined; readonly followed: FollowedLines | undefined }> {
  const base = (await readTexts(below(record.uri, 'base'), [path], files)).get(path);
  const text =
    openText(below(record.packageUri, path)) ?? (await readTexts(record.packageUri, [path], files)).get(path);
  return {
    text,
    followed: base === undefined || text === undefined || base === text ? undefined : followLines(base, text),
  };
}

function moved(lines: MapEntry['to'], followed: FollowedLines | undefined): MapEntry['to'] {
  if (followed === undefined) return lines;
  const first = followed.first[lines.first] ?? lines.first;
  return { file: lines.file, first, last: Math.max(first, followed.last[lines.last] ?? first) };
}

/** Those that hold a line, else the last one before it, else the first. */
function nearest(
  entries: readonly MapEntry[],
  line: number,
  linesOf: (entry: MapEntry) => { readonly first: number; readonly last: number },
): readonly MapEntry[] {
  const holding = entries.filter((entry) => linesOf(entry).first <= line && line <= linesOf(entry).last);
  if (holding.length > 0) return holding;
  const sorted = entries.toSorted((left, right) => linesOf(left).first - linesOf(right).first);
  const near = sorted.findLast((entry) => linesOf(entry).first <= line) ?? sorted[0];
  return near === undefined ? [] : [near];
}

function cellPlace(notebookUri: string, studied: StudiedNotebook | undefined, from: MapEntry['from']): PromotedPlace {
  // Cells move; their ids stay.
  const index = studied?.placed.notebook.cells.findIndex(({ id }) => id === from.cellId) ?? -1;
  const cell = index < 0 ? from.cell : index;
  return cellLocation(notebookUri, studied, { ...from, cell });
}

async function packagePlace(record: PromotionRecord, entry: MapEntry, ports: PlacesPorts): Promise<PromotedPlace> {
  const { followed } = await followFile(record, entry.to.file, ports);
  const { file, first, last } = moved(entry.to, followed);
  return {
    uri: below(record.packageUri, file),
    range: linesRange(first, last),
    label: `${entry.function} (${nameOf(record.packageUri)})`,
  };
}

function linesRange(first: number, last: number): TextRange {
  return { start: { line: first - 1, character: 0 }, end: { line: Math.max(first, last) - 1, character: 0 } };
}
