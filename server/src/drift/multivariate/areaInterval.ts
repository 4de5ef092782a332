/** The interval of an area under the ROC curve that several folds share. */
import { normalQuantile } from '../../statistics/normal.ts';

/**
 * Models of several folds learn from the same rows, so their errors go together: √(1 + folds · test rows / train rows).
 *
 * @source Nadeau and Bengio 2003, Machine Learning 52, 239-281
 */
export function foldWidening(folds: number): number {
  return Math.sqrt(1 + folds / (folds - 1));
}

const sharedFolds = 5;

/**
 * The 95 % interval of an area of five folds.
 *
 * @param left rows of one side, at least one
 * @param right rows of the other
 * @source Hanley and McNeil 1982, Radiology 143, 29-36, on the logit scale, widened for folds that share rows
 */
export function findAreaInterval(
  auc: number,
  left: number,
  right: number,
): { readonly low: number; readonly high: number } {
  const inside = Math.min(1 - 1e-9, Math.max(1e-9, auc));
  const [q1, q2] = [inside / (2 - inside), (2 * inside ** 2) / (1 + inside)];
  const variance =
    (inside * (1 - inside) + (right - 1) * (q1 - inside ** 2) + (left - 1) * (q2 - inside ** 2)) / (left * right);
  const half =
    (foldWidening(sharedFolds) * normalQuantile(0.975) * Math.sqrt(Math.max(0, variance))) / (inside * (1 - inside));
  const logit = Math.log(inside / (1 - inside));
  const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
  return { low: logistic(logit - half), high: logistic(logit + half) };
}
