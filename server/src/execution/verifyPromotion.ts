/** The job `verifyPromotion`: finds Python and the data, runs the notebook twice and the package once, and judges. */
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { JobContext, JobHandler } from '../../../schemas/jobs.ts';
import type { Verification } from '../../../schemas/promotion.ts';
import type { VerificationRequest, VerificationResult } from '../../../schemas/verificationJob.ts';
import type { RunFailure } from '../../../schemas/verificationRun.ts';
import { distributionOf } from '../notebook/packages/distributionOf.ts';
import type { ReadBlob } from '../notebook/verify/compare/columnValues.ts';
import { writeExpected } from '../notebook/verify/expected.ts';
import { judge, notRun } from '../notebook/verify/judge.ts';
import type { RunCircumstances } from '../notebook/verify/judge.ts';
import type { RunRecord } from '../notebook/verify/runRecord.ts';
import { findInterpreter } from './findInterpreter.ts';
import { exists, fillTree, findData, hashData } from './gatherData.ts';
import type { DataSource } from './gatherData.ts';
import { inspectPython, isRecentEnough, oldestPython } from './inspectPython.ts';
import type { PythonReport } from './inspectPython.ts';
import { bring, mirrored, original, writeFiles } from './mirrorTree.ts';
import { pythonEnvironment } from './pythonEnvironment.ts';
import { runOnce } from './runOnce.ts';
import type { RunOptions, RunStep } from './runOnce.ts';

export interface VerificationPorts {
  /** Absolute path of the folder with the Python programs, which is `server/python` among the sources. */
  readonly harness: string;
}

/** Creates the handler of the job. */
export function createVerifyPromotion({ harness }: VerificationPorts): JobHandler<'verifyPromotion'> {
  return async (request, context) => {
    const scratch = await realpath(await mkdtemp(path.join(context.scratch, 'verify-')));
    try {
      return { kind: 'done', value: await verify(request, context, { scratch, harness }) };
    } finally {
      await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
    }
  };
}

async function verify(
  request: VerificationRequest,
  context: JobContext<'verifyPromotion'>,
  { scratch, harness }: { readonly scratch: string; readonly harness: string },
): Promise<VerificationResult> {
  const { plan } = request;
  const verifiedAt = new Date().toISOString();
  const without = (missing: Verification['missing'], python: Verification['python'] = null): VerificationResult => ({
    verification: notRun(missing, { verifiedAt, seed: plan.seed, python }),
    expected: null,
  });
  context.report({ doing: 'Looking for Python', share: 0 });
  for (const folder of ['home', 'home/matplotlib', 'temporary', 'blobs']) {
    await mkdir(path.join(scratch, folder), { recursive: true });
  }
  const found = await findInterpreter({
    chosen: request.python.chosen,
    active: request.python.active,
    folders: foldersUpTo(path.dirname(request.notebook), request.root),
    searchPath: process.env['PATH'] ?? '',
  });
  if (found.kind === 'missing') return without([{ what: found.what, next: found.next }]);
  const environment = pythonEnvironment(found.executable, scratch);
  const python = await inspectPython(found.executable, plan.imports, { harness, environment });
  if (python === undefined) {
    return without([
      {
        what: `a Python that answers at ${found.executable}`,
        next: 'Name another one in the setting plumbline.python.path.',
      },
    ]);
  }
  const described = { path: found.executable, version: python.version, packages: python.versions };
  const lacks = await whatLacks(request, python, found.executable);
  if (lacks.length > 0) return without(lacks, described);
  const { sources, absent } = await findData(request);
  if (absent.length > 0)
    return without(
      absent.map((file) => missingFile(file)),
      described,
    );
  const session: Session = {
    request,
    context,
    scratch,
    harness,
    executable: found.executable,
    environment,
    python,
    deadline: performance.now() + request.limits.totalSeconds * 1000,
  };
  const first = await runNotebook(session, sources);
  const lacking = missingOf(first.record, session, first.tree);
  if (lacking.length > 0) return without(lacking, described);
  const again = first.record.ending.kind === 'ended' ? await run(session, 'again', first.sources) : undefined;
  const ofPackage = first.record.ending.kind === 'ended' ? await run(session, 'package', first.sources) : undefined;
  context.report({ doing: 'Comparing', share: 0.97 });
  const readBlob = blobReader(path.join(scratch, 'blobs'));
  const circumstances: RunCircumstances = {
    verifiedAt,
    seed: plan.seed,
    python: described,
    data: await hashData(first.sources, request.root),
  };
  const verification = judge({ plan, notebook: first.record, again, package: ofPackage, readBlob }, circumstances);
  return {
    verification,
    expected: ofPackage === undefined ? null : writeExpected(verification, plan, ofPackage, readBlob),
  };
}

interface Session {
  readonly request: VerificationRequest;
  readonly context: JobContext<'verifyPromotion'>;
  readonly scratch: string;
  readonly harness: string;
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly python: PythonReport;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
}

/** The folder and those above it, up to the workspace; nearest first. */
function foldersUpTo(folder: string, root: string): readonly string[] {
  const folders = [folder];
  for (let next = folder; next !== root && path.dirname(next) !== next;) {
    next = path.dirname(next);
    folders.push(next);
  }
  return folders.includes(root) ? folders : [folder, root];
}

async function whatLacks(
  request: VerificationRequest,
  python: PythonReport,
  executable: string,
): Promise<Verification['missing']> {
  if (!isRecentEnough(python)) {
    const { major, minor } = oldestPython;
    const next = `${executable} is Python ${python.version}; name a newer one in the setting plumbline.python.path.`;
    return [{ what: `Python ${major}.${minor} or later`, next }];
  }
  const local = await localModules(request);
  const distributions = request.plan.imports
    .filter(({ module }) => python.missing.includes(module) && !local.has(module))
    .map(({ distribution }) => distribution);
  const all = [...new Set(distributions)];
  return all.map((distribution) => ({ what: `the package ${distribution}`, next: installLine(executable, all) }));
}

/** Modules that lie beside the notebook or above it, and are installed by nobody. */
async function localModules({ notebook, root }: VerificationRequest): Promise<ReadonlySet<string>> {
  const folders = foldersUpTo(path.dirname(notebook), root);
  const names = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  return new Set(names.flat().map((name) => name.replace(/\.py$/, '')));
}

function installLine(executable: string, distributions: readonly string[]): string {
  const program = executable.includes(' ') ? `"${executable}"` : executable;
  return `Install with \`${program} -m pip install ${distributions.join(' ')}\`.`;
}

function missingFile(file: string): Verification['missing'][number] {
  return { what: `the file ${file}`, next: 'Put it where the notebook looks for it, or change the path in the cell.' };
}

/** A file that no literal names is found when the notebook misses it: then it is brought, and the run begins anew. */
const mostTries = 6;

interface NotebookRun {
  readonly record: RunRecord;
  readonly sources: readonly DataSource[];
  readonly tree: string;
}

async function runNotebook(session: Session, sources: readonly DataSource[]): Promise<NotebookRun> {
  let known = sources;
  for (let attempt = 1; ; attempt += 1) {
    const tree = path.join(session.scratch, 'tree');
    const record = await run(session, 'notebook', known);
    const file = failureOf(record)?.missingFile ?? undefined;
    const source = file === undefined ? undefined : original(tree, file);
    const isKnown = source === undefined || known.some((data) => data.source === source);
    if (attempt === mostTries || isKnown || !(await exists(source))) return { record, sources: known, tree };
    known = [...known, { source, targets: [source], label: source }];
  }
}

function failureOf({ ending }: RunRecord): RunFailure | null {
  return ending.kind === 'ended' ? ending.outcome.failure : null;
}

/** Data and packages that the notebook missed while it ran. */
function missingOf(record: RunRecord, { request, executable }: Session, tree: string): Verification['missing'] {
  const failure = failureOf(record);
  if (failure === null) return [];
  if (failure.missingModule !== null) {
    const origin = distributionOf(failure.missingModule);
    if (origin.kind !== 'distribution') return [];
    return [{ what: `the package ${origin.name}`, next: installLine(executable, [origin.name]) }];
  }
  if (failure.missingFile === null) return [];
  const place = original(tree, failure.missingFile) ?? failure.missingFile;
  const relative = path.relative(request.root, place);
  return [missingFile(relative.startsWith('..') ? place : relative.replaceAll(path.sep, '/'))];
}

type RunName = 'notebook' | 'again' | 'package';

/** How much of the job is done when a run begins, and how much it takes. */
const shares: Readonly<Record<RunName, readonly [number, number]>> = {
  notebook: [0.03, 0.3],
  again: [0.33, 0.3],
  package: [0.63, 0.3],
};

async function run(session: Session, name: RunName, sources: readonly DataSource[]): Promise<RunRecord> {
  const { request, context, scratch, python } = session;
  const left = session.deadline - performance.now();
  const timeoutMs = Math.min(request.limits.runSeconds * 1000, left);
  if (timeoutMs <= 0) return { observations: [], ending: { kind: 'timeout', seconds: request.limits.totalSeconds } };
  const tree = path.join(scratch, 'tree');
  await rm(tree, { recursive: true, force: true });
  await mkdir(tree, { recursive: true });
  await fillTree(request, sources, { tree, mayLink: python.holdsWrites });
  const home = name === 'package' ? request.project : path.dirname(request.notebook);
  const folder = mirrored(tree, home);
  await mkdir(folder, { recursive: true });
  if (name === 'package') {
    // Modules that people added to the package are part of it.
    await bring(path.join(request.project, 'src'), path.join(folder, 'src'), { tree, mayLink: false });
    await writeFiles(folder, request.files);
  }
  const options: RunOptions = {
    what: name === 'package' ? 'package' : 'notebook',
    plan: request.plan,
    name: `run-${name}`,
    executable: session.executable,
    environment: session.environment,
    scratch,
    harness: session.harness,
    tree,
    folder,
    timeoutMs,
    memoryBytes: request.limits.memoryBytes,
    diskBytes: context.limits.diskBytes,
    onStep: (step) => context.report(describeStep(name, step, request)),
  };
  return runOnce(options);
}

function describeStep(name: RunName, step: RunStep, { plan }: VerificationRequest): { doing: string; share: number } {
  const [start, length] = shares[name];
  if ('function' in step) {
    const names = plan.functions.map(({ module, name: own }) => `${module}.${own}`);
    const part = Math.max(0, names.indexOf(step.function)) / Math.max(1, names.length);
    return { doing: `Running the package: ${step.function}`, share: start + length * part };
  }
  const cells = [...new Set(plan.statements.map(({ cell }) => cell))];
  const part = Math.max(0, cells.indexOf(step.cell)) / Math.max(1, cells.length);
  const time = name === 'again' ? 'the notebook again' : 'the notebook';
  return { doing: `Running ${time}: cell ${step.cell + 1}`, share: start + length * part };
}

function blobReader(folder: string): ReadBlob {
  return (hash) => {
    try {
      return readFileSync(path.join(folder, hash));
    } catch {
      // It was too large to be kept.
      return undefined;
    }
  };
}
