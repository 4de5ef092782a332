/** Intervals hold what they say, and are the same on every run. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countConfusion } from '../../../server/src/evaluation/classification/confusion.ts';
import { accuracy, matthewsCorrelation } from '../../../server/src/evaluation/classification/confusionMetrics.ts';
import { rankScores } from '../../../server/src/evaluation/classification/rankedScores.ts';
import { compareLosses, exactMcNemar } from '../../../server/src/evaluation/comparison/compareRuns.ts';
import { confusionInterval, shareInterval } from '../../../server/src/evaluation/intervals/countIntervals.ts';
import { meanInterval } from '../../../server/src/evaluation/intervals/meanInterval.ts';
import { rocAucInterval } from '../../../server/src/evaluation/intervals/rocAucInterval.ts';
import { rowsInterval } from '../../../server/src/evaluation/intervals/rowBootstrap.ts';
import { knownMetric } from '../../../server/src/evaluation/metricValue.ts';
import { drawBinomial, resampleCounts } from '../../../server/src/statistics/binomial.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

const resampling = { seed: 7, resamples: 400, confidence: 0.95 };

/** A value of the standard normal distribution, by Box and Muller. */
function drawNormal(random: ReturnType<typeof createRandomStream>): number {
  return Math.sqrt(-2 * Math.log(1 - random.nextFraction())) * Math.cos(2 * Math.PI * random.nextFraction());
}

/** Share of 400 experiments whose interval holds the truth. */
function coverage(truth: number, experiment: (trial: number) => { low: number; high: number } | undefined): number {
  let held = 0;
  for (let trial = 0; trial < 400; trial++) {
    const interval = experiment(trial);
    if (interval !== undefined && interval.low <= truth && truth <= interval.high) held += 1;
  }
  return held / 400;
}

describe('the binomial distribution', () => {
  it.each([
    [20, 0.3],
    [1000, 0.005],
    [1000, 0.4],
    [5_000_000, 0.7],
  ])('has the mean and the spread of %i trials of %f', (trials, probability) => {
    const random = createRandomStream(3);
    const draws = Array.from({ length: 4000 }, () => drawBinomial(random, trials, probability));
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / (draws.length - 1);
    const expected = trials * probability * (1 - probability);
    // Four standard errors of a mean, and of a variance.
    expect(Math.abs(mean - trials * probability)).toBeLessThan(4 * Math.sqrt(expected / 4000));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2.5 / 4000));
  });

  it('draws a table of the same sum, and nothing for an empty cell', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 9 }), fc.nat(), (counts, seed) => {
        const drawn = resampleCounts(createRandomStream(seed), Float64Array.from(counts));
        expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(counts.reduce((sum, count) => sum + count, 0));
        counts.forEach((count, cell) => {
          if (count === 0) expect(drawn[cell]).toBe(0);
        });
      }),
    );
  });
});

describe('intervals', () => {
  it('are equal for equal seeds', () => {
    const confusion = countConfusion(Int32Array.of(0, 0, 1, 1, 1), Int32Array.of(0, 1, 1, 1, 0), ['no', 'yes']);
    expect(confusionInterval(confusion, accuracy, resampling)).toEqual(
      confusionInterval(confusion, accuracy, resampling),
    );
  });

  it('of a confusion matrix hold the truth about as often as they say', () => {
    const random = createRandomStream(11);
    // Truth and answers agree in 80 % of rows of either class: a correlation of 0.6.
    const held = coverage(0.6, (trial) => {
      const truth = Int32Array.from({ length: 300 }, () => random.nextBelow(2));
      const answers = truth.map((one) => (random.nextFraction() < 0.8 ? one : 1 - one));
      const confusion = countConfusion(truth, answers, ['no', 'yes']);
      return confusionInterval(confusion, matthewsCorrelation, { ...resampling, seed: trial });
    });
    expect(held).toBeGreaterThan(0.91);
    expect(held).toBeLessThan(0.985);
  });

  it('of a mean of skewed losses hold the truth about as often as they say', () => {
    const random = createRandomStream(12);
    const held = coverage(1, (trial) => {
      const losses = Float64Array.from({ length: 80 }, () => -Math.log(1 - random.nextFraction()));
      return meanInterval(losses, { ...resampling, seed: trial });
    });
    expect(held).toBeGreaterThan(0.9);
    expect(held).toBeLessThan(0.985);
  });

  it('of an area hold the truth about as often as they say', () => {
    const random = createRandomStream(13);
    // Two normal distributions one deviation apart: Φ(1 / √2).
    const held = coverage(0.7602499389065233, () => {
      const isPositive = Uint8Array.from({ length: 150 }, (_, row) => (row % 3 === 0 ? 1 : 0));
      const scores = Float64Array.from(isPositive, (label) => drawNormal(random) + label);
      return rocAucInterval(rankScores(scores, isPositive), 0.95);
    });
    expect(held).toBeGreaterThan(0.91);
    expect(held).toBeLessThan(0.985);
  });

  it('of an area of 1 do not pretend to be sure', () => {
    const ranked = rankScores(Float64Array.of(0.1, 0.2, 0.8, 0.9), Uint8Array.of(0, 0, 1, 1));
    expect(rocAucInterval(ranked, 0.95)).toMatchObject({ high: 1 });
    expect(rocAucInterval(ranked, 0.95)?.low).toBeCloseTo(Math.sqrt(0.025), 12);
  });

  it('of no error in n trials still have a bound', () => {
    expect(shareInterval(100, 100, 0.95)).toMatchObject({ high: 1, method: 'Wilson' });
    expect(shareInterval(100, 100, 0.95)?.low).toBeCloseTo(0.963, 3);
  });

  it('are wider when rows of one group belong together', () => {
    const values = Float64Array.from({ length: 200 }, (_, row) => Math.floor(row / 40));
    const groups = Int32Array.from(values);
    const mean = (drawn: Uint32Array) =>
      knownMetric(drawn.reduce((sum, row) => sum + (values[row] ?? 0), 0) / drawn.length, drawn.length);
    const alone = rowsInterval(200, mean, resampling);
    const grouped = rowsInterval(200, mean, resampling, groups);
    const width = (interval: typeof alone) => (interval?.high ?? 0) - (interval?.low ?? 0);
    expect(width(grouped)).toBeGreaterThan(4 * width(alone));
    expect(grouped?.method).toContain('groups');
  });
});

describe('comparisons', () => {
  it('find no difference of a model from itself', () => {
    const losses = Float64Array.of(0.1, 0.5, 0.2);
    expect(compareLosses(losses, losses, resampling)).toMatchObject({ difference: 0, p: 1 });
  });

  it('find a loss that is larger on every row', () => {
    const first = Float64Array.from({ length: 60 }, (_, row) => (row % 7) / 7);
    const second = first.map((loss) => loss + 0.3);
    const compared = compareLosses(first, second, resampling);
    expect(compared.difference).toBeCloseTo(0.3, 12);
    expect(compared.p).toBeLessThan(0.001);
  });

  it('hold their false-alarm rate when there is nothing to find', () => {
    const random = createRandomStream(5);
    let alarms = 0;
    for (let trial = 0; trial < 300; trial++) {
      const first = Float64Array.from({ length: 30 }, () => random.nextFraction() ** 3);
      const second = Float64Array.from({ length: 30 }, () => random.nextFraction() ** 3);
      if (compareLosses(first, second, { ...resampling, resamples: 10, seed: trial }).p <= 0.05) alarms += 1;
    }
    expect(alarms / 300).toBeLessThan(0.09);
  });

  it('are those of the exact test for rows that one model alone answers', () => {
    expect(exactMcNemar(1, 5)).toBeCloseTo(2 * (7 / 64), 12);
    expect(exactMcNemar(0, 0)).toBe(1);
  });
});
