/** How the errors of answered numbers spread: what a drawing shows whatever the rows. */
import { sumStable } from '../statistics/stableSum.ts';
import type { EvaluationResult } from '../../../schemas/evaluationJob.ts';
import type { NumberAnswers } from './answers.ts';
import { quantileOf } from './intervals/percentileInterval.ts';

type Report = NonNullable<EvaluationResult['numbers']>;

const mostGroups = 20;
/** Fewer rows than these in a group say nothing of its tails. */
const fewestRows = 5;
const bins = 30;
/** Share of the errors outside of the drawn range, on each side. */
const tail = 0.005;

/** @returns undefined without rows */
export function reportNumbers({ truth, answers }: NumberAnswers): Report | undefined {
  const rows = truth.length;
  if (rows === 0) return undefined;
  const errors = answers.map((answer, row) => answer - (truth[row] ?? 0));
  const order = Uint32Array.from(answers.keys()).sort(
    (left, right) => (answers[left] ?? 0) - (answers[right] ?? 0) || left - right,
  );
  const groups = Math.max(1, Math.min(mostGroups, Math.floor(rows / fewestRows)));
  const byAnswer = Array.from({ length: groups }, (_, group) => {
    const members = order.subarray(Math.floor((group * rows) / groups), Math.floor(((group + 1) * rows) / groups));
    const own = Float64Array.from(members, (row) => errors[row] ?? 0);
    const sorted = own.toSorted();
    return {
      rows: members.length,
      answer: sumStable(Float64Array.from(members, (row) => answers[row] ?? 0)) / members.length,
      error: sumStable(own) / members.length,
      low: quantileOf(sorted, 0.1),
      high: quantileOf(sorted, 0.9),
    };
  });
  return { byAnswer, errors: binErrors(errors) };
}

function binErrors(errors: Float64Array): Report['errors'] {
  const sorted = errors.toSorted();
  const low = quantileOf(sorted, tail);
  const high = quantileOf(sorted, 1 - tail);
  if (low === high) return [{ from: low, to: high, rows: errors.length }];
  const width = (high - low) / bins;
  const counts = new Float64Array(bins);
  for (const error of errors) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((error - low) / width)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return Array.from(counts, (rows, bin) => ({ from: low + bin * width, to: low + (bin + 1) * width, rows }));
}
