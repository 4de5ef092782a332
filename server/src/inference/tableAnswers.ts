/** Has the rows of a table answered, each different row once where that changes no answer. */
import type { BatchRound } from './batchSessions.ts';
import { canCompareRows, createEqualRows, pickRows } from './equalRows.ts';
import type { EqualRows } from './equalRows.ts';
import type { FedPart } from './fedParts.ts';
import type { OutputData } from './startAnswerThread.ts';
import type { GatheredScores, TableOutput } from './tableOutputs.ts';

export interface TableAnswers {
  /**
   * Begins with a batch, or keeps its rows for one of the next.
   *
   * @param parts whose memory is taken away
   * @param count rows of it that are real
   * @param onAnswered called when a batch that these rows completed is answered
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
const nothing = (): void => undefined;

export function createTableAnswers(
  round: BatchRound,
  output: TableOutput,
  { rows, batch, isFixed, answersAlone }: TableSize,
): TableAnswers {
  let equal: EqualRows | undefined;
  let handed = 0;
  const send = (parts: readonly FedPart[], first: number, count: number, onAnswered: () => void): Promise<void> =>
    round.answer(parts, (answer) => {
      output.take(answer, first, count, noneLost);
      onAnswered();
    });
  return {
    answer: async (parts, count, onAnswered) => {
      const first = handed;
      handed += count;
      const isLong = first === 0 && answersAlone && !isFixed && rows >= fewestBatches * batch;
      if (isLong && canCompareRows(parts) && (await answersRowsAlone(round, parts, count))) {
        equal = createEqualRows(rows, batch);
      }
      if (equal === undefined) return send(parts, first, count, onAnswered);
      for (const full of equal.take(parts, count)) await send(full.parts, full.first, full.count, onAnswered);
    },
    finish: async () => {
      const rest = equal?.rest();
      if (rest !== undefined) await send(rest.parts, rest.first, rest.count, nothing);
      await round.settle();
    },
    scores: () => equal?.expand(output.scores()) ?? output.scores(),
  };
}

/**
 * Whether some of the rows of a batch, in another order, get the answers that they get among all: to the last bit.
 *
 * It holds what the graph says against what the model does: kernels of some runtimes add up in another order where a
 * batch has another size.
 */
async function answersRowsAlone(round: BatchRound, parts: readonly FedPart[], count: number): Promise<boolean> {
  const every = Array.from({ length: count }, (_, row) => row);
  const some = every.filter((row) => row % 3 === 0).reverse();
  if (some.length < 2) return false;
  const answers: OutputData[] = [];
  for (const [turn, rows] of [every, some].entries()) {
    await round.answer(pickRows(parts, rows), (answer) => {
      answers[turn] = answer;
    });
  }
  await round.settle();
  const [whole, part] = answers;
  if (whole === undefined || part === undefined) return false;
  const width = whole.data.length / count;
  if (!Number.isInteger(width) || part.data.length !== some.length * width) return false;
  return some.every((row, place) => {
    for (let column = 0; column < width; column++) {
      if (!Object.is(whole.data[row * width + column], part.data[place * width + column])) return false;
    }
    return true;
  });
}
