/** What the answers of a model of numbers are worth in each window, with labels and without. */
import type { AnswersWindow, DriftAnswers, WatchedMetric, WatchedValue } from '../../../../schemas/driftAnswers.ts';
import { learnLosses } from '../estimation/learnLosses.ts';
import type { LossEstimate } from '../estimation/learnLosses.ts';
import { fewestRows, mostLearnt, pickRows, rowsByWindow, spreadEvenly, valuesAt, withLabel } from './answeredRows.ts';
import type { AnsweredRows } from './answeredRows.ts';
import { findPastError } from './findPastError.ts';
import { runDetectors } from './runDetectors.ts';

/** Rows with the inputs that are numbers, each a column as long as the answers; NaN is missing. */
export interface AnsweredNumbers extends AnsweredRows {
  readonly inputs: readonly Float64Array[];
}

const metrics = ['mae', 'mse', 'rmse'] as const satisfies WatchedMetric[];
/** Half of the width of a 95 % interval, in standard errors. */
const halfWidth = 1.96;

/**
 * @param reference its windows do not count
 * @param windows those that get a verdict
 * @returns one sentence when the reference teaches nothing
 * @source DLE, see {@link learnLosses}; the interval of the realised mean absolute error is that of a mean of many rows
 */
export function judgeLosses(
  reference: AnsweredNumbers,
  current: AnsweredNumbers,
  windows: readonly number[],
): DriftAnswers | { readonly sentence: string } {
  const known = withLabel(reference, pickRows(reference));
  if (known.length < fewestRows) {
    return {
      sentence: `The reference has ${known.length} rows with answer and label; from ${fewestRows} on it can be learnt how wrong answers are.`,
    };
  }
  const learnt = spreadEvenly(known, mostLearnt);
  const expect = learnLosses(rowsOf(reference, learnt), valuesAt(reference.truth, learnt));
  const usual = realise(reference, known);
  const rows = rowsByWindow(current);
  const seen = windows.map((window): AnswersWindow => {
    const picked = rows.get(window) ?? [];
    const labelled = withLabel(current, picked);
    const estimate = picked.length === 0 ? undefined : expect(rowsOf(current, picked));
    const reached = labelled.length === 0 ? undefined : realise(current, labelled);
    const values = metrics.map((metric): WatchedValue => ({
      metric,
      reference: usual[metric].value,
      estimated: estimate === undefined ? null : { value: estimate[metric] },
      realised: reached?.[metric] ?? null,
    }));
    const whether = { scores: null, labels: null, concept: null };
    return { window, rows: picked.length, labelled: labelled.length, values, ...whether, shifts: [] };
  });
  const lossOf = (row: number): number => Math.abs((current.truth[row] ?? 0) - (current.answers[row] ?? 0));
  return {
    task: 'regression',
    method: 'dle',
    threshold: null,
    referenceRows: known.length,
    calibration: null,
    assumptions: [
      'Estimates hold only while rows like those of the reference have losses like theirs: they cannot see concept drift.',
      'The loss of a row is expected from its answer and its inputs that are numbers; what other inputs tell of it is not seen.',
    ],
    windows: seen,
    detectors: runDetectors(current, lossOf, false),
    pastError: findPastError(seen, 'mae'),
    notes:
      learnt.length === known.length
        ? []
        : [
            `Losses were learnt from ${learnt.length.toLocaleString('en')} of ${known.length.toLocaleString('en')} labelled rows, evenly among them.`,
          ],
  };
}

function rowsOf({ inputs, answers }: AnsweredNumbers, picked: readonly number[]) {
  return { inputs: inputs.map((column) => valuesAt(column, picked)), answers: valuesAt(answers, picked) };
}

/** @param picked at least one labelled row */
function realise(rows: AnsweredRows, picked: readonly number[]) {
  const losses = picked.map((row) => Math.abs((rows.truth[row] ?? 0) - (rows.answers[row] ?? 0)));
  const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const mae = meanOf(losses);
  const mse = meanOf(losses.map((loss) => loss * loss));
  const half = halfWidth * Math.sqrt(Math.max(0, mse - mae * mae) / losses.length);
  return {
    mae: { value: mae, low: Math.max(0, mae - half), high: mae + half },
    mse: { value: mse },
    rmse: { value: Math.sqrt(mse) },
  } satisfies Record<keyof LossEstimate, WatchedValue['realised']>;
}
