import { describe, expect, it } from 'vitest';
import { countBlocks, namePeriod } from '../../../server/src/drift/verdict/blockWords.ts';

describe('blocks of rows in words', () => {
  it.each([
    [{ unit: 'second', count: 86_400 }, '1 day'],
    [{ unit: 'second', count: 172_800 }, '2 days'],
    [{ unit: 'second', count: 604_800 }, '1 week'],
    [{ unit: 'second', count: 5_400 }, '90 minutes'],
    [{ unit: 'month', count: 3 }, '3 months'],
    [{ unit: 'month', count: 12 }, '1 year'],
  ] as const)('name %j as %s', (length, name) => {
    expect(namePeriod(length)).toBe(name);
  });

  it.each([
    [12, '1 day', '12 days'],
    [1, '1 week', '1 week'],
    [1_200, '2 days', '1,200 blocks of 2 days'],
    [3, undefined, '3 blocks'],
  ])('count %d of %s as %s', (blocks, period, words) => {
    expect(countBlocks(blocks, period)).toBe(words);
  });
});
