import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../schemas/facts.ts';
import { goalFiguresOf, metricWithId, moneyChainOf } from '../../../server/src/rules/money/goalEconomics.ts';
import { lastMeasurementOf } from '../../../server/src/rules/money/measuredGoal.ts';
import { measuredErrorFigure } from '../../../server/src/rules/money/regressionGoal.ts';
import type { TracedFigure } from '../../../server/src/rules/money/tracedFigure.ts';
import type { MetricView } from '../../../server/src/rules/metricView.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { factsFrom, projectOf } from '../../support/ruleFixture.ts';

const uri = 'file:///fixture/plumbline.yaml';

function given(text: string, facts: Facts = factsFrom({})) {
  const project = projectOf(new Map([[uri, text]]));
  const metric = (id: string): MetricView => {
    const found = metricWithId(project.spec, id);
    if (found === undefined) throw new Error(`The fixture has no metric ${id}.`);
    return found;
  };
  const figures = (id: string, goal: 'target' | 'limit') => goalFiguresOf(project.spec, facts, metric(id), goal);
  const figure = (id: string, goal: 'target' | 'limit', kind: TracedFigure['kind']): TracedFigure => {
    const found = figures(id, goal).find((one) => one.kind === kind);
    if (found === undefined) throw new Error(`${id} has no figure ${kind}.`);
    return found;
  };
  const amount = (id: string, goal: 'target' | 'limit', kind: TracedFigure['kind']): number => {
    const { result } = figure(id, goal, kind);
    if (result.kind === 'undefined') throw new Error(result.because);
    return Number(result.value.quantity?.amount.toString());
  };
  const because = (id: string, goal: 'target' | 'limit', kind: TracedFigure['kind']): string => {
    const { result } = figure(id, goal, kind);
    return result.kind === 'undefined' ? result.because : '';
  };
  const textAt = (place: TracedFigure['inputs'][number]['place']): string => {
    const at = place === undefined ? undefined : project.locate(place);
    return at === undefined ? '' : text.slice(at.start, at.end);
  };
  return { project, metric, figures, figure, amount, because, textAt, facts };
}

describe('figures of a goal', () => {
  const spec = given(moneySpec);

  it('give the value per year of the reference at targets and limits', () => {
    expect(spec.amount('recall', 'target', 'value')).toBeCloseTo(2_717_038, 0);
    expect(spec.amount('recall', 'limit', 'value')).toBeCloseTo(1_016_038, 0);
  });

  it('give the break-even recall and precision of the reference', () => {
    expect(spec.amount('recall', 'target', 'break-even')).toBeCloseTo(0.387, 3);
    expect(spec.amount('recall', 'limit', 'break-even')).toBeCloseTo(0.545, 3);
    expect(spec.amount('precision', 'target', 'break-even')).toBeCloseTo(0.278, 3);
    expect(spec.amount('precision', 'limit', 'break-even')).toBeCloseTo(0.291, 3);
  });

  it('say what the goal of the driven metric asks for', () => {
    expect(spec.amount('recall', 'target', 'for-driven')).toBeCloseTo(0.665, 3);
    expect(spec.amount('recall', 'limit', 'for-driven')).toBeCloseTo(0.596, 3);
    expect(spec.amount('precision', 'target', 'for-driven')).toBeCloseTo(0.34, 3);
  });

  it('give what one more point is worth', () => {
    expect(spec.amount('recall', 'target', 'point')).toBeCloseTo(62_100, 0);
    expect(spec.amount('recall', 'target', 'point-same-alerts')).toBeCloseTo(170_100, 0);
    expect(spec.amount('precision', 'target', 'point')).toBeCloseTo(210_000, 0);
    expect(spec.amount('precision', 'target', 'alert')).toBeCloseTo(0.2222, 4);
  });

  it('give alerts per day and the sampling interval on the declared test split', () => {
    expect(spec.amount('recall', 'target', 'alerts')).toBeCloseTo(3452, 0);
    const { result, inputs } = spec.figure('recall', 'target', 'sampling');
    expect(result).toMatchObject({ kind: 'known', value: { text: '0.697 to 0.703' } });
    expect(inputs.at(-1)).toMatchObject({ text: '100,800 positives' });
  });

  it('give net present value, payback and cost of delay of a business goal', () => {
    expect(spec.amount('saved', 'target', 'break-even')).toBeCloseTo(773_361, 0);
    expect(spec.amount('saved', 'target', 'net-present-value')).toBeCloseTo(4_293_896, 0);
    expect(spec.amount('saved', 'limit', 'net-present-value')).toBeCloseTo(563_618, 0);
    expect(spec.amount('saved', 'target', 'payback')).toBeCloseTo(0.49, 2);
    expect(spec.amount('saved', 'target', 'delay')).toBeCloseTo(68_276, 0);
    expect(spec.amount('saved', 'target', 'models')).toBeCloseTo(2_717_038, 0);
    expect(spec.amount('saved', 'target', 'break-even-volume')).toBeCloseTo(853_901, 0);
  });

  it('take what each prediction costs from both sides of the break-even volume', () => {
    // The 347,760 USD of a year are now paid with each of its 3,000,000 predictions; 425,601 USD a year stay.
    const perUse = given(moneySpec.replace('{hours: 483 h/month, rate: 60 USD/h}', '{cost: 0.11592 USD/prediction}'));
    expect(perUse.amount('saved', 'target', 'break-even')).toBeCloseTo(773_361, 0);
    expect(perUse.amount('saved', 'target', 'break-even-volume')).toBeCloseTo(538899, 0);
  });

  it('say how many answers are in work at once at the goals of a latency', () => {
    expect(spec.amount('latency', 'limit', 'busy')).toBeCloseTo(1.2, 10);
    expect(spec.amount('latency', 'target', 'busy')).toBeCloseTo(0.3, 10);
  });

  it('know the place of every input that the spec states', () => {
    const inputs = spec.figure('recall', 'target', 'value').inputs;
    expect(inputs.map(({ name, place }) => `${name}: ${spec.textAt(place)}`)).toEqual([
      'recall: 0.70',
      'precision: 0.35',
      'against recall: 0.41',
      'against precision: 0.29',
      'volume: 3000000 predictions/year',
      'prevalence: 21 %',
      'tp: 12 USD',
      'fp: -6 USD',
      'fn: -9 USD',
      'tn: 0 USD',
    ]);
    const wanted = spec.figure('recall', 'limit', 'for-driven').inputs.find(({ name }) => name === 'needed');
    expect(spec.textAt(wanted?.place)).toBe('1 MUSD/year');
  });

  it('follow the way to money from a metric', () => {
    const chain = moneyChainOf(spec.project.spec, spec.metric('recall'));
    expect(chain.map(({ id }) => id)).toEqual(['recall', 'saved']);
  });
});

describe('figures that cannot be had', () => {
  it('say what is missing instead of being 0', () => {
    const spec = given(moneySpec.replace('  volume: 3000000 predictions/year\n', ''));
    expect(spec.because('recall', 'target', 'value')).toBe('volume is not stated');
    expect(spec.figure('recall', 'target', 'value').inputs).toEqual([]);
  });

  it.each([
    ['recall', /^ {2}precision: .*\n/m, 'no metric states the precision of the model delay on test'],
    ['precision', /^ {2}recall:\n(?: {4}.*\n)+/m, 'no metric states the recall of the model delay on test'],
  ])('say why %s alone has none', (id, other, because) => {
    const alone = given(moneySpec.replace(other, ''));
    expect(alone.because(id, 'target', 'value')).toBe(`${because}, and money follows from both`);
    const withoutMoney = given(moneySpec.replace(other, '').replace(/^ {2}value: .*\n/m, ''));
    expect(withoutMoney.figures(id, 'target').some(({ kind }) => kind === 'value')).toBe(false);
  });

  it('keep the value per year where only the costs are missing', () => {
    const spec = given(moneySpec.slice(0, moneySpec.indexOf('costs:')));
    expect(spec.amount('recall', 'target', 'value')).toBeCloseTo(2_717_038, 0);
    expect(spec.because('recall', 'target', 'break-even')).toBe('the costs are not known');
  });

  it('never mix currencies without a rate', () => {
    const spec = given(
      moneySpec.replace('currency: USD', 'currency: EUR').replaceAll(/(?<=(1058406|60)) USD/g, ' EUR'),
    );
    expect(spec.because('recall', 'target', 'break-even')).toBe('EUR and USD meet only through a rate in costs.rates');
    expect(spec.because('saved', 'target', 'net-present-value')).toContain('USD and EUR meet only');
  });

  it('convert by a stated rate, and name it among the inputs', () => {
    const text = moneySpec
      .replace('currency: USD', 'currency: EUR\n  rates: {USD: {rate: 0.5, date: 2026-11-01}}')
      .replaceAll(/(?<=(1058406|60)) USD/g, ' EUR');
    const spec = given(text);
    // Twice as many dollars are needed, as if the costs were doubled.
    const { inputs } = spec.figure('recall', 'target', 'break-even');
    expect(inputs.at(-1)).toMatchObject({ name: 'rate of USD', text: '0.5 EUR' });
    expect(spec.textAt(inputs.at(-1)?.place)).toBe('0.5');
    expect(inputs.find(({ name }) => name === 'needed')?.text).toBe('1.54672 MUSD/year');
  });

  it('have no figures in money for goals that are not about money', () => {
    const spec = given(
      moneySpec.replace('target: 2.5 MUSD/year', 'target: 3 %').replace('limit: 1 MUSD/year', 'limit: 5 %'),
    );
    expect(spec.figures('saved', 'target')).toEqual([]);
  });
});

describe('classes', () => {
  const classSpec = `economics:
  volume: 2000000 predictions/year
  value: {correct: 0.04 USD, wrong: -0.50 USD}
  against: none
metrics:
  accuracy: {kind: model, metric: accuracy, model: digit, split: test, target: 0.99, limit: 0.97}
models:
  digit: {path: models/digits.onnx, task: multiclass-classification}
`;

  it('are worth what the reference says, and lose money below its accuracy', () => {
    const spec = given(classSpec);
    expect(spec.amount('accuracy', 'target', 'value')).toBeCloseTo(69_200, 6);
    expect(spec.amount('accuracy', 'limit', 'value')).toBeCloseTo(47_600, 6);
    expect(spec.amount('accuracy', 'target', 'break-even')).toBeCloseTo(0.5 / 0.54, 9);
    expect(spec.amount('accuracy', 'target', 'point')).toBeCloseTo(10_800, 6);
  });

  it('repay their costs from an accuracy on', () => {
    const costs = 'costs:\n  currency: USD\n  items:\n    support: {cost: 47600 USD/year}\n';
    expect(given(classSpec + costs).amount('accuracy', 'target', 'break-even')).toBeCloseTo(0.97, 9);
  });
});

describe('a regression', () => {
  const regression = (value: string): string => `economics:
  volume: 2000000 predictions/year
  value: ${value}
  against: none
metrics:
  error: {kind: model, metric: mae, model: delay, split: test, target: 5 min, limit: 9 min}
models:
  delay: {path: models/delay.onnx, task: regression}
`;

  it('should predict the quantile of the reference', () => {
    const spec = given(regression('{over: -1 USD/min, under: -3 USD/min}'));
    expect(spec.amount('error', 'target', 'quantile')).toBe(0.75);
    expect(spec.figure('error', 'target', 'quantile').inputs.map(({ place }) => spec.textAt(place))).toEqual([
      '-1 USD/min',
      '-3 USD/min',
    ]);
  });

  it('has none when errors earn money', () => {
    expect(given(regression('{over: 1 USD, under: -3 USD}')).because('error', 'target', 'quantile')).toBe(
      'an error earns money',
    );
  });
});

describe('a regression whose errors cost differently on both sides', () => {
  const spec = (metric: string, baseline: string, unit = 'min'): string => `economics:
  volume: 1000 predictions/year
  value: {over: -1 USD/${unit}, under: -3 USD/${unit}}
  against: today
baseline:
  today: ${baseline}
metrics:
  error: {kind: model, ${metric}, model: delay, split: test, target: 5 min, limit: 9 min}
models:
  delay: {path: models/delay.onnx, task: regression}
`;
  const mae = 'metric: mae';
  const pinball = 'metric: pinball, quantile: 0.75';
  const run = (rule: string) =>
    factsFrom({
      runs: [
        {
          store: 'plumbline',
          id: 'one',
          at: '2026-10-30T23:59:00Z',
          uri: undefined,
          model: 'delay',
          split: 'test',
          target: undefined,
          commit: undefined,
          values: {},
          params: {},
          errors: { tooHigh: 3, tooLow: 1, rule: { text: rule, tooHigh: 6, tooLow: 4 } },
        },
      ],
    });

  it('has the value of its pinball loss at the quantile of its values, against that of a baseline', () => {
    const stated = given(spec(pinball, '{metrics: {pinball: 10 min}}'));
    // 1000 · (−4 · 5 − −4 · 10) and 1000 · (−4 · 9 + 4 · 10).
    expect(stated.amount('error', 'target', 'value')).toBe(20_000);
    expect(stated.amount('error', 'limit', 'value')).toBe(4_000);
    expect(stated.amount('error', 'target', 'point')).toBe(4_000);
  });

  it('has the value of a mean error once a run says how errors and those of a rule divide', () => {
    const measured = given(spec(mae, '{rule: last_delay}'), run('last_delay'));
    // Three quarters of an error are too high: −0.75 − 0.75 = −1.5 USD/min; the rule loses 6 + 12 = 18 USD.
    expect(measured.amount('error', 'target', 'value')).toBe(10_500);
    expect(measured.amount('error', 'limit', 'value')).toBe(4_500);
    const { inputs } = measured.figure('error', 'target', 'value');
    expect(inputs.map(({ name, text }) => `${name} ${text}`.trim())).toEqual([
      'error 5 min',
      'share of errors too high 0.75',
      'as in run:one',
      'against mean of answers too high 6 min',
      'against mean of answers too low 4 min',
      'volume 1000 predictions/year',
      'over -1 USD/min',
      'under -3 USD/min',
    ]);
  });

  it('leads from what was measured to where its inputs are stated, as the figures of a goal do', () => {
    const error = {
      measured: { value: 6, unit: 'min' },
      at: '2026-10-30T23:59:00Z',
      reference: 'run:one',
      uri: undefined,
      stale: [],
      slices: {},
    };
    const withValue = factsFrom({ measurements: { error: [error] } });
    const measured = given(spec(mae, '{rule: last_delay}'), {
      ...run('last_delay'),
      measurements: (id) => withValue.measurements(id),
    });
    const figure = measuredErrorFigure(measured.project.spec, measured.facts, measured.metric('error'));
    const leading = figure?.inputs.flatMap(({ name, place }) => (place === undefined ? [] : [name]));
    expect(leading).toEqual([
      'against mean of answers too high',
      'against mean of answers too low',
      'volume',
      'over',
      'under',
    ]);
  });

  it('counts in the unit of its goals, whatever the values are per', () => {
    const hours = given(
      spec(pinball, '{metrics: {pinball: 10 min}}', 'h')
        .replace(/-1 USD/, '-60 USD')
        .replace(/-3 USD/, '-180 USD'),
    );
    expect(hours.amount('error', 'target', 'value')).toBe(20_000);
  });

  it.each([
    ['nothing has been run', mae, '{rule: last_delay}', factsFrom({}), 'adds them up: evaluate the model once'],
    ['the rule is another one since', pinball, '{rule: mean_delay}', run('last_delay'), 'no run has measured the rule'],
    [
      'the quantile is another one',
      'metric: pinball, quantile: 0.5',
      '{rule: a}',
      factsFrom({}),
      'otherwise than their values do, at 0.75',
    ],
    [
      'a baseline adds both sides up',
      pinball,
      '{metrics: {mae: 12 min}}',
      factsFrom({}),
      'does not tell them apart: give it a `rule`',
    ],
  ])('says why there is no value: %s', (_, metric, baseline, facts, words) => {
    expect(given(spec(metric, baseline), facts).because('error', 'target', 'value')).toContain(words);
  });

  it('has the value of a mean error without a run where both sides cost the same', () => {
    const same = given(spec(mae, '{metrics: {mae: 12 min}}').replace('-3 USD', '-1 USD'));
    expect(same.amount('error', 'target', 'value')).toBe(7_000);
    expect(same.amount('error', 'limit', 'value')).toBe(3_000);
  });
});

describe('the last measurement', () => {
  const measured = (value: number, unit = '') => ({ value, unit, low: value - 0.02, high: value + 0.02 });
  const run = (metric: string, value: number, unit = '') => ({
    measured: measured(value, unit),
    at: '2026-10-30T23:59:00Z',
    reference: `run:2026-10-30T2359Z-delay`,
    uri: `file:///fixture/.plumbline/runs/${metric}.json`,
    stale: ['the code is another'],
    slices: {},
  });

  it('is shown in the unit of the goal, with its age and its verdict', () => {
    const facts = factsFrom({
      today: '2026-11-02',
      measurements: { latency: [run('latency', 0.006, 's')], recall: [run('recall', 0.68)] },
    });
    const spec = given(moneySpec, facts);
    const latency = lastMeasurementOf(spec.metric('latency'), facts);
    expect(latency).toMatchObject({ state: 'known', value: { text: '6 ms', ageDays: 3, verdict: 'limit-held' } });
    const recall = lastMeasurementOf(spec.metric('recall'), facts);
    expect(recall).toMatchObject({ state: 'known', value: { text: '0.68', interval: '0.66 to 0.7' } });
  });

  it('is worth money only when one run measured both recall and precision', () => {
    const both = factsFrom({ measurements: { recall: [run('a', 0.7)], precision: [run('b', 0.35)] } });
    expect(given(moneySpec, both).amount('recall', 'target', 'measured-value')).toBeCloseTo(2_717_038, 0);
    const other = { ...run('b', 0.35), reference: 'run:another' };
    const apart = factsFrom({ measurements: { recall: [run('a', 0.7)], precision: [other] } });
    const kinds = given(moneySpec, apart)
      .figures('recall', 'target')
      .map(({ kind }) => kind);
    expect(kinds).not.toContain('measured-value');
  });

  it('is worth between the ends that its interval allows', () => {
    const facts = factsFrom({ measurements: { recall: [run('a', 0.7)], precision: [run('b', 0.35)] } });
    // The reference at recall and precision 0.02 below and above.
    const at = (recall: number, precision: number) =>
      3_000_000 * (0.21 * (21 * recall - (6 * recall * (1 - precision)) / precision));
    const shift = 2_717_038 - at(0.7, 0.35);
    const { result } = given(moneySpec, facts).figure('recall', 'target', 'measured-value');
    const ends = [at(0.68, 0.33), at(0.72, 0.37)].map((value) => `${((value + shift) / 1e6).toFixed(2)} MUSD/year`);
    expect(result).toMatchObject({ value: { text: `2.72 MUSD/year (${ends.join(' to ')})` } });
  });

  it('is left out when its number is none', () => {
    const facts = factsFrom({ measurements: { recall: [{ ...run('a', Number.NaN) }] } });
    const fact = lastMeasurementOf(given(moneySpec, facts).metric('recall'), facts);
    expect(fact).toEqual({ state: 'known', value: undefined });
  });
});
