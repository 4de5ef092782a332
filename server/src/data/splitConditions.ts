/** Which rows a split has, in SQL. */
import type { SplitRows } from '../../../schemas/tableSource.ts';
import { assignRanges, writeHash, type HashRange } from './fractionSql.ts';
import type { OpenTable } from './openTable.ts';
import { hiddenColumns } from './readerSql.ts';
import { quoteName, quoteText } from './sqlText.ts';
import { TableProblem } from './tableProblem.ts';

/** Whether a split needs the hidden columns of a table. */
export function needsOrigin(splits: readonly SplitRows[]): boolean {
  return splits.some(
    (split) => split.files !== undefined || (split.fraction !== undefined && split.fraction.group === undefined),
  );
}

/**
 * Writes the condition of each split.
 *
 * @param splits all splits of the table in the order of the spec, which decides how fractions are cut
 * @returns split id → SQL that is true or false for every row
 * @throws {TableProblem} when a condition cannot be used on this table
 */
export function writeSplits(table: OpenTable, splits: readonly SplitRows[]): Promise<ReadonlyMap<string, string>> {
  return writeEach(table, splits, table.writeCondition, (sql) => `coalesce(${sql}, false)`);
}

/**
 * Writes what each split takes, for a WHERE: null counts as false there, and the engine passes over parts of a file that
 * cannot hold a row.
 *
 * @returns split id → SQL
 * @throws {TableProblem} as {@link writeSplits}
 */
export function writeSplitFilters(
  table: OpenTable,
  splits: readonly SplitRows[],
): Promise<ReadonlyMap<string, string>> {
  return writeEach(table, splits, table.writeFilter, (sql) => `(${sql})`);
}

async function writeEach(
  table: OpenTable,
  splits: readonly SplitRows[],
  write: OpenTable['writeCondition'],
  close: (sql: string) => string,
): Promise<ReadonlyMap<string, string>> {
  const ranges = assignRanges(splits);
  const conditions = new Map<string, string>();
  for (const split of splits) {
    const parts: string[] = [];
    if (split.where !== undefined) parts.push(await write(split.where));
    if (split.period !== undefined) parts.push(close(writePeriod(table, split.period)));
    if (split.files !== undefined) parts.push(writeFiles(table, split.id, split.files));
    const range = ranges.get(split.id);
    if (split.fraction !== undefined) requireFiles(table, split.id);
    if (split.fraction !== undefined && range !== undefined) parts.push(writeFraction(table, split.fraction, range));
    conditions.set(split.id, parts.length === 0 ? 'true' : parts.join(' AND '));
  }
  return conditions;
}

/** Shares are cut by the place of a row in its file, or by a hash that other engines do not have. */
function requireFiles({ engine, label }: OpenTable, id: string): void {
  if (engine.dialect.hasRowOrder) return;
  throw new TableProblem(
    `The split ${id} is a share of ${label}, and rows in ${engine.dialect.name} have no order to cut it by; cut it by \`where\` or \`period\`.`,
  );
}

/** Both days included: up to the midnight after the last one. */
function writePeriod(table: OpenTable, { column, from, to }: NonNullable<SplitRows['period']>): string {
  const { kind } = table.column(column);
  const name = quoteName(column);
  if (kind !== 'date' && kind !== 'timestamp' && kind !== 'text') {
    throw new TableProblem(`The column "${column}" of ${table.label} holds no dates, so no period can be taken of it.`);
  }
  if (to < from) throw new TableProblem(`The period ${from}/${to} ends before it begins.`);
  const time = kind === 'text' ? `TRY_CAST(${name} AS TIMESTAMP)` : name;
  return `${time} >= TIMESTAMP '${from} 00:00:00' AND ${time} < TIMESTAMP '${to} 00:00:00' + INTERVAL '1' DAY`;
}

function writeFiles(table: OpenTable, id: string, asked: readonly string[]): string {
  const { images } = table;
  if (images !== undefined) {
    // A pattern matches other files of the folder as well, such as the index.
    return writeFileNames(asked.filter((file) => images.has(file)).map(quoteText));
  }
  const real = asked.map((file) => {
    const known = table.files.find((candidate) => candidate.asked === file);
    if (known === undefined) throw new TableProblem(`The split ${id} names a file that is not one of ${table.label}.`);
    return quoteText(known.path);
  });
  return writeFileNames(real);
}

function writeFileNames(quoted: readonly string[]): string {
  return quoted.length === 0 ? 'false' : `${quoteName(hiddenColumns.file)} IN (${quoted.join(', ')})`;
}

function writeFraction(table: OpenTable, fraction: NonNullable<SplitRows['fraction']>, range: HashRange): string {
  // An image is cut by its name, so that one more file does not change the cut of the others.
  const group = fraction.group ?? (table.images === undefined ? undefined : 'image');
  const hash = writeHash(group === undefined ? writeRowPlace(table) : writeGroupPlace(table, group), fraction.seed);
  return `(${hash} BETWEEN ${range.low} AND ${range.high - 1})`;
}

/** The row within the file, moved apart for each file, so that one more file does not change the cut of the others. */
function writeRowPlace(table: OpenTable): string {
  const row = `(${quoteName(hiddenColumns.row)} & 4294967295)`;
  if (table.files.length === 1 || table.files[0]?.format !== 'parquet') return row;
  const paths = table.files.map((file) => quoteText(file.path)).join(', ');
  const file = `(list_position([${paths}], ${quoteName(hiddenColumns.file)}) - 1)`;
  return `((${row} + ${file} * 2654435761) & 4294967295)`;
}

function writeGroupPlace(table: OpenTable, column: string): string {
  const group = `coalesce(CAST(${quoteName(table.column(column).name)} AS VARCHAR), '')`;
  return `CAST('0x' || substr(md5(${group}), 1, 8) AS UBIGINT)`;
}
