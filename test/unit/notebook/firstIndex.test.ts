import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstIndex } from '../../../server/src/notebook/read/firstIndex.ts';

describe('the first index from which on a test holds', () => {
  it('is the one that a search from the front finds, or the length', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 40 }), fc.nat(21), (numbers, limit) => {
        const sorted = numbers.toSorted((left, right) => left - right);
        const found = sorted.findIndex((number) => number >= limit);
        expect(firstIndex(sorted, (number) => number >= limit)).toBe(found === -1 ? sorted.length : found);
      }),
    );
  });

  it('is found without looking at most items', () => {
    let looks = 0;
    const items = Array.from({ length: 100_000 }, (_, index) => index);
    expect(firstIndex(items, (item) => (looks++, item >= 77_777))).toBe(77_777);
    expect(looks).toBeLessThan(20);
  });
});
