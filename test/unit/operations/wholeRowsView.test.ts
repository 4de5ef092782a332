import { describe, expect, it } from 'vitest';
import type { DriftResult } from '../../../schemas/driftJob.ts';
import type { TogetherFinding } from '../../../schemas/driftTogether.ts';
import { wholeRowsView } from '../../../server/src/operations/drift/wholeRowsView.ts';

const windows = ['2001-04', '2001-05'].map((label) => ({ label, rows: 100, isIncomplete: false }));

function viewOf(together: TogetherFinding[] | undefined) {
  const result: DriftResult = {
    referenceRows: 100,
    windows,
    columns: [],
    notCompared: [],
    tests: 1,
    seed: 1,
    notes: [],
    ...(together === undefined ? {} : { together }),
  };
  return wholeRowsView({ result });
}

const base = {
  kind: 'judged',
  adjustedP: 0.21,
  p: 0.1,
  rows: { reference: 100, current: 100 },
  pairs: [],
  columns: [],
  usual: 0,
} as const;

describe('what was found of whole rows', () => {
  it('is nothing for single columns', () => {
    expect(viewOf(undefined)).toEqual([]);
  });

  it('is told drift first, each in the unit of its measure', () => {
    const found = viewOf([
      {
        ...base,
        columns: [],
        pairs: [],
        window: 0,
        method: 'row_mmd',
        measure: 'mmd-squared',
        value: 0.00123456,
        answer: 'stable',
        sentence: 'Nothing.',
      },
      { kind: 'undefined', window: 0, method: 'text_classifier', because: 'No column holds free text.' },
      {
        ...base,
        pairs: [],
        columns: Array.from({ length: 9 }, (_, place) => ({ name: `c${place}`, share: 0.1 })),
        window: 1,
        method: 'pca_reconstruction',
        measure: 'rank-wasserstein',
        value: 0.0456,
        low: 0.04,
        high: 0.05123,
        smallest: 0.03,
        adjustedP: 1e-6,
        answer: 'drift',
        sentence: 'Rows lie far.',
      },
    ]);
    expect(found.map(({ name, window, answer }) => `${name}, ${window}: ${answer}`)).toEqual([
      'reconstruction (PCA), 2001-05: drift',
      'discrepancy of rows (MMD), 2001-04: stable',
      'classifier of words, 2001-04: not-judged',
    ]);
    expect(found[0]).toMatchObject({ size: '4.56 %', range: '4 % to 5.12 %', smallest: '3 %', p: 'below 0.0001' });
    expect(found[0]?.features).toHaveLength(5);
    expect(found[1]).toMatchObject({ size: '0.00123', range: null, smallest: null, p: '0.21' });
    expect(found[2]).toMatchObject({ size: null, words: 'No column holds free text.' });
  });

  it('names pairs whose relation surely changed', () => {
    const pairs = [{ first: 'a', second: 'b', reference: 0.8123, current: -0.1, adjustedP: 0.001 }];
    const [found] = viewOf([
      {
        ...base,
        columns: [],
        pairs,
        window: 0,
        method: 'correlation_change',
        measure: 'correlation',
        value: 0.9,
        answer: 'drift',
        sentence: 'Much.',
      },
    ]);
    expect(found?.words).toBe('Much. Surely changed: a with b from 0.812 to -0.1.');
  });
});
