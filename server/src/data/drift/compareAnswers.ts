/** Holds the answers of the windows of two open sides against their labels. */
import type { DriftAnswers } from '../../../../schemas/driftAnswers.ts';
import type { DriftColumn, DriftRequest } from '../../../../schemas/driftJob.ts';
import type { DriftAnswer } from '../../../../schemas/driftVerdict.ts';
import { judgeAnswers } from '../../drift/answers/judgeAnswers.ts';
import type { WindowState } from '../../drift/comparison/compareColumn.ts';
import { columnsOf, parseExpression } from '../../spec/expression.ts';
import type { OpenSide } from './compareDrift.ts';

/** @returns undefined when no answers are watched; one sentence when nothing can be said of them */
export async function compareAnswers(
  reference: OpenSide,
  current: OpenSide,
  columns: readonly DriftColumn[],
  states: readonly WindowState[],
  { answers: wish, chunks, falseAlarm, correction, seed }: DriftRequest,
): Promise<DriftAnswers | { sentence: string } | undefined> {
  if (wish === undefined) return undefined;
  if (reference.answers === undefined || current.answers === undefined) {
    const without = (reference.answers === undefined ? reference : current).label;
    return { sentence: `${without} gives counts and no rows, so answers cannot be held against labels.` };
  }
  const [before, after] = [await reference.answers(wish), await current.answers(wish)];
  const windows = states.flatMap(({ kind }, window) => (kind === 'judged' ? [window] : []));
  // Rows of a window that is judged with the one before count there.
  const joined = after.windows.map((window) => (states[window]?.kind === 'joined' ? window - 1 : window));
  const truth = parseExpression(wish.truth);
  const outside = new Set([
    wish.score,
    ...(wish.arrived === undefined ? [] : [wish.arrived]),
    ...(chunks.kind === 'period' ? [chunks.column] : []),
    ...(truth.kind === 'expression' ? columnsOf(truth.root).map(({ name }) => name) : []),
  ]);
  const inputs = columns.filter(({ name }) => !outside.has(name));
  const inputsOf = (window: number): DriftAnswer | undefined => worstAnswer(inputs, window);
  const options = { windows, threshold: wish.threshold, falseAlarm, correction, seed, inputsOf };
  return judgeAnswers(before, { ...after, windows: joined }, options);
}

/** What the inputs of a window came to: drift when any drifts. */
function worstAnswer(inputs: readonly DriftColumn[], window: number): DriftAnswer | undefined {
  const answers = inputs
    .flatMap(({ cells }) => cells[window]?.judgements ?? [])
    .flatMap((one) => (one.kind === 'judged' ? [one.answer] : []));
  return (['drift', 'cannot-tell', 'stable'] as const).find((answer) => answers.includes(answer));
}
