/** Numbers that scikit-learn and scipy computed: the fixture that the unit tests of metrics read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const number = z.number();
/** Null where the tool gives NaN. */
const value = z.number().nullable();
const numbers = z.array(number);
const list = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.array(z.strictObject(shape)).min(1);
const averages = z.strictObject({ macro: value, micro: value, weighted: value });
const rowAverages = averages.extend({ samples: value });

const evaluationFixture = z.strictObject({
  tools: z.record(z.string(), z.string()),
  seed: z.int(),
  confusion: list({
    classes: number,
    truth: numbers,
    answers: numbers,
    accuracy: value,
    balancedAccuracy: value,
    matthews: value,
    kappa: value,
    confusion: numbers,
    averages: list({
      zeroDivision: z.union([z.literal(0), z.literal(1), z.literal('nan')]),
      precision: averages,
      recall: averages,
      f1: averages,
      f2: averages,
    }),
    jaccard: averages,
  }),
  ranking: list({
    kind: z.string(),
    truth: numbers,
    scores: numbers,
    rocAuc: value,
    averagePrecision: value,
    logLoss: value,
    brier: value,
    kolmogorovSmirnov: value,
    rocCurve: z.array(z.tuple([number, number])),
    reliability: z.array(z.tuple([number, number])),
    deLongVariance: value,
  }),
  multiclassScores: list({
    classes: number,
    truth: numbers,
    scores: z.array(numbers),
    ties: z.array(numbers),
    rocAuc: averages,
    averagePrecision: averages,
    logLoss: value,
    brier: value,
    top2: value,
  }),
  multilabel: list({
    classes: number,
    truth: z.array(numbers),
    answers: z.array(numbers),
    subsetAccuracy: value,
    averages: list({
      zeroDivision: z.union([z.literal(0), z.literal(1)]),
      precision: rowAverages,
      recall: rowAverages,
      f1: rowAverages,
    }),
  }),
  regression: list({
    truth: numbers,
    answers: numbers,
    mae: value,
    mse: value,
    rmse: value,
    medae: value,
    maxError: value,
    mape: value,
    msle: value,
    r2: value,
    explainedVariance: value,
    pinball: value,
  }),
  coins: list({ successes: number, trials: number, tail: number }),
  paired: list({
    truth: numbers,
    first: numbers,
    second: numbers,
    difference: number,
    deviation: number,
    p: number,
  }),
});

export type EvaluationFixture = z.infer<typeof evaluationFixture>;

/** Reads `test/fixtures/python/evaluation.json`, which `test/python/drawEvaluation.py` wrote. */
export function readEvaluationFixture(): EvaluationFixture {
  const file = path.join(import.meta.dirname, '../fixtures/python/evaluation.json');
  return evaluationFixture.parse(JSON.parse(readFileSync(file, 'utf8')));
}
