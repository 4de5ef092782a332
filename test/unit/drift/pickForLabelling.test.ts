import { describe, expect, it } from 'vitest';
import { pickForLabelling } from '../../../server/src/drift/multivariate/pickForLabelling.ts';
import type { SampledRows } from '../../../server/src/drift/multivariate/sampledRows.ts';
import { measureSampledTexts } from '../../../server/src/drift/texts/measureSampledTexts.ts';
import { queueCsv } from '../../../server/src/report/queueCsv.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

/** Rows near a line, and the row that is far from it. */
function rowsOf(seed: number, odd?: number): SampledRows {
  const random = createRandomStream(seed);
  const x = Float64Array.from({ length: 200 }, () => random.nextFraction());
  const numbers = (name: string, values: Float64Array) => ({ kind: 'numbers' as const, name, values });
  const off = (row: number): number => (row === odd ? 5 : 0.01 * random.nextFraction());
  return [
    numbers('x', x),
    numbers(
      'y',
      x.map((value, row) => value + off(row)),
    ),
    numbers(
      'z',
      x.map((value) => 2 * value + 0.01 * random.nextFraction()),
    ),
    numbers(
      'score',
      Float64Array.from({ length: 200 }, (_, row) => (row === 17 ? 0.401 : row / 199)),
    ),
  ];
}

describe('rows for labelling', () => {
  const scores = { name: 'score', threshold: 0.4 };

  it('are uncertain, anomalous and representative ones in turns, each once', () => {
    const picked = pickForLabelling(rowsOf(1), rowsOf(2, 42), { count: 9, scores });
    expect(picked.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 3 }, () => ['uncertain', 'anomalous', 'representative']).flat(),
    );
    expect(new Set(picked.map(({ row }) => row)).size).toBe(9);
    expect(picked.find(({ reason }) => reason === 'anomalous')?.row).toBe(42);
    expect(Math.abs(picked[0]?.measure ?? 1)).toBeLessThan(0.005);
  });

  it('are anomalous and representative ones where there is no score', () => {
    const reasons = new Set(pickForLabelling(rowsOf(1), rowsOf(2), { count: 6 }).map(({ reason }) => reason));
    expect([...reasons]).toEqual(['anomalous', 'representative']);
  });

  it('are not called anomalous where nothing but rounding is left of them', () => {
    const flat = (values: readonly number[]): SampledRows => [
      { kind: 'numbers', name: 'x', values: Float64Array.from(values) },
    ];
    const picked = pickForLabelling(flat([0.1, 0.2, 0.3]), flat([0.15, 0.7, 3]), { count: 3 });
    expect(picked.map(({ reason }) => reason)).toEqual(['representative', 'representative', 'representative']);
  });

  it('are held against the words and lengths of free text, of which no two are equal', () => {
    const known = Array.from({ length: 60 }, (_, row) => `please send my parcel ${'very '.repeat(row % 5)}soon`);
    const side = (values: readonly string[]): SampledRows => [{ kind: 'texts', name: 'message', values: [...values] }];
    const odd = 'dark mode crashes after update';
    const { reference, current } = measureSampledTexts(
      side(known),
      side([...known.slice(0, 20), odd]),
      new Set(['message']),
    );
    const [first] = pickForLabelling(reference, current, { count: 1 });
    expect(first).toMatchObject({ reason: 'anomalous', row: 20 });
  });

  it('are never more than there are', () => {
    expect(pickForLabelling(rowsOf(1), rowsOf(2), { count: 1_000, scores })).toHaveLength(200);
    expect(pickForLabelling(rowsOf(1), [], { count: 5 })).toEqual([]);
  });

  it('are written with nothing that a spreadsheet would compute, and with numbers as they are', () => {
    const values = ['=HYPERLINK("http://a")', '@SUM(A1)', '+49 30 1', '-1.5e-7', '-', '\tx', '2026-01-02', '-2+3'];
    const written = queueCsv({
      window: 'w',
      columns: ['=1+1'],
      rows: values.map((value, row) => ({ reason: 'uncertain', measure: 0, row, values: [value] })),
    });
    expect(written.trim().split('\n')).toEqual([
      "picked_because,picked_measure,picked_window,picked_row,'=1+1",
      'uncertain,0,w,0,"\'=HYPERLINK(""http://a"")"',
      "uncertain,0,w,1,'@SUM(A1)",
      "uncertain,0,w,2,'+49 30 1",
      'uncertain,0,w,3,-1.5e-7',
      'uncertain,0,w,4,-',
      "uncertain,0,w,5,'\tx",
      'uncertain,0,w,6,2026-01-02',
      "uncertain,0,w,7,'-2+3",
    ]);
  });

  it('are written as CSV with the reason and the place of each', () => {
    const rows = [{ reason: 'anomalous', measure: 1.23456789, row: 7, values: ['a "b", c', null, ''] } as const];
    expect(
      queueCsv({
        window: '2001-06',
        columns: ['note', 'x', 'y'],
        rows: rows.map((row) => ({ ...row, values: [...row.values] })),
      }),
    ).toBe(
      'picked_because,picked_measure,picked_window,picked_row,note,x,y\nanomalous,1.23457,2001-06,7,"a ""b"", c",,""\n',
    );
  });
});
