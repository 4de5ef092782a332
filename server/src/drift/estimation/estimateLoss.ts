/**
 * How wrong a model that answers numbers is on rows whose labels have not come yet.
 *
 * Holds only while rows like those of the reference have losses like those of the reference: no concept drift.
 */
import { fitBoostedTrees } from '../learners/boostedTrees.ts';

export interface LossEstimate {
  readonly mae: number;
  readonly mse: number;
  readonly rmse: number;
}

/** Rows whose truth is known; NaN is missing. */
export interface AnsweredRows {
  readonly inputs: readonly Float64Array[];
  readonly answers: Float64Array;
}

/**
 * Learns the loss of each row from its inputs and the answer, and expects it of new rows; never below 0.
 *
 * @param truth of the rows of the reference
 * @throws {RangeError} without rows: a bug in the caller
 * @source DLE of NannyML 0.13, with our trees in place of LightGBM
 */
export function estimateLoss(reference: AnsweredRows, truth: Float64Array, current: AnsweredRows): LossEstimate {
  if (truth.length === 0 || current.answers.length === 0) throw new RangeError('There are no rows to learn from.');
  const gaps = reference.answers.map((answer, row) => (truth[row] ?? 0) - answer);
  const expect = (losses: Float64Array): number => {
    const expected = fitBoostedTrees([...reference.inputs, reference.answers], losses).predict([
      ...current.inputs,
      current.answers,
    ]);
    return expected.reduce((sum, loss) => sum + Math.max(0, loss), 0) / expected.length;
  };
  const mse = expect(gaps.map((gap) => gap * gap));
  return { mae: expect(gaps.map(Math.abs)), mse, rmse: Math.sqrt(mse) };
}
