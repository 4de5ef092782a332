/** `plumbline promote`. */
import path from 'node:path';
import { URI } from 'vscode-uri';
import type { PromotionOutcome, Verification } from '../../../schemas/promotion.ts';
import { loadNotebookTools } from '../operations/notebooks/loadTools.ts';
import { isIpynbUri, isScriptUri } from '../operations/notebooks/notebookFiles.ts';
import { createNotebookWorkspace } from '../operations/notebooks/notebookWorkspace.ts';
import { makePackage, packageNameProblem } from '../operations/promote/makePackage.ts';
import { preparePromotion } from '../operations/promote/preparePromotion.ts';
import type { PreparedPromotion } from '../operations/promote/preparePromotion.ts';
import { isPartial, promotionText } from '../operations/promote/tellPromotion.ts';
import { verificationLimitsOf } from '../operations/promote/verificationLimits.ts';
import { isEqual, verifyPrepared } from '../operations/promote/verifyPrepared.ts';
import { writePromotion } from '../operations/promote/writePromotion.ts';
import type { WriteFolders } from '../operations/promote/writePromotion.ts';
import type { VerifyRequest } from '../operations/verify/verifyPackage.ts';
import { createSpecWorkspace } from '../operations/specWorkspace.ts';
import { isBelow } from '../platform/workspaceFiles.ts';
import { jsonText } from '../text/jsonText.ts';
import { progressOn } from './progress.ts';
import { choose, UsageError } from './world.ts';
import type { Command, CommandLineWorld, Given } from './world.ts';

export const promoteCommand: Command = {
  name: 'promote',
  summary: 'turn a notebook into a Python package, and prove that it computes the same',
  help: `Usage: plumbline promote NOTEBOOK --out DIR [options]

Writes a Python package with configuration, data, features, training, evaluation, inference, a pipeline (dvc.yaml),
tests and a report of what became of every statement. A statement that cannot be converted is left out and listed.

Promoting again merges what changed in the notebook with what was edited in the package. A file on which both disagree
is left as it is, and so is every file that nobody but you has written. All files are written, or none.

Options:
  --out DIR         the folder of the package; what is recorded to promote again goes to .plumbline/ beside the spec,
                    else at the top of the repository, else beside DIR
  --package NAME    name of the Python package (default: made of the notebook's name)
  --verify          run the notebook and the package in Python, and compare what they compute
  --python PATH     the Python that runs them (default: the one of an active or neighbouring environment)
  --minutes N       minutes that each run of a verification may take (default: 10)
  --memory MIB      memory in MiB that each run may use (default: 8192)
  --keep-explore    keep what only looks at the data, in explore.py
  --force           overwrite edited files and foreign ones, and bring deleted ones back
  --format FORMAT   text or json (default: text)
  --help            this text

Exit codes:
  0  promoted whole; with --verify: and equal
  1  promoted in part, with conflicts, or not equal
  2  could not run; nothing was written

Examples:
  plumbline promote notebooks/delay.ipynb --out delay
  plumbline promote notebooks/delay.ipynb --out delay --verify
  plumbline promote notebooks/delay.ipynb --out delay --format json > promotion.json
`,
  options: {
    out: { type: 'string' },
    package: { type: 'string' },
    verify: { type: 'boolean' },
    python: { type: 'string' },
    minutes: { type: 'string' },
    memory: { type: 'string' },
    force: { type: 'boolean' },
    'keep-explore': { type: 'boolean' },
    format: { type: 'string', words: ['text', 'json'] },
  },
  run: async (given, world) => {
    const format = choose(given, 'format', ['text', 'json'], 'text');
    const { notebook, out, packageName } = await readArguments(given, world);
    const limits = limitsOf(given);
    const promotion = await prepare(notebook, out, packageName, given, world);
    const written = await writePromotion(promotion, writerOf(world));
    if (written.kind === 'failed') throw new UsageError(written.sentence);
    const folder = String(given.values['out']);
    const verification = given.values['verify'] === true ? await verify(promotion, limits, given, world) : undefined;
    const outcome: PromotionOutcome = {
      ...promotion.report,
      folder,
      files: promotion.files.map(({ path: name, state }) => ({ path: name, state })),
      verification: verification ?? null,
    };
    // The report says where the notebook is from the folder of the package; a person stands elsewhere.
    const told = { ...outcome, notebook: path.join(folder, outcome.notebook) };
    world.print(format === 'json' ? jsonText(outcome) : promotionText(told, world.hasColour));
    return isPartial(outcome) || (verification !== undefined && !isEqual(verification)) ? 1 : 0;
  },
};

interface Arguments {
  /** Absolute path, links followed. */
  readonly notebook: string;
  /** Absolute path; nothing need be there. */
  readonly out: string;
  readonly packageName: string | undefined;
}

async function readArguments({ positionals, values }: Given, world: CommandLineWorld): Promise<Arguments> {
  const [named, ...rest] = positionals;
  if (named === undefined || rest.length > 0) throw new UsageError('plumbline promote takes one notebook.');
  const { out, package: packageName } = values;
  if (typeof out !== 'string' || out === '') {
    const example = path.parse(named).name;
    throw new UsageError(
      `Say with --out which folder to write, such as --out ${/^[\w-]+$/.test(example) ? example : 'package'}.`,
    );
  }
  const notebook = await world.realPath(path.resolve(world.cwd, named));
  if (notebook === undefined) throw new UsageError(`There is no file ${JSON.stringify(named)}.`);
  if (notebook.isFolder || !(isIpynbUri(notebook.path) || isScriptUri(notebook.path))) {
    throw new UsageError(`${JSON.stringify(named)} is no notebook: name a *.ipynb, or a *.py with # %% cells.`);
  }
  const problem = typeof packageName === 'string' ? packageNameProblem(packageName) : undefined;
  if (problem !== undefined) throw new UsageError(problem);
  const found = await world.realPath(path.resolve(world.cwd, out));
  return {
    notebook: notebook.path,
    out: found?.path ?? path.resolve(world.cwd, out),
    packageName: typeof packageName === 'string' ? packageName : undefined,
  };
}

async function prepare(
  notebook: string,
  out: string,
  packageName: string | undefined,
  given: Given,
  world: CommandLineWorld,
): Promise<PreparedPromotion> {
  const { jobs, history, version } = world;
  const existing = await nearestFolder(path.dirname(out), world);
  const outRoot = (await topLevelOf(existing, world)) ?? path.dirname(out);
  const repository = await topLevelOf(path.dirname(notebook), world);
  await requireInside(existing, repository, given, world);
  const notebookRoot = repository ?? path.dirname(notebook);
  const files = world.openFiles([...new Set([existing, outRoot, notebookRoot])]);
  const clock = { now: world.now };
  const specs = createSpecWorkspace({ files, jobs, history, clock, version });
  const loadTools = () => loadNotebookTools(world.readPythonGrammar);
  const outcome = await preparePromotion(
    {
      notebookUri: URI.file(notebook).toString(),
      packageUri: URI.file(out).toString(),
      rootUri: URI.file(outRoot).toString(),
      packageName,
      stages: undefined,
      keepsExploration: given.values['keep-explore'] === true,
      isForced: given.values['force'] === true,
    },
    {
      files,
      notebooks: createNotebookWorkspace({ files, specs, loadTools }),
      makePackage,
      loadFormatter: world.loadPythonFormatter,
      version,
    },
  );
  if (outcome.kind === 'refused') throw new UsageError(outcome.sentence);
  return outcome.promotion;
}

/**
 * A package belongs beside the notebook that it is made of: in its repository, else below the folder in which the
 * command runs or that of the notebook.
 *
 * @param existing real path of the folder that is there already
 */
async function requireInside(
  existing: string,
  repository: string | undefined,
  { positionals, values }: Given,
  world: CommandLineWorld,
): Promise<void> {
  const own = path.resolve(world.cwd, positionals[0] ?? '');
  const asked = repository === undefined ? [world.cwd, path.dirname(own)] : [repository];
  const roots = await Promise.all(asked.map((folder) => world.realPath(folder)));
  if (roots.some((root) => root !== undefined && isBelow(root.path, existing))) return;
  const where = repository === undefined ? 'the folder of the project' : 'the repository of the notebook';
  throw new UsageError(`${String(values['out'])} lies outside ${where}: choose a folder inside it.`);
}

async function nearestFolder(location: string, world: CommandLineWorld): Promise<string> {
  const found = await world.realPath(location);
  const parent = path.dirname(location);
  return found?.path ?? (parent === location ? location : nearestFolder(parent, world));
}

/** The top of the repository that holds a folder, links followed. */
async function topLevelOf(folder: string, world: CommandLineWorld): Promise<string | undefined> {
  const topLevel = await world.topLevelOf(folder);
  return topLevel === undefined ? undefined : (await world.realPath(topLevel))?.path;
}

/** A program by its name alone is looked for on the PATH; anything else is a place. */
function placeOf(program: string, cwd: string): string {
  return /[/\\]/u.test(program) ? path.resolve(cwd, program) : program;
}

/** Read before anything is written. */
function limitsOf(given: Given): VerifyRequest['limits'] {
  return verificationLimitsOf(
    limitOf(given, 'minutes', { least: 0.1, most: 10_080 }),
    limitOf(given, 'memory', { least: 256, most: 1_048_576 }),
  );
}

function limitOf(
  { values }: Given,
  option: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const text = values[option];
  if (typeof text !== 'string') return undefined;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (number >= least && number <= most) return number;
  throw new UsageError(`--${option} takes a number from ${least} to ${most}, and was given ${JSON.stringify(text)}.`);
}

/** Progress is a line that is written over; nothing where nobody watches. */
async function verify(
  promotion: PreparedPromotion,
  limits: VerifyRequest['limits'],
  given: Given,
  world: CommandLineWorld,
): Promise<Verification | undefined> {
  const { python } = given.values;
  const outcome = await verifyPrepared(
    {
      promotion,
      python: typeof python === 'string' ? { chosen: { path: placeOf(python, world.cwd), by: '--python' } } : {},
      limits,
      signal: world.signal,
      onProgress: progressOn(world),
    },
    {
      jobs: world.jobs,
      files: world.openFiles([URI.parse(promotion.request.packageUri).fsPath]),
      version: world.version,
      writeFolders: writerOf(world),
    },
  );
  if (world.showsProgress) world.say('\r\u001B[K');
  switch (outcome.kind) {
    case 'verified':
      return outcome.verification;
    case 'failed':
      throw new UsageError(outcome.sentence);
    case 'cancelled':
      return undefined;
  }
}

function writerOf({ writeFolders }: CommandLineWorld): WriteFolders {
  return (folders) =>
    writeFolders(folders.map(({ folderUri, files }) => ({ folder: URI.parse(folderUri).fsPath, files })));
}
