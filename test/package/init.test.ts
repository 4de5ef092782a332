/** The first hour of somebody who has a table, a notebook and a model, and no spec. */
import { cp, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from './support/runProgram.ts';

const root = path.resolve(import.meta.dirname, '../..');

let folder = '';
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'plumbline-init-')));
  await cp(path.join(root, 'test/vscode/unfinished/trains.csv'), path.join(folder, 'trains.csv'));
  await cp(path.join(root, 'examples/flight-delays/notebooks/delay.ipynb'), path.join(folder, 'delay.ipynb'));
  await cp(path.join(root, 'examples/digits/models/digit.onnx'), path.join(folder, 'digit.onnx'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) =>
  runProgram(process.execPath, [path.join(root, 'dist/cli.cjs'), ...args], { cwd: folder });

describe('plumbline init', () => {
  it('proposes a spec from a table, a notebook and a model, whose blanks the check lists', async () => {
    const { code, out, err } = await run('init');
    expect([code, `${out}${err}`]).toEqual([0, expect.stringMatching(/1 table, 1 model, 1 notebook; \d+ values/)]);
    const spec = await readFile(path.join(folder, 'plumbline.yaml'), 'utf8');
    expect(spec).toMatch(/trains:\n\s+path: trains\.csv/);
    expect(spec).toMatch(/label: late\s+# guessed/);
    expect(spec).toContain('digit.onnx');
    expect(spec).toContain('delay.ipynb');

    const checked = await run('check');
    expect(checked.code).toBe(1);
    expect(checked.out).not.toMatch(/ error (yaml|quantity)\//);
    expect(checked.out).toContain('1 project and 1 notebook checked');
  });
});
