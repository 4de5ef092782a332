import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCheckSample } from '../../../server/src/cost/checkSample.ts';
import { computeFlowPayback, computePresentValue, findInternalRates } from '../../../server/src/cost/cashFlows.ts';
import { forecastMonths } from '../../../server/src/cost/forecastMonths.ts';
import {
  computeLabellingBudget,
  computeLabelsNeeded,
  fitLearningCurve,
} from '../../../server/src/cost/learningCurve.ts';
import { rankLevers } from '../../../server/src/cost/rankLevers.ts';
import { simulateOutcome } from '../../../server/src/cost/simulateOutcome.ts';
import { findUntrackedRange } from '../../../server/src/cost/untrackedRange.ts';
import { estimateWork, findWorkArea } from '../../../server/src/cost/workByArea.ts';
import { decimal, sumDecimals } from '../../../server/src/spec/decimal.ts';

const flowsOf = (...amounts: readonly number[]) => amounts.map((amount) => decimal(amount));

describe('flows of money', () => {
  it('have two rates of return when they change their sign twice', () => {
    expect(findInternalRates(flowsOf(-1600, 10_000, -10_000))).toEqual({ kind: 'known', value: [0.25, 4] });
  });

  it('have a rate where they touch nothing and turn', () => {
    // −1 + 2x − x² is 0 at x = 1 alone, without changing its sign.
    expect(findInternalRates(flowsOf(-1, 2, -1))).toEqual({ kind: 'known', value: [0] });
  });

  it.each([
    [[100, 50], 'nothing is invested'],
    [[-100, -50], 'nothing comes back'],
    [[], 'nothing is invested'],
  ])('have no rate of return when they are %j', (amounts, because) => {
    expect(findInternalRates(flowsOf(...amounts))).toEqual({ kind: 'undefined', because });
  });

  it('are paid back only when what was spent stays back', () => {
    expect(computeFlowPayback(flowsOf(-100, 150, -100, 80))).toEqual({ kind: 'known', value: decimal('2.625') });
    expect(computeFlowPayback(flowsOf(-100, 150, -100))).toMatchObject({ kind: 'undefined' });
  });

  it('are worth as much in any order of equal years, and in any unit of money', () => {
    const cents = fc.integer({ min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 12 }), fc.integer({ min: 0, max: 30 }), (amounts, percent) => {
        const rate = decimal(percent).div(100);
        const whole = computePresentValue(
          amounts.map((amount) => decimal(amount)),
          rate,
        );
        const scaled = computePresentValue(
          amounts.map((amount) => decimal(amount).times(1000)),
          rate,
        );
        if (whole.kind === 'undefined' || scaled.kind === 'undefined') throw new Error('undefined');
        expect(scaled.value.minus(whole.value.times(1000)).abs().lt('0.0000001')).toBe(true);
      }),
    );
  });
});

describe('a simulation', () => {
  const inputs = [
    { id: 'wide', low: 0, likely: 50, high: 100, shape: 'pert' },
    { id: 'narrow', low: 10, likely: 10, high: 12, shape: 'even' },
    { id: 'fixed', low: 5, likely: 5, high: 5, shape: 'pert' },
  ] as const;
  const sum = (values: Float64Array) => values.reduce((whole, value) => whole + value, 0);

  it('is the same for the same seed, and another for another', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => simulateOutcome(inputs, sum, { draws: 1000, seed }));
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  it('names what decides the spread first, and not what is certain', () => {
    const found = simulateOutcome(inputs, sum, { draws: 1000, seed: 1 });
    if (found.kind === 'undefined') throw new Error(found.because);
    expect(found.value.drivers.map(({ id }) => id)).toEqual(['wide', 'narrow']);
    expect(found.value.drivers[0]?.share).toBeGreaterThan(0.99);
  });

  it('gives the quantiles of a single input', () => {
    const found = simulateOutcome([{ id: 'x', low: 0, likely: 0, high: 1, shape: 'even' }], sum, {
      draws: 1000,
      seed: 3,
    });
    expect(found).toMatchObject({
      value: { p10: expect.closeTo(0.1, 3) as number, p90: expect.closeTo(0.9, 3) as number },
    });
  });

  it('is undefined when an outcome is no number', () => {
    expect(simulateOutcome(inputs, () => NaN, { draws: 100, seed: 1 })).toMatchObject({ kind: 'undefined' });
  });
});

describe('a learning curve', () => {
  it('needs three sizes, errors, and runs that get better', () => {
    const point = (labels: number, error: number) => ({ labels, error });
    expect(fitLearningCurve([point(100, 0.2), point(200, 0.1), point(200, 0.12)])).toMatchObject({ kind: 'undefined' });
    expect(fitLearningCurve([point(100, 0.2), point(200, 0.1), point(400, 0)])).toMatchObject({ kind: 'undefined' });
    expect(fitLearningCurve([point(100, 0.1), point(200, 0.2), point(400, 0.3)])).toMatchObject({ kind: 'undefined' });
  });

  it('gives the labels that are missing and their cost, and nothing when there are enough', () => {
    // error = 2 · n^(−1/2)
    const curve = fitLearningCurve([400, 1600, 6400].map((labels) => ({ labels, error: 2 / Math.sqrt(labels) })));
    if (curve.kind === 'undefined') throw new Error(curve.because);
    const needed = computeLabelsNeeded(curve.value, 0.0201, 6400);
    const cost = { amount: decimal('1.22'), currency: 'USD' };
    const budget = computeLabellingBudget(needed, 6400, cost);
    expect(budget.kind === 'known' ? budget.value.value.toNumber() : NaN).toBeCloseTo((9901 - 6400) * 1.22, 0);
    const enough = computeLabellingBudget(needed, 20_000, cost);
    expect(enough.kind === 'known' ? enough.value.value.toNumber() : NaN).toBe(0);
  });

  it('is not trusted a thousand times beyond its runs', () => {
    const curve = fitLearningCurve([100, 200, 400].map((labels) => ({ labels, error: labels ** -0.05 })));
    if (curve.kind === 'undefined') throw new Error(curve.because);
    expect(computeLabelsNeeded(curve.value, 0.1, 400)).toMatchObject({ kind: 'undefined' });
  });
});

describe('what a category without an item may cost', () => {
  it('is a range of the plan, never 0', () => {
    expect(findUntrackedRange(flowsOf(0, 900, 100))).toEqual({
      kind: 'known',
      value: { low: decimal(100), high: decimal(900) },
    });
    expect(findUntrackedRange(flowsOf(900))).toMatchObject({ kind: 'undefined' });
  });
});

describe('levers', () => {
  it('are ranked by payback, then those without a stated cost by what they save', () => {
    const ranked = rankLevers(
      [
        { id: 'unknown-small', perYear: decimal(10), cost: undefined },
        { id: 'slow', perYear: decimal(100), cost: decimal(300) },
        { id: 'loses', perYear: decimal(-5), cost: decimal(0) },
        { id: 'free', perYear: decimal(1), cost: decimal(0) },
        { id: 'unknown-large', perYear: decimal(20), cost: undefined },
      ],
      { numerator: decimal(5), denominator: decimal(2) },
    );
    expect(ranked.map(({ id }) => id)).toEqual(['free', 'slow', 'unknown-large', 'unknown-small']);
    expect(ranked[1]).toMatchObject({ worthUpTo: decimal(250), payback: { value: decimal(3) } });
  });
});

describe('a sample instead of all checks', () => {
  it('is as exact as is worth it, and none where it is no relief', () => {
    expect(planCheckSample(100_000)).toEqual({ size: 9600, error: 0.01 });
    expect(planCheckSample(5000)).toEqual({ size: 1064, error: 0.03 });
    expect(planCheckSample(300)).toBeUndefined();
  });
});

describe('work by area', () => {
  const hour = 3_600_000;
  const area = (path: string) =>
    findWorkArea(
      path,
      new Map([
        ['etl', 'data'],
        ['etl/serve.py', 'serving'],
      ] as const),
    );

  it('goes by what the spec names, then by the words of the path', () => {
    expect(
      ['etl/x.py', 'etl/serve.py', 'src/train.py', 'docs/label-guideline.md', 'runbooks/a.md', 'README.md'].map(area),
    ).toEqual(['data', 'serving', 'training', 'labels', 'support', 'other']);
  });

  it('reads the layouts of real repositories, the nearest word first', () => {
    const paths = {
      'src/data/make_dataset.py': 'data',
      'src/models/train_model.py': 'training',
      'src/models/predict_model.py': 'serving',
      'conf/base/catalog.yml': 'other',
      'dbt/models/staging/stg_orders.sql': 'data',
      'dags/daily.py': 'data',
      'training/README.md': 'training',
      'data/train.csv': 'data',
      'annotations/train.csv': 'labels',
      'notebooks/01-clean.py': 'data',
      'notebooks/01-clean.ipynb': 'training',
      'charts/api/values.yaml': 'serving',
      'ops/grafana/latency.json': 'support',
      'src/constraints.py': 'other',
      'docs/metadata.md': 'other',
    };
    expect(Object.fromEntries(Object.keys(paths).map((path) => [path, area(path)]))).toEqual(paths);
  });

  it('names the files that took most of each area', () => {
    const files = ['a', 'b', 'c', 'd'].map((name, index) => ({ path: `notes/${name}.txt`, lines: 10 * (index + 1) }));
    const { areas } = estimateWork([{ author: 'a', at: 0, files: [...files, { path: 'etl/x.py', lines: 1 }] }], area);
    expect(areas.flatMap(({ area: name, paths }) => (paths.length === 0 ? [] : [[name, ...paths]]))).toEqual([
      ['data', 'etl/x.py'],
      ['other', 'notes/d.txt', 'notes/c.txt', 'notes/b.txt'],
    ]);
  });

  it('counts the time between commits of one sitting, and two hours before its first', () => {
    const file = (path: string, lines: number | undefined) => ({ path, lines });
    const work = estimateWork(
      [
        { author: 'a', at: 0, files: [file('etl/x.py', 10)] },
        { author: 'a', at: hour, files: [file('src/train.py', 30), file('etl/x.py', 10)] },
        { author: 'b', at: hour, files: [] },
      ],
      area,
    );
    expect(work).toMatchObject({ commits: 3, authors: 2, hours: 5 });
    expect(work.areas.map(({ hours }) => hours)).toEqual([2.25, 0, 0.75, 0, 0, 2]);
    expect(work.areas.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('lets no generated file outweigh what was written', () => {
    const work = estimateWork(
      [
        {
          author: 'a',
          at: 0,
          files: [
            { path: 'etl/dump.csv', lines: 1e6 },
            { path: 'src/train.py', lines: 500 },
          ],
        },
      ],
      area,
    );
    expect(work.areas[0]?.hours).toBe(1);
  });

  it('is the same whatever the order of the commits', () => {
    const commit = fc.record({
      author: fc.constantFrom('a', 'b'),
      at: fc.integer({ min: 0, max: 40 }).map((quarter) => quarter * 900_000),
      files: fc.constant([{ path: 'etl/x.py', lines: 1 }]),
    });
    fc.assert(
      fc.property(fc.uniqueArray(commit, { selector: ({ author, at }) => `${author}${at}` }), (commits) => {
        expect(estimateWork(commits.toReversed(), area).hours).toBeCloseTo(estimateWork(commits, area).hours, 9);
      }),
    );
  });
});

describe('plan, actual and forecast by month', () => {
  const running = {
    plans: [{ when: 'yearly', amount: decimal(1200) }],
    comparison: {
      months: ['90', '100', '130'].map((actual, index) => ({
        month: `2026-0${index + 1}`,
        planned: decimal(100),
        actual: decimal(actual),
      })),
      planned: decimal(300),
      actual: decimal(320),
      isOnce: false,
    },
  } as const;
  const building = {
    plans: [{ when: 'once', amount: decimal(900) }],
    comparison: {
      months: [{ month: '2026-03', planned: undefined, actual: decimal(300) }],
      planned: decimal(900),
      actual: decimal(300),
      isOnce: true,
    },
  } as const;

  it('lets running costs go on as in the last months, between their least and most', () => {
    const { months, spent, atEnd } = forecastMonths([running], '2026-05', undefined, '2026-04-20');
    expect(
      months.map(({ month, actual, forecast }) => [month, actual?.toFixed(), forecast?.likely.toFixed(2)]),
    ).toEqual([
      ['2026-01', '90', undefined],
      ['2026-02', '100', undefined],
      ['2026-03', '130', undefined],
      ['2026-04', undefined, '106.67'],
      ['2026-05', undefined, '106.67'],
    ]);
    expect(spent.toFixed()).toBe('320');
    expect([atEnd?.low.toFixed(), atEnd?.high.toFixed()]).toEqual(['500', '580']);
  });

  it('spends what is left of one-off costs evenly until the last day of the project', () => {
    const { months, atEnd } = forecastMonths([building], '2026-07', '2026-03-01/2026-06-30', '2026-04-20');
    expect(months.map(({ forecast }) => forecast?.likely.toFixed())).toEqual([undefined, '200', '200', '200', '0']);
    expect(atEnd?.likely.toFixed()).toBe('900');
  });

  it('says nothing of one-off costs that nothing places in time', () => {
    const { months, atEnd } = forecastMonths([running, building], '2026-05', undefined, '2026-04-20');
    expect(months.at(-1)?.forecast).toBeUndefined();
    expect(atEnd).toBeUndefined();
  });

  it('adds up to the same in whatever order and parts the items come', () => {
    const order = [running, building];
    const sums = [order, order.toReversed()].map((followed) => {
      const { months } = forecastMonths(followed, '2026-05', '2026-03-01/2026-06-30', '2026-04-20');
      return sumDecimals(months.flatMap(({ actual, forecast }) => actual ?? forecast?.likely ?? [])).toFixed(6);
    });
    expect(sums[0]).toBe(sums[1]);
  });
});
