import { describe, expect, it } from 'vitest';
import type { CountedColumn } from '../../../server/src/drift/comparison/countedColumn.ts';
import { explainPrevalence } from '../../../server/src/drift/comparison/explainPrevalence.ts';

function categories(values: readonly [string, number][]): CountedColumn {
  const rows = values.reduce((sum, [, count]) => sum + count, 0);
  return { name: 'kind', kind: 'text', rows, missing: 0, spread: { shape: 'categories', values: [...values] } };
}

function numbers(values: readonly [number, number][]): CountedColumn {
  const rows = values.reduce((sum, [, count]) => sum + count, 0);
  const counts = { kind: 'values' as const, values: [...values] };
  const spread = { shape: 'numeric' as const, nan: 0, positiveInfinity: 0, negativeInfinity: 0, finite: { counts } };
  return { name: 'x', kind: 'integer', rows, missing: 0, spread };
}

describe('the share of positives that a changed column explains', () => {
  // In the reference 10 % of a and 50 % of b are positive: 30 % of all.
  const reference = categories([
    ['a', 500],
    ['b', 500],
  ]);
  const positives = categories([
    ['a', 50],
    ['b', 250],
  ]);

  it('is that of the reference, weighted as the window spreads', () => {
    const explained = explainPrevalence(
      reference,
      positives,
      categories([
        ['a', 100],
        ['b', 900],
      ]),
    );
    expect(explained?.change).toBeCloseTo(0.46 - 0.3, 12);
    expect(explained?.unknown).toBe(0);
    expect(explained?.half).toBeGreaterThan(0);
  });

  it('is none when the window spreads as the reference does, whatever its size', () => {
    expect(
      explainPrevalence(
        reference,
        positives,
        categories([
          ['a', 7],
          ['b', 7],
        ]),
      )?.change,
    ).toBeCloseTo(0, 12);
  });

  it('leaves out what the reference never had', () => {
    const explained = explainPrevalence(
      reference,
      positives,
      categories([
        ['a', 100],
        ['new', 900],
      ]),
    );
    expect(explained?.change).toBeCloseTo(0.1 - 0.3, 12);
    expect(explained?.unknown).toBeCloseTo(0.9, 12);
    expect(explainPrevalence(reference, positives, categories([['new', 5]]))).toBeUndefined();
  });

  it('says nothing of unknown categories where those of the reference are not listed one by one', () => {
    const folded = { ...reference, spread: { ...reference.spread, other: { rows: 5, distinct: 5, bound: 0 } } };
    const window = categories([
      ['a', 100],
      ['new', 900],
    ]);
    expect(explainPrevalence(folded as CountedColumn, positives, window)?.unknown).toBe(0);
  });

  it('keeps a frequent number together with its bin where a side lists values and the other bins', () => {
    const binned: CountedColumn = {
      ...numbers([]),
      rows: 1000,
      spread: {
        shape: 'numeric',
        nan: 0,
        positiveInfinity: 0,
        negativeInfinity: 0,
        // Bins of width 2: 500 rows from 0 to 2, 500 from 100 to 102.
        finite: {
          counts: {
            kind: 'dyadic',
            exponent: 1,
            bins: [
              [0, 500],
              [50, 500],
            ],
          },
        },
      },
    };
    const late = numbers([
      [0, 50],
      [100, 250],
    ]);
    const window = numbers([
      [0, 100],
      [100, 900],
    ]);
    expect(explainPrevalence(binned, late, window)?.change).toBeCloseTo(0.46 - 0.3, 12);
  });

  it('is the whole change for the answer itself', () => {
    const label = (late: number, other: number): CountedColumn => ({
      name: 'late',
      kind: 'boolean',
      rows: late + other,
      missing: 0,
      spread: { shape: 'boolean', true: late, false: other },
    });
    expect(explainPrevalence(label(20, 80), label(20, 0), label(35, 65))?.change).toBeCloseTo(0.15, 12);
  });

  it('looks numbers up in bins, and values beyond the reference in the outermost', () => {
    const low: [number, number][] = [
      [1, 100],
      [2, 100],
    ];
    const explained = explainPrevalence(
      numbers(low),
      numbers([[2, 100]]),
      numbers([
        [-5, 10],
        [9, 30],
      ]),
    );
    expect(explained?.change).toBeCloseTo(0.75 - 0.5, 12);
    expect(explained?.unknown).toBe(1);
  });

  it('knows nothing of numbers beyond a reference that holds one value', () => {
    const explained = explainPrevalence(
      numbers([[0, 100]]),
      numbers([[0, 30]]),
      numbers([
        [0, 60],
        [0.25, 40],
      ]),
    );
    expect(explained).toStrictEqual({ change: 0, half: 0, unknown: 0.4 });
  });

  it('counts no row as beyond that may lie within, where the window is counted in wide bins', () => {
    const low: [number, number][] = [
      [1, 100],
      [2, 100],
    ];
    const window = numbers([]);
    const counts = {
      kind: 'dyadic' as const,
      exponent: 4,
      bins: [[0, 90] as [number, number], [5, 10] as [number, number]],
    };
    const wide = { ...window, rows: 100, spread: { ...window.spread, finite: { counts } } } as CountedColumn;
    expect(explainPrevalence(numbers(low), numbers([[2, 100]]), wide)?.unknown).toBeCloseTo(0.1, 12);
  });
});
