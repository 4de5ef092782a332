/** What DuckDB says, in a sentence for the user. */
import type { JobFailure } from '../../../schemas/jobs.ts';
import { TableProblem } from './tableProblem.ts';

interface Explanation {
  readonly pattern: RegExp;
  readonly category?: JobFailure;
  readonly explain: (label: string, message: string, match: RegExpExecArray) => string;
}

/**
 * The first pattern that matches decides.
 *
 * The sentences quote numbers and names of columns alone: a message of the engine can hold whole cells.
 */
const explanations: readonly Explanation[] = [
  {
    pattern: /^Permission Error|file system operations are disabled/i,
    category: 'refused',
    explain: (label) => `${label} lies outside of what may be read; keep data inside the workspace.`,
  },
  {
    pattern: /No files found that match|No such file|Could not open/i,
    explain: (label) => `${label} was not found; check the path.`,
  },
  {
    pattern: /INTERRUPT/,
    category: 'too-slow',
    explain: (label) => `Reading ${label} was interrupted; try again.`,
  },
  {
    pattern: /max_temp_directory_size|No space left|failed to offload/i,
    category: 'too-big',
    explain: (label) =>
      `Reading ${label} needs more temporary disk space than there is; free some or read fewer columns.`,
  },
  {
    pattern: /^Out of Memory Error|could not allocate/i,
    category: 'too-big',
    explain: (label) =>
      `Reading ${label} needs more memory than the worker may use; raise the setting plumbline.worker.memory or read fewer columns.`,
  },
  {
    pattern: /Maximum line size of (\d+) bytes exceeded/i,
    explain: (label, message) =>
      `${label} has a line of more than 2 MB${nearLine(message)}; look for a quote that is never closed, or save the table as Parquet.`,
  },
  {
    pattern: /Expected Number of Columns: (\d+) Found: (\d+)/i,
    explain: (label, message, match) =>
      `${label} has ${match[1] ?? 'some'} columns but ${match[2] ?? 'other'} values${nearLine(message)}; repair that line.`,
  },
  {
    pattern: /unterminated quote/i,
    explain: (label, message) =>
      `${label} has a quote that is not properly closed${nearLine(message)}; repair that line.`,
  },
  {
    pattern: /Invalid unicode|not utf-8|invalid UTF-8/i,
    explain: (label, message) => `${label} is not UTF-8 text${nearLine(message)}; save it in UTF-8.`,
  },
  {
    pattern: /Error when converting column "([^"]*)"/i,
    explain: (label, message, match) =>
      `${label} mixes types in the column "${match[1] ?? ''}"${nearLine(message)}; make its values alike.`,
  },
  {
    pattern: /state machine reached an invalid state|automatically detect the CSV/i,
    explain: (label) =>
      `${label} cannot be read as delimited text; its quotes are broken, its line endings are mixed, or it is another format.`,
  },
  {
    pattern: /has duplicate key/i,
    explain: (label, message) =>
      `${label} has an object with the same key twice${nearLine(message)}; repair that line.`,
  },
  {
    pattern: /expected records|non-record JSON/i,
    explain: (label) => `${label} is not a table in JSON lines, which has one object per line; write it so.`,
  },
  {
    pattern: /maximum_object_size/i,
    explain: (label, message) =>
      `${label} has an object of more than 16 MB${nearLine(message)}; split it or save the table as Parquet.`,
  },
  {
    pattern: /JSON transform error/i,
    explain: (label, message) => `${label} mixes types in one key${nearLine(message)}; make its values alike.`,
  },
  {
    pattern: /Malformed JSON/i,
    explain: (label, message) => `${label} is not valid JSON lines${nearLine(message)}; repair that line.`,
  },
  {
    pattern: /GZIP|gzip/,
    explain: (label) => `${label} is not a complete gzip file; compress it again or drop the ending .gz.`,
  },
  {
    pattern:
      /parquet|magic bytes|Prefetch registered|Thrift|TProtocol|Snappy|ZSTD|out of (buffer|range)|don't know what type|decompress/i,
    explain: (label) => `${label} is not a complete Parquet file; it was cut off or damaged, so write it again.`,
  },
];

/**
 * Words for an error of the engine while it read a table.
 *
 * @param label what the user calls the table
 */
export function explainReading(error: unknown, label: string): TableProblem {
  const message = messageOf(error);
  for (const { pattern, category, explain } of explanations) {
    const match = pattern.exec(message);
    if (match !== null) return new TableProblem(explain(label, message, match), category);
  }
  return new TableProblem(`${label} could not be read (${firstLine(message)}); check the file with another program.`);
}

/**
 * Words for an error of the engine while it computed an expression of the user.
 *
 * @param text the expression as the user wrote it
 */
export function explainExpression(error: unknown, text: string): TableProblem {
  const message = messageOf(error);
  const shown = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return new TableProblem(
    `The expression \`${shown}\` does not fit the columns (${firstLine(message)}); check the types it compares.`,
  );
}

/** An error of the engine that types and values of an expression can cause, as opposed to the file. */
export function isExpressionError(error: unknown): boolean {
  const message = messageOf(error);
  return /^(Binder|Conversion|Out of Range|Catalog|Parser) Error/.test(message) && !/CSV Error|JSON/.test(message);
}

/** The first and last part of a message; in between can stand a cell of many megabytes. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.length <= 20_000 ? message : `${message.slice(0, 2_000)}\n${message.slice(-16_000)}`;
}

function nearLine(message: string): string {
  const match = /\bline:? (\d+)/i.exec(message);
  return match?.[1] === undefined ? '' : ` near line ${match[1]}`;
}

function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  const text = line.replace(/[.\s]+$/, '');
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
