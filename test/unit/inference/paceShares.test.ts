import { expect, it } from 'vitest';
import { paceShares } from '../../../server/src/inference/paceShares.ts';

it('tells of the first share, of the end, and of others where some time has passed', () => {
  const told: number[] = [];
  let now = 5;
  const pace = paceShares(
    (share) => told.push(share),
    () => now,
  );
  for (const [at, share] of [
    [5, 0.1],
    [60, 0.2],
    [105, 0.3],
    [150, 0.4],
    [160, 1],
  ] as const) {
    now = at;
    pace(share);
  }
  expect(told).toEqual([0.1, 0.3, 1]);
});
