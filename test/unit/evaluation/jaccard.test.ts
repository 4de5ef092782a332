/** The Jaccard index of classes: found of all that are true or answered. */
import { describe, expect, it } from 'vitest';
import { measure } from '../../../server/src/evaluation/measure.ts';

const resampling = { seed: 1, resamples: 200, confidence: 0.95 };
const classes = ['no', 'yes'];

describe('jaccard', () => {
  it('counts the rows of a class that are found among all that are of it or answered as it', () => {
    const [truth, answers] = [Int32Array.of(1, 1, 1, 0, 0, 0), Int32Array.of(1, 1, 0, 1, 0, 0)];
    const rows = { kind: 'classes', classes, truth, answers, probabilities: undefined, positive: 1 } as const;
    expect(measure({ metric: 'jaccard' }, rows, resampling)).toMatchObject({ state: 'known', value: 2 / 4, n: 4 });
    expect(measure({ metric: 'jaccard', averaging: 'macro' }, rows, resampling)).toMatchObject({ value: 0.5 });
  });

  it('is averaged over the classes of rows that have any number of them', () => {
    const [truth, answers] = [Uint8Array.of(1, 0, 1, 1, 0, 1), Uint8Array.of(1, 0, 0, 1, 0, 0)];
    const rows = { kind: 'labels', classes, truth, answers, probabilities: undefined } as const;
    // Of `no` one of two rows is found, of `yes` one of two.
    expect(measure({ metric: 'jaccard', averaging: 'micro' }, rows, resampling)).toMatchObject({ value: 2 / 4 });
  });

  it('does not exist for a class that is neither true nor answered', () => {
    const rows = {
      kind: 'classes',
      classes,
      truth: Int32Array.of(0),
      answers: Int32Array.of(0),
      probabilities: undefined,
      positive: 1,
    } as const;
    expect(measure({ metric: 'jaccard' }, rows, resampling)).toEqual({
      state: 'undefined',
      because: 'yes neither occurs nor is answered',
    });
  });
});
