/** A platform for which there are no natives, such as an Intel Mac or Alpine: the bundles alone. */
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { runProgram } from './support/runProgram.ts';

const dist = path.resolve(import.meta.dirname, '../../dist');

let folder = '';

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'plumbline-without-natives-')));
  await cp(dist, path.join(folder, 'dist'), {
    recursive: true,
    filter: (file) => !file.startsWith(path.join(dist, 'node_modules')),
  });
  await mkdir(path.join(folder, 'project/data'), { recursive: true });
  await writeFile(
    path.join(folder, 'project/plumbline.yaml'),
    'plumbline: v1\nproject: late\nphse: poc\ndata:\n  flights: {path: data/f.csv, roles: {label: late}}\n',
  );
  await writeFile(path.join(folder, 'project/data/f.csv'), 'late,distance\ntrue,10\n');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) =>
  runProgram(process.execPath, [path.join(folder, 'dist/cli.cjs'), ...args], { cwd: path.join(folder, 'project') });

describe('without natives', () => {
  it('a spec is checked as ever', async () => {
    const { code, out } = await run('check');
    expect(out).toContain('plumbline.yaml:3:1 error spec/unknown-key');
    expect(code).toBe(1);
  });

  it('the doctor says what is not available, and why', async () => {
    const { out } = await run('doctor', '--format', 'json');
    const { checks } = z
      .object({ checks: z.array(z.object({ name: z.string(), state: z.string(), sentence: z.string() })) })
      .parse(JSON.parse(out));
    for (const [name, lost] of [
      ['DuckDB', 'reading and profiling'],
      ['sharp', 'reading images'],
      ['ONNX Runtime', 'running models'],
    ] as const) {
      const check = checks.find((one) => one.name === name);
      expect(check?.state, name).toBe('broken');
      expect(check?.sentence, name).toContain(`does not work on ${process.platform}-${process.arch}`);
      expect(check?.sentence, name).toContain(`Without it, ${lost}`);
      // One reason each, without the advice to ask the doctor.
      expect(check?.sentence.match(/[()]/g), name).toEqual(['(', ')']);
      expect(check?.sentence, name).not.toContain('plumbline doctor');
    }
  });

  it('what reads data is refused in one sentence that names the reason', async () => {
    const { code, out, err } = await run('profile', 'data/f.csv', '--out', 'f.profile.json');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^plumbline: [^\n]*DuckDB does not load on [^\n]*\n$/);
  });
});
