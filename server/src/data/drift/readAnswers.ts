/** Reads answers and labels of the rows of a side, to hold them against each other. */
import type { DriftRequest } from '../../../../schemas/driftJob.ts';
import type { AnsweredRows } from '../../drift/answers/answeredRows.ts';
import { columnsOf, parseExpression, type Expression } from '../../spec/expression.ts';
import { wholeCell } from '../engine.ts';
import type { OpenTable } from '../openTable.ts';
import { quoteName } from '../sqlText.ts';
import { TableProblem } from '../tableProblem.ts';

type Wish = NonNullable<DriftRequest['answers']>;

/**
 * @param rows what to select from
 * @param number column of the number of the window
 * @param time column with the time of a row, for display
 * @throws {TableProblem} when a column is no number or no time
 */
export async function readAnswers(
  table: OpenTable,
  rows: string,
  number: string,
  { score, truth, arrived }: Wish,
  time: string | undefined,
): Promise<AnsweredRows> {
  const answer = table.column(score);
  if (answer.kind !== 'float' && answer.kind !== 'integer') {
    throw new TableProblem(`The column "${score}" of ${table.label} holds no numbers, so it is no score.`);
  }
  const parsed = parseExpression(truth);
  const used = parsed.kind === 'expression' ? columnsOf(parsed.root).map(({ name }) => quoteName(name)) : [];
  const mayHaveLabel = await hasValues(table, rows, parsed.kind === 'expression' ? parsed.root : undefined);
  const isPositive = mayHaveLabel ? await table.writeCondition(truth) : 'false';
  // A comparison with a missing value is false, so what is not labelled yet has to be told apart from what is negative.
  const hasLabel = mayHaveLabel ? used.map((name) => `${name} IS NOT NULL`).join(' AND ') || 'true' : 'false';
  const moment = arrived === undefined || !mayHaveLabel ? 'NULL' : writeMoment(table, arrived);
  const shown = time === undefined ? 'NULL' : `CAST(${quoteName(table.column(time).name)} AS VARCHAR)`;
  const windows: number[] = [];
  const [answers, labels, moments]: [number[], number[], number[]] = [[], [], []];
  const at: (string | null)[] = [];
  const read = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);
  await table.engine.readBatches(
    `SELECT CAST(${number} AS DOUBLE), CAST(${quoteName(answer.name)} AS DOUBLE), CASE WHEN ${hasLabel} THEN CASE WHEN ${isPositive} THEN 1e0 ELSE 0e0 END END, CAST(${moment} AS DOUBLE), ${shown} FROM ${rows}`,
    ({ rows: length, columns: [window, given, label, came, when] }) => {
      for (let row = 0; row < length; row++) {
        const own = read(window?.getItem(row));
        windows.push(Number.isNaN(own) ? -1 : own);
        const value = read(given?.getItem(row));
        answers.push(Number.isFinite(value) ? value : Number.NaN);
        labels.push(read(label?.getItem(row)));
        moments.push(read(came?.getItem(row)));
        const text = when?.getItem(row);
        at.push(typeof text === 'string' ? text : null);
      }
      return Promise.resolve();
    },
  );
  return {
    windows: Int32Array.from(windows),
    answers: Float64Array.from(answers),
    truth: Float64Array.from(labels),
    arrived: Float64Array.from(moments),
    at: (row) => at[row] ?? null,
  };
}

/** Data of production may lack the column of the label, or hold nothing in it yet: then it has no type either. */
async function hasValues(table: OpenTable, rows: string, root: Expression | undefined): Promise<boolean> {
  const used = root === undefined ? [] : columnsOf(root).map(({ name }) => name);
  if (used.some((name) => !table.columns.some((column) => column.name === name))) return false;
  if (used.length === 0) return true;
  const counts = used.map((name, index) => `count(${quoteName(name)}) AS c${index}`);
  const [row = {}] = await table.engine.select(`SELECT ${counts.join(', ')} FROM ${rows}`);
  return used.every((_, index) => wholeCell(row, `c${index}`) > 0);
}

function writeMoment(table: OpenTable, name: string): string {
  const { kind, type } = table.column(name);
  const { dialect } = table.engine;
  if (kind === 'date' || kind === 'timestamp') return dialect.epochMs(dialect.toTimestamp(quoteName(name), type));
  if (kind === 'text') return dialect.epochMs(`TRY_CAST(${quoteName(name)} AS ${dialect.timestamp})`);
  throw new TableProblem(`The column "${name}" of ${table.label} holds no times, so it cannot say when labels came.`);
}
