/** Tables of a DuckDB database file: the engine of ours, with the file attached for reading. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { JobLimits } from '../../../../schemas/jobs.ts';
import { openEngine, textCell, type Engine } from '../engine.ts';
import { TableProblem } from '../tableProblem.ts';
import type { AnsweredColumn } from './trinoEngine.ts';

export interface DuckdbFile extends Engine {
  /** The columns that a query would give, with types of DuckDB. */
  readonly describe: (sql: string) => Promise<readonly AnsweredColumn[]>;
}

/**
 * @param file from the variable of the environment; no sentence repeats it
 * @param variable name of that variable
 * @throws {TableProblem} when it is no absolute path of a database that can be read here and now
 */
export async function openDuckdbFile(
  file: string,
  variable: string,
  scratch: string,
  limits: JobLimits,
): Promise<DuckdbFile> {
  if (!path.isAbsolute(file)) {
    throw new TableProblem(`The variable ${variable} holds no absolute path; write that of a DuckDB file into it.`);
  }
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) throw new TableProblem(`The file that the variable ${variable} names is not there.`);
  const engine = await openEngine([], scratch, limits, file).catch((error: unknown) => {
    throw explain(error, variable);
  });
  return {
    ...engine,
    describe: async (sql) =>
      (await engine.select(`SELECT * FROM (DESCRIBE ${sql})`)).map((row) => ({
        name: textCell(row, 'column_name'),
        type: textCell(row, 'column_type'),
      })),
  };
}

/** What the engine says names the file, so it is told in words of ours. */
function explain(error: unknown, variable: string): unknown {
  if (error instanceof TableProblem || !(error instanceof Error)) return error;
  if (/could not set lock/i.test(error.message)) {
    return new TableProblem(
      `The database that the variable ${variable} names is open for writing in another program; close it there.`,
      'unavailable',
    );
  }
  return new TableProblem(
    `The file that the variable ${variable} names is no DuckDB database that can be read; a newer DuckDB may have written it.`,
  );
}
