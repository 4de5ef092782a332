import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnSummary, type ColumnKind, type ProfileColumn } from '../../../schemas/profile.ts';
import { summariseColumn } from '../../../server/src/drift/columnSummary.ts';
import { spreadOfValues } from '../../../server/src/drift/numericSpread.ts';

function numbers(values: readonly number[], kind: ColumnKind): ProfileColumn {
  const counts = [...new Set(values)]
    .sort((a, b) => a - b)
    .map((value) => [value, values.filter((other) => other === value).length] as const);
  const finite = spreadOfValues(counts, kind !== 'float');
  return {
    name: 'x',
    type: 'TYPE',
    kind,
    rows: values.length,
    missing: 0,
    distinct: { kind: 'exact', count: counts.length },
    spread: {
      shape: 'numeric',
      nan: 0,
      positiveInfinity: 0,
      negativeInfinity: 0,
      ...(finite === undefined ? {} : { finite }),
    },
  };
}

function bars(values: readonly number[], kind: ColumnKind) {
  const { plot } = summariseColumn(numbers(values, kind));
  return plot.kind === 'histogram' ? plot.bins : [];
}

describe('the summary of a column', () => {
  it('shows dates and times in ISO form', () => {
    const summary = summariseColumn(numbers([11_323, 11_503], 'date'));
    expect([summary.min, summary.max]).toEqual(['2001-01-01', '2001-06-30']);
    expect(summariseColumn(numbers([978_307_260_000], 'timestamp')).min).toBe('2001-01-01T00:01:00');
    expect(summariseColumn(numbers([3_723_000], 'time')).min).toBe('01:02:03');
  });

  it('draws one bar per whole number when there are few', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    expect(bars(hours, 'integer').map(({ low, count }) => [low, count])).toEqual(
      hours.map((hour) => [String(hour), 1]),
    );
  });

  it('draws days and weeks with their natural edges', () => {
    const days = Array.from({ length: 180 }, (_, day) => 11_323 + day);
    expect(bars(days, 'date')[0]).toEqual({ low: '2001-01-01', high: '2001-01-08', count: 7 });
  });

  it('draws fractions with edges that people read easily', () => {
    const edges = bars(
      Array.from({ length: 100 }, (_, index) => index / 100),
      'float',
    ).map(({ low }) => low);
    expect(edges.slice(0, 4)).toEqual(['0', '0.05', '0.1', '0.15']);
  });

  it('draws one bar when all values are equal', () => {
    expect(bars([2.5, 2.5], 'float')).toEqual([{ low: '2.5', high: '2.5', count: 2 }]);
  });

  it('stays small and loses no row whatever the values', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), (values) => {
        const summary = columnSummary.parse(summariseColumn(numbers(values, 'float')));
        const counted =
          summary.plot.kind === 'histogram' ? summary.plot.bins.reduce((sum, bin) => sum + bin.count, 0) : -1;
        expect(counted).toBe(values.length);
      }),
    );
    const whole = fc.integer({ min: -4e12, max: 4e12 });
    fc.assert(
      fc.property(
        fc.array(whole, { minLength: 1, maxLength: 50 }),
        fc.constantFrom<ColumnKind>('integer', 'date', 'timestamp'),
        (values, kind) => {
          const summary = columnSummary.parse(summariseColumn(numbers(values, kind)));
          const counted =
            summary.plot.kind === 'histogram' ? summary.plot.bins.reduce((sum, bin) => sum + bin.count, 0) : -1;
          expect(counted).toBe(values.length);
        },
      ),
    );
  });

  it('says why there is no plot of personal data', () => {
    const { plot } = summariseColumn({
      ...numbers([1], 'integer'),
      spread: { shape: 'withheld', because: 'personal' },
    });
    expect(plot).toEqual({ kind: 'none', because: 'the column holds personal data' });
  });
});
