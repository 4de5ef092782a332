import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobShapes } from '../../support/jobShapes.ts';
import type { JobAnswer, JobContext, JobKind } from '../../../schemas/jobs.ts';
import { hashFile } from '../../../server/src/data/hashFile.ts';
import { readMlflow } from '../../../server/src/data/readMlflow.ts';
import { openMlflowDatabase, writeMlflowDatabase } from './mlflowStore.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

let workspace: TableWorkspace;

beforeEach(() => {
  workspace = new TableWorkspace();
});
afterEach(() => workspace.dispose());

function context<Kind extends JobKind>(): JobContext<Kind> {
  return { limits: { memoryBytes: 1e9, diskBytes: 1e9, threads: 1 }, scratch: workspace.root, report: () => undefined };
}

function read(stores: { readonly database?: string; readonly folder?: string }): Promise<JobAnswer<'readMlflow'>> {
  const named = (name: string) => ({ path: path.resolve(workspace.root, name), label: name });
  return readMlflow(
    jobShapes.readMlflow.request.parse({
      root: workspace.root,
      ...(stores.database === undefined ? {} : { database: named(stores.database) }),
      ...(stores.folder === undefined ? {} : { folder: named(stores.folder) }),
    }),
    context(),
  );
}

function sentenceOf(answer: JobAnswer<'readMlflow'>): string | undefined {
  return answer.kind === 'failed' ? answer.sentence : undefined;
}

const place = (name: string) => path.join(workspace.root, name);

describe('an MLflow database', () => {
  it('gives runs newest first, without deleted ones, with last values that are numbers', async () => {
    writeMlflowDatabase(place('mlflow.db'));
    const { runs } = valueOf(await read({ database: 'mlflow.db' }));
    expect(runs).toEqual([
      {
        id: 'second',
        name: 'two',
        experiment: 'delay',
        endedAt: '2026-11-02T09:31:03.000Z',
        isFinished: false,
        values: { recall: 0.64 },
        params: { lr: '0.1' },
        datasets: { flights: '9d2f' },
        commit: 'a'.repeat(40),
      },
      expect.objectContaining({ id: 'first', isFinished: true, values: { recall: 0.61 } }),
    ]);
  });

  it('is not changed by reading, and nothing appears beside it', async () => {
    writeMlflowDatabase(place('mlflow.db'));
    const before = statSync(place('mlflow.db')).mtimeMs;
    await read({ database: 'mlflow.db' });
    expect([readdirSync(workspace.root), statSync(place('mlflow.db')).mtimeMs]).toEqual([['mlflow.db'], before]);
  });

  it('is read with a write-ahead log at rest, and nothing appears beside it', async () => {
    const database = openMlflowDatabase(place('mlflow.db'));
    database.exec('PRAGMA journal_mode = WAL; DELETE FROM params;');
    database.close();
    const { runs } = valueOf(await read({ database: 'mlflow.db' }));
    expect([runs.length, runs[0]?.params, readdirSync(workspace.root)]).toEqual([2, {}, ['mlflow.db']]);
  });

  it('is read while another program writes to its log', async () => {
    const database = openMlflowDatabase(place('mlflow.db'));
    database.exec("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; INSERT INTO params VALUES ('new', '1', 'second');");
    const { runs } = valueOf(await read({ database: 'mlflow.db' }));
    database.close();
    expect(runs[0]?.params).toEqual({ lr: '0.1' });
  });

  it('that is locked gives one sentence', async () => {
    const database = openMlflowDatabase(place('mlflow.db'));
    database.exec('BEGIN EXCLUSIVE');
    const answer = await read({ database: 'mlflow.db' });
    database.close();
    expect(sentenceOf(answer)).toBe('mlflow.db is locked by another program; try again when it has finished writing.');
  });

  it('of a form that is not known names its revision', async () => {
    const database = openMlflowDatabase(place('mlflow.db'));
    database.exec('ALTER TABLE latest_metrics DROP COLUMN is_nan');
    database.close();
    expect(sentenceOf(await read({ database: 'mlflow.db' }))).toMatch(/revision bf29a5ff90ea.*latest_metrics\.is_nan/);
  });

  it('whose tables are views is not read, because a view computes what it likes', async () => {
    const database = openMlflowDatabase(place('mlflow.db'));
    database.exec('ALTER TABLE runs RENAME TO other; CREATE VIEW runs AS SELECT * FROM other;');
    database.close();
    expect(sentenceOf(await read({ database: 'mlflow.db' }))).toMatch(/without `runs`/);
  });

  it('of another program is told apart', async () => {
    const database = openMlflowDatabase(place('other.db'));
    database.exec('DROP TABLE alembic_version; DROP TABLE experiments;');
    database.close();
    expect(sentenceOf(await read({ database: 'other.db' }))).toMatch(/not a database of MLflow/);
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['text', Buffer.from('hello there, this is no database')],
    ['damaged', Buffer.concat([Buffer.from('SQLite format 3\0\x10\0\x01\x01\0'), Buffer.alloc(5000, 7)])],
  ])('that is %s gives one sentence', async (_name, content) => {
    workspace.write('mlflow.db', content);
    const sentence = sentenceOf(await read({ database: 'mlflow.db' }));
    expect(sentence).toMatch(/^mlflow\.db [^\n]*\.$/);
  });

  it('outside the workspace is refused, by path and by link', async () => {
    const outside = workspace.write('../secret.db', '');
    workspace.link('mlflow.db', outside);
    expect(sentenceOf(await read({ database: 'mlflow.db' }))).toMatch(/outside the workspace/);
    expect(sentenceOf(await read({ database: '../secret.db' }))).toMatch(/outside the workspace/);
  });

  it('is not read when its log is a link', async () => {
    writeMlflowDatabase(place('mlflow.db'));
    workspace.link('mlflow.db-wal', workspace.write('../log', ''));
    expect(sentenceOf(await read({ database: 'mlflow.db' }))).toMatch(/mlflow\.db-wal is a link/);
  });
});

describe('an MLflow folder', () => {
  function writeRun(id: string, endedMs: number, files: Readonly<Record<string, string>>, stage = 'active'): void {
    const meta = `run_id: ${id}\nrun_name: name of ${id}\nlifecycle_stage: ${stage}\nstart_time: 5\nend_time: ${endedMs}\nstatus: 3\n`;
    workspace.write(`mlruns/77/${id}/meta.yaml`, meta);
    for (const [name, text] of Object.entries(files)) workspace.write(`mlruns/77/${id}/${name}`, text);
  }

  beforeEach(() => {
    workspace.write('mlruns/77/meta.yaml', "name: delay\nexperiment_id: '77'\nlifecycle_stage: active\n");
  });

  it('gives runs newest first, with keys that hold slashes', async () => {
    writeRun('a', 1_700_000_000_000, { 'metrics/test/recall': '1 0.5 0\n2 0.6 1\n', 'metrics/loss': '1 nan 0\n' });
    writeRun('b', 1_700_000_001_000, { 'params/lr': '0.1', 'tags/mlflow.source.git.commit': 'abc' });
    writeRun('c', 1_700_000_002_000, {}, 'deleted');
    const { runs } = valueOf(await read({ folder: 'mlruns' }));
    expect(runs).toEqual([
      expect.objectContaining({
        id: 'b',
        experiment: 'delay',
        file: '77/b/meta.yaml',
        values: {},
        params: { lr: '0.1' },
        commit: 'abc',
      }),
      expect.objectContaining({ id: 'a', values: { 'test/recall': 0.6 }, endedAt: '2023-11-14T22:13:20.000Z' }),
    ]);
  });

  it('takes the last step of a huge metric file from its end', async () => {
    const lines = Array.from({ length: 100_000 }, (_, step) => `1700000000000 ${step / 1e6} ${step}`).join('\n');
    writeRun('a', 1_700_000_000_000, { 'metrics/loss': `${lines}\n` });
    expect(valueOf(await read({ folder: 'mlruns' })).runs[0]?.values).toEqual({ loss: 0.099999 });
  });

  it('that only keeps artifacts of a database has no runs', async () => {
    workspace.write('mlruns/1/abc/artifacts/model.onnx', 'x');
    expect(valueOf(await read({ folder: 'mlruns' })).runs).toEqual([]);
  });

  it('follows no links', async () => {
    const secret = workspace.write('../secret', '1 0.7 0\n');
    writeRun('a', 1_700_000_000_000, { 'metrics/own': '1 0.5 0\n' });
    workspace.link('mlruns/77/a/metrics/stolen', secret);
    expect(valueOf(await read({ folder: 'mlruns' })).runs[0]?.values).toEqual({ own: 0.5 });
  });

  it('and a database beside it are joined, each run once', async () => {
    writeMlflowDatabase(place('mlflow.db'));
    writeRun('first', 1_700_000_000_000, {});
    writeRun('other', 1_700_000_001_000, {});
    const { runs } = valueOf(await read({ database: 'mlflow.db', folder: 'mlruns' }));
    expect(runs.map(({ id }) => id)).toEqual(['second', 'first', 'other']);
  });
});

describe('hashing', () => {
  it('gives what sha256sum and md5sum give', async () => {
    const file = workspace.write('model.onnx', 'hello\n');
    const answer = await hashFile({ root: workspace.root, path: file, label: 'model.onnx' }, context());
    expect(valueOf(answer)).toEqual({
      sizeBytes: 6,
      sha256: '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03',
      md5: 'b1946ac92492d2347c6235b4d2611184',
    });
  });

  it('refuses folders and files outside', async () => {
    writeFileSync(path.join(workspace.root, '..', 'secret'), 'x');
    const ask = (name: string) =>
      hashFile({ root: workspace.root, path: path.resolve(workspace.root, name), label: name }, context());
    expect([(await ask('.')).kind, (await ask('../secret')).kind]).toEqual(['failed', 'failed']);
  });
});
