/** The job `verifyPromotion`: finds Python and the data, runs the notebook twice and the package once, and judges. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { JobContext, JobHandler } from '../../../schemas/jobs.ts';
import type { Verification } from '../../../schemas/promotion.ts';
import type { VerificationRequest, VerificationResult } from '../../../schemas/verificationJob.ts';
import { writeExpected } from '../notebook/verify/expected.ts';
import { judge, notRun } from '../notebook/verify/judge.ts';
import type { RunCircumstances } from '../notebook/verify/judge.ts';
import type { RunRecord } from '../notebook/verify/runRecord.ts';
import { findInterpreter } from './findInterpreter.ts';
import { exists, findData, hashData } from './gatherData.ts';
import type { DataSource } from './gatherData.ts';
import { inspectPython } from './inspectPython.ts';
import { failureOf, foldersUpTo, missingFile, missingOf, whatLacks } from './missingParts.ts';
import { original } from './mirrorTree.ts';
import { pythonEnvironment } from './pythonEnvironment.ts';
import { blobReader, prepareScratch, runInTree, treeOf } from './session.ts';
import type { Session } from './session.ts';

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
  await prepareScratch(scratch);
  const found = await findInterpreter({
    chosen: request.python.chosen,
    active: request.python.active,
    folders: foldersUpTo(path.dirname(request.notebook), request.root),
    searchPath: process.env['PATH'] ?? '',
  });
  if (found.kind === 'missing') return without([{ what: found.what, next: found.next }]);
  const environment = pythonEnvironment(found.executable, scratch);
  const asked = [...plan.imports, ...request.distributions.map((distribution) => ({ module: '', distribution }))];
  const python = await inspectPython(found.executable, asked, { harness, environment });
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
  const lacking = missingOf(first.record, session, treeOf(session));
  if (lacking.length > 0) return without(lacking, described);
  const again = first.record.ending.kind === 'ended' ? await runInTree(session, 'again', first.sources) : undefined;
  const ofPackage =
    first.record.ending.kind === 'ended' ? await runInTree(session, 'package', first.sources) : undefined;
  context.report({ doing: 'Comparing', share: 0.97 });
  const readBlob = blobReader(session);
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

/**
 * A file that no literal names is found when the notebook misses it: then it is brought, and the run begins anew. So is
 * the folder of a file that the notebook means to write, as of `../models/model.joblib`.
 */
const mostTries = 6;

interface NotebookRun {
  readonly record: RunRecord;
  readonly sources: readonly DataSource[];
}

async function runNotebook(session: Session, sources: readonly DataSource[]): Promise<NotebookRun> {
  let known = sources;
  for (let attempt = 1; ; attempt += 1) {
    const record = await runInTree(session, 'notebook', known);
    const file = failureOf(record)?.missingFile ?? undefined;
    const place = file === undefined ? undefined : original(treeOf(session), file);
    const source = place === undefined ? undefined : await thereOrFolder(place, session.request.root);
    const isKnown = source === undefined || known.some((data) => data.source === source);
    if (attempt === mostTries || isKnown) return { record, sources: known };
    known = [...known, { source, targets: [source], label: source }];
  }
}

/** A file that was missed, else its folder, where the workspace has one; undefined where there is neither. */
async function thereOrFolder(file: string, root: string): Promise<string | undefined> {
  if (await exists(file)) return file;
  const folder = path.dirname(file);
  const isInside = !path.relative(root, folder).startsWith('..');
  return isInside && (await exists(folder)) ? folder : undefined;
}
