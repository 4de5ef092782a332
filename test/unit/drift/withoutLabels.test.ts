import { describe, expect, it } from 'vitest';
import {
  calibrateScores,
  estimateClassification,
} from '../../../server/src/drift/estimation/estimateClassification.ts';
import { learnLosses } from '../../../server/src/drift/estimation/learnLosses.ts';
import { fitIsotonic } from '../../../server/src/drift/estimation/isotonic.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { readPerformanceFixture } from '../../python/performanceFixture.ts';

const fixture = readPerformanceFixture();

function columnsOf(rows: readonly (readonly number[])[]): readonly Float64Array[] {
  return (rows[0] ?? []).map((_, column) => Float64Array.from(rows, (row) => row[column] ?? Number.NaN));
}

describe('isotonic regression', () => {
  it('is that of scikit-learn, ties and ends included', () => {
    for (const { x, y, at, fitted } of fixture.isotonic) {
      const predict = fitIsotonic(x, y);
      at.forEach((score, place) => expect(predict(score)).toBeCloseTo(fitted[place] ?? Number.NaN, 12));
    }
  });

  it('says that nothing can be fitted to nothing', () => {
    expect(() => fitIsotonic([], [])).toThrow(RangeError);
  });
});

describe(`estimates of a classifier without labels, as NannyML ${fixture.tools['nannyml']} makes them`, () => {
  it.each(fixture.estimates.map((each, place) => [place, each] as const))('case %i', (_place, drawn) => {
    const { calibrate } = calibrateScores(
      { scores: Float64Array.from(drawn.reference), truth: Uint8Array.from(drawn.truth) },
      drawn.isCalibrated ? 'always' : 'never',
    );
    const ours = estimateClassification(Float64Array.from(drawn.current), 0.5, calibrate);
    const expected = drawn.estimates;
    expect(ours.accuracy).toBeCloseTo(expected['accuracy'] ?? 0, 10);
    expect(ours.precision).toBeCloseTo(expected['precision'] ?? 0, 10);
    expect(ours.recall).toBeCloseTo(expected['recall'] ?? 0, 10);
    expect(ours.specificity).toBeCloseTo(expected['specificity'] ?? 0, 10);
    expect(ours.f1).toBeCloseTo(expected['f1'] ?? 0, 10);
    // NannyML orders rows of equal score by numpy's unstable sort.
    const hasTies = new Set(drawn.current).size < drawn.current.length;
    expect(Math.abs((ours.rocAuc ?? 0) - (expected['roc_auc'] ?? 0))).toBeLessThan(hasTies ? 5e-3 : 1e-9);
    expect(Math.abs((ours.averagePrecision ?? 0) - (expected['average_precision'] ?? 0))).toBeLessThan(
      hasTies ? 5e-3 : 1e-6,
    );
  });

  it('calibrates scores that are far off, and leaves right ones nearly alone', () => {
    const random = createRandomStream(4);
    const scores = Float64Array.from({ length: 4000 }, () => random.nextFraction());
    const draw = (chance: (score: number) => number) =>
      scores.map((score) => Number(random.nextFraction() < chance(score)));
    const off = calibrateScores({ scores, truth: Uint8Array.from(draw((score) => score * 0.5)) });
    expect(off.isCalibrated).toBe(true);
    expect(off.calibrate(0.8)).toBeGreaterThan(0.33);
    expect(off.calibrate(0.8)).toBeLessThan(0.47);
    const right = calibrateScores({ scores, truth: Uint8Array.from(draw((score) => score)) });
    expect(right.calibrate(0.8)).toBeGreaterThan(0.73);
    expect(right.calibrate(0.8)).toBeLessThan(0.87);
  });

  it('draws intervals that hold what labels then show', () => {
    const random = createRandomStream(5);
    const repetitions = 60;
    let held = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const scores = Float64Array.from({ length: 500 }, () => random.nextFraction());
      const { intervals } = estimateClassification(scores, 0.4, (score) => score, repetition);
      const truth = scores.map((score) => Number(random.nextFraction() < score));
      const right = scores.filter((score, row) => score >= 0.4 === (truth[row] === 1)).length / 500;
      held += Number((intervals.accuracy?.low ?? 1) <= right && right <= (intervals.accuracy?.high ?? 0));
    }
    expect(held / repetitions).toBeGreaterThanOrEqual(0.88);
  });

  it('has no precision when nothing is answered positive', () => {
    const none = estimateClassification(Float64Array.of(0.1, 0.2), 0.5, (score) => score);
    expect(none.precision).toBeUndefined();
    expect(none.recall).toBe(0);
    expect(estimateClassification(new Float64Array(), 0.5, (score) => score).accuracy).toBeUndefined();
  });
});

describe('estimates of losses without labels', () => {
  it('come as near to what labels show as those of NannyML, where rows became harder', () => {
    for (const { reference, current, estimates, realised } of fixture.losses) {
      const [a, b, answers = new Float64Array(), truth = new Float64Array()] = columnsOf(reference);
      const [c, d, others = new Float64Array()] = columnsOf(current);
      if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('Four columns.');
      const ours = learnLosses({ inputs: [a, b], answers }, truth)({ inputs: [c, d], answers: others });
      const before = truth.reduce((sum, value, row) => sum + Math.abs(value - (answers[row] ?? 0)), 0) / truth.length;
      expect(Math.abs(ours.mae - realised.mae)).toBeLessThan(Math.abs(before - realised.mae) / 3);
      expect(Math.abs(ours.mae - estimates.mae)).toBeLessThan(0.1 * estimates.mae);
      expect(Math.abs(ours.rmse - estimates.rmse)).toBeLessThan(0.1 * estimates.rmse);
    }
  });

  it('stands missing inputs', () => {
    const inputs = [Float64Array.from({ length: 200 }, (_, row) => (row % 3 === 0 ? Number.NaN : row))];
    const answers = new Float64Array(200);
    const truth = answers.map((_, row) => (row % 3 === 0 ? 5 : 1));
    const ours = learnLosses(
      { inputs, answers },
      truth,
    )({
      inputs: [Float64Array.of(Number.NaN)],
      answers: Float64Array.of(0),
    });
    expect(ours.mae).toBeGreaterThan(4.5);
  });
});
