import { DuckDBInstance } from '@duckdb/node-api';
import { quoteText } from '../../../server/src/data/sqlText.ts';

/** Writes the rows of a query, in which `i` counts from 0, as CSV or Parquet by the end of the name. */
export async function writeTable(file: string, columns: string, rows: number): Promise<void> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const format = file.endsWith('.csv') ? 'FORMAT csv, HEADER' : 'FORMAT parquet';
    await connection.run(`COPY (SELECT ${columns} FROM range(${rows}) AS t(i)) TO ${quoteText(file)} (${format})`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
