import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTrend } from '../../soak/judgeTrend.ts';

describe('the trend of a soak', () => {
  it('is flat for what fills caches and then stays', () => {
    const values = [10, 40, 70, 90, 100, 101, 99, 100, 102, 100, 99, 101];
    expect(judgeTrend(values, 0.05)).toMatchObject({ level: 100, isFlat: true });
  });

  it('is not flat for a leak, also a slow one', () => {
    const values = Array.from({ length: 60 }, (_, cycle) => 100 + cycle * 0.5 + (cycle % 3));
    const { growth, isFlat } = judgeTrend(values, 0.1);
    expect(growth).toBeCloseTo(14.5, 0);
    expect(isFlat).toBe(false);
  });

  it('is not turned by a single peak', () => {
    const values = Array.from({ length: 40 }, (_, cycle) => (cycle === 39 ? 400 : 100));
    expect(judgeTrend(values, 0.05)).toEqual({ level: 100, growth: 0, isFlat: true });
  });

  it('finds the growth of a line, whatever the line', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 60 }), fc.integer({ min: -9, max: 9 }), (length, step) => {
        const values = Array.from({ length }, (_, cycle) => 1000 + step * cycle);
        const { growth } = judgeTrend(values, 0);
        expect(growth).toBeCloseTo(step * (length - Math.floor(length / 2) - 1));
      }),
    );
  });
});
