import { describe, expect, it } from 'vitest';
import { judgeTogether, type TogetherWindow } from '../../../server/src/drift/multivariate/judgeTogether.ts';
import { encodeColumns, joinSamples, type SampledRows } from '../../../server/src/drift/multivariate/sampledRows.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { togetherMethod } from '../../../schemas/driftTogether.ts';

/** Two columns that each spread evenly, and hang together or not. */
function rowsOf(seed: number, rows: number, hangsTogether: boolean): SampledRows {
  const random = createRandomStream(seed);
  const a = Float64Array.from({ length: rows }, () => random.nextFraction());
  const b = a.map((value) => (hangsTogether ? (value + 0.1 * random.nextFraction()) % 1 : random.nextFraction()));
  return [
    { kind: 'numbers', name: 'a', values: a },
    { kind: 'numbers', name: 'b', values: b },
  ];
}

function window(basis: SampledRows, rows: SampledRows): TogetherWindow {
  return { window: 0, label: 'june', basis, rows };
}

const options = {
  methods: togetherMethod.options,
  falseAlarm: 0.05,
  correction: 'benjamini-hochberg',
  seed: 1,
} as const;

describe('rows compared as a whole', { timeout: 60_000 }, () => {
  it('shows columns that no longer move together, though each spreads as before', () => {
    const findings = judgeTogether([window(rowsOf(1, 600, true), rowsOf(2, 600, false))], options);
    expect(findings.flatMap((one) => (one.kind === 'judged' ? [[one.method, one.answer]] : []))).toEqual([
      ['domain_classifier', 'drift'],
      ['pca_reconstruction', 'drift'],
      ['row_mmd', 'drift'],
      ['correlation_change', 'drift'],
    ]);
    expect(findings.at(-1)).toMatchObject({ pairs: [{ first: 'a', second: 'b' }] });
  });

  it('looks at no embedding and at no free text where there is none, and says so', () => {
    const findings = judgeTogether([window(rowsOf(1, 60, true), rowsOf(2, 60, true))], options);
    expect(findings.flatMap((one) => (one.kind === 'undefined' ? [one.method] : []))).toEqual([
      'embedding_mmd',
      'text_classifier',
    ]);
  });

  it('raises no alarm where nothing changed', () => {
    const findings = judgeTogether([window(rowsOf(3, 600, true), rowsOf(4, 600, true))], options);
    expect(findings.filter((one) => one.kind === 'judged' && one.answer === 'drift')).toEqual([]);
  });

  it('says why there is nothing to say of a few rows', () => {
    const [finding] = judgeTogether([window(rowsOf(5, 600, true), rowsOf(6, 5, true))], options);
    expect(finding).toMatchObject({ kind: 'undefined', because: expect.stringMatching(/june has 5 rows/) as string });
  });

  it('numbers categories by how frequent they are in the reference, and what is new as one more', () => {
    const texts = (values: readonly (string | null)[]): SampledRows => [{ kind: 'texts', name: 'c', values }];
    const [column] = encodeColumns(texts(['b', 'a', 'b', null]), texts(['z', 'a', null]), 'rank');
    expect([...(column?.reference ?? [])]).toEqual([0, 1, 0, Number.NaN]);
    expect([...(column?.current ?? [])]).toEqual([2, 1, Number.NaN]);
  });

  it('joins the rows of windows in their order', () => {
    const numbers = (values: readonly number[]): SampledRows => [
      { kind: 'numbers', name: 'x', values: Float64Array.from(values) },
    ];
    expect(joinSamples([numbers([1, 2]), numbers([3])])).toEqual(numbers([1, 2, 3]));
  });
});
