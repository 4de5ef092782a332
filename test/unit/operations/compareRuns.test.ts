/** Two recorded runs: which ones are meant, and what is said where rows cannot be paired. */
import { describe, expect, it } from 'vitest';
import type { JobKind } from '../../../schemas/jobs.ts';
import type { JobOutcome, JobRunner } from '../../../server/src/jobs/jobRunner.ts';
import { compareRuns } from '../../../server/src/operations/compare/compareRuns.ts';
import { findProjects, loadProject } from '../../../server/src/operations/loadProject.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const spec = `plumbline: v1
project: demo
economics:
  volume: 1000 predictions/year
  prevalence: 20 %
  value: {tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}
  against: none
models:
  delay: {path: delay.onnx, task: binary-classification}
metrics:
  recall: {kind: model, metric: recall, model: delay, split: test, target: 0.70, limit: 0.60}
  loss: {kind: model, metric: log-loss, model: delay, split: test, direction: minimize}
  saved: {kind: business, definition: economics, direction: maximize}
`;

interface Values {
  readonly recall: readonly [number, number, number];
  readonly loss: readonly [number, number, number];
}

function record(values: Values, answers: string | undefined, split = 'test'): string {
  const shown = (['recall', 'loss'] as const).map((id) => {
    const [value, low, high] = values[id];
    return [id, { state: 'known', value, unit: '', low, high }] as const;
  });
  const at = '2026-11-02T09:31:00Z';
  return JSON.stringify({
    kind: 'run',
    schema: 1,
    plumbline: '1.2.3',
    startedAt: at,
    endedAt: at,
    model: { id: 'delay' },
    split: { id: split },
    ...(answers === undefined ? {} : { answers: { sha256: answers.repeat(64) } }),
    values: {
      ...Object.fromEntries(shown),
      saved: { state: 'known', value: 1000 * values.recall[0], unit: 'USD/year', low: 0, high: 9000 },
    },
  });
}

const old: Values = { recall: [0.6, 0.58, 0.62], loss: [0.5, 0.49, 0.51] };
const fresh: Values = { recall: [0.7, 0.68, 0.72], loss: [0.505, 0.49, 0.52] };

/** What the worker was asked. */
async function compareAsking(runs: Readonly<Record<string, string>>) {
  const asked: unknown[] = [];
  await compare(names, runs, undefined, (request) => asked.push(request));
  return { asked: asked[0] };
}

async function compare(
  names: { readonly first: string; readonly second: string },
  runs: Readonly<Record<string, string>>,
  answer?: JobOutcome<'compareAnswers'>,
  onAsked: (request: unknown) => void = () => undefined,
) {
  const files = memoryWorkspace(
    new Map([
      ['file:///work/plumbline.yaml', spec],
      ...Object.entries(runs).map(([name, text]) => [`file:///work/.plumbline/runs/${name}.json`, text] as const),
    ]),
  );
  const [group] = await findProjects(files, 'file:///work');
  if (group === undefined) throw new Error('The spec was not found.');
  const project = await loadProject(files, group);
  if ('sentence' in project) throw new Error(project.sentence);
  const refused: unknown = answer ?? { kind: 'failed', sentence: 'No worker.', category: 'refused' };
  const jobs: JobRunner = {
    run: <Kind extends JobKind>(_: Kind, request: unknown) => {
      onAsked(request);
      return Promise.resolve(refused as JobOutcome<Kind>);
    },
    dispose: () => Promise.resolve(),
  };
  return compareRuns(project, names, { files, jobs, version: '1.2.3' });
}

const names = { first: '2026-11-01', second: 'latest' };

describe('runs whose rows cannot be paired', () => {
  it('are compared by their intervals, and that is said', async () => {
    const outcome = await compare(names, {
      '2026-11-01-a': record(old, undefined),
      '2026-11-02-b': record(fresh, undefined),
    });
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
    expect(outcome.report).toMatchObject({
      first: '2026-11-01-a',
      second: '2026-11-02-b',
      rows: null,
      because: 'the answers of a run were not kept',
      metrics: [
        { id: 'recall', verdict: 'better', adjusted: null },
        { id: 'loss', verdict: 'not-settled', adjusted: null },
        { id: 'saved', verdict: 'not-settled', adjusted: null },
      ],
    });
  });

  it('are of different splits', async () => {
    const runs = { '2026-11-01-a': record(old, 'a'), '2026-11-02-b': record(fresh, 'b', 'june') };
    const outcome = await compare(names, runs);
    expect(outcome).toMatchObject({
      report: { because: 'they are of different splits', changed: [{ label: 'Split' }] },
    });
  });
});

describe('runs whose rows are paired', () => {
  it('are judged by the tests, with all of them held to one rate of false alarms', async () => {
    const known = (value: number) => ({ state: 'known' as const, value, n: 100 });
    const difference = (value: number, p: number) => ({
      value,
      p,
      low: value - 0.001,
      high: value + 0.001,
      method: 'a test',
    });
    const outcome = await compare(
      names,
      { '2026-11-01-a': record(old, 'a'), '2026-11-02-b': record(fresh, 'b') },
      {
        kind: 'done',
        value: {
          state: 'paired',
          rows: 100,
          metrics: [
            { id: 'recall', first: known(0.6), second: known(0.7), difference: difference(0.1, 0.06) },
            { id: 'loss', first: known(0.5), second: known(0.505), difference: difference(0.005, 0.02) },
          ],
          money: [{ id: 'saved', difference: { value: 2000, low: 500, high: 3500, method: 'rows one by one' } }],
        },
      },
    );
    expect(outcome).toMatchObject({
      report: {
        rows: 100,
        because: null,
        metrics: [
          { id: 'recall', verdict: 'not-settled', adjusted: 0.06 },
          { id: 'loss', verdict: 'worse', adjusted: 0.04 },
          // Money has an interval of paired rows, and no test of its own.
          { id: 'saved', verdict: 'better', adjusted: null, difference: { value: 2000, method: 'rows one by one' } },
        ],
      },
    });
  });
});

describe('what a job is asked of money', () => {
  it('is what an answer is worth in a year, where both runs tell it in the currency of the amounts', async () => {
    const { asked } = await compareAsking({ '2026-11-01-a': record(old, 'a'), '2026-11-02-b': record(fresh, 'b') });
    expect(asked).toMatchObject({
      money: [
        {
          id: 'saved',
          perYear: 1000,
          prevalence: 0.2,
          money: { kind: 'binary', currency: 'USD', truePositive: 12, falsePositive: -6, falseNegative: -9 },
        },
      ],
    });
  });
});

describe('a name', () => {
  const runs = { '2026-11-01-a': record(old, undefined), '2026-11-02-b': record(fresh, undefined) };

  it.each([
    ['that no run has', { first: 'x', second: 'latest' }, 'begins with "x"'],
    ['that several runs have', { first: '2026', second: 'latest' }, '2026-11-01-a, 2026-11-02-b'],
    ['that means the other run, too', { first: 'latest', second: '2026-11-02' }, 'Both names'],
    ['further back than there are runs', { first: 'latest~5', second: 'latest' }, 'only 2 runs'],
  ])('%s is refused in one sentence', async (_what, given, named) => {
    const outcome = await compare(given, runs);
    expect(outcome.kind === 'failed' ? outcome.sentence : outcome.kind).toContain(named);
  });
});
