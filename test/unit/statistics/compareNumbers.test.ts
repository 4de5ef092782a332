import { describe, expect, it } from 'vitest';
import { compareNumbers } from '../../python/compareNumbers.ts';

describe('numbers that are computed again', () => {
  const checkedIn = {
    tools: { python: '3.11.7', scipy: '1.17.1' },
    seed: 1,
    sums: [
      { values: [1, 2], sum: 3 },
      { values: [0], sum: 0 },
    ],
  };

  it('may differ in their last digits and in the version of Python', () => {
    const fresh = {
      ...checkedIn,
      tools: { python: '3.13.0', scipy: '1.17.1' },
      sums: [
        { values: [1, 2], sum: 3 + 1e-12 },
        { values: [0], sum: 0 },
      ],
    };
    expect(compareNumbers(checkedIn, fresh)).toEqual({ passed: 4, differences: [] });
  });

  it.each([
    [
      'another number',
      {
        ...checkedIn,
        sums: [
          { values: [1, 2], sum: 3.001 },
          { values: [0], sum: 0 },
        ],
      },
    ],
    ['a missing case', { ...checkedIn, sums: [{ values: [1, 2], sum: 3 }] }],
    [
      'a shorter list',
      {
        ...checkedIn,
        sums: [
          { values: [1], sum: 3 },
          { values: [0], sum: 0 },
        ],
      },
    ],
    ['another version of a package', { ...checkedIn, tools: { python: '3.11.7', scipy: '1.18.0' } }],
    [
      'a small number instead of 0',
      {
        ...checkedIn,
        sums: [
          { values: [1, 2], sum: 3 },
          { values: [0], sum: 1e-12 },
        ],
      },
    ],
  ])('are different with %s', (_, fresh) => {
    const { passed, differences } = compareNumbers(checkedIn, fresh);
    expect(differences).toHaveLength(1);
    expect(passed).toBe(3);
  });
});
