/** Rows that repeat the values of an earlier row in some columns together; rows with a null among them do not count. */
import type { Engine } from '../engine.ts';
import { wholeCell } from '../engine.ts';
import { countParts, findRepeatedPrints, mostPrints, type RepeatedPrints } from './printSet.ts';

export interface RepeatedQuestion {
  /** SQL of the rows, as something to select from. */
  readonly rows: string;
  /** How many rows there are. */
  readonly total: number;
  /** SQL of a condition: no value is null. */
  readonly present: string;
  /** SQL of the columns, with commas between them. */
  readonly together: string;
}

/**
 * Counts the rows that repeat an earlier one.
 *
 * Rows are told apart by a number first, and only those that share it are compared value by value: most keys repeat
 * nothing, and numbers take less time and memory than values. Equal rows have equal numbers, so that the numbers say how
 * many there are at most.
 *
 * @param isEnough whether it need not be known how many there are, when there are at most so many
 * @returns how many there are; where that is enough, how many there are at most
 */
export async function countRepeatedRows(
  engine: Engine,
  question: RepeatedQuestion,
  isEnough: (most: number) => boolean,
): Promise<number> {
  const prints = await findLikely(engine, question);
  if (prints !== undefined && (prints.again() === 0 || isEnough(prints.again()))) return prints.again();
  const likely = prints?.named();
  const { rows, present, together } = question;
  const listed = likely?.map((print) => `CAST('${print}' AS UBIGINT)`).join(', ');
  const among = `FROM ${rows} WHERE ${present} AND hash(${together}) IN (${listed ?? 'FROM likely'})`;
  const groups = `SELECT count(*) - 1 AS more ${among} GROUP BY ${together} HAVING count(*) > 1`;
  const grouped = `SELECT hash(${together}) AS "__plumbline_print" FROM ${rows} WHERE ${present} GROUP BY "__plumbline_print" HAVING count(*) > 1`;
  const before = likely === undefined ? `WITH likely AS MATERIALIZED (${grouped}) ` : '';
  const [row = {}] = await engine.select(
    `${before}SELECT CAST(coalesce(sum(more), 0) AS BIGINT) AS n FROM (${groups})`,
  );
  return wholeCell(row, 'n');
}

/** The numbers that rows share; undefined when rows or numbers are too many, so that the engine must find them. */
async function findLikely(
  engine: Engine,
  { rows, total, present, together }: RepeatedQuestion,
): Promise<RepeatedPrints | undefined> {
  if (total > mostPrints) return undefined;
  const prints = findRepeatedPrints();
  const isWhole = await engine.readPrints(
    { prints: `hash(${together})`, rows: `${rows} WHERE ${present}`, parts: countParts(total) },
    (pairs) => prints.add(pairs),
  );
  return isWhole ? prints : undefined;
}
