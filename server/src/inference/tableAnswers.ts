/** Has the rows of a table answered, each different row once where that changes no answer. */
import type { BatchRound } from './batchSessions.ts';
import type { ColumnValues } from '../evaluation/rowSource.ts';
import { createEqualRows } from './equalRows.ts';
import { pickRows } from './fedParts.ts';
import type { FedPart } from './fedParts.ts';
import type { OutputData } from './startAnswerThread.ts';
import type { GatheredScores, TableOutput } from './tableOutputs.ts';

export interface TableAnswers {
  /**
   * Picks those of some rows that are to be answered: not those that equal one before.
   *
   * @param values by column of all inputs
   * @param count rows in `values`
   * @param rows places of those that are wanted
   */
  readonly pick: (values: readonly ColumnValues[], count: number, rows: Uint32Array) => Uint32Array;
  /**
   * Begins with a batch of rows that were picked.
   *
   * @param parts whose memory is taken away
   * @param count rows of it that are real
   * @param onAnswered called when it is answered
   */
  readonly answer: (parts: readonly FedPart[], count: number, onAnswered: () => void) => Promise<void>;
  /** Waits for all answers. @throws {ModelProblem} what the earliest batch failed with */
  readonly finish: () => Promise<void>;
  /** Of all rows, in their order, once they are answered. */
  readonly scores: () => GatheredScores;
}

interface TableSize {
  /** Rows of the split. */
  readonly rows: number;
  /** Most rows of a tensor. */
  readonly batch: number;
  /** Whether every tensor must have that many rows. */
  readonly isFixed: boolean;
  /** Whether the graph of the model answers each row by that row alone. */
  readonly answersAlone: boolean;
}

/** In so many batches looking for equal rows is repaid. */
const fewestBatches = 8;
const noneLost: ReadonlySet<number> = new Set();

export function createTableAnswers(
  round: BatchRound,
  output: TableOutput,
  { rows, batch, isFixed, answersAlone }: TableSize,
): TableAnswers {
  const equal = answersAlone && !isFixed && rows >= fewestBatches * batch ? createEqualRows(rows) : undefined;
  let handed = 0;
  return {
    pick: (values, count, wanted) => equal?.pick(values, count, wanted) ?? wanted,
    answer: async (parts, count, onAnswered) => {
      const first = handed;
      handed += count;
      const probe = first === 0 && equal !== undefined ? pickSome(parts, count) : undefined;
      let whole: OutputData | undefined;
      await round.answer(parts, (answer) => {
        if (probe !== undefined) whole = answer;
        output.take(answer, first, count, noneLost);
        onAnswered();
      });
      if (probe === undefined) return;
      await round.settle();
      if (await answersAsBefore(round, whole, count, probe)) equal?.begin();
    },
    finish: () => round.settle(),
    scores: () => equal?.expand(output.scores()) ?? output.scores(),
  };
}

/** Some rows of a batch, in another order. */
interface SomeRows {
  readonly parts: readonly FedPart[];
  /** Their places in the batch. */
  readonly rows: readonly number[];
}

function pickSome(parts: readonly FedPart[], count: number): SomeRows | undefined {
  const rows = Array.from({ length: count }, (_, row) => row)
    .filter((row) => row % 9 === 0)
    .reverse();
  return rows.length < 2 ? undefined : { parts: pickRows(parts, rows), rows };
}

/**
 * Whether some of the rows of a batch, in another order, get the answers that they got among all: to the last bit.
 *
 * It holds what the graph says against what the model does: kernels of some runtimes add up in another order where a
 * batch has another size.
 */
async function answersAsBefore(
  round: BatchRound,
  whole: OutputData | undefined,
  count: number,
  { parts, rows }: SomeRows,
): Promise<boolean> {
  let part: OutputData | undefined;
  await round.answer(parts, (answer) => {
    part = answer;
  });
  await round.settle();
  if (whole === undefined || part === undefined) return false;
  const width = whole.data.length / count;
  if (!Number.isInteger(width) || part.data.length !== rows.length * width) return false;
  const { data: before } = whole;
  const { data: after } = part;
  return rows.every((row, place) => {
    for (let column = 0; column < width; column++) {
      if (!Object.is(before[row * width + column], after[place * width + column])) return false;
    }
    return true;
  });
}
