import { describe, expect, it } from 'vitest';
import { classifyDomains } from '../../../server/src/drift/multivariate/domainClassifier.ts';
import { fitReconstruction } from '../../../server/src/drift/multivariate/reconstruction.ts';
import { compareRows } from '../../../server/src/drift/multivariate/rowDiscrepancy.ts';
import { judgeConcept } from '../../../server/src/drift/shift/judgeConcept.ts';
import { tellShifts } from '../../../server/src/drift/shift/tellShifts.ts';
import { drawBinomial } from '../../../server/src/statistics/binomial.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { readPerformanceFixture } from '../../python/performanceFixture.ts';
import { drawNormal } from './columnPairs.ts';

const fixture = readPerformanceFixture();

const column = (seed: number, rows: number, shift = 0): Float64Array =>
  Float64Array.from(drawNormal(seed, rows, shift));

describe('a classifier of domains', () => {
  it('finds a moved column and names it first', () => {
    const found = classifyDomains([
      { name: 'still', reference: column(1, 600), current: column(2, 600) },
      { name: 'moved', reference: column(3, 600), current: column(4, 600, 0.7) },
      { name: 'other', reference: column(5, 600), current: column(6, 600) },
    ]);
    // The best that can be done with a shift of 0.7 is 0.69.
    expect(found?.auc).toBeGreaterThan(0.63);
    expect(found?.auc).toBeLessThan(0.73);
    expect(found?.p).toBeLessThan(1e-4);
    expect(found?.columns[0]).toMatchObject({ name: 'moved' });
    expect(found?.columns[0]?.share).toBeGreaterThan(0.5);
    expect(found?.low).toBeLessThan(found?.auc ?? 0);
  });

  it('finds columns that only moved together', () => {
    const [a, b] = [column(1, 800), column(2, 800)];
    const noise = column(3, 800);
    const found = classifyDomains([
      { name: 'a', reference: a, current: b },
      {
        name: 'b',
        reference: a.map((value, row) => value + 0.3 * (noise[row] ?? 0)),
        current: b.map((value, row) => -value + 0.3 * (noise[row] ?? 0)),
      },
    ]);
    expect(found?.auc).toBeGreaterThan(0.8);
  });

  it('finds nothing where nothing changed, and is the same on every run', () => {
    const same = [{ name: 'x', reference: column(1, 500), current: column(2, 500) }];
    const found = classifyDomains(same);
    expect(found?.low).toBeLessThan(0.5);
    expect(found?.high).toBeGreaterThan(0.5);
    expect(classifyDomains(same)).toEqual(found);
  });

  it('alarms about as often as it should when nothing changed', () => {
    const alarms = Array.from({ length: 40 }, (_, place) => {
      const columns = [0, 1].map((which) => ({
        name: `x${which}`,
        reference: column(1000 * place + 2 * which + 1, 150),
        current: column(1000 * place + 2 * which + 2, 150),
      }));
      return classifyDomains(columns, place)?.p ?? 0;
    });
    expect(alarms.filter((p) => p <= 0.05).length).toBeLessThanOrEqual(5);
  });

  it('needs twenty rows on each side', () => {
    expect(classifyDomains([{ name: 'x', reference: column(1, 19), current: column(2, 500) }])).toBeUndefined();
    expect(classifyDomains([])).toBeUndefined();
  });
});

describe('reconstruction by main directions', () => {
  it('has the errors of NannyML', () => {
    for (const { reference, current, errors, components } of fixture.reconstructions) {
      const columnsOf = (rows: readonly (readonly number[])[]) =>
        (rows[0] ?? []).map((_, place) => Float64Array.from(rows, (row) => row[place] ?? Number.NaN));
      const fitted = fitReconstruction(columnsOf(reference));
      const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(fitted.components).toBe(components);
      expect(mean(fitted.measure(columnsOf(reference)))).toBeCloseTo(errors[0], 9);
      expect(mean(fitted.measure(columnsOf(current)))).toBeCloseTo(errors[1], 9);
    }
  });

  it('stands constant columns and missing values', () => {
    const fitted = fitReconstruction([Float64Array.of(1, 1, 1), Float64Array.of(1, 2, Number.NaN)]);
    expect([...fitted.measure([Float64Array.of(1), Float64Array.of(Number.NaN)])]).toEqual([0]);
  });
});

describe('the discrepancy of rows', () => {
  const cloud = (seed: number, rows: number, shift: number): readonly Float64Array[] =>
    Array.from({ length: rows }, (_, row) => Float64Array.from(drawNormal(1000 * seed + row, 8, shift)));

  it('sees embeddings that moved', () => {
    expect(compareRows(cloud(1, 80, 0), cloud(2, 60, 0.5))?.p).toBeLessThanOrEqual(0.01);
  });

  it('alarms about as often as it should when nothing moved', () => {
    const alarms = Array.from(
      { length: 40 },
      (_, place) => compareRows(cloud(10 + 2 * place, 25, 0), cloud(11 + 2 * place, 25, 0), place)?.p ?? 0,
    );
    expect(alarms.filter((p) => p <= 0.05).length).toBeLessThanOrEqual(5);
  });

  it('is undefined where nothing differs', () => {
    const one = Float64Array.of(1, 2);
    expect(compareRows([one, one], [one, one])).toBeUndefined();
    expect(compareRows([one], [one, one])).toBeUndefined();
  });
});

describe('shifts', () => {
  const random = createRandomStream(9);
  const bins = (rows: number, moved: number, crowd = 0) =>
    Array.from({ length: 10 }, (_, bin) => {
      const share = (bin + 0.5) / 10;
      const current = Math.round(rows * (1 + crowd * (share - 0.5)));
      return {
        reference: { rows: 2000, positives: drawBinomial(random, 2000, share) },
        current: { rows: current, positives: drawBinomial(random, current, Math.min(1, Math.max(0, share + moved))) },
      };
    });

  it('of meaning are found among rows of equal score', () => {
    expect(judgeConcept(bins(500, -0.12))).toMatchObject({ answer: 'drift' });
  });

  it('of the scores alone are none of meaning', () => {
    expect(judgeConcept(bins(3000, 0, 1.5))?.answer).toBe('stable');
    const alarms = Array.from({ length: 40 }, (_, seed) => judgeConcept(bins(60, 0, 1.5), { seed })?.answer);
    expect(alarms.filter((answer) => answer === 'drift').length).toBeLessThanOrEqual(4);
  });

  it('cannot be told from a few labels, or from none', () => {
    expect(judgeConcept(bins(4, 0))?.answer).toBe('cannot-tell');
    expect(judgeConcept([])).toBeUndefined();
  });

  it('are told apart', () => {
    const kinds = (...evidence: Parameters<typeof tellShifts>) => tellShifts(...evidence).map(({ kind }) => kind);
    expect(kinds({ inputs: 'drift', labels: 'drift', concept: 'stable' })).toEqual(['covariate', 'label']);
    expect(kinds({ inputs: 'stable', labels: 'drift', concept: 'drift' })).toEqual(['concept']);
    expect(kinds({ inputs: 'stable', labels: 'stable', concept: 'stable' })).toEqual(['none']);
    expect(tellShifts({ inputs: 'stable', labels: undefined, concept: undefined })).toMatchObject([
      { kind: 'unknown', says: 'No shift is found; it cannot be told for the labels, labels given the score.' },
    ]);
  });
});
