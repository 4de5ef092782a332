/** The view model of the Evaluation panel, from a spec and a recorded run. */
import { describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../../schemas/comparisonReport.ts';
import type { RunRecord } from '../../../schemas/run.ts';
import { makeEvaluationView } from '../../../server/src/operations/evaluate/evaluationView.ts';
import { fixture } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { factsFrom } from '../../support/ruleFixture.ts';

const runUri = 'file:///work/.plumbline/runs/2026-11-02T0931Z-delay-3f2a91c0.json';
const record: RunRecord = {
  kind: 'run',
  schema: 1,
  plumbline: '0.1.0',
  startedAt: '2026-11-02T09:31:00Z',
  endedAt: '2026-11-02T09:31:04Z',
  model: { id: 'delay', path: 'models/delay.onnx' },
  split: { id: 'test', rows: 1000, positives: 200 },
  params: { threshold: 0.24 },
  values: {
    recall: { state: 'known', value: 0.61, unit: '', low: 0.58, high: 0.64, method: 'Wilson', n: 200 },
    precision: { state: 'undefined', because: 'late is never answered' },
    gone: { state: 'known', value: 1, unit: '' },
  },
  curves: {
    'true-positives': {
      x: 'threshold',
      y: 'true positives',
      points: [
        [0.2, 150],
        [0.4, 90],
      ],
    },
    'false-positives': {
      x: 'threshold',
      y: 'false positives',
      points: [
        [0.2, 200],
        [0.4, 40],
      ],
    },
    value: {
      x: 'threshold',
      y: 'value per prediction',
      points: [
        [0.2, 0.4],
        [0.4, 0.3],
      ],
    },
  },
};

const run = {
  id: '2026-11-02T0931Z-delay-3f2a91c0',
  store: 'plumbline' as const,
  at: '2026-11-02T09:31:00Z',
  uri: runUri,
  values: {},
  commit: undefined,
  params: {},
  model: 'delay',
  split: 'test',
  target: undefined,
};

async function view(text: string | undefined, { isTrusted = true, spec = moneySpec } = {}) {
  const files = memoryWorkspace(new Map(text === undefined ? [] : [[runUri, text]]));
  const { snapshot } = fixture(spec, factsFrom({ runs: text === undefined ? [] : [run] }));
  return makeEvaluationView(snapshot, { files, isTrusted, now: new Date('2026-11-04T00:00:00Z') });
}

describe('the view of a recorded run', () => {
  it('judges its values by the goals that the spec states now, and leaves out what the spec lost', async () => {
    const model = await view(JSON.stringify(record));
    expect(model).toMatchObject({
      state: 'runs',
      runs: [
        {
          model: 'delay',
          split: 'test',
          rows: 1000,
          metrics: [
            {
              id: 'recall',
              value: { text: '0.61', number: 0.61, interval: { text: '0.58 to 0.64' }, method: 'Wilson', n: 200 },
              target: { text: '0.70', number: 0.7 },
              limit: { text: '0.60', number: 0.6 },
              verdict: 'limit-held',
              isSettled: false,
            },
            { id: 'precision', value: { state: 'undefined', because: 'late is never answered' }, verdict: 'not-known' },
          ],
        },
      ],
    });
  });

  it('says what must be known of a value beside its number', async () => {
    const notes = ['The worst class is late.'];
    const values = { recall: { state: 'known' as const, value: 0.61, unit: '', notes } };
    const model = await view(JSON.stringify({ ...record, values }));
    expect(model).toMatchObject({ runs: [{ metrics: [{ id: 'recall', notes }] }] });
  });

  it('has counts and money along the thresholds, with what a year brings', async () => {
    const model = await view(JSON.stringify(record));
    expect(model.state === 'runs' ? model.runs[0]?.operating : undefined).toEqual({
      points: [
        { threshold: 0.2, truePositives: 150, falsePositives: 200, value: 0.4 },
        { threshold: 0.4, truePositives: 90, falsePositives: 40, value: 0.3 },
      ],
      positives: 200,
      negatives: 800,
      used: 0.24,
      currency: 'USD',
      perYear: 3_000_000,
      prevalence: 0.21,
    });
  });

  it('has the money of one answer, of all rows and of slices, and for which share of positives it is', async () => {
    const known = { state: 'known' as const, unit: 'USD' };
    const money = {
      currency: 'USD',
      prevalence: 0.21,
      value: { ...known, value: -0.3416, low: -0.35, high: -0.33 },
      slices: {
        evening: { ...known, value: 0.5, rows: 220 },
        winter: { state: 'undefined' as const, because: '2 of 3 rows have no amount', rows: 3 },
      },
    };
    const model = await view(JSON.stringify({ ...record, money }));
    expect(model.state === 'runs' ? model.runs[0]?.money : undefined).toMatchObject({
      note: expect.stringContaining('21 % positives') as unknown,
      parts: [
        {
          name: 'all answers',
          isSlice: false,
          value: { text: '-0.342 USD', interval: { text: '-0.35 USD to -0.33 USD' } },
        },
        { name: 'evening', isSlice: true, rows: 220, value: { text: '0.5 USD' } },
        { name: 'winter', isSlice: true, rows: 3, value: { because: '2 of 3 rows have no amount' } },
      ],
    });
  });

  it('says when, on what and how long', async () => {
    const model = await view(JSON.stringify(record));
    expect(model.state === 'runs' ? model.runs[0]?.facts : []).toEqual(
      expect.arrayContaining([
        { label: 'Model file', text: 'models/delay.onnx' },
        { label: 'Duration', text: '4.0 s' },
      ]),
    );
  });
});

describe('a comparison that was asked for', () => {
  const report = (first: string): ComparisonReport => ({
    kind: 'comparison',
    schema: 1,
    version: '0.1.0',
    first,
    second: run.id,
    rows: 1000,
    because: null,
    metrics: [],
    changed: [],
  });

  it('is shown as long as both of its runs are there', async () => {
    const older = { ...run, id: '2026-11-01T0931Z-delay-00000000', uri: runUri.replace('3f2a91c0', '00000000') };
    const text = JSON.stringify(record);
    const files = memoryWorkspace(new Map([runUri, older.uri].map((uri) => [uri, text])));
    const { snapshot } = fixture(moneySpec, factsFrom({ runs: [run, older] }));
    const asked = { comparisons: [report(older.id), report('gone')], errors: [], runs: [] };
    const now = new Date('2026-11-04T00:00:00Z');
    const model = await makeEvaluationView(snapshot, { files, isTrusted: true, now, asked });
    expect(model.state === 'runs' ? model.comparisons.map(({ first }) => first) : []).toEqual([older.id]);
  });
});

describe('an old run that was asked for', () => {
  it('is shown beside the newest ones', async () => {
    const runs = Array.from({ length: 40 }, (_, age) => ({ ...run, id: `run-${age}`, uri: `${runUri}-${age}.json` }));
    const files = memoryWorkspace(new Map(runs.map(({ uri }) => [uri, JSON.stringify(record)])));
    const { snapshot } = fixture(moneySpec, factsFrom({ runs }));
    const asked = { comparisons: [], errors: [], runs: ['run-30', 'gone'] };
    const now = new Date('2026-11-04T00:00:00Z');
    const model = await makeEvaluationView(snapshot, { files, isTrusted: true, now, asked });
    const shown = model.state === 'runs' ? model.runs.map(({ id }) => id) : [];
    expect([shown.at(0), shown.at(-1), model.state === 'runs' && model.olderRuns]).toEqual(['run-0', 'run-30', 27]);
  });
});

describe('without a run', () => {
  it('it says that nothing was evaluated, and offers it', async () => {
    expect(await view(undefined)).toMatchObject({ state: 'empty', canEvaluate: true });
  });

  it('it offers nothing before trust is given', async () => {
    expect(await view(undefined, { isTrusted: false })).toMatchObject({ state: 'empty', canEvaluate: false });
  });

  it('it says that the spec names nothing to evaluate', async () => {
    const spec = 'plumbline: v1\nproject: a\n';
    expect(await view(undefined, { spec })).toMatchObject({
      because: 'No metric of the spec names a model and a split, so there is nothing to evaluate yet.',
    });
  });

  it('it is the same when the record cannot be read', async () => {
    expect(await view('{')).toMatchObject({ state: 'empty' });
  });
});

describe('the images of a run', () => {
  const worst = ['a.png', 'gone.png'].map((image) => ({
    image,
    truth: '3',
    answer: '8',
    score: 0.98444,
  }));
  const withImages = JSON.stringify({ ...record, data: { id: 'flights' }, worst });

  it('are named with their truth, also where no pixel can be shown', async () => {
    expect(await view(withImages)).toMatchObject({
      runs: [{ worst: worst.map(({ image }) => ({ image, truth: '3', answer: '8', score: '0.984' })) }],
    });
  });
});
