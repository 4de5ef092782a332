import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../../server/src/spec/nearest.ts';

describe('the nearest name', () => {
  it.each([
    ['limt', ['limit', 'target'], 'limit'],
    ['taregt', ['limit', 'target'], 'target'],
    ['Recall', ['recall'], 'recall'],
    ['xyz', ['limit', 'target'], undefined],
    ['of', ['on', 'at'], 'on'],
    ['anything', [], undefined],
  ])('of `%s` among %j is %s', (word, names, expected) => {
    expect(nearest(word, names)).toBe(expected);
  });

  it('is the name itself when it is among them', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(names, (all) => {
        expect(all.map((name) => nearest(name, all))).toEqual(all);
      }),
    );
  });
});

describe('the distance between two words', () => {
  const word = fc.stringMatching(/^[a-c]{0,8}$/);

  it('counts a swap of neighbours as one edit', () => {
    expect(editDistance('abcd', 'abdc')).toBe(1);
  });

  it('is symmetric, zero for equal words only, and at most the longer length', () => {
    fc.assert(
      fc.property(word, word, (left, right) => {
        const distance = editDistance(left, right);
        expect(distance).toBe(editDistance(right, left));
        expect(distance === 0).toBe(left === right);
        expect(distance).toBeLessThanOrEqual(Math.max(left.length, right.length));
      }),
    );
  });
});
