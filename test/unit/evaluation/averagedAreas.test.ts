/** Areas averaged over classes: their intervals are those of drawing rows and ranking them anew. */
import { describe, expect, it } from 'vitest';
import type { LabelAnswers } from '../../../server/src/evaluation/answers.ts';
import { pickRows } from '../../../server/src/evaluation/answers.ts';
import { rowsInterval } from '../../../server/src/evaluation/intervals/rowBootstrap.ts';
import { measure } from '../../../server/src/evaluation/measure.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

const resampling = { seed: 11, resamples: 250, confidence: 0.95 };

/** Rows with any of three classes, whose scores tell something and have ties. */
function drawLabels(rows: number): LabelAnswers {
  const random = createRandomStream(5);
  const truth = Uint8Array.from({ length: rows * 3 }, () => (random.nextFraction() < 0.3 ? 1 : 0));
  const values = Float64Array.from(truth, (flag) => Math.round(8 * (0.6 * random.nextFraction() + 0.4 * flag)) / 8);
  return {
    kind: 'labels',
    classes: ['a', 'b', 'c'],
    truth,
    answers: Uint8Array.from(values, (score) => (score >= 0.5 ? 1 : 0)),
    probabilities: { values, classes: 3 },
  };
}

describe('the interval of an average over classes', () => {
  const answers = drawLabels(80);

  it.each([
    ['roc-auc', 'macro'],
    ['roc-auc', 'micro'],
    ['roc-auc', 'weighted'],
    ['roc-auc', 'worst'],
    ['average-precision', 'macro'],
    ['average-precision', 'micro'],
    ['average-precision', 'weighted'],
  ] as const)('%s, %s, is that of ranking drawn rows anew', (metric, averaging) => {
    const value = measure({ metric, averaging }, answers, resampling);
    const anew = rowsInterval(
      80,
      (rows) => measure({ metric, averaging }, pickRows(answers, rows), { ...resampling, resamples: 1 }),
      resampling,
    );
    expect(value).toMatchObject({ state: 'known' });
    const interval = value.state === 'known' ? value.interval : undefined;
    expect(interval?.low).toBeCloseTo(anew?.low ?? NaN, 12);
    expect(interval?.high).toBeCloseTo(anew?.high ?? NaN, 12);
  });

  it.each(['macro', 'micro', 'weighted', 'samples'] as const)('of F1, %s, holds the value', (averaging) => {
    const value = measure({ metric: 'f1', averaging }, answers, resampling);
    const known = value.state === 'known' ? value : undefined;
    expect(known?.interval?.low).toBeLessThan(known?.value ?? NaN);
    expect(known?.interval?.high).toBeGreaterThan(known?.value ?? NaN);
  });
});
