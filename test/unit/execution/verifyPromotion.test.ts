/** The job where nothing is run: with runs in Python it is tested in test/python. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Verification } from '../../../schemas/promotion.ts';
import { verificationRequest } from '../../../schemas/verificationJob.ts';
import { pythonEnvironment } from '../../../server/src/execution/pythonEnvironment.ts';
import { createVerifyPromotion } from '../../../server/src/execution/verifyPromotion.ts';
import { plainFiles, roomsPlan } from '../../support/verificationFixture.ts';

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-verify-')));
  mkdirSync(path.join(root, 'scratch'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A program that answers as an interpreter would. */
function pretend(answer: Readonly<Record<string, unknown>>): string {
  const file = path.join(root, 'python');
  const report = { path: file, version: '3.12.1', missing: [], versions: {}, holdsWrites: false, ...answer };
  writeFileSync(file, `#!/bin/sh\ncat <<'END'\n${JSON.stringify(report)}\nEND\n`);
  chmodSync(file, 0o755);
  return file;
}

async function verify(interpreter: string): Promise<Verification> {
  const request = verificationRequest.parse({
    label: 'rooms.ipynb',
    root,
    notebook: path.join(root, 'rooms.ipynb'),
    project: path.join(root, 'rooms'),
    plan: roomsPlan(),
    files: plainFiles,
    python: { chosen: { path: interpreter, by: '--python' } },
  });
  const limits = { memoryBytes: 2 ** 30, diskBytes: 2 ** 30, threads: 1 };
  const context = { limits, scratch: path.join(root, 'scratch'), report: () => undefined };
  const answer = await createVerifyPromotion({ harness: root })(request, context);
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return answer.value.verification;
}

describe('a verification that lacks something', () => {
  it('names the interpreter that is not there', async () => {
    const verification = await verify(path.join(root, 'absent'));
    expect(verification.verdict).toBe('not-run');
    expect(verification.missing[0]?.next).toBe('Name an interpreter that exists in --python, or leave it out.');
  });

  it('names a program that is no Python', async () => {
    const file = path.join(root, 'other');
    writeFileSync(file, '#!/bin/sh\necho hello\n');
    chmodSync(file, 0o755);
    expect((await verify(file)).missing[0]?.what).toBe(`a Python that answers at ${file}`);
  });

  it('names a Python that is too old', async () => {
    expect((await verify(pretend({ version: '3.7.2' }))).missing[0]).toMatchObject({ what: 'Python 3.9 or later' });
  });

  it('names all missing packages in one install line', async () => {
    const interpreter = pretend({ missing: ['pandas', 'sklearn'] });
    const { missing } = await verify(interpreter);
    expect(missing).toEqual([
      { what: 'the package pandas', next: `Install with \`${interpreter} -m pip install pandas scikit-learn\`.` },
      { what: 'the package scikit-learn', next: `Install with \`${interpreter} -m pip install pandas scikit-learn\`.` },
    ]);
  });

  it('takes modules beside the notebook for installed', async () => {
    writeFileSync(path.join(root, 'pandas.py'), '');
    mkdirSync(path.join(root, 'sklearn'));
    expect((await verify(pretend({ missing: ['pandas', 'sklearn'] }))).missing[0]?.what).toBe('the file rooms.csv');
  });

  it('leaves no folder behind', async () => {
    await verify(pretend({}));
    expect(readdirSync(path.join(root, 'scratch'))).toEqual([]);
  });
});

describe('the environment of a run', () => {
  it('is a list of its own, without secrets of ours', () => {
    process.env['PLUMBLINE_TEST_TOKEN'] = 'secret';
    try {
      const variables = pythonEnvironment('/venv/bin/python', '/scratch');
      expect(Object.keys(variables)).not.toContain('PLUMBLINE_TEST_TOKEN');
      expect(variables).toMatchObject({
        HOME: '/scratch/home',
        TZ: 'UTC',
        MPLBACKEND: 'Agg',
        PYTHONHASHSEED: '0',
        OMP_NUM_THREADS: '1',
      });
      expect(variables['PATH']?.split(path.delimiter)[0]).toBe('/venv/bin');
    } finally {
      delete process.env['PLUMBLINE_TEST_TOKEN'];
    }
  });
});
