/**
 * Reads `.ipynb` files: nbformat 4.0 to 4.5, and 3 and 2, which stand in many repositories.
 *
 * @source nbformat's documentation, "The Notebook file format", and its schemas of versions 2 to 4.5
 */
import { JsonProblem, scanJson } from './jsonScanner.ts';
import type { JsonValue, ReadLimits } from './jsonScanner.ts';
import type { Cell, CodeCell, Notebook, NotebookProblem, OutputSummary } from './notebook.ts';

/** Code cells that are read. */
const cellLimit = 2000;
/** Characters of source that are read, in all cells together. */
const sourceLimit = 20_000_000;
/** Characters of an output's text that are kept. */
const outputTextLimit = 4000;

/** The payload of an output is the larger part of most files, and nobody looks at it, nor at all it prints. */
const outputLimits: ReadLimits = {
  skips: (path) => path.at(-2) === 'data' && path.includes('outputs') && path.at(-1) !== 'text/plain',
  mostItems: (path) =>
    path.includes('outputs') && path.at(-1) !== 'outputs' ? outputTextLimit : Number.POSITIVE_INFINITY,
};

/** Where the source of a cell stands in the file, so that places of a closed notebook are places of its file. */
export interface CellSource {
  /** The pieces of the text, each a string of the JSON; joined they are the cell's text. */
  readonly pieces: readonly Extract<JsonValue, { kind: 'string' }>[];
}

export interface IpynbFile {
  readonly notebook: Notebook;
  readonly text: string;
  /** By index of the cell. */
  readonly sources: readonly CellSource[];
}

type JsonObject = Extract<JsonValue, { kind: 'object' }>;

/** @source Git LFS specification, "The Pointer" */
const lfsPointer = /^version https:\/\/git-lfs\.github\.com\/spec\//;

/** Never throws: what cannot be read is a problem. */
export function readIpynb(uri: string, text: string): IpynbFile {
  // Editors make an empty file for a new notebook, and write the rest when it is saved.
  if (text.replace(/^\uFEFF/, '').trim() === '') return { notebook: emptyNotebook(uri), text, sources: [] };
  let root: JsonValue;
  try {
    root = scanJson(text, outputLimits);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    const line = text.slice(0, error.offset).split('\n').length - 1;
    const message = lfsPointer.test(text)
      ? 'This notebook is not here yet, only its Git LFS pointer: run `git lfs pull`.'
      : isOtherEncoding(text)
        ? 'This file is not text in UTF-8, as notebooks are: save it with that encoding.'
        : `This notebook cannot be read: ${decapitalize(error.message)}`;
    return unread(uri, text, { code: 'unreadable', at: undefined, line, message });
  }
  const major = numberIn(root, 'nbformat');
  const refused = refuse(root, major);
  if (root.kind !== 'object' || major === undefined || refused !== undefined) {
    const message = refused ?? 'This file is no notebook: it is not a JSON object.';
    return unread(uri, text, { code: 'unreadable', at: undefined, line: 0, message });
  }
  return readCells(uri, text, root, major);
}

/** Whether a text begins with what UTF-8 never gives, as UTF-16 and files of programs do. */
function isOtherEncoding(text: string): boolean {
  const start = text.slice(0, 100);
  return start.includes('\0') || start.includes('\uFFFD');
}

function refuse(root: JsonValue, major: number | undefined): string | undefined {
  if (root.kind !== 'object') return 'This file is no notebook: it is not a JSON object.';
  if (major === undefined) return 'This file is no notebook: it has no `nbformat`.';
  if (major < 2)
    return `This notebook has the format ${major}, which nothing reads any more: open it in an old Jupyter and save it.`;
  if (major > 4) return `This notebook has the format ${major}, which this Plumbline does not know yet.`;
  return undefined;
}

function unread(uri: string, text: string, problem: NotebookProblem): IpynbFile {
  return { notebook: { ...emptyNotebook(uri), problems: [problem], isRead: false }, text, sources: [] };
}

function emptyNotebook(uri: string): Notebook {
  return { uri, kind: 'ipynb', format: undefined, language: 'python', cells: [], problems: [], isRead: true };
}

function readCells(uri: string, text: string, root: JsonObject, major: number): IpynbFile {
  const metadata = root.entries.get('metadata');
  const language = languageOf(metadata);
  const cells: Cell[] = [];
  const sources: CellSource[] = [];
  const problems: NotebookProblem[] = [];
  const taken = new Set<string>();
  let length = 0;
  for (const value of cellValues(root)) {
    if (value.kind !== 'object') continue;
    const pieces = piecesOf(value.entries.get(major < 4 && textIn(value, 'cell_type') === 'code' ? 'input' : 'source'));
    const source = pieces.map((piece) => piece.value).join('');
    length += source.length;
    if (cells.length >= cellLimit || length > sourceLimit) {
      const message = `This notebook is too large: what comes after cell ${cells.length} is not read.`;
      problems.push({ code: 'too-large', at: undefined, line: undefined, message });
      break;
    }
    const index = cells.length;
    cells.push(readCell(value, { index, text: source, id: idOf(value, index, source, taken), language }));
    sources.push({ pieces });
  }
  const minor = numberIn(root, 'nbformat_minor') ?? 0;
  const notebook: Notebook = {
    uri,
    kind: 'ipynb',
    format: `${major}.${minor}`,
    language,
    cells,
    problems,
    isRead: true,
  };
  return { notebook, text, sources };
}

/** Cells stand below worksheets in the formats 2 and 3. */
function cellValues(root: JsonObject): readonly JsonValue[] {
  const worksheets = itemsOf(root.entries.get('worksheets'));
  const own = itemsOf(root.entries.get('cells'));
  return [
    ...own,
    ...worksheets.flatMap((sheet) => (sheet.kind === 'object' ? itemsOf(sheet.entries.get('cells')) : [])),
  ];
}

interface CellStart {
  readonly index: number;
  readonly text: string;
  readonly id: string;
  readonly language: string;
}

function readCell(value: JsonObject, { language, ...base }: CellStart): Cell {
  const metadata = value.entries.get('metadata');
  const tags =
    metadata?.kind === 'object'
      ? itemsOf(metadata.entries.get('tags')).flatMap((tag) => (tag.kind === 'string' ? [tag.value] : []))
      : [];
  const type = textIn(value, 'cell_type');
  if (type === 'raw') return { ...base, kind: 'raw', tags };
  // Format 3 had cells of their own for headings, and for HTML.
  if (type !== 'code') return { ...base, kind: 'markdown', tags };
  const cell: CodeCell = {
    ...base,
    kind: 'code',
    tags,
    language: cellLanguage(value, metadata) ?? language,
    count: countIn(value),
    outputs: itemsOf(value.entries.get('outputs')).flatMap(readOutput),
  };
  return cell;
}

/** A count is a whole number above 0; some tools write it as a float or as text. */
function countIn(value: JsonObject): number | undefined {
  const written = value.entries.get('execution_count') ?? value.entries.get('prompt_number');
  const count = written?.kind === 'string' || written?.kind === 'literal' ? Number(written.value) : Number.NaN;
  return Number.isInteger(count) && count > 0 ? count : undefined;
}

const outputKinds: Readonly<Record<string, OutputSummary['kind']>> = {
  stream: 'stream',
  display_data: 'display',
  execute_result: 'result',
  pyout: 'result',
  error: 'error',
  pyerr: 'error',
};

function readOutput(value: JsonValue): readonly OutputSummary[] {
  if (value.kind !== 'object') return [];
  const kind = outputKinds[textIn(value, 'output_type') ?? ''];
  if (kind === undefined) return [];
  const data = value.entries.get('data');
  const plain = data?.kind === 'object' ? data.entries.get('text/plain') : undefined;
  const trace = value.entries.get('traceback');
  const text = [value.entries.get('text'), plain, value.entries.get('evalue'), trace]
    .flatMap((part) => piecesOf(part))
    .map((piece) => piece.value)
    .join('')
    .slice(0, outputTextLimit);
  return [
    {
      kind,
      mimeTypes: data?.kind === 'object' ? [...data.entries.keys()] : [],
      sizeBytes: value.end - value.start,
      text: text === '' ? undefined : text,
      errorName: kind === 'error' ? textIn(value, 'ename') : undefined,
    },
  ];
}

/** Python unless something says otherwise; `python2` when the kernel was one. */
function languageOf(metadata: JsonValue | undefined): string {
  if (metadata?.kind !== 'object') return 'python';
  const kernel = metadata.entries.get('kernelspec');
  const info = metadata.entries.get('language_info');
  const named = [textIn(kernel, 'language'), textIn(info, 'name'), textIn(kernel, 'name')].find(
    (name) => name !== undefined && name !== '',
  );
  const name = (named ?? 'python').toLowerCase();
  const isPython = /^(?:i?python|py)[\d.]*$/.test(name) || name.startsWith('python') || name.startsWith('conda-');
  if (!isPython) return name;
  const version = textIn(info, 'version') ?? '';
  return version.startsWith('2') || name === 'python2' || textIn(kernel, 'name') === 'python2' ? 'python2' : 'python';
}

/** Editors that mix languages note the one of a cell, each in its own way. */
function cellLanguage(value: JsonObject, metadata: JsonValue | undefined): string | undefined {
  const nested = (key: string, inner: string): string | undefined =>
    metadata?.kind === 'object' ? textIn(metadata.entries.get(key), inner) : undefined;
  const found =
    textIn(value, 'language') ??
    nested('vscode', 'languageId') ??
    textIn(metadata, 'kernel') ??
    nested('dotnet_interactive', 'language') ??
    nested('polyglot_notebook', 'kernelName');
  if (found === undefined) return undefined;
  const name = found.toLowerCase();
  return /^(?:i?python3?|sos)$/.test(name) ? 'python' : name;
}

/** The cell's own id; one that is missing or repeated is made of place and text. */
function idOf(value: JsonObject, index: number, source: string, taken: Set<string>): string {
  const own = textIn(value, 'id');
  const id = own !== undefined && own !== '' && !taken.has(own) ? own : `${index}-${hash(source)}`;
  taken.add(id);
  return id;
}

/** 32 bits of FNV-1a, as eight hexadecimal digits: to tell texts apart, not to protect them. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** A text of a notebook is one string, or a list of them to be joined as they are. */
function piecesOf(value: JsonValue | undefined): CellSource['pieces'] {
  if (value?.kind === 'string') return [value];
  return itemsOf(value).flatMap((item) => (item.kind === 'string' ? [item] : []));
}

function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return value?.kind === 'array' ? value.items : [];
}

function textIn(value: JsonValue | undefined, key: string): string | undefined {
  const entry = value?.kind === 'object' ? value.entries.get(key) : undefined;
  return entry?.kind === 'string' ? entry.value : undefined;
}

function numberIn(value: JsonValue, key: string): number | undefined {
  const entry = value.kind === 'object' ? value.entries.get(key) : undefined;
  return entry?.kind === 'literal' && typeof entry.value === 'number' ? entry.value : undefined;
}

function decapitalize(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
