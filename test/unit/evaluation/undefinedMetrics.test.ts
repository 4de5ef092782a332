/** Where there is no number there is a reason, never 0 or NaN. */
import { expect, it } from 'vitest';
import {
  averageClasses,
  classValue,
  precision,
  recall,
} from '../../../server/src/evaluation/classification/classMetrics.ts';
import { classCountsOf, countConfusion } from '../../../server/src/evaluation/classification/confusion.ts';
import { cohenKappa, matthewsCorrelation } from '../../../server/src/evaluation/classification/confusionMetrics.ts';
import { logLoss } from '../../../server/src/evaluation/classification/probabilityMetrics.ts';
import { rankScores } from '../../../server/src/evaluation/classification/rankedScores.ts';
import { averagePrecision, rocAuc } from '../../../server/src/evaluation/classification/rankingMetrics.ts';
import {
  explainedShare,
  meanAbsolutePercentageError,
} from '../../../server/src/evaluation/regression/regressionMetrics.ts';

const classes = ['cat', 'dog', 'owl'];
const confusion = countConfusion(Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 1, 0), classes);

it('says that a class does not occur, rather than a recall of 0', () => {
  expect(
    classValue(recall, { truePositives: 0, falsePositives: 1, falseNegatives: 0, trueNegatives: 9 }, 'owl'),
  ).toEqual({
    state: 'undefined',
    because: 'owl does not occur in the truth',
  });
});

it('leaves a class without a value out of a mean, and names it', () => {
  expect(averageClasses(precision, classCountsOf(confusion), classes, 'macro')).toMatchObject({
    value: 0.5,
    notes: ['Left out of the mean: owl is never answered.'],
  });
});

it('names the worst class', () => {
  const counts = classCountsOf(countConfusion(Int32Array.of(0, 0, 1), Int32Array.of(0, 1, 1), ['cat', 'dog']));
  expect(averageClasses(recall, counts, ['cat', 'dog'], 'worst')).toMatchObject({
    value: 0.5,
    notes: ['The worst class is cat.'],
  });
});

it('has no area when only one class occurs', () => {
  const ranked = rankScores(Float64Array.of(0.1, 0.9), Uint8Array.of(1, 1));
  expect(rocAuc(ranked)).toEqual({ state: 'undefined', because: 'only positive rows occur in 2 rows' });
});

it('has no average precision without a positive row', () => {
  const ranked = rankScores(Float64Array.of(0.1, 0.9), Uint8Array.of(0, 0));
  expect(averagePrecision(ranked)).toEqual({ state: 'undefined', because: 'no positive row occurs in 2 rows' });
});

it('has no correlation with a constant answer', () => {
  const constant = countConfusion(Int32Array.of(0, 1), Int32Array.of(1, 1), ['cat', 'dog']);
  expect(matthewsCorrelation(constant)).toEqual({ state: 'undefined', because: 'only the class dog is answered' });
});

it('has a kappa of 0 for a constant answer, which is a real 0', () => {
  const constant = countConfusion(Int32Array.of(0, 1), Int32Array.of(1, 1), ['cat', 'dog']);
  expect(cohenKappa(constant)).toMatchObject({ state: 'known', value: 0 });
});

it('has no log loss of what is no probability, and names the row', () => {
  expect(logLoss({ values: Float64Array.of(0.5, 1.5), classes: 1 }, Int32Array.of(0, 1))).toEqual({
    state: 'undefined',
    because: 'row 2 has the score 1.5, which is no probability',
  });
});

it('has no log loss of rows that do not add up to 1', () => {
  const values = Float64Array.of(0.5, 0.5, 0.9, 0.9);
  expect(logLoss({ values, classes: 2 }, Int32Array.of(0, 1))).toEqual({
    state: 'undefined',
    because: 'the probabilities of row 2 add up to 1.80000, not to 1',
  });
});

it('has no percentage of a true value of 0', () => {
  const pairs = { truth: Float64Array.of(0, 2), answers: Float64Array.of(1, 2) };
  expect(meanAbsolutePercentageError(pairs)).toEqual({
    state: 'undefined',
    because: '1 of 2 true values are 0; take mae instead',
  });
});

it('explains nothing of a constant truth', () => {
  const pairs = { truth: Float64Array.of(3, 3), answers: Float64Array.of(1, 2) };
  expect(explainedShare(pairs)).toEqual({ state: 'undefined', because: 'every true value is 3' });
});
