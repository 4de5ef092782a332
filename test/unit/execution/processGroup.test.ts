import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runGroup } from '../../../server/src/execution/processGroup.ts';
import type { GroupEnding } from '../../../server/src/execution/processGroup.ts';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-group-')));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(code: string, timeoutMs = 60_000, onLine?: (line: string) => void): Promise<GroupEnding> {
  const options = { command: process.execPath, args: ['-e', code], folder, environment: { MARK: 'given' }, timeoutMs };
  return runGroup({ ...options, ...(onLine === undefined ? {} : { onLine }) });
}

/** Empty when there is no such process; `Z…` when it has ended and nobody has asked how. */
function stateOf(pid: string): string {
  return spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).stdout.trim();
}

describe('a group of processes', { timeout: 60_000 }, () => {
  it('gives its output when it ends well, with nothing of our environment', async () => {
    const ending = await run('console.log(process.env.MARK, process.env.HOME)');
    expect(ending).toEqual({ kind: 'exited', output: 'given undefined\n' });
  });

  it('tells its steps line by line', async () => {
    const lines: string[] = [];
    await run('require("fs").writeSync(3, "one\\ntwo\\nhalf")', 60_000, (line) => lines.push(line));
    expect(lines).toEqual(['one', 'two']);
  });

  it('tells why it stopped', async () => {
    expect(await run('console.error("first"); console.error("the last word"); process.exit(3)')).toMatchObject({
      kind: 'stopped',
      how: 'exit code 3: the last word',
    });
    expect(await run('process.exit(128 + 6)')).toMatchObject({ kind: 'stopped', how: 'signal SIGABRT' });
  });

  it('is ended with everything that it started when it takes too long', async () => {
    const child = `require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"])`;
    const code = `require("fs").writeFileSync("pid", String(${child}.pid)); while (true);`;
    expect(await run(code, 1_500)).toEqual({ kind: 'timeout' });
    const pid = readFileSync(path.join(folder, 'pid'), 'utf8');
    await expect.poll(() => stateOf(pid)).toMatch(/^(?:Z|$)/);
  });

  it('that cannot be started says so', async () => {
    const command = path.join(folder, 'nothing');
    const ending = await runGroup({ command, args: [], folder, environment: {}, timeoutMs: 1_000 });
    expect(ending.kind === 'stopped' && ending.how).toContain('ENOENT');
  });
});
