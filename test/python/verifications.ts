/**
 * Real verifications: a notebook against its package, whole and broken on purpose, and code that tries to get out.
 *
 * Each check is a sentence that holds or does not.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { JobContext } from '../../schemas/jobs.ts';
import type { Verification } from '../../schemas/promotion.ts';
import { verificationRequest } from '../../schemas/verificationJob.ts';
import type { VerificationRequest, VerificationResult } from '../../schemas/verificationJob.ts';
import type { VerificationPlan } from '../../schemas/verificationRun.ts';
import { findData } from '../../server/src/execution/gatherData.ts';
import type { DataSource } from '../../server/src/execution/gatherData.ts';
import { inspectPython } from '../../server/src/execution/inspectPython.ts';
import { pythonEnvironment } from '../../server/src/execution/pythonEnvironment.ts';
import { blobReader, prepareScratch, runInTree } from '../../server/src/execution/session.ts';
import type { Session } from '../../server/src/execution/session.ts';
import { createVerifyPromotion } from '../../server/src/execution/verifyPromotion.ts';
import { writeFiles } from '../../server/src/execution/mirrorTree.ts';
import { emitRegressionTest } from '../../server/src/notebook/verify/expected.ts';
import { judge } from '../../server/src/notebook/verify/judge.ts';
import type { RunRecord } from '../../server/src/notebook/verify/runRecord.ts';
import { packageFiles, plainFiles, plainPlan, roomsPlan, roomsTable } from '../support/verificationFixture.ts';
import { createTestPool } from '../unit/jobs/testPool.ts';
import { preparePython } from './preparePython.ts';

const root = path.join(import.meta.dirname, '../..');
const harness = path.join(root, 'server/python');
const verify = createVerifyPromotion({ harness });

export interface CheckedVerifications {
  readonly passed: number;
  /** Each a sentence without a full stop. */
  readonly differences: readonly string[];
  /** Why nothing is run here, in one sentence; undefined when it is. */
  readonly absent: string | undefined;
}

export async function checkVerifications(): Promise<CheckedVerifications> {
  const python = await preparePython(path.join(root, 'test/python/requirements-promotion.txt'));
  if (python.kind === 'absent') return { passed: 0, differences: [], absent: python.because };
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'plumbline-verifications-')));
  try {
    await writeFile(path.join(folder, 'rooms.csv'), roomsTable());
    await mkdir(path.join(folder, 'scratch'));
    const bench = await openBench(folder, python.executable);
    const differences: string[] = [];
    let passed = 0;
    for (const [name, check] of checks) {
      const problem = await check(bench);
      if (problem === undefined) passed += 1;
      else differences.push(`verification: ${name}: ${problem}`);
    }
    return { passed, differences, absent: undefined };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Bench {
  readonly folder: string;
  readonly interpreter: string;
  /** The notebook of the fixture, run once for all packages that are held against it. */
  readonly session: Session;
  readonly sources: readonly DataSource[];
  readonly notebook: RunRecord;
}

async function openBench(folder: string, interpreter: string): Promise<Bench> {
  const request = requestOf(folder, interpreter, {});
  const scratch = path.join(folder, 'scratch', 'bench');
  await prepareScratch(scratch);
  const environment = pythonEnvironment(interpreter, scratch);
  const python = await inspectPython(interpreter, request.plan.imports, { harness, environment });
  if (python === undefined) throw new Error('The interpreter does not answer.');
  const context = { ...contextOf(folder), scratch };
  const deadline = performance.now() + 3_600_000;
  const session = { request, context, scratch, harness, executable: interpreter, environment, python, deadline };
  const { sources } = await findData(request);
  return { folder, interpreter, session, sources, notebook: await runInTree(session, 'notebook', sources) };
}

/** Runs one package and holds it against the notebook of the bench. */
async function judgePackage(
  { session, sources, notebook }: Bench,
  files: readonly { path: string; text: string }[],
): Promise<Verification> {
  const request = { ...session.request, files: [...files] };
  const ofPackage = await runInTree({ ...session, request }, 'package', sources);
  const runs = { plan: request.plan, notebook, again: undefined, package: ofPackage, readBlob: blobReader(session) };
  return judge(runs, { verifiedAt: '2001-01-01T00:00:00Z', seed: 0, python: null, data: [] });
}

interface Tried {
  readonly plan?: VerificationPlan;
  readonly files?: readonly { path: string; text: string }[];
  readonly limits?: { readonly runSeconds?: number; readonly memoryBytes?: number };
}

function requestOf(folder: string, interpreter: string, tried: Tried): VerificationRequest {
  return verificationRequest.parse({
    label: 'rooms.ipynb',
    root: folder,
    notebook: path.join(folder, 'rooms.ipynb'),
    project: path.join(folder, 'rooms'),
    plan: tried.plan ?? roomsPlan(),
    files: tried.files ?? roomsFiles(),
    python: { chosen: { path: interpreter, by: 'the test' } },
    limits: tried.limits ?? {},
  });
}

function contextOf(folder: string): JobContext<'verifyPromotion'> {
  const limits = { memoryBytes: 2 ** 30, diskBytes: 2 ** 30, threads: 1 };
  return { limits, scratch: path.join(folder, 'scratch'), report: () => undefined };
}

async function runJob({ folder, interpreter }: Bench, tried: Tried): Promise<VerificationResult> {
  const answer = await verify(requestOf(folder, interpreter, tried), contextOf(folder));
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return answer.value;
}

async function run(bench: Bench, tried: Tried): Promise<Verification> {
  return (await runJob(bench, tried)).verification;
}

/** The package, with one text of one file replaced. */
function roomsFiles(file?: string, from?: string, to = ''): readonly { path: string; text: string }[] {
  return Object.entries(packageFiles).map(([name, text]) => {
    if (name !== file || from === undefined) return { path: name, text };
    if (!text.includes(from)) throw new Error(`${name} has no ${from}.`);
    return { path: name, text: text.replace(from, to) };
  });
}

type Check = (bench: Bench) => Promise<string | undefined>;

/** Undefined when the verification is as wished. */
function expectThat(verification: Verification, wished: (verification: Verification) => boolean): string | undefined {
  if (wished(verification)) return undefined;
  const { verdict, sentence, probes } = verification;
  const differing = probes
    .filter((probe) => probe.verdict !== 'equal')
    .map(({ id, difference }) => `${id} ${difference ?? ''}`);
  return `it says ${verdict}: ${sentence} (${differing.join(' | ')})`;
}

/** A package that is broken in one place, and what must be said of it: the function to blame, and the difference. */
function broken(file: string, from: string, to: string, blamed: string, said: RegExp): Check {
  return async (bench) =>
    expectThat(await judgePackage(bench, roomsFiles(`src/rooms/${file}.py`, from, to)), (verification) => {
      const first = verification.probes.find(({ id }) => id === verification.firstDivergence);
      return verification.verdict === 'differs' && first?.function === blamed && said.test(first.difference ?? '');
    });
}

/** A notebook without libraries whose second cell is the given code. */
function plain(
  code: string,
  wished: (verification: Verification, folder: string) => boolean,
  limits?: Tried['limits'],
): Check {
  return async (bench) => {
    const plan = plainPlan(['total = sum(range(10))', code.replaceAll('FOLDER', bench.folder)]);
    const result = await run(bench, { plan, files: plainFiles, ...(limits === undefined ? {} : { limits }) });
    return expectThat(result, (verification) => wished(verification, bench.folder));
  };
}

/** The regression test that comes of an equal verification: it passes on the package, and fails on another one. */
async function runRegressionTest(bench: Bench): Promise<string | undefined> {
  const { expected } = await runJob(bench, {});
  if (expected === null) return 'an equal package gives nothing to expect';
  const folder = path.join(bench.folder, 'regression');
  const test = emitRegressionTest('rooms');
  const others = [test, { path: 'tests/expected.json', text: expected }];
  await writeFile(path.join(bench.folder, 'rooms.csv'), roomsTable());
  await writeFiles(folder, [...roomsFiles(), ...others]);
  const whole = await runTests(bench, folder);
  if (!/2 passed|[3-9] passed/.test(whole)) return `the package fails its own test: ${whole}`;
  await writeFiles(folder, roomsFiles('src/rooms/train.py', 'LogisticRegression()', 'LogisticRegression(C=1e-4)'));
  const changed = await runTests(bench, folder);
  if (!changed.includes('failed')) return `the test does not see another model: ${changed}`;
  await rm(path.join(bench.folder, 'rooms.csv'));
  const absent = await runTests(bench, folder);
  await writeFile(path.join(bench.folder, 'rooms.csv'), roomsTable());
  return absent.includes('skipped') && !absent.includes('failed')
    ? undefined
    : `without data it does not skip: ${absent}`;
}

/** The last line of pytest. */
async function runTests({ interpreter }: Bench, folder: string): Promise<string> {
  const options = { cwd: folder, env: { PATH: process.env['PATH'] ?? '', PYTHONPATH: path.join(folder, 'src') } };
  const args = ['-B', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'tests'];
  const { stdout } = await promisify(execFile)(interpreter, args, options).catch((error: unknown) =>
    typeof error === 'object' && error !== null && 'stdout' in error
      ? { stdout: String(error.stdout) }
      : { stdout: String(error) },
  );
  return stdout.trim().split('\n').at(-1) ?? '';
}

/** Stops the job while the notebook runs; nothing of it may go on. */
async function cancelInTheMiddle(bench: Bench): Promise<string | undefined> {
  const { pool } = createTestPool();
  try {
    const started = new AbortController();
    const plan = plainPlan(['total = sum(range(10))', 'while True: pass']);
    const outcome = await pool.run(
      'verifyPromotion',
      requestOf(bench.folder, bench.interpreter, { plan, files: plainFiles }),
      {
        signal: started.signal,
        onProgress: ({ doing }) => {
          if (doing === 'Running the notebook: cell 2') started.abort();
        },
      },
    );
    if (outcome.kind !== 'cancelled') return `it ends as ${outcome.kind}`;
    // The program that watches the run sees that the worker is gone within a few hundredths of a second.
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (!(await isRunning('plumbline_run.py'))) return undefined;
      await setTimeout(50);
    }
    return 'the notebook still runs';
  } finally {
    await pool.dispose();
  }
}

async function isRunning(program: string): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'stat=,args=']);
  return stdout
    .split('\n')
    .some((line) => line.includes(program) && line.includes('plumbline-worker-') && !line.startsWith('Z'));
}

const isEqual = ({ verdict }: Verification): boolean => verdict === 'equal';

const checks: readonly (readonly [name: string, check: Check])[] = [
  ['cancelling ends the notebook that runs', cancelInTheMiddle],
  ['the regression test passes, fails on another model, and skips without data', runRegressionTest],
  [
    'a package that does the same is equal in every value',
    async (bench) => {
      const result = await runJob(bench, {});
      const problem = expectThat(
        result.verification,
        (verification) =>
          isEqual(verification) &&
          verification.probes.every(({ verdict }) => verdict === 'equal') &&
          verification.probes.length === 9,
      );
      if (problem !== undefined) return problem;
      const { metrics } = JSON.parse(result.expected ?? '{}') as { metrics?: Record<string, number> };
      return typeof metrics?.['accuracy'] === 'number' ? undefined : 'it keeps no metric for the regression test';
    },
  ],
  [
    'columns in another order are found where they are made',
    broken(
      'features',
      '["size", "rooms", "size_per_room"]',
      '["rooms", "size", "size_per_room"]',
      'features.make_features',
      /columns in another order/,
    ),
  ],
  [
    'another dtype is found where it comes in',
    broken(
      'data',
      'return rooms',
      'return rooms.astype({"size": "float64"})',
      'data.load_rooms',
      /`size` has dtype float64 instead of int64/,
    ),
  ],
  [
    'a dropped row is counted',
    broken(
      'features',
      'return X',
      'return X.iloc[:-1]',
      'features.make_features',
      /119 rows instead of 120 \(1 fewer\)/,
    ),
  ],
  [
    'rows in another order are told from other values',
    broken(
      'split',
      'return X_train,',
      'return X_train.sort_index(),',
      'split.split_rooms',
      /rows stand in another order/,
    ),
  ],
  [
    'another seed is found in the split',
    broken('split', 'test_size=0.25', 'test_size=0.25, random_state=5', 'split.split_rooms', /index|rows/),
  ],
  [
    'swapped parts of a split are found',
    broken('split', 'return X_train, X_test,', 'return X_test, X_train,', 'split.split_rooms', /30 rows instead of 90/),
  ],
  [
    'another constant of a model is found in what it learned',
    broken('train', 'LogisticRegression()', 'LogisticRegression(C=10)', 'train.train_model', /`C`/),
  ],
  [
    'a metric of other rows differs, and the model does not',
    broken(
      'evaluate',
      'accuracy_score(y_test, model',
      'accuracy_score(1 - y_test, model',
      'evaluate.evaluate_model',
      /is .* instead of/,
    ),
  ],
  [
    'sums in another order are equal within tolerance',
    async (bench) => {
      const files = roomsFiles(
        'src/rooms/features.py',
        'rooms["size"] / rooms["rooms"]',
        '(rooms["size"] * 3) / (rooms["rooms"] * 3.0000000000001)',
      );
      return expectThat(await judgePackage(bench, files), ({ verdict }) => verdict === 'equal-within-tolerance');
    },
  ],
  [
    'a package that fails is blamed with its exception',
    async (bench) => {
      const files = roomsFiles('src/rooms/train.py', '    scaler =', '    raise ValueError("no")\n    scaler =');
      return expectThat(
        await run(bench, { files }),
        ({ verdict, failure }) =>
          verdict === 'differs' && failure?.in === 'package' && failure.message === 'ValueError: no',
      );
    },
  ],
  [
    'a notebook that fails is compared up to there',
    async (bench) =>
      expectThat(
        await run(bench, { plan: roomsPlan(['1 / 0']) }),
        ({ verdict, failure, sentence }) =>
          verdict === 'partial' &&
          failure?.in === 'notebook' &&
          failure.at?.cell === 6 &&
          sentence.includes('9 values'),
      ),
  ],
  [
    'a notebook that does not repeat itself proves nothing',
    async (bench) => {
      const plan = roomsPlan();
      const statements = plan.statements.map((statement) =>
        statement.code.includes('model = ')
          ? {
              ...statement,
              code: 'import time; model = LogisticRegression(C=1 + time.time() % 1).fit(scaler.transform(X_train), y_train)',
            }
          : statement,
      );
      return expectThat(
        await run(bench, { plan: { ...plan, statements } }),
        ({ verdict, probes }) =>
          ['differs', 'nondeterministic'].includes(verdict) &&
          probes.some(({ id, verdict: own }) => id === 'train.train_model.model' && own === 'not-comparable'),
      );
    },
  ],
  [
    'times that a trainer reports are not compared',
    async (bench) => {
      const plan = roomsPlan();
      const statements = plan.statements.map((statement) =>
        statement.code.includes('model = ')
          ? { ...statement, code: `import time\n${statement.code}\nmodel.log_ = {"train_runtime": time.time()}` }
          : statement,
      );
      return expectThat(
        await run(bench, { plan: { ...plan, statements } }),
        ({ verdict, probes }) =>
          verdict !== 'nondeterministic' &&
          probes.some(({ id, verdict: own }) => id === 'train.train_model.model' && own === 'differs'),
      );
    },
  ],
  [
    'a missing package is named with its install line',
    async (bench) => {
      const plan = { ...roomsPlan(), imports: [{ module: 'no_such_module', distribution: 'no-such-package' }] };
      return expectThat(
        await run(bench, { plan }),
        ({ verdict, missing }) =>
          verdict === 'not-run' &&
          missing[0]?.what === 'the package no-such-package' &&
          missing[0].next.includes('-m pip install no-such-package'),
      );
    },
  ],
  [
    'a missing file is named',
    async (bench) => {
      const plan = { ...roomsPlan(), reads: [{ path: 'absent.csv', inPackage: '../absent.csv' }] };
      return expectThat(
        await run(bench, { plan }),
        ({ verdict, missing }) => verdict === 'not-run' && missing[0]?.what === 'the file absent.csv',
      );
    },
  ],
  [
    'a file that no literal names is missed by the run, and named',
    plain(
      'open("no" + "where.csv")',
      ({ verdict, missing }) => verdict === 'not-run' && missing[0]?.what === 'the file nowhere.csv',
    ),
  ],
  [
    'a file is written into a folder beside the notebook’s own, empty as it is',
    async ({ folder, interpreter }) => {
      await mkdir(path.join(folder, 'models'), { recursive: true });
      await mkdir(path.join(folder, 'notebooks'), { recursive: true });
      const cells = ['total = sum(range(10))', 'open("../models/total.txt", "w").write(str(total))'];
      const request = requestOf(folder, interpreter, { plan: plainPlan(cells), files: plainFiles });
      const notebook = path.join(folder, 'notebooks/rooms.ipynb');
      const answer = await verify({ ...request, notebook }, contextOf(folder));
      if (answer.kind === 'failed') return answer.sentence;
      return expectThat(answer.value.verification, ({ verdict }) => verdict === 'equal');
    },
  ],
  [
    'a run that takes too long is ended',
    plain(
      'while True: pass',
      ({ verdict, sentence }) => verdict === 'timeout' && sentence.includes('did not end within 1 second'),
      { runSeconds: 1 },
    ),
  ],
  [
    'a crash is told in one sentence',
    plain(
      'import os; os.abort()',
      ({ verdict, failure }) => verdict === 'partial' && failure?.message === 'The process stopped (signal SIGABRT).',
    ),
  ],
  [
    'memory is capped',
    plain('x = bytearray(2 ** 31)', ({ failure }) => failure?.message === 'MemoryError', { memoryBytes: 2 ** 28 }),
  ],
  [
    'the network is refused',
    plain(
      'import urllib.request; urllib.request.urlopen("http://127.0.0.1:9/")',
      ({ verdict, failure }) => verdict === 'partial' && /network is switched off/.test(failure?.message ?? ''),
    ),
  ],
  ['input is refused', plain('input()', ({ failure }) => /input\(\) cannot be answered/.test(failure?.message ?? ''))],
  [
    'writes to other places land in the folder of the run and can be read back',
    plain(
      'for place in ["/tmp/plumbline-escape", "FOLDER/escape", "../../../../../../../../escape", "../escape"]:\n    with open(place, "w") as file: file.write("x")\n    assert open(place).read() == "x"',
      (verification, folder) =>
        isEqual(verification) &&
        ['/tmp/plumbline-escape', path.join(folder, 'escape'), '/escape', path.join(folder, '../escape')].every(
          (place) => !existsSync(place),
        ),
    ),
  ],
  [
    'the data of the user cannot be changed',
    async (bench) => {
      const before = await readFile(path.join(bench.folder, 'rooms.csv'), 'utf8');
      const code = `import os\nopen("rooms.csv", "w").write("gone")\nfor act in (os.remove, os.rmdir):\n    try: act("${bench.folder}/rooms.csv")\n    except OSError: pass`;
      const plan = plainPlan(['total = sum(range(10))', code]);
      await run(bench, { plan, files: plainFiles });
      return (await readFile(path.join(bench.folder, 'rooms.csv'), 'utf8')) === before
        ? undefined
        : 'rooms.csv is another one now';
    },
  ],
  [
    'a program that the notebook starts ends with it, and writes nowhere else',
    plain(
      'import os, subprocess\ntry: subprocess.Popen(["sh", "-c", "echo x > FOLDER/child; sleep 60; echo x > FOLDER/late"], start_new_session=False)\nexcept OSError: pass',
      (verification, folder) =>
        isEqual(verification) && !existsSync(path.join(folder, 'child')) && !existsSync(path.join(folder, 'late')),
    ),
  ],
];
