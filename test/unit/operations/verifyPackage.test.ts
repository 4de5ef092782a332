import { describe, expect, it } from 'vitest';
import type { JobKind, JobRequest, JobResult } from '../../../schemas/jobs.ts';
import type { Verification } from '../../../schemas/promotion.ts';
import type { JobOutcome, JobRunner } from '../../../server/src/operations/jobs.ts';
import { createRefusingRunner } from '../../../server/src/jobs/refusingRunner.ts';
import { notRun } from '../../../server/src/notebook/verify/judge.ts';
import { makePackage } from '../../../server/src/operations/promote/makePackage.ts';
import { verifyPackage } from '../../../server/src/operations/verify/verifyPackage.ts';
import type { VerifyOutcome } from '../../../server/src/operations/verify/verifyPackage.ts';
import { verifyPrepared } from '../../../server/src/operations/promote/verifyPrepared.ts';
import { packageUri, tryPromotion, writeTo } from '../../support/promotionFixture.ts';

const cells = [
  'import pandas as pd\nfrom sklearn.linear_model import LogisticRegression',
  'df = pd.read_csv("rooms.csv")',
  'model = LogisticRegression().fit(df[["size"]], df["sold"])\nprint(model.score(df[["size"]], df["sold"]))',
];

/** Answers the job, and keeps what it was asked. */
function runnerOf(
  result: JobResult<'verifyPromotion'>,
): JobRunner & { readonly asked: JobRequest<'verifyPromotion'>[] } {
  const asked: JobRequest<'verifyPromotion'>[] = [];
  return {
    asked,
    run: <Kind extends JobKind>(kind: Kind, request: JobRequest<Kind>): Promise<JobOutcome<Kind>> => {
      if (kind === 'verifyPromotion') asked.push(request as JobRequest<'verifyPromotion'>);
      return Promise.resolve({ kind: 'done', value: result as JobResult<Kind> });
    },
    dispose: () => Promise.resolve(),
  };
}

const verifiedAt = '2001-02-03T04:05:06Z';
const missing = notRun([{ what: 'a Python interpreter', next: 'Install Python.' }], {
  verifiedAt,
  seed: 0,
  python: null,
});
const equal: Verification = { ...missing, verdict: 'equal', sentence: 'It computes the same.', missing: [] };

const ran: Verification = {
  ...equal,
  python: {
    path: '/usr/bin/python3',
    version: '3.14.1',
    packages: { joblib: '1.6.0', pandas: '3.1.1', 'scikit-learn': '1.9.1' },
  },
};

async function verify(jobs: JobRunner, given: Readonly<Record<string, string>> = {}): Promise<VerifyOutcome> {
  const trial = await tryPromotion(cells, given, { makePackage });
  const promotion = await trial.prepared(Object.keys(given).length > 0 ? { isForced: true } : {});
  const request = {
    promotion,
    source: promotion.source,
    python: {},
    limits: {},
    signal: undefined,
    onProgress: undefined,
  };
  return verifyPackage(request, { jobs, files: trial.files, version: '0.0.0' });
}

describe('verifying a package', () => {
  it('asks for a run of the files that are on the disk once they are written', async () => {
    const runner = runnerOf({ verification: equal, expected: null });
    await verify(runner);
    const [asked] = runner.asked;
    expect(asked).toMatchObject({
      label: 'delay.ipynb',
      notebook: '/work/delay.ipynb',
      project: '/work/delay',
      root: '/work',
    });
    expect(asked?.files.map(({ path }) => path)).toContain('src/delay/pipeline.py');
    expect(asked?.files.some(({ path }) => path.startsWith('reports/'))).toBe(false);
    expect(asked?.plan.reads.map(({ path }) => path)).toEqual(['rooms.csv']);
  });

  it('gives the report, and the regression test of what is equal', async () => {
    const outcome = await verify(runnerOf({ verification: equal, expected: '{}\n' }));
    expect(outcome.kind === 'verified' && outcome.files.map(({ path }) => path)).toEqual([
      'reports/verification.json',
      'reports/verification.md',
      'tests/expected.json',
      'tests/test_regression.py',
    ]);
  });

  it('pins the versions of the environment, which the next promotion knows', async () => {
    const trial = await tryPromotion(cells, {}, { makePackage });
    const promotion = await trial.promote();
    const runner = runnerOf({ verification: ran, expected: null });
    const asking = { promotion, source: promotion.source, python: {}, limits: {} };
    const ports = { jobs: runner, files: trial.files, version: '0.0.0', writeFolders: writeTo(trial.files) };
    await verifyPrepared({ ...asking, signal: undefined, onProgress: undefined }, ports);
    expect(runner.asked[0]?.distributions).toEqual(['joblib', 'pandas', 'scikit-learn']);
    expect(await trial.textOf('constraints.txt')).toMatch(
      /^joblib==1\.6\.0\npandas==3\.1\.1\nscikit-learn==1\.9\.1\n$/m,
    );
    const again = await trial.prepared();
    expect(again.files.filter(({ state }) => state !== 'unchanged')).toEqual([]);
  });

  it('leaves constraints alone that somebody edited', async () => {
    const trial = await tryPromotion(cells, {}, { makePackage });
    await trial.promote();
    trial.files.write(`${packageUri}/constraints.txt`, 'pandas==2.0.0\n');
    const promotion = await trial.prepared();
    const jobs = runnerOf({ verification: ran, expected: null });
    const asking = { promotion, source: promotion.source, python: {}, limits: {} };
    const ports = { jobs, files: trial.files, version: '0.0.0' };
    const outcome = await verifyPackage({ ...asking, signal: undefined, onProgress: undefined }, ports);
    expect(outcome.kind === 'verified' && outcome.files.map(({ path }) => path)).not.toContain('constraints.txt');
  });

  it('leaves a regression test alone that somebody edited', async () => {
    const given = { 'delay/tests/test_regression.py': 'def test_mine():\n    pass\n' };
    const outcome = await verify(runnerOf({ verification: equal, expected: '{}\n' }), given);
    expect(outcome.kind === 'verified' && outcome.files.map(({ path }) => path)).not.toContain(
      'tests/test_regression.py',
    );
  });

  it('reads the package where there is no Python to run it', async () => {
    const outcome = await verify(runnerOf({ verification: missing, expected: null }));
    const verification = outcome.kind === 'verified' ? outcome.verification : undefined;
    expect(verification?.sentence).toContain('Read without being run, the package is right');
    expect(verification?.checks?.map(({ check }) => check)).toEqual([
      'parses',
      'names',
      'imports',
      'pipeline',
      'source-map',
    ]);
  });

  it('runs nothing in an untrusted workspace', async () => {
    const outcome = await verify(createRefusingRunner('This workspace is not trusted.'));
    expect(outcome).toMatchObject({ kind: 'failed', sentence: 'This workspace is not trusted.' });
  });
});
