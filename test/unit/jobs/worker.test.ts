import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDoctor } from '../../../server/src/jobs/doctor.ts';
import { createTestPool, OddWorkers, type TestPool } from './testPool.ts';

let real: TestPool;
let odd: OddWorkers;
let root: string;

beforeAll(() => {
  real = createTestPool();
  odd = new OddWorkers();
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-root-')));
});
afterAll(async () => {
  await real.pool.dispose();
  odd.dispose();
  rmSync(root, { recursive: true, force: true });
});

function source(name: string, content: string | Uint8Array) {
  writeFileSync(path.join(root, name), content);
  return { label: name, root, files: [path.join(root, name)] };
}

describe('the worker of the product', { timeout: 120_000 }, () => {
  it('describes, counts and profiles a table in its process', async () => {
    const table = source('table.csv', 'a,b\n1,x\n2,y\n');
    const described = await real.pool.run('describeTable', { source: table });
    expect(described.kind === 'done' && described.value.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['a', 'integer'],
      ['b', 'text'],
    ]);
    const counted = await real.pool.run('countSplits', { source: table, splits: [{ id: 'one', where: 'a = 1' }] });
    expect(counted.kind === 'done' && counted.value.splits).toEqual([{ id: 'one', rows: 1 }]);
    const request = { source: table, plumbline: '0.1.0', wants: 'summary' } as const;
    const profiled = await real.pool.run('profileTable', request);
    expect(profiled.kind === 'done' && [profiled.value.summary.rows, profiled.value.profile]).toEqual([2, undefined]);
  });

  it('answers the next job after one that could not be done, in the same process', async () => {
    const before = real.pids.length;
    const broken = await real.pool.run('describeTable', { source: source('broken.parquet', 'PAR1 and nothing') });
    expect(broken.kind === 'failed' && broken.category).toBe('bad-input');
    const fine = await real.pool.run('describeTable', { source: source('fine.csv', 'a\n1\n') });
    expect(fine.kind).toBe('done');
    expect(real.pids.length).toBe(Math.max(1, before));
  });

  it('uses every native for real', async () => {
    const outcome = await real.pool.run('doctor', { natives: ['duckdb', 'sharp', 'onnxruntime'] });
    const reports = outcome.kind === 'done' ? outcome.value.natives : [];
    expect(reports.map((report) => [report.native, report.state])).toEqual([
      ['duckdb', 'works'],
      ['sharp', 'works'],
      ['onnxruntime', 'works'],
    ]);
    expect(outcome.kind === 'done' && outcome.value.runtime).toMatchObject({
      executable: process.execPath,
      platform: `${process.platform}-${process.arch}`,
    });
  });
});

describe('the doctor', { timeout: 60_000 }, () => {
  it('tells in one sentence which native fails and why', async () => {
    const works = () => Promise.resolve({ version: '1', did: 'It ran.' });
    const doctor = createDoctor({
      duckdb: works,
      sharp: () => Promise.reject(new Error('libvips is missing.\nand a long stack')),
      onnxruntime: works,
    });
    const limits = { memoryBytes: 1, diskBytes: 1, threads: 1 };
    const answer = await doctor({ natives: ['sharp', 'duckdb'] }, { limits, scratch: '', report: () => undefined });
    const [sharp, duckdb] = answer.kind === 'done' ? answer.value.natives : [];
    expect(sharp?.state === 'fails' && sharp.sentence).toMatch(/^sharp does not work on .* \(libvips is missing\)\.$/);
    expect(duckdb?.state).toBe('works');
  });

  it('tells the reason of a native and not what users of the native are told', async () => {
    const told = new Error('Tables cannot be read (no such file); run the doctor.', {
      cause: new Error('no such file'),
    });
    const works = () => Promise.resolve({ version: '1', did: 'It ran.' });
    const doctor = createDoctor({ duckdb: () => Promise.reject(told), sharp: works, onnxruntime: works });
    const limits = { memoryBytes: 1, diskBytes: 1, threads: 1 };
    const answer = await doctor({ natives: ['duckdb'] }, { limits, scratch: '', report: () => undefined });
    const [duckdb] = answer.kind === 'done' ? answer.value.natives : [];
    expect(duckdb?.state === 'fails' && duckdb.sentence).toMatch(/^DuckDB does not work on \S+ \(no such file\)\.$/);
  });

  it('is told of a native that ends the process, and can try the next', async () => {
    const script = path.join(odd.folder, 'doctor.ts');
    const imports = [
      ['serveJobs', 'server/src/jobs/serveJobs.ts'],
      ['createDoctor', 'server/src/jobs/doctor.ts'],
    ].map(([name = '', file = '']) => `import { ${name} } from ${JSON.stringify(path.resolve(file))};`);
    writeFileSync(
      script,
      `${imports.join('\n')}
const works = async () => ({ version: '1', did: 'It ran.' });
const none = async () => ({ kind: 'failed', category: 'internal', sentence: 'Not here.' });
serveJobs({ describeTable: none, profileTable: none, countSplits: none,
  doctor: createDoctor({ duckdb: works, sharp: () => process.abort(), onnxruntime: works }) });
`,
    );
    const { pool } = createTestPool({ entry: script });
    try {
      const broken = await pool.run('doctor', { natives: ['sharp'] });
      expect(broken.kind === 'failed' && broken.sentence).toMatch(
        /^The worker stopped while trying sharp \(signal SIGABRT\)/,
      );
      expect((await pool.run('doctor', { natives: ['onnxruntime'] })).kind).toBe('done');
    } finally {
      await pool.dispose();
    }
  });
});
