import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { JobRunner } from '../../../server/src/jobs/jobRunner.ts';
import { createRefusingRunner } from '../../../server/src/jobs/refusingRunner.ts';
import type { WorkerPoolOptions } from '../../../server/src/jobs/workerPool.ts';
import { ask, askCount, createTestPool, isAlive, OddWorkers } from './testPool.ts';

let odd: OddWorkers;
let pools: JobRunner[] = [];

beforeAll(() => {
  odd = new OddWorkers();
});
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.dispose()));
  pools = [];
});
afterAll(() => odd.dispose());

function poolOf(code: string, options: Partial<WorkerPoolOptions> = {}) {
  const made = createTestPool({
    entry: odd.write(`worker-${pools.length}-${String(Math.abs(hash(code)))}`, code),
    ...options,
  });
  pools.push(made.pool);
  return made;
}

function hash(text: string): number {
  return Array.from(text).reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) | 0, 7);
}

const echo = 'return table(request.source.label);';
/** Does what the label says. */
const obey = `
  switch (request.source.label) {
    case 'crash': process.abort();
    case 'exit': process.exit(3);
    case 'throw': throw new Error('the handler broke');
    case 'full': throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    case 'hang': context.report({ doing: 'hanging', share: 0 }); await new Promise(() => setInterval(() => {}, 1000));
    case 'spin': context.report({ doing: 'spinning', share: 0 }); for (;;);
    case 'grow': { const kept = []; for (;;) { kept.push(Buffer.alloc(8e6, 1)); await new Promise((done) => setTimeout(done, 2)); } }
    case 'lie': return { kind: 'done', value: { columns: 'none' } };
    case 'where': return table(process.cwd());
    case 'who': return table(String(process.pid));
    case 'threads': return table(process.env.UV_THREADPOOL_SIZE);
    case 'secrets': return table(JSON.stringify(Object.keys(process.env)));
    default: return table(request.source.label);
  }`;

async function outcomeOf(pool: JobRunner, label: string): Promise<string> {
  const outcome = await pool.run('describeTable', ask(label));
  switch (outcome.kind) {
    case 'done':
      return `done: ${outcome.value.notes.join(' ')}`;
    case 'failed':
      return `${outcome.category}: ${outcome.sentence}`;
    case 'cancelled':
      return 'cancelled';
  }
}

describe('a prepared pool', () => {
  it('has its workers before the first job, and starts no more for it', async () => {
    const { pool, pids } = poolOf(echo);
    pool.prepare?.();
    expect(await outcomeOf(pool, 'hello')).toBe('done: hello');
    expect(pids).toHaveLength(2);
    expect(await Promise.all([outcomeOf(pool, 'a'), outcomeOf(pool, 'b')])).toEqual(['done: a', 'done: b']);
    expect(pids).toHaveLength(2);
  });

  it('starts the others with jobs where fewer are to be prepared', async () => {
    const { pool, pids } = poolOf(echo, { workers: 2, prepared: 1 });
    pool.prepare?.();
    expect(await outcomeOf(pool, 'hello')).toBe('done: hello');
    expect(pids).toHaveLength(1);
    expect(await Promise.all([outcomeOf(pool, 'a'), outcomeOf(pool, 'b')])).toEqual(['done: a', 'done: b']);
    expect(pids).toHaveLength(2);
  });

  it('leaves no process when no job comes', async () => {
    const { pool, pids } = poolOf(echo);
    pool.prepare?.();
    await pool.dispose();
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('tells with the first job what keeps workers from starting', async () => {
    const { pool } = poolOf(echo, {
      chooseRuntime: () => Promise.resolve({ kind: 'problem', sentence: 'There is no Node.' }),
    });
    pool.prepare?.();
    expect(await outcomeOf(pool, 'hello')).toBe('unavailable: There is no Node.');
  });
});

describe('the worker pool', { timeout: 60_000 }, () => {
  it('starts nothing before the first job and uses one process for jobs that follow each other', async () => {
    const { pool, pids } = poolOf(echo);
    expect(pids).toEqual([]);
    expect(await outcomeOf(pool, 'a')).toBe('done: a');
    expect(await outcomeOf(pool, 'b')).toBe('done: b');
    expect(pids).toHaveLength(1);
  });

  it('runs no more jobs at a time than it has workers, in their order', async () => {
    const { pool, pids } = poolOf(echo, { workers: 2 });
    const outcomes = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((label) => outcomeOf(pool, label)));
    expect(outcomes).toEqual(['a', 'b', 'c', 'd', 'e'].map((label) => `done: ${label}`));
    expect(pids.length).toBeLessThanOrEqual(2);
  });

  it('leaves one worker to short questions while whole tables are read', async () => {
    const { pool, pids } = poolOf(echo, { workers: 2 });
    const cancel = new AbortController();
    const started: string[] = [];
    const begun = Promise.withResolvers<undefined>();
    const count = (name: string) =>
      pool.run('countSplits', askCount(), {
        signal: cancel.signal,
        onProgress: () => {
          started.push(name);
          begun.resolve(undefined);
        },
      });
    const counts = [count('first'), count('second')];
    await begun.promise;
    expect(await outcomeOf(pool, 'short')).toBe('done: short');
    expect(started).toEqual(['first']);
    cancel.abort();
    expect(await Promise.all(counts)).toEqual([{ kind: 'cancelled' }, { kind: 'cancelled' }]);
    expect(pids).toHaveLength(2);
  });

  it('reads the next table once the one before it is done with', async () => {
    const { pool } = poolOf(echo, { workers: 2 });
    const [first, second] = [new AbortController(), new AbortController()];
    const begun = Promise.withResolvers<undefined>();
    const [one, other] = [first, second].map(({ signal }, index) =>
      pool.run('countSplits', askCount(), {
        signal,
        onProgress: () => (index === 0 ? first.abort() : begun.resolve(undefined)),
      }),
    );
    expect(await one).toEqual({ kind: 'cancelled' });
    await begun.promise;
    second.abort();
    expect(await other).toEqual({ kind: 'cancelled' });
  });

  it('passes progress on', async () => {
    const { pool } = poolOf(
      `context.report({ doing: 'half', share: 0.5 }); context.report({ doing: 'odd', share: 7 }); ${echo}`,
    );
    const seen: string[] = [];
    await pool.run('describeTable', ask('a'), { onProgress: ({ doing }) => seen.push(doing) });
    expect(seen).toEqual(['half']);
  });

  it.each(['hang', 'spin'])('ends a job that is cancelled, even one that does nothing but %s', async (label) => {
    const { pool, pids } = poolOf(obey);
    const cancel = new AbortController();
    const outcome = await pool.run('describeTable', ask(label), {
      signal: cancel.signal,
      onProgress: () => cancel.abort(),
    });
    expect(outcome).toEqual({ kind: 'cancelled' });
    expect(pids.map(isAlive)).toEqual([false]);
    expect(await outcomeOf(pool, 'next')).toBe('done: next');
    expect(pids).toHaveLength(2);
  });

  it('cancels a job that waits without touching the one that runs', async () => {
    const { pool, pids } = poolOf(obey, { workers: 1 });
    const stop = new AbortController();
    const skip = new AbortController();
    const running = pool.run('describeTable', ask('hang'), { signal: stop.signal, onProgress: () => skip.abort() });
    const waiting = pool.run('describeTable', ask('never'), { signal: skip.signal });
    expect(await waiting).toEqual({ kind: 'cancelled' });
    expect(pids.map(isAlive)).toEqual([true]);
    stop.abort();
    expect(await running).toEqual({ kind: 'cancelled' });
  });

  it('starts no process for a job that was cancelled before', async () => {
    const { pool, pids } = poolOf(echo);
    expect(await pool.run('describeTable', ask('a'), { signal: AbortSignal.abort() })).toEqual({ kind: 'cancelled' });
    expect(pids).toEqual([]);
  });

  it.each([
    ['crash', /signal SIGABRT/],
    ['exit', /exit code 3/],
  ])('tells of a worker that stops by itself (%s) and goes on with a fresh one', async (label, says) => {
    const { pool, pids } = poolOf(obey);
    const told = await outcomeOf(pool, label);
    expect(told).toMatch(/^crashed: The worker stopped while reading the columns of /);
    expect(told).toMatch(says);
    expect(await outcomeOf(pool, 'next')).toBe('done: next');
    expect(pids).toHaveLength(2);
  });

  it('tells of a worker that is killed from outside while it works', async () => {
    const { pool, pids } = poolOf(obey);
    const outcome = await pool.run('describeTable', ask('hang'), {
      onProgress: () => process.kill(pids[0] ?? 0, 'SIGSEGV'),
    });
    expect(outcome.kind === 'failed' && outcome.sentence).toMatch(/stopped while .* \(signal SIGSEGV\)/);
  });

  it('replaces a worker that died while it was idle', async () => {
    const { pool, pids } = poolOf(echo);
    await outcomeOf(pool, 'a');
    const [pid = 0] = pids;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => isAlive(pid)).toBe(false);
    expect(await outcomeOf(pool, 'b')).toBe('done: b');
  });

  it('gives up after three stops in a row, and an answer in between forgives', async () => {
    const { pool, pids } = poolOf(obey);
    for (const label of ['crash', 'crash', 'fine', 'crash', 'crash', 'crash']) await outcomeOf(pool, label);
    expect(await outcomeOf(pool, 'fine')).toMatch(/^unavailable: The worker stopped 3 times in a row/);
    // `fine` and the crash after it share a process.
    expect(pids).toHaveLength(5);
  });

  it('ends a job that takes too long', async () => {
    const { pool } = poolOf(obey, { timeLimitsMs: { describeTable: 1500 } });
    expect(await outcomeOf(pool, 'spin')).toMatch(
      /^too-slow: The worker was ended after 2 s of reading the columns of spin/,
    );
  });

  it('ends a job that takes too much memory, natives included', async () => {
    const { pool } = poolOf(obey, { memoryBytes: 300 * 2 ** 20 });
    expect(await outcomeOf(pool, 'grow')).toMatch(/^too-big: The worker needed more than 300 MiB/);
    expect(await outcomeOf(pool, 'next')).toBe('done: next');
  });

  it('tells a fault of ours apart and keeps the stack for the log', async () => {
    const { pool, lines, pids } = poolOf(obey);
    expect(await outcomeOf(pool, 'throw')).toMatch(/^internal: .*the handler broke/);
    await expect.poll(() => lines.join('\n')).toContain('at Object.describeTable');
    expect(await outcomeOf(pool, 'lie')).toMatch(/^internal: The worker answered the job describeTable wrongly/);
    expect(pids).toHaveLength(1);
  });

  it('tells that temporary files have no room, and goes on once they do', async () => {
    const { pool, pids } = poolOf(obey);
    expect(await outcomeOf(pool, 'full')).toMatch(
      /^too-big: There is no room for temporary files in [^;]+; free some, or let [A-Z]+ name another folder\.$/,
    );
    expect(await outcomeOf(pool, 'next')).toBe('done: next');
    expect(pids).toHaveLength(1);
  });

  it('tells when the worker cannot even start', async () => {
    const { pool } = createTestPool({ entry: path.join(odd.folder, 'missing.ts') });
    pools.push(pool);
    expect(await outcomeOf(pool, 'a')).toMatch(/^unavailable: The worker could not start/);
  });

  it('tells when the runtime is no program', async () => {
    const { pool } = createTestPool({
      chooseRuntime: () =>
        Promise.resolve({ kind: 'runtime', runtime: { executable: '/nowhere/node', environment: {}, reason: 'test' } }),
    });
    pools.push(pool);
    expect(await outcomeOf(pool, 'a')).toMatch(/^unavailable: The worker could not start \(.*ENOENT/);
  });

  it('passes on why no runtime could be chosen', async () => {
    const { pool } = createTestPool({
      chooseRuntime: () => Promise.resolve({ kind: 'problem', sentence: 'No Node.' }),
    });
    pools.push(pool);
    expect(await outcomeOf(pool, 'a')).toBe('unavailable: No Node.');
  });

  it('refuses a request that is not one', async () => {
    const { pool, pids } = poolOf(echo);
    const outcome = await pool.run('describeTable', { source: { label: '', root: '/', files: [] } });
    expect(outcome.kind === 'failed' && outcome.category).toBe('internal');
    expect(pids).toEqual([]);
  });

  it('works in an empty folder of its own, which goes with it', async () => {
    const { pool } = poolOf(obey);
    const folder = (await outcomeOf(pool, 'where')).replace('done: ', '');
    expect(path.basename(folder)).toMatch(/^plumbline-worker-/);
    expect(existsSync(folder)).toBe(true);
    await pool.dispose();
    expect(existsSync(folder)).toBe(false);
  });

  it('has threads for all cores that a job may use, and two more', async () => {
    const { pool } = poolOf(obey);
    const cores = Math.min(8, cpus().length);
    expect(await outcomeOf(pool, 'threads')).toBe(`done: ${Math.max(4, cores + 2)}`);
  });

  it('does not pass the environment on', async () => {
    process.env['PLUMBLINE_TEST_SECRET'] = 'x';
    try {
      const { pool } = poolOf(obey);
      expect(await outcomeOf(pool, 'secrets')).not.toContain('SECRET');
    } finally {
      delete process.env['PLUMBLINE_TEST_SECRET'];
    }
  });

  it('ends a worker that has been idle for a while', async () => {
    const { pool, pids } = poolOf(echo, { idleMs: 50 });
    await outcomeOf(pool, 'a');
    await expect.poll(() => pids.map(isAlive)).toEqual([false]);
    expect(await outcomeOf(pool, 'b')).toBe('done: b');
  });

  it('leaves no process behind when it is disposed, and cancels what runs', async () => {
    const { pool, pids } = poolOf(obey);
    const running = pool.run('describeTable', ask('hang'), { onProgress: () => void pool.dispose() });
    expect(await running).toEqual({ kind: 'cancelled' });
    await pool.dispose();
    expect(pids.map(isAlive)).toEqual([false]);
    expect(await pool.run('describeTable', ask('a'))).toEqual({ kind: 'cancelled' });
  });
});

describe('a pool of a process that ends', { timeout: 60_000 }, () => {
  /** Runs a program that uses a pool and reports the process and the folder of its worker, then ends as it says. */
  function runProgram(name: string, end: string): { readonly pid: number; readonly folder: string } {
    const script = path.join(odd.folder, `${name}.ts`);
    const entry = odd.write(`${name}-worker`, 'return table(process.cwd());');
    writeFileSync(
      script,
      `import { writeSync } from 'node:fs';
import { createTestPool, ask } from ${JSON.stringify(path.resolve('test/unit/jobs/testPool.ts'))};
const { pool, pids } = createTestPool({ entry: ${JSON.stringify(entry)} });
const outcome = await pool.run('describeTable', ask('a'));
writeSync(1, JSON.stringify({ pid: pids[0], folder: outcome.value.notes[0] }));
${end}
`,
    );
    const { stdout } = spawnSync(process.execPath, [script], { timeout: 30_000, encoding: 'utf8' });
    return z.object({ pid: z.number(), folder: z.string() }).parse(JSON.parse(stdout));
  }

  it.each([
    ['at-its-end', ''],
    ['by-exit', 'process.exit(0);'],
    ['without-waiting', 'void pool.dispose(); process.exit(0);'],
    ['killed', `process.kill(process.pid, 'SIGKILL');`],
  ])('leaves no worker and no folder behind: %s', async (name, end) => {
    const { pid, folder } = runProgram(name, end);
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
  });
});

describe('a refusing runner', () => {
  it('answers every job with its reason', async () => {
    const runner = createRefusingRunner('This workspace is not trusted; trust it to profile data.');
    expect(await runner.run('describeTable', ask('a'))).toEqual({
      kind: 'failed',
      category: 'refused',
      sentence: 'This workspace is not trusted; trust it to profile data.',
    });
  });
});
