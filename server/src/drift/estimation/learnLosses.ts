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
 * Learns the loss of each row from its inputs and the answer.
 *
 * @param truth of the rows of the reference
 * @returns what it expects of the loss of new rows, of each never below 0; they have the same inputs, and at least one row
 * @throws {RangeError} without rows: a bug in the caller
 * @source DLE of NannyML 0.13, with our trees in place of LightGBM
 */
export function learnLosses(reference: AnsweredRows, truth: Float64Array): (current: AnsweredRows) => LossEstimate {
  if (truth.length === 0) throw new RangeError('There are no rows to learn from.');
  const gaps = reference.answers.map((answer, row) => (truth[row] ?? 0) - answer);
  const learn = (losses: Float64Array) => fitBoostedTrees([...reference.inputs, reference.answers], losses);
  const [absolute, squared] = [learn(gaps.map(Math.abs)), learn(gaps.map((gap) => gap * gap))];
  return ({ inputs, answers }) => {
    if (answers.length === 0) throw new RangeError('There are no rows whose loss could be expected.');
    const expect = ({ predict }: typeof absolute): number =>
      predict([...inputs, answers]).reduce((sum, loss) => sum + Math.max(0, loss), 0) / answers.length;
    const mse = expect(squared);
    return { mae: expect(absolute), mse, rmse: Math.sqrt(mse) };
  };
}
