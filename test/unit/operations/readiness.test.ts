import { describe, expect, it } from 'vitest';
import { readinessReport } from '../../../schemas/readiness.ts';
import type { ReadinessReport } from '../../../schemas/readiness.ts';
import { createRefusingRunner } from '../../../server/src/jobs/refusingRunner.ts';
import { unknownHistory } from '../../../server/src/operations/ports.ts';
import type { History } from '../../../server/src/operations/ports.ts';
import { reportReadiness } from '../../../server/src/operations/readiness/findReadiness.ts';
import { renderReadiness } from '../../../server/src/operations/readiness/renderReadiness.ts';
import { createSpecWorkspace } from '../../../server/src/operations/specWorkspace.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const mainUri = 'file:///work/plumbline.yaml';
const head = 'plumbline: v1\nproject: demo\nphase: pilot\nowner: a@example.com\naffects: things\n';
const pipeline = 'pipeline: {shared: src/features.py, stages: {train: src/train.py}}\n';
const commit = { revision: 'a'.repeat(40), at: '2026-11-01T00:00:00Z', author: 'Ann' };
const committed: History = {
  ...unknownHistory('no git'),
  repositoryOf: () => Promise.resolve({ kind: 'repository', head: commit, isShallow: false }),
  firstCommitOf: () => Promise.resolve(commit),
};

interface Scene {
  readonly spec: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly history?: History;
}

async function report({ spec, files = {}, history = unknownHistory('there is no repository') }: Scene) {
  const texts = Object.entries({ 'plumbline.yaml': spec, ...files });
  const workspaceFiles = memoryWorkspace(
    new Map(texts.map(([name, text]) => [`file:///work/${name}`, text])),
    'file:///work/',
  );
  const clock = { now: () => new Date('2026-11-05T00:00:00Z') };
  const jobs = createRefusingRunner('No worker runs here.');
  const workspace = createSpecWorkspace({ files: workspaceFiles, jobs, history, clock, version: '1.2.3' });
  return readinessReport.parse(
    await reportReadiness([mainUri, mainUri], {
      workspace,
      files: workspaceFiles,
      clock,
      version: '1.2.3',
      nameOf: (uri) => uri.replace('file:///work/', ''),
    }),
  );
}

type Project = ReadinessReport['projects'][number];
type Point = Project['sections'][number]['tests'][number];

async function readinessOf(scene: Scene): Promise<Project> {
  const [project] = (await report(scene)).projects;
  if (project === undefined) throw new Error('There is no project.');
  return project;
}

async function point(id: string, scene: Scene): Promise<Point | undefined> {
  return (await readinessOf(scene)).sections.flatMap(({ tests }) => tests).find((test) => test.id === id);
}

function run(changes: object): string {
  return JSON.stringify({
    kind: 'run',
    schema: 1,
    plumbline: '0.1.0',
    startedAt: '2026-11-02T09:31:00Z',
    endedAt: '2026-11-02T09:31:20Z',
    model: { id: 'delay' },
    values: {},
    ...changes,
  });
}

describe('the score', () => {
  it('is the least of four sections of seven tests, and an experiment at 0', async () => {
    const readiness = await readinessOf({ spec: head });
    expect(readiness.sections.map(({ tests }) => tests.length)).toEqual([7, 7, 7, 7]);
    expect(readiness.score).toBe(Math.min(...readiness.sections.map(({ points }) => points)));
    expect([readiness.score, readiness.verdict]).toEqual([0, 'more of an experiment than a product']);
  });

  it('sums the points of a section, and tells failed from not known', async () => {
    const { sections } = await readinessOf({ spec: head });
    const model = sections.find(({ id }) => id === 'model');
    expect(model?.tests.map(({ state, points }) => [state, points])).toEqual([
      ['not-known', 0],
      ['not-known', 0],
      ['not-known', 0],
      ['not-known', 0],
      ['failed', 0],
      ['failed', 0],
      ['earned', 1],
    ]);
    expect(model?.points).toBe(1);
  });

  it('counts a project once, though several of its files were asked for', async () => {
    expect((await report({ spec: head })).projects).toHaveLength(1);
  });
});

describe('tests of code', () => {
  const spec = head + pipeline;
  const code = { 'src/features.py': '', 'src/train.py': '' };
  const test = { 'tests/test_features.py': 'from src.features import hour\n' };

  it('fail when no test imports the code', async () => {
    const found = await point('data-7', { spec, files: { ...code, 'tests/test_other.py': 'import os\n' } });
    expect(found).toMatchObject({ state: 'failed', sentence: 'No test imports `src/features.py`.' });
  });

  it('give a half when nothing runs them by itself', async () => {
    const found = await point('data-7', { spec, files: { ...code, ...test } });
    expect(found).toMatchObject({ points: 0.5, evidence: { file: 'tests/test_features.py' } });
  });

  it('give a whole when an automation runs them', async () => {
    const files = { ...code, ...test, '.gitlab-ci.yml': 'test: {script: [pytest]}\n' };
    expect(await point('data-7', { spec, files })).toMatchObject({ points: 1 });
  });
});

describe('evidence from git and approvals', () => {
  const approvals =
    'approvals:\n  business: {status: approved, by: b@example.com, date: 2026-11-01, revision: "3f2a91c"}\n';

  it('gives a half to a spec that is checked in, and a whole when everybody has approved', async () => {
    expect(await point('model-1', { spec: head, history: committed })).toMatchObject({ points: 0.5 });
    expect(await point('model-1', { spec: head + approvals, history: committed })).toMatchObject({
      points: 1,
      evidence: { file: 'plumbline.yaml', range: { start: { line: 5 } } },
    });
  });

  it('is not known without a repository', async () => {
    expect(await point('model-1', { spec: head + approvals })).toMatchObject({
      state: 'not-known',
      sentence: 'Not known because there is no repository.',
    });
  });
});

describe('evidence from runs', () => {
  const spec = `${head}data: {flights: {path: f.csv, modality: table}}
splits: {test: {of: flights, where: "a > 1"}, june: {of: flights, where: "a > 2", role: production}}
models: {delay: {path: m.onnx, task: binary-classification}}
metrics:
  recall: {kind: model, metric: recall, model: delay, split: test, target: 0.7, limit: 0.6}
  latency: {kind: infrastructure, metric: latency, on: box, target: 5 ms, limit: 20 ms}
deployment: {targets: {box: {kind: server}}}
monitoring: {retrain: {max_age: 2 days, owner: a@example.com}}
`;
  const recall = (value: number) => ({ recall: { state: 'known', value, unit: '' } });
  const latency = (value: number) => ({ latency: { state: 'known', value, unit: 'ms' } });

  it('compares values on a test split with those in production', async () => {
    const files = (online: number) => ({
      '.plumbline/runs/a.json': run({ split: { id: 'test' }, values: recall(0.6) }),
      '.plumbline/runs/b.json': run({ split: { id: 'june' }, values: recall(online) }),
    });
    expect(await point('model-2', { spec, files: files(0.58) })).toMatchObject({ state: 'earned', points: 1 });
    expect(await point('model-2', { spec, files: files(0.4) })).toMatchObject({ state: 'failed' });
  });

  it('counts runs with different parameters', async () => {
    const runs = (rates: readonly number[]) =>
      Object.fromEntries(rates.map((rate, index) => [`.plumbline/runs/${index}.json`, run({ params: { rate } })]));
    expect(await point('model-3', { spec, files: runs([1, 2, 3, 4, 5]) })).toMatchObject({ points: 1 });
    expect(await point('model-3', { spec, files: runs([1, 2, 2]) })).toMatchObject({ points: 0.5 });
    expect(await point('model-3', { spec, files: runs([2, 2]) })).toMatchObject({ state: 'failed' });
  });

  it.each([
    ['2026-11-05T00:00:00Z', 'today'],
    ['2026-11-04T00:00:00Z', '1 day ago'],
  ])('says of a model of %s that it was evaluated %s', async (endedAt, when) => {
    const files = { '.plumbline/runs/a.json': run({ endedAt }) };
    expect(await point('monitoring-4', { spec, files })).toMatchObject({
      sentence: `The newest model was evaluated ${when}, and may get 2 days old.`,
    });
  });

  it('finds a model that is too old', async () => {
    const files = { '.plumbline/runs/a.json': run({}) };
    expect(await point('monitoring-4', { spec, files })).toMatchObject({
      state: 'failed',
      sentence: 'The newest model was evaluated 3 days ago, and may get only 2 days old.',
    });
  });

  it('finds a machine metric that became worse', async () => {
    const files = (newest: number) => ({
      '.plumbline/runs/a.json': run({ endedAt: '2026-11-01T00:00:00Z', target: 'box', values: latency(4) }),
      '.plumbline/runs/b.json': run({ target: 'box', values: latency(newest) }),
    });
    expect(await point('monitoring-6', { spec, files: files(4.2) })).toMatchObject({ points: 1 });
    expect(await point('monitoring-6', { spec, files: files(5) })).toMatchObject({ state: 'failed' });
  });
});

describe('the report', () => {
  const hostile = `${head}pipeline: {shared: "a\`<b>|\\u001b[31mx.py"}\n`;

  it('names the place of each point', async () => {
    const text = renderReadiness(await report({ spec: head }), 'text', false);
    expect(text).toContain('demo: 0 of 7, more of an experiment than a product.');
    expect(text).toContain('The answers judge nobody, so nobody can be left out. (plumbline.yaml:5)');
  });

  it('is one JSON document of the public shape', async () => {
    const text = renderReadiness(await report({ spec: head }), 'json', false);
    expect(readinessReport.parse(JSON.parse(text)).kind).toBe('readiness');
  });

  it('shows what a spec says as text, in Markdown and on a terminal', async () => {
    const made = await report({ spec: hostile });
    const shown = renderReadiness(made, 'markdown', false);
    expect(shown).toContain('\\|');
    expect(shown).not.toContain('<b>');
    expect(renderReadiness(made, 'text', false)).not.toContain('\u001b');
  });
});
