import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Part } from '../../../scripts/test/parts.ts';
import { runParts } from '../../../scripts/test/runParts.ts';

describe('runParts', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'plumbline-parts-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function part(name: string, source: string, more: Partial<Part> = {}): Promise<Part> {
    await writeFile(path.join(root, `${name}.mjs`), source);
    return { name, shows: '', counting: 'one-check', command: [`${name}.mjs`], lane: 'code', ...more };
  }

  async function run(parts: readonly Part[], signal = new AbortController().signal) {
    const said: string[] = [];
    const outcomes = await runParts(parts, { root, extraArgs: [], say: (line) => said.push(line), signal });
    return { said, outcomes: outcomes?.map(({ name, passed, failed }) => ({ name, passed, failed })) };
  }

  /** Ends only when the other part has come as far: neither does when they run one after the other. */
  const meets = (own: string, other: string): string =>
    `import { existsSync, watch, writeFileSync } from 'node:fs';
     const watcher = watch('.', leave);
     writeFileSync('${own}', '');
     leave();
     function leave() { if (existsSync('${other}')) watcher.close(); }`;

  it('runs the two lanes beside each other and reports in the order of the parts', async () => {
    const { outcomes } = await run([
      await part('first', meets('a', 'b'), { lane: 'peers' }),
      await part('second', meets('b', 'a')),
    ]);
    expect(outcomes).toEqual([
      { name: 'first', passed: 1, failed: 0 },
      { name: 'second', passed: 1, failed: 0 },
    ]);
  });

  it('names the part at every line where two lanes speak', async () => {
    const { said } = await run([
      await part('one', `console.log('hello\\nthere')`),
      await part('three', `console.error('well')`, { lane: 'peers' }),
    ]);
    expect(said).toEqual(expect.arrayContaining(['one   │ hello', 'one   │ there', 'three │ well']));
  });

  it('goes on in both lanes after a part has failed', async () => {
    const { outcomes } = await run([
      await part('fails', 'process.exit(1)'),
      await part('later', ''),
      await part('beside', '', { lane: 'peers' }),
    ]);
    expect(outcomes).toEqual([
      { name: 'fails', passed: 0, failed: 1 },
      { name: 'later', passed: 1, failed: 0 },
      { name: 'beside', passed: 1, failed: 0 },
    ]);
  });

  it('runs nothing after a fundamental part that fails, and says so', async () => {
    const { outcomes, said } = await run([
      await part('build', 'process.exit(1)', { isFundamental: true }),
      await part('tests', ''),
      await part('beside', '', { lane: 'peers' }),
    ]);
    expect(outcomes).toEqual([{ name: 'build', passed: 0, failed: 1 }]);
    expect(said).toContain('Nothing after build can be trusted without it.');
  });

  it('has no outcomes when it is interrupted', async () => {
    const abort = new AbortController();
    const waits = await part('waits', `setInterval(() => undefined, 1000); console.log('here')`);
    const beside = await part('beside', '', { lane: 'peers' });
    const outcomes = runParts([waits, beside], {
      root,
      extraArgs: [],
      say: (line) => {
        if (line.endsWith('here')) abort.abort();
      },
      signal: abort.signal,
    });
    expect(await outcomes).toBeUndefined();
  });
});
