/** The header line of a CSV or TSV file, read by us: the engine's guess of the dialect depends on what follows. */
import type { FormattedFile } from './fileFormat.ts';
import { readStart } from './fileStart.ts';
import { TableProblem } from './tableProblem.ts';

export interface DelimitedHeader {
  readonly delimiter: string;
  /** Names as written, quotes removed; can be empty or occur twice. */
  readonly names: readonly string[];
}

/** Longest header line that is read. */
const mostHeaderBytes = 8 * 2 ** 20;
const usualHeaderBytes = 64 * 2 ** 10;
const candidates = [',', ';', '\t', '|'];

/**
 * Reads the header and finds the delimiter: the candidate that occurs most often in the header outside of quotes, the
 * comma when none does; for TSV always the tab.
 *
 * @throws {TableProblem} when there is no end of the first line within 8 MiB
 */
export async function readHeader(file: FormattedFile): Promise<DelimitedHeader> {
  // Nearly all headers are short, and reading the most that one may have takes longer than all else.
  const beginning = await readFirstLine(file, usualHeaderBytes);
  const { start, text, line } =
    beginning.line === undefined && beginning.start.length === usualHeaderBytes
      ? await readFirstLine(file, mostHeaderBytes)
      : beginning;
  if (line === undefined && start.length === mostHeaderBytes) {
    throw new TableProblem(
      `${file.label} has a header line of more than 8 MiB; it is no table, or has too many columns.`,
    );
  }
  const header = line ?? text;
  const delimiter = file.format === 'tsv' ? '\t' : mostFrequent(header);
  return { delimiter, names: splitLine(header, delimiter) };
}

async function readFirstLine({ path, isGzip }: FormattedFile, mostBytes: number) {
  const start = await readStart(path, mostBytes, isGzip);
  const text = start.toString('utf8').replace(/^\uFEFF/, '');
  return { start, text, line: firstLine(text) };
}

/** The first line, which a line break inside quotes does not end; undefined when the text has no end of line. */
function firstLine(text: string): string | undefined {
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === '\n' || character === '\r')) return text.slice(0, index);
  }
  return undefined;
}

function mostFrequent(header: string): string {
  let best = ',';
  let most = 1;
  for (const candidate of candidates) {
    const fields = splitLine(header, candidate).length;
    if (fields > most) [best, most] = [candidate, fields];
  }
  return best;
}

function splitLine(line: string, delimiter: string): readonly string[] {
  const fields: string[] = [];
  let isQuoted = false;
  let begin = 0;
  for (let index = 0; index <= line.length; index += 1) {
    const character = line[index];
    if (character === '"') isQuoted = !isQuoted;
    if (index === line.length || (!isQuoted && character === delimiter)) {
      fields.push(unquote(line.slice(begin, index)));
      begin = index + 1;
    }
  }
  return fields;
}

function unquote(field: string): string {
  return field.length >= 2 && field.startsWith('"') && field.endsWith('"')
    ? field.slice(1, -1).replaceAll('""', '"')
    : field;
}
