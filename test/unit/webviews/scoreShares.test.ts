/** Scores by class and gains, from the counts at thresholds. */
import { describe, expect, it } from 'vitest';
import type { Operating } from '../../../schemas/evaluationPanel.ts';
import { gains, scoreBins } from '../../../webviews/src/evaluation/scoreShares.ts';

/** Counts at every distinct score, as a run records them. */
function operatingOf(positives: readonly number[], negatives: readonly number[]): Operating {
  const thresholds = [...new Set([...positives, ...negatives])].sort((left, right) => right - left);
  const from = (scores: readonly number[], threshold: number): number =>
    scores.filter((score) => score >= threshold).length;
  return {
    points: thresholds.map((threshold) => ({
      threshold,
      truePositives: from(positives, threshold),
      falsePositives: from(negatives, threshold),
    })),
    positives: positives.length,
    negatives: negatives.length,
  };
}

describe('scores of each class', () => {
  it('are shares of the rows whose score lies in a bin, and both classes add up to one', () => {
    const bins = scoreBins(operatingOf([0.5, 0.9, 0.97, 1], [0, 0.01, 0.12, 0.5]));
    expect(bins).toHaveLength(20);
    expect(bins[0]).toMatchObject({ low: 0, positives: 0, negatives: 0.5 });
    expect(bins[2]).toMatchObject({ positives: 0, negatives: 0.25 });
    expect(bins[10]).toMatchObject({ positives: 0.25, negatives: 0.25 });
    expect(bins[19]).toMatchObject({ high: 1, positives: 0.5, negatives: 0 });
    for (const side of ['positives', 'negatives'] as const) {
      expect(bins.reduce((sum, bin) => sum + bin[side], 0)).toBeCloseTo(1, 12);
    }
  });

  it('count scores below the lowest threshold that is recorded in the first bin', () => {
    const whole = operatingOf([0.2, 0.8], [0.1, 0.4]);
    const bins = scoreBins({ ...whole, points: whole.points.filter(({ threshold }) => threshold > 0.3) });
    expect(bins[0]).toMatchObject({ low: 0.4, positives: 0.5, negatives: 1 });
  });

  it('spread evenly between thresholds that lie near each other, so that thinning leaves no steps', () => {
    const points = Array.from({ length: 33 }, (_, index) => {
      const left = 1 - index / 32;
      return { threshold: index / 32, truePositives: 320 * left, falsePositives: 640 * left };
    });
    const bins = scoreBins({ points, positives: 320, negatives: 640 });
    for (const bin of bins) expect(bin.positives).toBeCloseTo(1 / 20, 12);
    for (const bin of bins) expect(bin.negatives).toBeCloseTo(1 / 20, 12);
  });

  it.each([
    ['a class has no row', operatingOf([], [0.1, 0.4])],
    ['all scores are equal', operatingOf([0.3], [0.3])],
    ['no threshold is recorded', { points: [], positives: 3, negatives: 4 }],
  ])('are not drawn where %s', (_what, operating) => {
    expect(scoreBins(operating)).toEqual([]);
  });
});

describe('gains', () => {
  it('go from nothing to everything, the highest scores first', () => {
    expect(gains(operatingOf([0.9, 0.3], [0.5, 0.1]))).toEqual([
      [0, 0],
      [0.25, 0.5],
      [0.5, 0.5],
      [0.75, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it('are not there without a positive row', () => {
    expect(gains(operatingOf([], [0.5]))).toEqual([]);
  });
});
