import fc from 'fast-check';
import { expect, it } from 'vitest';
import { niceTicks } from '../../../webviews/src/charts/scale.ts';

it.each([
  [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [-4.79e6, 1.59e6, [-4e6, -2e6, 0]],
  [3, 4.2, [3, 3.25, 3.5, 3.75, 4]],
])('numbers of an axis from %f to %f are round', (low, high, ticks) => {
  expect(niceTicks({ low, high }, 6).map((tick) => Number(tick.toPrecision(6)))).toEqual(ticks);
});

it('numbers of an axis lie on it, rise, and are few', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
      (low, span) => {
        const high = low + span;
        fc.pre(high > low);
        const ticks = niceTicks({ low, high }, 6);
        expect(ticks.length).toBeLessThanOrEqual(6);
        for (const tick of ticks.length > 1 ? ticks : []) {
          expect(tick).toBeGreaterThanOrEqual(low - span * 1e-6);
          expect(tick).toBeLessThanOrEqual(high + span * 1e-6);
        }
        expect(ticks).toEqual(ticks.toSorted((left, right) => left - right));
      },
    ),
  );
});
