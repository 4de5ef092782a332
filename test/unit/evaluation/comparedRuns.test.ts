/** Two runs on the same rows: what is kept of them, which rows they share, and how sure a difference is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../server/src/evaluation/answers.ts';
import { adjustProbabilities } from '../../../server/src/evaluation/comparison/adjustProbabilities.ts';
import { decodeAnswers, encodeAnswers } from '../../../server/src/evaluation/comparison/answersFile.ts';
import { apartDifference } from '../../../server/src/evaluation/comparison/apartDifference.ts';
import { compareMoney } from '../../../server/src/evaluation/comparison/compareMoney.ts';
import { compareMetric } from '../../../server/src/evaluation/comparison/compareMetric.ts';
import { pairAnswers } from '../../../server/src/evaluation/comparison/pairAnswers.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

const resampling = { seed: 0, resamples: 400, confidence: 0.95 };

function binary(truth: readonly number[], scores: readonly number[]): Answers {
  return {
    kind: 'classes',
    classes: ['no', 'yes'],
    truth: Int32Array.from(truth),
    answers: Int32Array.from(scores, (score) => (score >= 0.5 ? 1 : 0)),
    probabilities: { values: Float64Array.from(scores.flatMap((score) => [1 - score, score])), classes: 2 },
    positive: 1,
  };
}

function numbered(answers: Answers, numbers?: readonly number[]) {
  const rows = answers.kind === 'labels' ? answers.truth.length / answers.classes.length : answers.truth.length;
  return {
    answers,
    numbers: numbers === undefined ? Uint32Array.from({ length: rows }, (_, at) => at) : Uint32Array.from(numbers),
  };
}

describe('money of two runs', () => {
  const money = {
    kind: 'binary',
    currency: 'USD',
    truePositive: 12,
    falsePositive: -6,
    falseNegative: -9,
    trueNegative: 0,
  } as const;
  const truth = Array.from({ length: 400 }, (_, row) => (row % 4 === 0 ? 1 : 0));
  const first = binary(
    truth,
    truth.map((one, row) => (row % 10 === 0 ? 1 - one : one)),
  );
  const second = binary(
    truth,
    truth.map((one, row) => (row % 20 === 0 ? 1 - one : one)),
  );

  it('is compared row by row: what both get wrong alike does not widen the interval', () => {
    const gain = compareMoney({ money, perYear: 1000 }, { first, second }, resampling);
    const rows = truth.map((one, row) => (row % 10 === 0 && row % 20 !== 0 ? (one === 1 ? 21 : 6) : 0));
    const mean = rows.reduce((sum: number, one) => sum + one, 0) / rows.length;
    expect(gain.state === 'known' ? gain.value : gain).toBeCloseTo(1000 * mean, 9);
    const interval = gain.state === 'known' ? gain.interval : undefined;
    expect(interval?.low).toBeGreaterThan(0);
    expect(interval?.high).toBeGreaterThan(1000 * mean);
  });

  it('is that of the share of positives in production', () => {
    const gain = compareMoney({ money, perYear: 1, prevalence: 0.5 }, { first, second }, resampling);
    const gained = (isPositive: number, each: number): number => {
      const rows = truth.flatMap((one, row) => (one === isPositive ? [row] : []));
      return (each * rows.filter((row) => row % 10 === 0 && row % 20 !== 0).length) / rows.length;
    };
    expect(gain.state === 'known' ? gain.value : gain).toBeCloseTo(0.5 * gained(1, 21) + 0.5 * gained(0, 6), 9);
  });

  it('of equal answers is exactly nothing, and amounts by row are not known any more', () => {
    expect(compareMoney({ money, perYear: 1000 }, { first, second: first }, resampling)).toMatchObject({ value: 0 });
    const byRow = { ...money, truePositive: { expr: 'fare' } };
    expect(compareMoney({ money: byRow, perYear: 1 }, { first, second }, resampling).state).toBe('undefined');
  });
});

describe('kept answers', () => {
  const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

  it('are read back as they were', () => {
    fc.assert(
      fc.property(
        scores,
        fc.boolean(),
        fc.array(fc.string(), { minLength: 1, maxLength: 4 }),
        (given, hasScores, names) => {
          const width = names.length;
          const cells = given.flatMap((score) => names.map((_, at) => (score + at) % 1));
          const all: Answers[] = [
            binary(
              given.map((score) => (score > 0.4 ? 1 : 0)),
              given,
            ),
            { kind: 'numbers', truth: Float64Array.from(given), answers: Float64Array.from(given, (one) => -one) },
            {
              kind: 'labels',
              classes: names,
              truth: Uint8Array.from(cells, (one) => (one > 0.3 ? 1 : 0)),
              answers: Uint8Array.from(cells, (one) => (one > 0.6 ? 1 : 0)),
              probabilities: hasScores ? { values: Float64Array.from(cells), classes: width } : undefined,
            },
          ];
          for (const answers of all) expect(decodeAnswers(encodeAnswers(numbered(answers)))).toEqual(numbered(answers));
        },
      ),
    );
  });

  it('are refused when they are cut off or something else, at every length', () => {
    const bytes = encodeAnswers(numbered(binary([0, 1, 1], [0.1, 0.2, 0.9])));
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeAnswers(bytes.subarray(0, length))).toHaveProperty('because');
    }
    expect(decodeAnswers(new TextEncoder().encode('{"kind": "run", "schema": 1}'))).toHaveProperty('because');
  });
});

describe('pairing rows', () => {
  const answers = binary([0, 1, 1], [0.1, 0.2, 0.9]);

  it('takes those that both have', () => {
    const paired = pairAnswers(numbered(answers, [4, 7, 9]), numbered(binary([1, 1, 0], [0.6, 0.7, 0.2]), [9, 7, 5]));
    expect(paired).toMatchObject({
      rows: 2,
      first: { truth: Int32Array.of(1, 1) },
      second: { answers: Int32Array.of(1, 1) },
    });
  });

  it.each([
    ['nothing is shared', numbered(answers, [7, 8, 9]), 'no row in common'],
    ['the truth has changed', numbered(binary([1, 1, 1], [0, 0, 0])), 'truth'],
    [
      'the task is another one',
      numbered({ kind: 'numbers', truth: Float64Array.of(1), answers: Float64Array.of(1) }),
      'tasks',
    ],
  ])('does not when %s', (_what, other, named) => {
    const paired = pairAnswers(numbered(answers), other);
    expect('because' in paired ? paired.because : 'paired').toContain(named);
  });
});

describe('a metric of two runs', () => {
  const truth = Array.from({ length: 40 }, (_, row) => row % 2);
  const right = truth.map((one) => (one === 1 ? 0.9 : 0.1));
  /** Wrong on the first ten rows. */
  const worse = right.map((score, row) => (row < 10 ? 1 - score : score));

  function compared(metric: string, first: readonly number[], second: readonly number[]) {
    const paired = pairAnswers(numbered(binary(truth, first)), numbered(binary(truth, second)));
    if ('because' in paired) throw new Error(paired.because);
    return compareMetric({ metric }, paired, resampling).comparison;
  }

  it('is compared by the rows on which one alone is right', () => {
    const found = compared('accuracy', right, worse);
    expect(found).toMatchObject({ difference: -0.25, method: 'exact McNemar' });
    expect(found?.p).toBeCloseTo(2 / 2 ** 10, 15);
    expect(compared('recall', right, worse)?.p).toBeCloseTo(2 / 2 ** 5, 15);
  });

  it.each([
    'precision',
    'f1',
    'mcc',
    'kappa',
    'balanced-accuracy',
    'average-precision',
    'roc-auc',
    'brier',
    'log-loss',
  ])('is settled for %s when one run errs on many rows more', (metric) => {
    const found = compared(metric, right, worse);
    expect(found?.p).toBeLessThan(0.05);
    const { low = 0, high = 0 } = found?.interval ?? {};
    expect(low * high).toBeGreaterThan(0);
    expect(Math.sign(low)).toBe(Math.sign(found?.difference ?? 0));
  });

  it.each(['accuracy', 'f1', 'average-precision', 'brier'])(
    'is no difference for %s when the runs are equal',
    (metric) => {
      expect(compared(metric, worse, worse)).toMatchObject({ difference: 0, p: 1 });
    },
  );

  it.each(['accuracy', 'f1', 'brier', 'roc-auc'])('raises few false alarms for %s', (metric) => {
    const random = createRandomStream(7);
    const rounds = 200;
    let alarms = 0;
    for (let round = 0; round < rounds; round++) {
      const rows = Array.from({ length: 120 }, () => (random.nextFraction() < 0.4 ? 1 : 0));
      const draw = () =>
        rows.map((one) => Math.min(1, Math.max(0, 0.35 + 0.3 * one + (random.nextFraction() - 0.5) * 0.8)));
      const paired = pairAnswers(numbered(binary(rows, draw())), numbered(binary(rows, draw())));
      if ('because' in paired) throw new Error(paired.because);
      const found = compareMetric({ metric }, paired, { seed: round, resamples: 200, confidence: 0.95 }).comparison;
      if ((found?.p ?? 1) < 0.05) alarms += 1;
    }
    expect(alarms / rounds).toBeLessThan(0.1);
  });

  it('of many rows is compared group by group, which agrees with drawing rows', () => {
    const random = createRandomStream(3);
    const rows = Array.from({ length: 25_000 }, () => (random.nextFraction() < 0.3 ? 1 : 0));
    const scores = (noise: number) =>
      rows.map((one) => Math.min(1, Math.max(0, 0.3 + 0.3 * one + (random.nextFraction() - 0.5) * noise)));
    const [first, second] = [scores(0.9), scores(1.1)];
    const whole = pairAnswers(numbered(binary(rows, first)), numbered(binary(rows, second)));
    const part = pairAnswers(
      numbered(binary(rows.slice(0, 20_000), first)),
      numbered(binary(rows.slice(0, 20_000), second)),
    );
    if ('because' in whole || 'because' in part) throw new Error('not paired');
    const grouped = compareMetric({ metric: 'average-precision' }, whole, resampling).comparison?.interval;
    const drawn = compareMetric({ metric: 'average-precision' }, part, { ...resampling, resamples: 60 }).comparison
      ?.interval;
    const width = (interval: typeof grouped): number => (interval?.high ?? 0) - (interval?.low ?? 0);
    expect(grouped?.method).toContain('groups');
    expect(width(grouped) / width(drawn)).toBeGreaterThan(0.6);
    expect(width(grouped) / width(drawn)).toBeLessThan(1.4);
  });
});

describe('several comparisons', () => {
  it('hold the share of false discoveries as scipy does', () => {
    const adjusted = adjustProbabilities([0.01, 0.04, 0.03, 0.5]);
    [0.04, 0.16 / 3, 0.16 / 3, 0.5].forEach((wanted, at) => expect(adjusted[at]).toBeCloseTo(wanted, 15));
    expect(adjustProbabilities([])).toEqual([]);
  });
});

describe('values of different rows', () => {
  it('differ by the interval of Newcombe, whose worked example is 56 of 70 against 48 of 80', () => {
    const [low, high] = apartDifference(
      { value: 0.6, low: 0.4905, high: 0.7004 },
      { value: 0.8, low: 0.6917, high: 0.8771 },
    );
    expect(low).toBeCloseTo(0.0524, 3);
    expect(high).toBeCloseTo(0.3339, 3);
  });
});
