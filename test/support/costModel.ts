/** The view model of the Cost panel, made by the server from specs in memory. */
import type { Costs } from '../../schemas/costPanel.ts';
import type { ActualsFact, RunFact, WorkFact } from '../../schemas/facts.ts';
import { makeCostView } from '../../server/src/operations/cost/costView.ts';
import { fixture } from './languageFixture.ts';
import { memoryWorkspace } from './memoryWorkspace.ts';
import { moneySpec } from './moneySpec.ts';
import { factsFrom } from './ruleFixture.ts';

type Given = NonNullable<Parameters<typeof factsFrom>[0]>;

export async function costModel(spec = moneySpec, given: Given = {}, files: Readonly<Record<string, string>> = {}) {
  const { snapshot } = fixture(spec, factsFrom({ today: '2026-11-02', ...given }));
  const context = { files: memoryWorkspace(new Map(Object.entries(files))), isTrusted: true };
  return makeCostView(snapshot, { ...context, now: new Date('2026-11-02T08:00:00Z') });
}

export async function costs(...given: Parameters<typeof costModel>): Promise<Costs> {
  const model = await costModel(...given);
  if (model.state !== 'costs') throw new Error(`The spec has no costs: ${model.because}`);
  return model;
}

export const run = (id: string, sizeBytes: number, recall: number, precision: number): RunFact => ({
  store: 'plumbline',
  id,
  at: '2026-11-01T08:00:00Z',
  uri: `file:///work/.plumbline/runs/${id}.json`,
  model: 'delay',
  split: 'test',
  target: undefined,
  commit: undefined,
  params: {},
  values: { recall: { value: recall, unit: '' }, precision: { value: precision, unit: '' } },
  modelFile: { sha256: undefined, sizeBytes },
});

export const bill: ActualsFact = {
  sums: ['2026-08', '2026-09', '2026-10', '2026-11'].map((month, index) => ({
    month,
    category: 'support',
    amount: String(30_000 + 1000 * index),
    currency: 'USD',
  })),
  unmapped: [{ name: 'Tax', amount: '12.5', currency: 'USD' }],
  rows: 40,
  unreadRows: 2,
  leftOut: [{ amount: '-3.20', unit: 'USD' }],
  repeatedRows: 0,
  problems: ['bill.csv, line 7: `x` in EffectiveCost is no number.'],
  files: [],
};

export const work: WorkFact = {
  commits: 120,
  authors: 3,
  hours: 200,
  areas: (['data', 'labels', 'training', 'serving', 'support', 'other'] as const).map((area, index) => {
    const share = [0.35, 0.05, 0.3, 0.15, 0, 0.15][index] ?? 0;
    return { area, hours: 200 * share, share, paths: share === 0 ? [] : [`src/${area}.py`] };
  }),
  span: { first: '2026-03-02', last: '2026-10-30' },
  isCut: false,
};

export const withBill = moneySpec
  .replace(
    '    support: {hours: 483 h/month, rate: 60 USD/h}',
    '    support: {hours: 483 h/month, rate: 60 USD/h, actual: bill}',
  )
  .replace(
    '  items:',
    '  budget: {build: 1 MUSD, run: 360 kUSD/year}\n  actuals:\n    bill: {format: focus, path: bill.csv}\n  items:',
  );
