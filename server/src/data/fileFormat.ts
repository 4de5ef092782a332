/** What a file is: by the ending of its name, checked against its first bytes. */
import { tableFormat, type TableFormat } from '../../../schemas/tableSource.ts';
import type { ConfinedFile } from './confinedFiles.ts';
import { readStart } from './fileStart.ts';
import { TableProblem } from './tableProblem.ts';

export interface FormattedFile extends ConfinedFile {
  readonly format: TableFormat;
  readonly isGzip: boolean;
}

const byEnding: Readonly<Record<string, TableFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
  parq: 'parquet',
};

/** Endings of formats that cannot be read, with what to do. */
const unreadable: Readonly<Record<string, string>> = {
  arrow: 'Arrow files need an extension of the engine that would have to be downloaded; save the table as Parquet',
  feather: 'Feather files need an extension of the engine that would have to be downloaded; save the table as Parquet',
  xlsx: 'spreadsheets need an extension of the engine that would have to be downloaded; save the table as CSV',
  json: 'a JSON document is not a table; write one object per line into a file that ends with .jsonl',
};

const sniffedBytes = 64 * 1024;
const sameFormats = new Set(['csv', 'tsv', 'jsonl', 'parquet']);

/**
 * Finds the format of a file and sees whether its beginning fits.
 *
 * @param stated format that the user states; overrules the ending
 * @throws {TableProblem} when the ending says nothing, or the first bytes say something else
 */
export async function findFormat(file: ConfinedFile, stated: TableFormat | undefined): Promise<FormattedFile> {
  const [, ending = '', packed] = /\.([^./\\]+?)(\.gz)?$/i.exec(file.path) ?? [];
  const format = stated ?? byEnding[ending.toLowerCase()];
  if (format === undefined) {
    const reason = unreadable[ending.toLowerCase()] ?? `its ending says none of ${tableFormat.options.join(', ')}`;
    throw new TableProblem(`${file.label} cannot be read as a table: ${reason}.`);
  }
  const isGzip = packed !== undefined;
  if (isGzip && format === 'parquet') {
    throw new TableProblem(`${file.label} is a packed Parquet file; unpack it, Parquet is compressed inside.`);
  }
  const start = await readStart(file.path, sniffedBytes, isGzip);
  const found = lookInside(start, isGzip);
  if (format === 'parquet' ? found !== 'parquet' : found !== 'text') {
    const what = { ...looks, parquet: 'a Parquet file', text: 'not a Parquet file' }[found];
    const hint = sameFormats.has(found) ? 'rename it' : 'save the table in the format that its name says, or rename it';
    throw new TableProblem(
      `${file.label} is ${what}, although its name says ${format}${isGzip ? '.gz' : ''}; ${hint}.`,
    );
  }
  return { ...file, format, isGzip };
}

const looks = {
  gzip: 'a gzip file',
  archive: 'an archive or a spreadsheet',
  utf16: 'text in UTF-16 and not in UTF-8',
  binary: 'binary',
  broken: 'not a gzip file',
} as const;

type Look = keyof typeof looks | 'parquet' | 'text';

function lookInside(start: Buffer, isGzip: boolean): Look {
  if (start.length === 0 && isGzip) return 'broken';
  if (start.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet';
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  if (start[0] === 0x50 && start[1] === 0x4b && (start[2] ?? 0) < 8) return 'archive';
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) return 'utf16';
  return start.includes(0) ? 'binary' : 'text';
}
