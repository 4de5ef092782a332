import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitExtent, formatCount, formatShare, toPosition, toShares } from '../../../webviews/src/charts/scale.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });

describe('fitExtent', () => {
  it('gives no axis when there is no point', () => {
    expect(fitExtent([], { low: 0, high: 1 })).toBeUndefined();
  });

  it('leaves room on both sides of the points', () => {
    const extent = fitExtent([10, 20], undefined);
    expect(extent).toEqual({ low: 7, high: 23 });
  });

  it('gives a single point room too, also at zero', () => {
    expect(fitExtent([0], undefined)).toEqual({ low: -1, high: 1 });
    expect(fitExtent([10], undefined)).toEqual({ low: 7, high: 13 });
  });

  it('is cut to the natural range', () => {
    expect(fitExtent([0.9, 0.99], { low: 0, high: 1 })?.high).toBe(1);
  });

  it('holds every point, even one outside the natural range', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), fc.boolean(), (points, hasRange) => {
        const extent = fitExtent(points, hasRange ? { low: 0, high: 1 } : undefined);
        expect(extent).toBeDefined();
        for (const point of points) {
          expect(extent?.low).toBeLessThanOrEqual(point);
          expect(extent?.high).toBeGreaterThanOrEqual(point);
        }
      }),
    );
  });
});

describe('toPosition', () => {
  it('maps the ends of the extent to the ends of the axis', () => {
    expect(toPosition(2, { low: 2, high: 4 }, 160)).toBe(0);
    expect(toPosition(4, { low: 2, high: 4 }, 160)).toBe(160);
  });

  it('stays on the axis for every value', () => {
    fc.assert(
      fc.property(finite, finite, finite, (value, low, high) => {
        const position = toPosition(value, { low, high }, 160);
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position).toBeLessThanOrEqual(160);
      }),
    );
  });
});

describe('toShares', () => {
  it('keeps proportions', () => {
    expect(toShares([1, 3])).toEqual([0.25, 0.75]);
  });

  it('is all zero when there is nothing', () => {
    expect(toShares([0, 0])).toEqual([0, 0]);
    expect(toShares([])).toEqual([]);
  });

  it('adds up to one also for counts whose sum overflows', () => {
    const counts = fc.array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
    fc.assert(
      fc.property(counts, (values) => {
        const sum = toShares(values).reduce((total, share) => total + share, 0);
        expect(sum).toBeCloseTo(values.some((value) => value > 0) ? 1 : 0, 9);
      }),
    );
  });
});

describe('formatShare', () => {
  it.each([
    [0, '0 %'],
    [0.0003, '< 0.1 %'],
    [0.00449, '0.4 %'],
    [0.05, '5 %'],
    [0.0567, '5.7 %'],
    [0.4926, '49 %'],
    [0.9999, '> 99.9 %'],
    [1, '100 %'],
  ])('writes %d as %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

describe('formatCount', () => {
  it('separates thousands by a narrow space that does not break', () => {
    expect(formatCount(2_999_994)).toBe('2\u202F999\u202F994');
    expect(formatCount(999)).toBe('999');
  });
});
