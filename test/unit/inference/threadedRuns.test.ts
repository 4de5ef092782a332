/** Rows that several threads of a real worker answer, ended in the middle. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobRequest } from '../../../schemas/jobs.ts';
import { deepModel, linearModel } from '../../support/onnxModels.ts';
import { createTestPool, isAlive } from '../jobs/testPool.ts';
import type { TestPool } from '../jobs/testPool.ts';

/** So many rows of so heavy a model that half a minute of work is left when the first ones are answered. */
const rows = 200_000;
const heavy = { width: 1024, layers: 6 };

let root = '';
let opened: TestPool;
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-threads-')));
  // No row equals another one, as equal ones are answered once.
  const lines = Array.from({ length: rows }, (_, row) => `${row},${row % 7},1`);
  writeFileSync(path.join(root, 'many.csv'), `a,b,y\n${lines.join('\n')}\n`);
  writeFileSync(path.join(root, 'few.csv'), 'a,b,y\n1,2,8\n2,2,9\n0,0,4\n');
  writeFileSync(path.join(root, 'heavy.onnx'), deepModel(2, heavy.width, heavy.layers));
  writeFileSync(path.join(root, 'light.onnx'), linearModel({ weights: [1, 2], bias: 3 }));
}, 60_000);
beforeEach(() => {
  opened = createTestPool();
});
afterEach(() => opened.pool.dispose());
afterAll(() => rmSync(root, { recursive: true }));

function evaluationOf(table: string, model: string): JobRequest<'evaluateModel'> {
  return {
    source: { label: table, root, files: [path.join(root, table)] },
    splits: [{ id: 'test' }],
    split: 'test',
    model: { root, path: path.join(root, model), label: model },
    task: 'regression',
    inputs: [{ name: 'x', columns: ['a', 'b'] }],
    outputs: [{ name: 'y', as: 'value' }],
    truth: { kind: 'value', column: 'y' },
    metrics: [{ id: 'mae', metric: 'mae' }],
  };
}

/** Answers the rows of the heavy model until the first of them are answered. */
async function runUntilAnswering(end: (pid: number) => void, signal?: AbortSignal) {
  const { pool, pids } = opened;
  const doings = new Set<string>();
  const outcome = await pool.run('evaluateModel', evaluationOf('many.csv', 'heavy.onnx'), {
    ...(signal === undefined ? {} : { signal }),
    onProgress: ({ doing }) => {
      doings.add(doing);
      const pid = pids[0];
      if (doing === 'Answering the rows of test' && pid !== undefined && isAlive(pid)) end(pid);
    },
  });
  return { outcome, doings };
}

describe('a run in several threads', { timeout: 120_000 }, () => {
  it('that is cancelled while rows are answered leaves no process behind, and the next job finds one', async () => {
    const controller = new AbortController();
    const { outcome, doings } = await runUntilAnswering(() => controller.abort(), controller.signal);
    expect(outcome).toEqual({ kind: 'cancelled' });
    expect(doings).toContain('Answering the rows of test');
    const next = await opened.pool.run('evaluateModel', evaluationOf('few.csv', 'light.onnx'));
    expect(next).toMatchObject({ kind: 'done', value: { rows: 3 } });
    await opened.pool.dispose();
    const [first] = opened.pids;
    expect(first !== undefined && isAlive(first)).toBe(false);
  });

  it('that is killed while rows are answered is told in one sentence, and the next job finds a process', async () => {
    const { outcome } = await runUntilAnswering((pid) => process.kill(pid, 'SIGKILL'));
    expect(outcome.kind === 'failed' && outcome.sentence).toMatch(
      /answering the rows of test with heavy\.onnx.*SIGKILL.*\.$/,
    );
    const next = await opened.pool.run('evaluateModel', evaluationOf('few.csv', 'light.onnx'));
    expect(next).toMatchObject({ kind: 'done', value: { rows: 3 } });
    expect(opened.pids).toHaveLength(2);
  });
});
