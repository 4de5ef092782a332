/** Lines of delimited files that are no rows: passed over by the engine, and told with their place. */
import { counted } from '../../spec/words.ts';
import { textCell, wholeCell, type Engine } from '../engine.ts';
import { mostRejects, rejectTables } from '../readerSql.ts';
import { quoteName } from '../sqlText.ts';
import { TableProblem } from '../tableProblem.ts';

/** A file with more of them is no table of this header. */
const mostLines = 1_000;

/** A line that is no row of its file. */
export interface BrokenLine {
  /** From 1, the header included; a row whose cells hold line breaks counts as one line. */
  readonly line: number;
  /** A sentence without its place and its full stop. */
  readonly what: string;
}

/**
 * Reads which lines the engine passed over when it read a file.
 *
 * @param id of the file, as it was given to `writeTolerantReader`
 * @param columns how many the header names
 * @throws {TableProblem} when there are too many, or when one of them took the rest of the file with it
 */
export async function findBrokenLines(
  engine: Engine,
  id: number,
  label: string,
  columns: number,
): Promise<readonly BrokenLine[]> {
  const rows = await engine.select(
    `SELECT line, min(column_idx) AS cells, min(CAST(error_type AS VARCHAR)) AS kind,
       bool_or(contains(rtrim(csv_line, chr(10) || chr(13)), chr(10))) AS is_long, count(*) AS faults
     FROM ${quoteName(rejectTables(id).lines)} GROUP BY line ORDER BY line`,
  );
  const faults = rows.reduce((sum, row) => sum + wholeCell(row, 'faults'), 0);
  if (rows.length > mostLines || faults >= mostRejects) {
    throw new TableProblem(
      `${label} has ${counted(rows.length, 'line')} or more that ${rows.length === 1 ? 'does' : 'do'} not fit its header; export it again.`,
    );
  }
  return rows.map((row): BrokenLine => {
    const [line, kind, cells] = [wholeCell(row, 'line'), textCell(row, 'kind'), wholeCell(row, 'cells')];
    switch (kind) {
      case 'MISSING COLUMNS':
        return { line, what: `the line has ${counted(cells, 'value')} for ${counted(columns, 'column')}` };
      case 'TOO MANY COLUMNS':
        return {
          line,
          what: `the line has more values than the ${counted(columns, 'column')} of the header; a decimal comma or a text with a delimiter needs quotes around it`,
        };
      case 'INVALID ENCODING':
        return { line, what: 'the line is not UTF-8 text' };
      case 'UNQUOTED VALUE':
        // A quote that is never closed makes one cell of the rest of the file.
        if (row['is_long'] !== true) return { line, what: 'a quote is not properly closed' };
    }
    throw new TableProblem(
      kind === 'UNQUOTED VALUE'
        ? `${label} has a quote that is not properly closed near line ${line}; repair that line.`
        : `${label} has a line of more than 2 MB near line ${line}; look for a quote that is never closed, or save the table as Parquet.`,
    );
  });
}
