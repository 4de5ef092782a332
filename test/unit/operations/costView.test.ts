/** The view model of the Cost panel. The numbers of the example are those of the language reference. */
import { describe, expect, it } from 'vitest';
import type { Costs } from '../../../schemas/costPanel.ts';
import type { Figure } from '../../../schemas/overview.ts';
import { verdictOfCosts } from '../../../server/src/operations/cost/renderCost.ts';
import { budgetStatusOf } from '../../../server/src/operations/cost/budgetStatus.ts';
import { makeCostView } from '../../../server/src/operations/cost/costView.ts';
import { bill, costModel as view, costs, run, withBill, work } from '../../support/costModel.ts';
import { fixture } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { factsFrom } from '../../support/ruleFixture.ts';

describe('the costs of a project', () => {
  it('count what is covered, and draw what is not as a range and never as nothing', async () => {
    const { coverage, categories } = await costs();
    expect([coverage.tracked, coverage.all]).toEqual([2, 17]);
    expect(coverage.untracked).toContain('Labelling');
    expect(categories.find(({ id }) => id === 'labelling')).toMatchObject({
      coverage: 'untracked',
      size: 0,
      range: { low: 347_760, high: 1_058_406 },
    });
  });

  it('give the return of the reference, at the target and at the limit', async () => {
    const { returns } = await costs();
    const numbers = (id: string) => {
      const row = returns.find((candidate) => candidate.id === id);
      return [row?.atTarget, row?.atLimit].map((figure) => (figure?.state === 'known' ? figure.text : figure?.because));
    };
    expect(numbers('net-present-value')).toEqual(['4.29 MUSD', '564 kUSD']);
    expect(numbers('payback')).toEqual(['0.492 years', '1.62 years']);
    expect(numbers('discounted-payback')).toEqual(['0.529 years', '1.86 years']);
    expect(numbers('internal-rate')).toEqual(['195 %', '38.4 %']);
    expect(numbers('delay')[0]).toBe('68.3 kUSD/week');
    expect(numbers('cost-per-prediction')[0]).toBe('0.258 USD/prediction');
    expect(numbers('cost-per-correct')[0]).toBe('0.388 USD');
    expect(numbers('cost-per-found')[0]).toBe('1.75 USD');
  });

  it('say of every figure of the return what went into it, and where that is stated', async () => {
    const { returns } = await costs();
    const net = returns.find(({ id }) => id === 'net-present-value')?.atTarget;
    if (net?.state !== 'known') throw new Error('There is no net present value.');
    expect(net.provenance.formula).toContain('Formula 12');
    expect(net.provenance.inputs?.map(({ name, source }) => [name, source?.label])).toEqual([
      ['saved', 'plumbline.yaml:19'],
      ['one-off costs', 'plumbline.yaml:46'],
      ['running costs', 'plumbline.yaml:46'],
      ['horizon', 'plumbline.yaml:12'],
      ['discount rate', 'plumbline.yaml:13'],
    ]);
  });

  it('draw the net present value with a stated seed, the same each time', async () => {
    const [first, again] = [await costs(), await costs()];
    expect(first.simulation).toEqual(again.simulation);
    if (first.simulation.state !== 'known') throw new Error(first.simulation.because);
    const { p10, p50, p90, drivers } = first.simulation;
    const numbers = [p10, p50, p90].map((figure) => (figure.state === 'known' ? (figure.number ?? NaN) : NaN));
    expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
    // Halfway between limit and target, 1.75 M a year: −1 058 406 + (1 750 000 − 347 760)·2.486852.
    expect(numbers[1]).toBeCloseTo(2_428_757, -4);
    expect(drivers.map(({ label }) => label)).toEqual(['Saved per year, between limit and target']);
  });

  it('compare months of the plan with the bill, leave out the month that is not over, and forecast it', async () => {
    const { plan, budgets } = await costs(withBill, { actuals: { bill } });
    if (plan.state !== 'known') throw new Error(plan.because);
    expect(plan.months.slice(0, 4)).toEqual([
      { month: '2026-08', planned: 28_980, actual: 30_000 },
      { month: '2026-09', planned: 28_980, actual: 31_000 },
      { month: '2026-10', planned: 28_980, actual: 32_000 },
      { month: '2026-11', planned: 28_980, forecast: { low: 30_000, likely: 31_000, high: 32_000 } },
    ]);
    expect(plan.lines).toMatchObject([{ label: 'support', difference: '+7 %', isOff: false }]);
    expect(budgets).toMatchObject([
      { label: 'Building', isOver: true },
      { label: 'Running', isOver: true, expected: { number: 372_000 } },
    ]);
  });

  it('show what was imported, what matched nothing, and how much money was left out', async () => {
    const { imports } = await costs(withBill, { actuals: { bill } });
    expect(imports).toMatchObject([
      {
        id: 'bill',
        column: 'EffectiveCost',
        rows: 40,
        unreadRows: 2,
        total: '126 kUSD',
        leftOut: '-3.2 USD',
        span: '2026-08 to 2026-11',
        unmapped: [{ name: 'Tax', text: '12.5 USD' }],
      },
    ]);
  });

  it('mark the cheapest run that passes, and the runs that none beats', async () => {
    const runs = [run('large', 9000, 0.72, 0.36), run('small', 1000, 0.69, 0.34), run('worse', 5000, 0.5, 0.3)];
    const { frontier } = await costs(moneySpec, { runs });
    if (frontier.state !== 'known') throw new Error(frontier.because);
    expect(frontier.cost).toBe('Size of the model');
    expect(frontier.lines.map(({ label }) => label)).toEqual(['target', 'limit', 'break-even']);
    expect(
      frontier.runs.map(({ id, passes, isBest, isCheapestPassing }) => [id, passes, isBest, isCheapestPassing]),
    ).toEqual([
      ['large', true, true, false],
      ['small', true, true, true],
      ['worse', false, false, false],
    ]);
  });

  it('budget the labels that the target needs, by runs that say on how many they were trained', async () => {
    // The error falls as 4 / √labels: 0.40 at 100, 0.20 at 400.
    const spec = moneySpec
      .replace('target: 0.70            # with a comment', 'target: 0.90')
      .replace('    support:', '    labelling: {items: 400, seconds: 36 s, rate: 50 USD/h, once: true}\n    support:');
    const trained = [100, 200, 400].map((labels) => ({
      ...run(`on-${labels}`, 1000, 1 - 4 / Math.sqrt(labels), 0.34),
      params: { labels: String(labels) },
    }));
    const { labels } = await costs(spec, { runs: trained });
    // 4 / √1600 is the error of the target; 1,200 more at 0.50 USD each.
    expect(labels).toMatchObject({ state: 'known', needed: { number: 1600 }, budget: { number: 600 } });
    expect(await costs(spec, { runs: trained.slice(1) })).toMatchObject({ labels: { state: 'unknown' } });
  });

  it('rank a sample instead of checking everything before levers whose cost nobody has stated', async () => {
    const spec = moneySpec.replace(
      '    support:',
      '    manual_verification: {hours: 100 h/month, rate: 40 USD/h, share_checked: 20 %, automatable: 50 %}\n    support:',
    );
    const { levers } = await costs(spec);
    expect(levers[0]).toMatchObject({ payback: { text: 'at once' } });
    expect(levers[0]?.label).toContain('manual_verification');
    expect(levers.map(({ label }) => label)).toContain('Automate manual_verification');
    expect(levers.find(({ label }) => label.startsWith('Automate'))?.perYear).toMatchObject({ text: '24 kUSD/year' });
  });

  it('estimate from the history where the work went, beside what the plan gives to data', async () => {
    const { work: part } = await costs(withBill, { actuals: { bill }, work });
    if (part.state !== 'known') throw new Error(part.because);
    expect(part.dataShare).toMatchObject({ state: 'known', text: '40 %', provenance: { origin: 'estimated' } });
    expect(part.plannedShare).toMatchObject({ state: 'known', provenance: { origin: 'computed' } });
    expect(part.basis).toBe('120 commits of 3 people, 2026-03-02 to 2026-10-30');
    expect(part.areas.map(({ name, shareText }) => `${name} ${shareText}`)).toEqual([
      'Data 35 %',
      'Labels 5 %',
      'Training 30 %',
      'Serving 15 %',
      'Support 0 %',
      'Everything else 15 %',
    ]);
    expect((await costs()).work).toEqual({ state: 'unknown', because: 'the fixture does not say' });
  });

  it('tell what the drift that was found costs, the dearest first, and which comparison is out of date', async () => {
    const column = (name: string, answer: 'drift' | 'stable', perYear: number) => ({
      name,
      answer,
      drifting: 1,
      judged: 1,
      sentence: `${name} moved.`,
      advice: undefined,
      money: { text: `${perYear} USD/year`, low: 'low', high: 'high', perYear, currency: 'USD' },
    });
    const drift = {
      of: 'columns' as const,
      uri: 'file:///work/.plumbline/drift/inputs.json',
      at: '2026-11-01T08:00:00Z',
      reference: 'train',
      current: 'flights',
      windows: 1,
      rows: 10,
      tests: 2,
      falseAlarm: 0.05,
      columns: [column('origin', 'drift', -10), column('late', 'drift', -900), column('day', 'stable', -5000)],
      notCompared: [],
      stale: ['the check has changed'],
    };
    const watched = `${moneySpec}monitoring:\n  checks:\n    inputs: {watch: inputs, reference: train, current: flights}\n`;
    const { drift: part } = await costs(watched, { drift: { inputs: drift } });
    if (part.state !== 'known') throw new Error(part.because);
    expect(
      part.lines.map(({ column: name, perYear }) => [name, perYear.state === 'known' ? perYear.text : '']),
    ).toEqual([
      ['late', '-900 USD/year'],
      ['origin', '-10 USD/year'],
    ]);
    expect(part.stale).toEqual(['inputs']);
    const never = await costs(watched, { drift: { inputs: null } });
    expect(never.drift).toMatchObject({ state: 'unknown', because: 'nothing has been compared yet' });
  });

  it('give automation the payback that its stated cost has', async () => {
    const spec = moneySpec.replace(
      '    support: {hours: 483 h/month, rate: 60 USD/h}',
      '    support: {hours: 483 h/month, rate: 60 USD/h, automatable: 50 %, automation_cost: 86940 USD}',
    );
    const lever = (await costs(spec)).levers.find(({ label }) => label === 'Automate support');
    expect(lever?.payback).toMatchObject({ state: 'known', text: '0.5 years' });
    const unstated = (await costs(spec.replace(', automation_cost: 86940 USD', ''))).levers;
    expect(unstated.find(({ label }) => label === 'Automate support')?.payback).toMatchObject({
      state: 'unknown',
      next: 'State `automation_cost` at the item.',
    });
  });

  it('say of an imported number when its files were written and which bytes they were', async () => {
    const files = [
      { name: 'bill-1.csv', sha256: 'a'.repeat(64), changedAt: '2026-10-03T08:00:00.000Z' },
      { name: 'bill-2.csv', sha256: 'b'.repeat(64), changedAt: '2026-11-01T08:00:00.000Z' },
    ];
    const { plan, imports } = await costs(withBill, { actuals: { bill: { ...bill, files } } });
    const actual = plan.state === 'known' ? plan.lines[0]?.actual : undefined;
    expect(actual).toMatchObject({
      provenance: {
        at: '2026-11-01T08:00:00.000Z',
        dataVersion: 'bill-1.csv aaaaaaaaaaaa, bill-2.csv bbbbbbbbbbbb',
      },
    });
    expect(imports[0]?.changedAt).toBe('2026-11-01T08:00:00.000Z');
  });

  describe('of a regression', () => {
    const written = (goals: string): string => `plumbline: v1
project: fixture
phase: pilot
economics:
  volume: 1000 predictions/year
  horizon: 1 year
  discount_rate: 0 %
  value: {over: -1 USD/min, under: -1 USD/min}
  against: today
baseline:
  today: {metrics: {mae: 12 min}}
models:
  delay: {path: models/delay.onnx, task: regression}
metrics:
  rank: {kind: model, metric: r2, target: 0.5, limit: 0.3, model: delay, split: test}
  error: {kind: model, metric: mae, target: 5 min, limit: 9 min, model: delay, split: test, drives: saved}
  saved: {kind: business, definition: economics, direction: maximize${goals}}
costs:
  currency: USD
  items:
    development: {cost: 1000 USD, once: true}
    support: {cost: 2500 USD/year}
`;
    const at = '2026-11-01T08:00:00Z';
    const measurements = {
      error: [{ measured: { value: 4, unit: 'min' }, at, reference: 'run:one', uri: undefined, stale: [], slices: {} }],
    };
    const shown = (rows: Costs['returns'], id: string) => {
      const row = rows.find((candidate) => candidate.id === id);
      const text = (figure: Figure | undefined) => (figure?.state === 'known' ? figure.text : figure?.because);
      return [text(row?.atTarget), text(row?.atLimit), text(row?.measured)];
    };

    it('returns what its errors bring, at the goals and as measured, and its predictions have a cost', async () => {
      const { returns } = await costs(written(''), { measurements });
      // 1000 · (12 − 5), (12 − 9) and (12 − 4); 3500 USD for 1000 predictions in the one year.
      expect(shown(returns, 'saved')).toEqual(['7000 USD/year', '3000 USD/year', '8000 USD/year']);
      expect(shown(returns, 'net-present-value')).toEqual(['3500 USD', '-500 USD', '4500 USD']);
      expect(shown(returns, 'cost-per-prediction')[0]).toBe('3.5 USD/prediction');
    });

    it('returns the goals in money where the business metric states them', async () => {
      const { returns } = await costs(written(', target: 6 kUSD/year, limit: 2 kUSD/year'), { measurements });
      expect(shown(returns, 'saved')).toEqual(['6000 USD/year', '2000 USD/year', '8000 USD/year']);
    });

    it('says why nothing is measured', async () => {
      const { returns } = await costs(written(''));
      expect(shown(returns, 'saved')[2]).toBe('no run has measured it');
    });
  });

  it('tell what the work in progress changes', async () => {
    const before = moneySpec.replace('483 h/month', '400 h/month');
    const base = {
      commit: { revision: 'a'.repeat(40), at: '2026-10-01T00:00:00Z', author: 'Ada' },
      files: [{ uri: 'file:///work/plumbline.yaml', text: before }],
    };
    const { change } = await costs(moneySpec, { base });
    if (change.state !== 'known') throw new Error(change.because);
    expect(change.rows.map(({ label, difference }) => [label, difference])).toEqual([
      ['Running costs', '+59.8 kUSD (+21 %)'],
      ['Net present value at the target', '−149 kUSD (−3.3 %)'],
      ['support', '+59.8 kUSD (+21 %)'],
    ]);
  });

  it('ask for runs, bills and history, and show what there is until they are read', async () => {
    const pending = { ...factsFrom({ today: '2026-11-02' }), actuals: () => ({ state: 'pending' as const }) };
    const { snapshot } = fixture(withBill, pending);
    const files = memoryWorkspace(new Map());
    const model = await makeCostView(snapshot, { files, isTrusted: true, now: new Date() });
    expect(model).toMatchObject({ isComplete: false, imports: [{ state: 'reading' }] });
  });

  it('are an empty page that says what to do without a spec, and without costs', async () => {
    const files = memoryWorkspace(new Map());
    const none = await makeCostView(undefined, { files, isTrusted: true, now: new Date() });
    expect(none).toMatchObject({ state: 'empty', next: 'Open or create a plumbline.yaml.' });
    const withoutCosts = moneySpec.replace(/^costs:[^]*(?=^schedule:)/m, '');
    expect(await view(withoutCosts)).toMatchObject({ state: 'empty', because: 'The spec has no costs.' });
  });
});

describe('the budget in the status item', () => {
  const statusOf = (spec: string) =>
    budgetStatusOf(fixture(spec, factsFrom({ today: '2026-11-02', actuals: { bill } })).snapshot);

  it('says what of each part is used and spent, and that it is crossed', () => {
    expect(statusOf(withBill)).toEqual({
      text: 'Budget: building 106 %, running 103 %',
      detail: '0 USD of 1 MUSD spent, 372 kUSD/year of 360 kUSD/year',
      isOver: true,
    });
    expect(statusOf(withBill.replace('build: 1 MUSD, run: 360 kUSD/year', 'build: 2 MUSD'))).toMatchObject({
      text: 'Budget: building 53 %',
      isOver: false,
    });
  });

  it('says nothing without a budget or a spec', () => {
    expect(statusOf(moneySpec)).toBeUndefined();
    expect(budgetStatusOf(undefined)).toBeUndefined();
  });
});

describe('the verdict about costs', () => {
  it('is that of the budget first, then of the net present value', async () => {
    expect(verdictOfCosts(await costs())).toBe('ok');
    expect(verdictOfCosts(await costs(withBill, { actuals: { bill } }))).toBe('over-budget');
    expect(verdictOfCosts(await costs(moneySpec.replace('2.5 MUSD/year', '400 kUSD/year')))).toBe('negative-npv');
    expect(verdictOfCosts(await costs(moneySpec.replace('cost: 1058406 USD', 'cost: 1058406 EUR')))).toBe('not-known');
  });
});
