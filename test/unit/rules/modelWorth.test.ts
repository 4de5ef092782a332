import { describe, expect, it } from 'vitest';
import type { Facts, RunErrorsFact } from '../../../schemas/facts.ts';
import { goalFiguresOf, metricWithId } from '../../../server/src/rules/money/goalEconomics.ts';
import type { FigureKind } from '../../../server/src/rules/money/tracedFigure.ts';
import { checkProject } from '../../../server/src/rules/checkProject.ts';
import { readMoneyFixture } from '../../python/moneyFixture.ts';
import { factsFrom, projectOf } from '../../support/ruleFixture.ts';

const uri = 'file:///fixture/plumbline.yaml';

interface Written {
  readonly values?: string;
  readonly baseline?: string;
  readonly metrics?: string;
  readonly goals?: string;
  readonly costs?: string;
}

const costs = `
costs:
  currency: USD
  items:
    development: {cost: 1000 USD, once: true}
    support: {cost: 2500 USD/year}
    inference: {cost: 0.001 USD/prediction}`;

function specOf(written: Written): string {
  const { values = '{over: -1 USD/min, under: -1 USD/min}', baseline = '{metrics: {mae: 12 min}}' } = written;
  const {
    metrics = 'error: {kind: model, metric: mae, target: 5 min, limit: 9 min, model: delay, split: test, drives: saved}',
  } = written;
  return `plumbline: v1
project: fixture
phase: pilot
economics:
  volume: 1000 predictions/year
  horizon: 1 year
  discount_rate: 0 %
  value: ${values}
  against: today
baseline:
  today: ${baseline}
models:
  delay: {path: models/delay.onnx, task: regression}
  other: {path: models/other.onnx, task: regression}
metrics:
  ${metrics}
  saved: {kind: business, definition: economics, direction: maximize, ${written.goals ?? 'target: 9 kUSD/year, limit: 2 kUSD/year'}}${written.costs ?? ''}
`;
}

function given(written: Written, facts: Facts = factsFrom({})) {
  const project = projectOf(new Map([[uri, specOf(written)]]));
  const figure = (id: string, goal: 'target' | 'limit', kind: FigureKind) => {
    const metric = metricWithId(project.spec, id);
    if (metric === undefined) throw new Error(`The fixture has no metric ${id}.`);
    return goalFiguresOf(project.spec, facts, metric, goal).find((one) => one.kind === kind);
  };
  const amount = (id: string, goal: 'target' | 'limit', kind: FigureKind): number => {
    const result = figure(id, goal, kind)?.result;
    if (result?.kind !== 'known') throw new Error(result?.because ?? `${id} has no figure ${kind}.`);
    return Number(result.value.quantity?.amount.toString());
  };
  const because = (goal: 'target' | 'limit'): string | undefined => {
    const result = figure('saved', goal, 'models')?.result;
    return result?.kind === 'undefined' ? result.because : undefined;
  };
  const messages = (): readonly string[] =>
    checkProject(project, facts)
      .findings.filter(({ rule }) => rule.endsWith('-below-breakeven'))
      .map(({ message }) => message);
  return { figure, amount, because, messages };
}

function ranWith(errors: RunErrorsFact): Facts {
  const of = { store: 'plumbline', id: 'one', at: '2026-10-30T23:59:00Z', uri: undefined } as const;
  const what = { model: 'delay', split: 'test', target: undefined, commit: undefined, values: {}, params: {} };
  return factsFrom({ runs: [{ ...of, ...what, errors }] });
}

describe('the business metric that a regression drives', () => {
  it('has what the model brings at its goals, as the goals of the model have it', () => {
    const spec = given({});
    // 1000 · (12 − 5) and 1000 · (12 − 9).
    for (const [goal, value] of [['target', 7000] as const, ['limit', 3000] as const]) {
      expect(spec.amount('saved', goal, 'models')).toBe(value);
      expect(spec.amount('error', goal, 'value')).toBe(value);
    }
  });

  it('has the volume from which that repays the costs, those of each prediction included', () => {
    const spec = given({ costs });
    // 3500 of fixed costs, and each prediction brings 7 USD and costs 0.001.
    expect(spec.amount('saved', 'target', 'break-even-volume')).toBeCloseTo(3500 / 6.999, 6);
    expect(spec.amount('error', 'target', 'break-even')).toBeCloseTo(12 - 3.501, 9);
  });

  it('says what it asks of the error, which brings exactly that', () => {
    const spec = given({});
    expect(spec.amount('error', 'target', 'for-driven')).toBe(3);
    const there = given({ metrics: mae('3 min', '9 min') });
    expect(there.amount('saved', 'target', 'models')).toBe(9000);
  });

  it('is told when it asks for more, with the error that it takes', () => {
    expect(given({}).messages()).toEqual([
      'At the targets of the model, mae 5 min, `saved` is 7000 USD/year, below its target 9 kUSD/year: it takes mae 3 min.',
    ]);
  });

  it('is told that no error is small enough', () => {
    expect(given({ goals: 'target: 12001 USD/year, limit: 2 kUSD/year' }).messages()[0]).toContain(
      'not even answers without error bring it',
    );
  });

  it('rounds the error that it takes to the side that reaches the goal', () => {
    // 12 − 8.5 / 3 = 9.1666….
    const spec = given({
      values: '{over: -3 USD/min, under: -3 USD/min}',
      goals: 'target: 30 kUSD/year, limit: 8500 USD/year',
      metrics: mae('2 min', '9.5 min'),
    });
    expect(spec.messages()).toEqual([expect.stringContaining('it takes mae 9.166 min')]);
  });

  it('is told when the model does not repay the costs', () => {
    const spec = given({ costs, goals: 'target: 3 kUSD/year, limit: 2 kUSD/year' });
    expect(spec.messages()).toEqual([
      'At the limits of the model, mae 9 min, `saved` is 3000 USD/year, below the 3501 USD/year that repay its costs: it takes mae 8.499 min.',
    ]);
  });

  it.each([
    [
      'two models drive it',
      `${mae('5 min', '9 min')}\n  second: {kind: model, metric: mae, target: 4 min, model: other, split: test, drives: saved}`,
      'several models',
    ],
    [
      'its measure has no price',
      'error: {kind: model, metric: rmse, target: 5 min, model: delay, split: test, drives: saved}',
      'no price per unit follows from `rmse`',
    ],
  ])('says why the model brings nothing that is known: %s', (_, metrics, words) => {
    const spec = given({ metrics });
    expect(spec.because('target')).toContain(words);
    expect(spec.messages()).toEqual([]);
  });

  it('prefers the pinball loss, which needs no run, where a mean error drives it too', () => {
    const pinball =
      'tail: {kind: model, metric: pinball, quantile: 0.75, target: 4 min, limit: 6 min, model: delay, split: test, drives: saved}';
    const spec = given({
      values: '{over: -1 USD/min, under: -3 USD/min}',
      baseline: '{metrics: {pinball: 5 min}}',
      metrics: `${mae('5 min', '9 min')}\n  ${pinball}`,
    });
    expect(spec.amount('saved', 'target', 'models')).toBe(4000);
  });

  it.each(readMoneyFixture().errors.map((errors) => [errors.truth.length, errors] as const))(
    'brings what numpy adds up over %i rows',
    (_, { tooHigh, tooLow, ruleTooHigh, ruleTooLow, flat }) => {
      const facts = ranWith({ tooHigh, tooLow, rule: { text: 'last', tooHigh: ruleTooHigh, tooLow: ruleTooLow } });
      const goal = (error: number): string => `target: ${error.toFixed(12)}, limit: ${(error * 2).toFixed(12)}`;
      const ends = 'model: delay, split: test, drives: saved}';
      const expected = 1000 * (flat - (-ruleTooHigh - 3 * ruleTooLow));
      const written = { values: '{over: -1 USD, under: -3 USD}', baseline: '{rule: last}' };
      const mean = given(
        { ...written, metrics: `error: {kind: model, metric: mae, ${goal(tooHigh + tooLow)}, ${ends}` },
        facts,
      );
      // The share of errors on each side is kept with six digits.
      expect(Math.abs(mean.amount('saved', 'target', 'models') / expected - 1)).toBeLessThan(1e-4);
      const loss = 0.25 * tooHigh + 0.75 * tooLow;
      const pinball = given(
        { ...written, metrics: `error: {kind: model, metric: pinball, quantile: 0.75, ${goal(loss)}, ${ends}` },
        facts,
      );
      expect(Math.abs(pinball.amount('saved', 'target', 'models') / expected - 1)).toBeLessThan(1e-9);
    },
  );
});

describe('the business metric that an accuracy drives', () => {
  const digits = `plumbline: v1
project: fixture
phase: pilot
economics:
  volume: 2000000 predictions/year
  horizon: 1 year
  discount_rate: 0 %
  value: {correct: 0.04 USD, wrong: -0.50 USD}
  against: none
models:
  digit: {path: models/digits.onnx, task: multiclass-classification}
metrics:
  accuracy: {kind: model, metric: accuracy, model: digit, split: test, target: 0.99, limit: 0.97, drives: saved}
  saved: {kind: business, definition: economics, direction: maximize, target: 70 kUSD/year, limit: 45 kUSD/year}
costs:
  currency: USD
  items:
    development: {cost: 17300 USD, once: true}
`;
  const project = projectOf(new Map([[uri, digits]]));
  const amount = (id: string, kind: FigureKind): number => {
    const metric = metricWithId(project.spec, id);
    const found =
      metric === undefined ? [] : goalFiguresOf(project.spec, factsFrom({}), metric, 'target', new Set([kind]));
    const result = found[0]?.result;
    return result?.kind === 'known' ? Number(result.value.quantity?.amount.toString()) : Number.NaN;
  };

  it('has its break-even volume, and says what it asks of the accuracy', () => {
    // Each answer brings 0.04 · 0.99 − 0.5 · 0.01 = 0.0346 USD.
    expect(amount('saved', 'models')).toBeCloseTo(69_200, 6);
    expect(amount('saved', 'break-even-volume')).toBeCloseTo(500_000, 6);
    expect(amount('accuracy', 'for-driven')).toBeCloseTo((70_000 / 2e6 + 0.5) / 0.54, 9);
  });

  it('is told with the accuracy that it takes', () => {
    const { findings } = checkProject(project, factsFrom({}));
    expect(findings.find(({ rule }) => rule === 'metric/target-below-breakeven')?.message).toContain(
      'it takes accuracy 0.991',
    );
  });
});

function mae(target: string, limit: string): string {
  return `error: {kind: model, metric: mae, target: ${target}, limit: ${limit}, model: delay, split: test, drives: saved}`;
}
