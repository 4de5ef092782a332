/** Scores of a model as answers, whatever kind of numbers they come as. */
import { expect, it } from 'vitest';
import { answersOfScores } from '../../../server/src/evaluation/answersOfScores.ts';
import type { GivenScores } from '../../../server/src/evaluation/answersOfScores.ts';

const narrow = Float32Array.of(0.1, -2.3, 1.7, 4.4, 0.2, -0.6);
const classes = ['a', 'b', 'c'];

it.each([
  ['logits', { as: 'logits', width: 3, classes, order: classes, truth: Float64Array.of(0, 2) }],
  ['probabilities', { as: 'probabilities', width: 3, classes, order: classes, truth: Float64Array.of(0, 2) }],
  [
    'one logit',
    { as: 'logits', width: 1, classes: ['a', 'b'], order: ['a'], truth: Float64Array.of(0, 1, 1, 0, 1, 0) },
  ],
  ['values', { as: 'value', width: 1, classes: undefined, order: undefined, truth: Float64Array.of(0, 1, 2, 3, 4, 5) }],
] as const)('%s of 32 bits are computed with in 64', (_, kind) => {
  const given = (values: GivenScores['values']): GivenScores => ({
    ...kind,
    values,
    positive: 0,
    threshold: undefined,
  });
  expect(answersOfScores(given(narrow))).toEqual(answersOfScores(given(Float64Array.from(narrow))));
});

it.each([
  ['one of three classes', undefined],
  ['any number of three classes', new Uint8Array()],
])('say nothing about a model of %s that answered no row', (_, labels) => {
  const read = answersOfScores({
    as: 'probabilities',
    width: 1,
    values: new Float32Array(),
    classes,
    order: classes,
    truth: new Float64Array(),
    labels,
    positive: undefined,
    threshold: undefined,
  });
  expect(read).toMatchObject({ rows: new Uint32Array(), answers: { classes } });
});
