/** What a verification lacks: packages and files, each with the step that resolves it. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Verification } from '../../../schemas/promotion.ts';
import type { VerificationRequest } from '../../../schemas/verificationJob.ts';
import type { RunFailure } from '../../../schemas/verificationRun.ts';
import { distributionOf } from '../notebook/packages/distributionOf.ts';
import type { RunRecord } from '../notebook/verify/runRecord.ts';
import { isRecentEnough, oldestPython } from './inspectPython.ts';
import type { PythonReport } from './inspectPython.ts';
import { original } from './mirrorTree.ts';

/** The folder and those above it, up to the workspace; nearest first. */
export function foldersUpTo(folder: string, root: string): readonly string[] {
  const folders = [folder];
  for (let next = folder; next !== root && path.dirname(next) !== next;) {
    next = path.dirname(next);
    folders.push(next);
  }
  return folders.includes(root) ? folders : [folder, root];
}

/** Before anything is run. */
export async function whatLacks(
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

export function missingFile(file: string): Verification['missing'][number] {
  return { what: `the file ${file}`, next: 'Put it where the notebook looks for it, or change the path in the cell.' };
}

export function failureOf({ ending }: RunRecord): RunFailure | null {
  return ending.kind === 'ended' ? ending.outcome.failure : null;
}

/** Data and packages that the notebook missed while it ran. */
export function missingOf(
  record: RunRecord,
  { request, executable }: { readonly request: VerificationRequest; readonly executable: string },
  tree: string,
): Verification['missing'] {
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
