/** Rows that show a violation. */
import path from 'node:path';
import { mostExamples } from '../../../../schemas/contractCheck.ts';
import type { ContractViolation } from '../../../../schemas/contractCheck.ts';
import { textCell, wholeCell } from '../engine.ts';
import type { Row } from '../engine.ts';
import type { OpenTable } from '../openTable.ts';
import { hiddenColumns } from '../readerSql.ts';
import { quoteName } from '../sqlText.ts';
import type { ViolationRows } from './countPlan.ts';

/** Characters of a value that are shown. */
const shownCharacters = 60;

/** The first rows that violate something, in the order of the files. */
export async function findExamples(
  table: OpenTable,
  rows: string,
  { sql, value }: ViolationRows,
  isMasked: boolean,
): Promise<ContractViolation['examples']> {
  const [file = '', row = ''] = [hiddenColumns.file, hiddenColumns.row].map(quoteName);
  // A masked value is not even read.
  const shown = isMasked || value === undefined ? 'NULL' : `left(${value}, ${shownCharacters + 1})`;
  const found = await table.engine.select(
    `SELECT ${file} AS file, CAST(${row} AS BIGINT) AS row, ${shown} AS value FROM ${rows} WHERE ${sql} ORDER BY ${file}, ${row} LIMIT ${mostExamples}`,
  );
  return found.map((one) => describe(table, one));
}

function describe(table: OpenTable, row: Row): ContractViolation['examples'][number] {
  const value = row['value'];
  return {
    row: wholeCell(row, 'row') + 1,
    ...(table.files.length > 1 ? { file: path.basename(textCell(row, 'file')) } : {}),
    ...(typeof value === 'string' ? { value: shorten(value) } : {}),
  };
}

function shorten(value: string): string {
  return value.length > shownCharacters ? `${value.slice(0, shownCharacters - 1)}…` : value;
}
