import { beforeEach, describe, expect, it } from 'vitest';
import type { Fact, Facts } from '../../../schemas/facts.ts';
import type { JobRunner } from '../../../server/src/jobs/jobRunner.ts';
import { createFactStore } from '../../../server/src/operations/facts/factStore.ts';
import { unknownHistory } from '../../../server/src/operations/ports.ts';
import type { History } from '../../../server/src/operations/ports.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';
import type { MemoryWorkspace } from '../../support/memoryWorkspace.ts';
import { projectOf } from '../../support/ruleFixture.ts';

const mainUri = 'file:///work/plumbline.yaml';

const spec = `plumbline: v1
project: demo
phase: pilot
owner: lead@example.com
data:
  flights: {path: data/flights.parquet, modality: table, owner: a@example.com, version: {dvc: data/flights.parquet.dvc}}
splits:
  test: {of: flights, where: "hour > 3"}
models:
  delay: {path: models/delay.onnx, task: binary-classification}
pipeline:
  stages: {train: src/train.py}
metrics:
  recall: {kind: model, metric: recall, model: delay, split: test, target: 0.7, limit: 0.6}
  latency: {kind: infrastructure, metric: latency, percentile: 99, batch: 1, on: box, target: 5 ms, limit: 20 ms}
  tracked: {kind: model, metric: recall, target: 0.7, limit: 0.6, source: {mlflow: {experiment: delay, key: test/recall}}}
  listed: {kind: model, metric: recall, target: 70 %, limit: 60 %, source: {dvc: "reports/m.json#test.recall"}}
  counted: {kind: business, definition: a, target: 2 MUSD/year, limit: 1 MUSD/year, source: {file: reports/m.json, pointer: /money}}
  worded: {kind: infrastructure, metric: latency, target: 5 ms, limit: 20 ms, source: {file: reports/m.json, pointer: /slow}}
`;

const md5 = (digit: string) => digit.repeat(32);

function record(changes: object): string {
  return JSON.stringify({
    kind: 'run',
    schema: 1,
    plumbline: '0.1.0',
    startedAt: '2026-11-02T09:31:00Z',
    endedAt: '2026-11-02T09:31:20Z',
    model: { id: 'delay', sha256: 'a'.repeat(64), sizeBytes: 5 },
    data: { id: 'flights', version: `md5 ${md5('1')}` },
    split: { id: 'test' },
    values: { recall: { state: 'known', value: 0.61, unit: '', low: 0.6, high: 0.62 } },
    ...changes,
  });
}

let files: MemoryWorkspace;
let jobs: string[];

beforeEach(() => {
  jobs = [];
  files = memoryWorkspace(
    new Map([
      [mainUri, spec],
      ['file:///work/data/flights.parquet', 'rows'],
      ['file:///work/data/flights.parquet.dvc', `outs:\n- md5: '${md5('1')}'\n  size: 4\n  path: flights.parquet\n`],
      ['file:///work/models/delay.onnx', 'model'],
      ['file:///work/src/train.py', 'train()\n'],
    ]),
    'file:///work/',
  );
});

const runner: JobRunner = {
  run: (kind) => {
    jobs.push(kind);
    const value =
      kind === 'hashFile'
        ? { sizeBytes: 5, sha256: 'a'.repeat(64), md5: 'b'.repeat(32) }
        : {
            runs: [
              {
                id: 'ml2',
                name: '',
                experiment: 'other',
                endedAt: '2026-11-03T00:00:00Z',
                values: { 'test/recall': 0.9 },
              },
              {
                id: 'ml1',
                name: '',
                experiment: 'delay',
                endedAt: '2026-11-02T00:00:00Z',
                values: { 'test/recall': 0.66 },
              },
              {
                id: 'failed',
                name: '',
                experiment: 'delay',
                endedAt: '2026-11-04T00:00:00Z',
                isFinished: false,
                values: { 'test/recall': 0.99, 'test/partial': 0.4 },
              },
            ]
              .map((run) => ({ isFinished: true, ...run, params: {}, datasets: {} }))
              .toSorted((left, right) => (left.endedAt < right.endedAt ? 1 : -1)),
          };
    // The answer has the shape of its kind, which the runner's type cannot see.
    return Promise.resolve({ kind: 'done', value }) as never;
  },
  dispose: () => Promise.resolve(),
};

async function settle<Value>(
  ask: (facts: Facts) => Fact<Value>,
  history: History = unknownHistory('no git'),
  text = spec,
): Promise<Fact<Value>> {
  const store = createFactStore({
    files,
    jobs: runner,
    history,
    clock: { now: () => new Date('2026-11-05T00:00:00Z') },
    version: '0.1.0',
    onChange: () => undefined,
  });
  const facts = store.factsOf(projectOf(new Map([[mainUri, text]])));
  for (let last = -1; last !== store.versionOf(mainUri);) {
    last = store.versionOf(mainUri);
    ask(facts);
    await store.idle();
  }
  return ask(facts);
}

async function measured(id: string, history?: History, text?: string) {
  const fact = await settle((facts) => facts.measurements(id), history, text);
  if (fact.state !== 'known') throw new Error(fact.state === 'unknown' ? fact.because : 'pending');
  return fact.value;
}

function writeRun(name: string, changes: object = {}): void {
  files.write(`file:///work/.plumbline/runs/${name}.json`, record(changes));
}

describe('values in our own run records', () => {
  it('are given newest first, with interval and file', async () => {
    writeRun('2026-11-01-old', {
      endedAt: '2026-11-01T00:00:00Z',
      values: { recall: { state: 'known', value: 0.5, unit: '' } },
    });
    writeRun('2026-11-02-new');
    const [newest, older] = await measured('recall');
    expect(newest).toMatchObject({
      measured: { value: 0.61, unit: '', low: 0.6, high: 0.62 },
      reference: 'run:2026-11-02-new',
      uri: 'file:///work/.plumbline/runs/2026-11-02-new.json',
      stale: [],
    });
    expect([older?.measured.value, older?.stale]).toEqual([0.5, ['`run:2026-11-02-new` is newer']]);
  });

  it('stay those of entries that were renamed since', async () => {
    writeRun('2026-11-02-old');
    const text = spec
      .replace('  recall: {kind: model,', '  found: {renamed_from: [recall], kind: model,')
      .replaceAll('model: delay', 'model: late')
      .replace('models:\n  delay: {', 'models:\n  late: {renamed_from: [delay], ');
    expect(text).toContain('late: {renamed_from');
    expect(await measured('found', undefined, text)).toMatchObject([{ measured: { value: 0.61 } }]);
  });

  it('of another model, split or device are no values of the metric', async () => {
    writeRun('a', { model: { id: 'other' } });
    writeRun('b', { split: { id: 'train' } });
    writeRun('c', { values: { latency: { state: 'known', value: 4, unit: 'ms' } } });
    expect([await measured('recall'), await measured('latency')]).toEqual([[], []]);
  });

  it('of the device that the metric names count', async () => {
    writeRun('c', { target: 'box', values: { latency: { state: 'known', value: 4, unit: 'ms' } } });
    expect((await measured('latency'))[0]?.measured).toMatchObject({ value: 4, unit: 'ms' });
  });

  it('are stale when the data are pinned at another version', async () => {
    writeRun('a');
    files.write('file:///work/data/flights.parquet.dvc', `outs:\n- md5: '${md5('2')}'\n  path: flights.parquet\n`);
    expect((await measured('recall'))[0]?.stale).toEqual([
      'it was measured on md5 11111111 of `flights`, which is md5 22222222 now',
    ]);
  });

  it('are stale when what git holds of the data has changed, and not where git cannot tell', async () => {
    const tracked = spec.replace('{dvc: data/flights.parquet.dvc}', '{git: data}');
    const historyOf = (id: string | undefined): History => ({
      ...unknownHistory('no git'),
      objectOf: (uri) => Promise.resolve(uri === 'file:///work/data' ? id : undefined),
    });
    writeRun('a', { data: { id: 'flights', version: `git ${'1'.repeat(40)}` } });
    expect((await measured('recall', historyOf('1'.repeat(40)), tracked))[0]?.stale).toEqual([]);
    expect((await measured('recall', historyOf('2'.repeat(40)), tracked))[0]?.stale).toEqual([
      'it was measured on git 11111111 of `flights`, which is git 22222222 now',
    ]);
    expect((await measured('recall', historyOf(undefined), tracked))[0]?.stale).toEqual([]);
  });

  it('are stale when the model file has another size, without hashing it', async () => {
    writeRun('a');
    files.write('file:///work/models/delay.onnx', 'a longer model');
    expect((await measured('recall'))[0]?.stale).toEqual(['`models/delay.onnx` is another file now']);
    expect(jobs).toEqual([]);
  });

  it('are stale when the model file has the same size and another hash', async () => {
    writeRun('a', { model: { id: 'delay', sha256: 'c'.repeat(64), sizeBytes: 5 } });
    expect((await measured('recall'))[0]?.stale).toEqual(['`models/delay.onnx` is another file now']);
    expect(jobs).toEqual(['hashFile']);
  });

  it('are stale when code of the pipeline has changed since their commit, and not for any later commit', async () => {
    writeRun('a', { git: { commit: 'd'.repeat(40), isDirty: false } });
    const historyWith = (text: string): History => ({
      ...unknownHistory('no git'),
      readAt: (uris) => Promise.resolve({ kind: 'files', files: uris.map((uri) => ({ uri, text })) }),
    });
    expect((await measured('recall', historyWith('train()\r\n')))[0]?.stale).toEqual([]);
    expect((await measured('recall', historyWith('other()\n')))[0]?.stale).toEqual([
      '`src/train.py` has changed since ddddddd',
    ]);
  });

  it('say so when a newer run found the metric undefined', async () => {
    writeRun('a');
    writeRun('b', {
      endedAt: '2026-11-03T00:00:00Z',
      values: { recall: { state: 'undefined', because: 'no row is positive' } },
    });
    expect((await measured('recall'))[0]?.stale).toEqual([
      'the newer run `b` found it undefined because no row is positive',
    ]);
  });
});

describe('records that cannot be read', () => {
  it('are told apart, and the others are still there', async () => {
    writeRun('good');
    files.write('file:///work/.plumbline/runs/bad.json', '{"kind": "ru');
    const broken = await settle((facts) => facts.brokenRuns());
    const runs = await settle((facts) => facts.runs('plumbline'));
    expect(broken).toMatchObject({ value: [{ id: 'bad', because: 'it is not JSON, or was cut off' }] });
    expect(runs.state === 'known' && runs.value.map(({ id }) => id)).toEqual(['good']);
  });

  it('are read once, and again only when they change', async () => {
    writeRun('a');
    await settle((facts) => facts.runs('plumbline'));
    expect(files.reads.filter((uri) => uri.includes('/runs/'))).toHaveLength(1);
  });
});

describe('values elsewhere', () => {
  it('come from the newest run of the experiment that finished in MLflow', async () => {
    files.write('file:///work/mlflow.db', 'SQLite');
    expect(await measured('tracked')).toMatchObject([
      { measured: { value: 0.66, unit: '' }, reference: 'mlflow:runs/ml1/metrics/test/recall', stale: [] },
    ]);
    expect(jobs).toEqual(['readMlflow']);
  });

  it('come from a run that failed in MLflow only where none finished, and say so', async () => {
    files.write('file:///work/mlflow.db', 'SQLite');
    const text = spec.replace('key: test/recall', 'key: test/partial');
    expect(await measured('tracked', undefined, text)).toMatchObject([
      {
        measured: { value: 0.4 },
        reference: 'mlflow:runs/failed/metrics/test/partial',
        stale: ['no run of the experiment finished, and what this one logged may change'],
      },
    ]);
  });

  it('are known to be none without a store of MLflow, and no worker is asked', async () => {
    expect([await measured('tracked'), jobs]).toEqual([[], []]);
  });

  it('come from a metrics file, by either pointer, in the unit of the goals', async () => {
    files.write('file:///work/reports/m.json', '{"test": {"recall": 0.64}, "money": 1250000, "slow": "4 ms"}');
    expect((await measured('listed'))[0]).toMatchObject({
      measured: { value: 0.64, unit: '' },
      reference: 'dvc:reports/m.json#test.recall',
    });
    expect((await measured('counted'))[0]?.measured).toEqual({ value: 1250000, unit: 'USD/year' });
    expect((await measured('worded'))[0]?.measured).toEqual({ value: 4, unit: 'ms' });
  });

  it('are none where the file has no number, and unknown when the file cannot be read', async () => {
    files.write('file:///work/reports/m.json', '{"test": {}}');
    expect(await measured('listed')).toEqual([]);
    files.write('file:///work/reports/m.json', '{"test": ');
    await expect(measured('listed')).rejects.toThrow(
      'reports/m.json cannot be read because it is neither JSON nor YAML',
    );
  });
});

describe('values that a stage of DVC wrote', () => {
  const metrics = '{"test": {"recall": 0.64}}';
  const lock = (data: string, size: number) => `schema: '2.0'
stages:
  evaluate:
    cmd: run
    deps:
    - {path: data/flights.parquet, md5: '${data}', size: 4}
    - {path: src/train.py, md5: 'ab', size: 8}
    outs:
    - {path: reports/m.json, md5: 'cd', size: ${size}}
`;

  beforeEach(() => {
    files.write('file:///work/dvc.yaml', 'stages:\n  evaluate: {cmd: run, metrics: [reports/m.json]}\n');
    files.write('file:///work/reports/m.json', metrics);
  });

  it('are not stale while everything that the stage read is the same', async () => {
    files.write('file:///work/dvc.lock', lock(md5('1'), metrics.length));
    expect((await measured('listed'))[0]?.stale).toEqual([]);
  });

  describe('after other stages', () => {
    const pipelineLock = ({ data = md5('1'), out = md5('b') } = {}) => `schema: '2.0'
stages:
  prepare:
    cmd: run
    deps:
    - {path: data/flights.parquet, hash: md5, md5: '${data}', size: 4}
    params:
      params.yaml: {train.seed: 7, train.share: 0.8, names: [a, b]}
    outs:
    - {path: prepared, hash: md5, md5: '${md5('5')}.dir', size: 4, nfiles: 2}
  evaluate:
    cmd: run
    deps:
    - {path: prepared, hash: md5, md5: '${md5('5')}.dir', size: 4, nfiles: 2}
    - {path: src/train.py, hash: md5, md5: '${md5('b')}', size: 8}
    outs:
    - {path: reports/m.json, hash: md5, md5: '${out}', size: ${metrics.length}}
`;

    it.each([
      ['everything is the same', {}, 'train: {seed: 7, share: 0.80}\nnames: [a, b]\n', []],
      [
        'what the stage before read is pinned anew',
        { data: md5('3') },
        'train: {seed: 7, share: 0.8}\nnames: [a, b]\n',
        ['`data/flights.parquet` has changed since the stage `prepare` ran'],
      ],
      [
        'a parameter of the stage before has changed',
        {},
        'train: {seed: 8, share: 0.8}\nnames: [a, b]\n',
        ['`train.seed` of `params.yaml` has changed since the stage `prepare` ran'],
      ],
      [
        'many parameters have changed, or are gone',
        {},
        'train: {share: 0.9}\nnames: [a, c]\n',
        ['`train.seed`, `train.share` and 1 more of `params.yaml` have changed since the stage `prepare` ran'],
      ],
      [
        'somebody edited the file without changing its length',
        { out: md5('c') },
        'train: {seed: 7, share: 0.8}\nnames: [a, b]\n',
        ['it is not the file that the stage `evaluate` wrote'],
      ],
    ])('are as old as that says when %s', async (_, locked, params, reasons) => {
      files.write('file:///work/params.yaml', params);
      files.write('file:///work/dvc.lock', pipelineLock(locked));
      expect((await measured('listed'))[0]?.stale).toEqual(reasons);
    });

    it('are stale when code changed without changing its length', async () => {
      files.write(
        'file:///work/dvc.lock',
        pipelineLock().replace(`md5: '${md5('b')}', size: 8`, `md5: '${md5('c')}', size: 8`),
      );
      expect((await measured('listed'))[0]?.stale).toEqual([
        '`src/train.py` has changed since the stage `evaluate` ran',
      ]);
    });

    it('are not compared by the hashes of DVC 2, which pass over line ends', async () => {
      files.write('file:///work/dvc.lock', pipelineLock({ out: md5('c') }).replaceAll(' hash: md5,', ''));
      expect((await measured('listed'))[0]?.stale).toEqual([]);
    });
  });

  it('are stale when the data or the code of the stage have changed, or somebody edited the file', async () => {
    files.write('file:///work/dvc.lock', lock(md5('3'), 3));
    files.write('file:///work/src/train.py', 'train(faster=True)\n');
    expect((await measured('listed'))[0]?.stale).toEqual([
      'it is not the file that the stage `evaluate` wrote',
      '`data/flights.parquet` has changed since the stage `evaluate` ran',
      '`src/train.py` has changed since the stage `evaluate` ran',
    ]);
  });

  it('are a run of their own, with the parameters of the stage', async () => {
    files.write(
      'file:///work/dvc.lock',
      `${lock(md5('1'), 1)}    params:\n      params.yaml:\n        train: {rate: 0.1}\n`,
    );
    const runs = await settle((facts) => facts.runs('dvc'));
    expect(runs).toMatchObject({
      value: [
        {
          store: 'dvc',
          id: 'reports/m.json',
          values: { 'test.recall': { value: 0.64 } },
          params: { 'train.rate': '0.1' },
        },
      ],
    });
  });
});
