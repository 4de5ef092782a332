/** `plumbline check`. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { URI } from 'vscode-uri';
import type { CheckReport } from '../../../schemas/checkReport.ts';
import { checkScopes } from '../operations/check.ts';
import { isInScope } from '../operations/checkScope.ts';
import type { CheckScope } from '../operations/checkScope.ts';
import { reportReadiness } from '../operations/readiness/findReadiness.ts';
import { readinessFormats, renderReadiness } from '../operations/readiness/renderReadiness.ts';
import { checkFormats, renderCheck } from '../operations/renderCheck.ts';
import { historyAgainst, NoBaseError, reviewScopes } from '../operations/review/reviewScopes.ts';
import { specSizeLimit } from '../operations/documentStore.ts';
import type { JobRunner } from '../operations/jobs.ts';
import type { WorkspaceFiles } from '../operations/ports.ts';
import { isContractUri, isSpecUri } from '../operations/specIndex.ts';
import { loadNotebookTools } from '../operations/notebooks/loadTools.ts';
import { isIpynbUri, isScriptUri } from '../operations/notebooks/notebookFiles.ts';
import { createNotebookWorkspace } from '../operations/notebooks/notebookWorkspace.ts';
import { createSpecWorkspace } from '../operations/specWorkspace.ts';
import { relativeName } from './openSpec.ts';
import { lookUpOnce } from './lookUpOnce.ts';
import { openWorkspace } from './openWorkspace.ts';
import type { GivenPath } from './openWorkspace.ts';
import { sayIgnored } from './sayIgnored.ts';
import { choose, UsageError } from './world.ts';
import type { Command, CommandLineWorld, ExitCode, Given } from './world.ts';

export const checkCommand: Command = {
  name: 'check',
  summary: 'check every plumbline.yaml and notebook at or below some paths',
  help: `Usage: plumbline check [paths…] [options]

Checks every plumbline.yaml with its parts, and every notebook (*.ipynb, and *.py with # %% cells), at or below the
paths (default: here).

Options:
  --base REV          review each spec against the commit where this work left REV, a branch, tag or commit:
                      what was loosened, tightened or dropped, what it costs per year, by whom and why
  --format FORMAT     ${checkFormats.join(', ')} (default: text); markdown, made for the
                      comment on a pull request, needs --base
  --fail-on SEVERITY  error or warning: findings that make the exit code 1 (default: error)
  --strict            exit code 1 also when a rule could not be checked, or nothing was found to check
  --readiness         the ML Test Score instead of findings, with what earned each point;
                      --format is ${readinessFormats.join(', ')}, and the exit code is 0
  --help              this text

Exit codes:
  0  nothing at or above the bar
  1  findings at or above the bar
  2  the check could not run

Examples:
  plumbline check
  plumbline check examples/flight-delays --fail-on warning
  plumbline check --format sarif > plumbline.sarif
  plumbline check --format github
  plumbline check --readiness --format markdown
  plumbline check --base origin/main --format markdown > comment.md
`,
  options: {
    base: { type: 'string' },
    format: { type: 'string', words: checkFormats },
    'fail-on': { type: 'string', words: ['error', 'warning'] },
    strict: { type: 'boolean' },
    readiness: { type: 'boolean' },
  },
  run: async (given, world) => {
    if (given.values['readiness'] === true) return await printReadiness(given, world);
    const format = choose(given, 'format', checkFormats, 'text');
    const failOn = choose(given, 'fail-on', ['error', 'warning'], 'error');
    const base = given.values['base'];
    if (base === '') throw new UsageError('Say with --base what to compare with: a branch, tag or commit.');
    if (format === 'markdown' && base === undefined) throw new UsageError('--format markdown needs --base.');
    const scopes = await findScopes(given.positionals.length === 0 ? ['.'] : given.positionals, world);
    await prepareAtOnce(scopes, world);
    const files = lookUpOnce(await openWorkspace(scopes, world));
    const clock = { now: world.now };
    // Findings and review speak of the same base.
    const history = typeof base === 'string' ? historyAgainst(world.history, base) : world.history;
    const workspace = createSpecWorkspace({
      files,
      jobs: world.jobs,
      history,
      clock,
      version: world.version,
      readsLargeTables: true,
    });
    const loadTools = () => loadNotebookTools(world.readPythonGrammar);
    const triesFixes = format === 'json' || format === 'sarif';
    const notebooks = createNotebookWorkspace({ files, specs: workspace, loadTools, triesFixes });
    const nameOf = (uri: string) => relativeName(URI.parse(uri).fsPath, world.cwd);
    const wanted = scopes.map(({ location, kind }) => ({ uri: URI.file(location).toString(), kind }));
    await prepareForData(wanted, files, world.jobs);
    const checked = await checkScopes(wanted, {
      workspace,
      notebooks,
      clock,
      version: world.version,
      nameOf,
      onFailure: ({ rule, error }) =>
        world.say(
          `plumbline: the rule ${rule} failed, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
        ),
    });
    const ports = { workspace, files, history, nameOf };
    const report = base === undefined ? checked : { ...checked, review: await reviewOrRefuse(wanted, ports) };
    const isEmpty = report.projects.length === 0 && report.notebooks === 0;
    if (isEmpty) {
      const ignored = await sayIgnored(scopes, world);
      world.say(
        `No plumbline.yaml or notebook found at or below the paths; ${ignored}\`plumbline init\` proposes a spec.\n`,
      );
    }
    if (!isEmpty || format !== 'text') {
      const baseUri = `${pathToFileURL(world.cwd).href.replace(/\/$/, '')}/`;
      const textOf = (file: string) => world.readText(path.resolve(world.cwd, file), specSizeLimit);
      world.print(renderCheck(report, format, { hasColour: world.hasColour, baseUri, textOf }));
    }
    return exitCodeOf(report, failOn, given.values['strict'] === true);
  },
};

/** Data is read by workers, which start while everything else is looked for: most often, the spec lies in the folder. */
async function prepareAtOnce(scopes: readonly GivenPath[], { openFiles, jobs }: CommandLineWorld): Promise<void> {
  for (const { location, kind } of scopes) {
    const [folder, name] =
      kind === 'folder' ? [location, 'plumbline.yaml'] : [path.dirname(location), path.basename(location)];
    const uri = URI.file(path.join(folder, name)).toString();
    if (isSpecUri(uri) && (await namesData(uri, openFiles([folder])))) return jobs.prepare?.();
  }
}

/** The same once the specs below the folders are known. */
async function prepareForData(scopes: readonly CheckScope[], files: WorkspaceFiles, jobs: JobRunner): Promise<void> {
  for (const uri of await files.findSpecs()) {
    if (isSpecUri(uri) && isInScope(uri, scopes) && (await namesData(uri, files))) return jobs.prepare?.();
  }
}

async function namesData(specUri: string, files: Pick<WorkspaceFiles, 'readFile'>): Promise<boolean> {
  const spec = await files.readFile(specUri, specSizeLimit);
  return spec.kind === 'content' && /^data:/m.test(spec.text);
}

/** The readiness of every project at or below the paths. */
async function printReadiness(given: Given, world: CommandLineWorld): Promise<ExitCode> {
  const format = choose(given, 'format', readinessFormats, 'text');
  const scopes = await findScopes(given.positionals.length === 0 ? ['.'] : given.positionals, world);
  const files = lookUpOnce(await openWorkspace(scopes, world));
  const { jobs, history, version } = world;
  const clock = { now: world.now };
  const workspace = createSpecWorkspace({ files, jobs, history, clock, version });
  const wanted = scopes.map(({ location, kind }): CheckScope => ({ uri: URI.file(location).toString(), kind }));
  const groups = (await workspace.projects()).filter(({ uris }) => uris.some((uri) => isInScope(uri, wanted)));
  const mainUris = groups.map(({ mainUri }) => mainUri);
  if (mainUris.length === 0) {
    const ignored = await sayIgnored(scopes, world);
    world.say(`No plumbline.yaml found at or below the paths; ${ignored}\`plumbline init\` proposes one.\n`);
  }
  const nameOf = (uri: string) => relativeName(URI.parse(uri).fsPath, world.cwd);
  const report = await reportReadiness(mainUris, { workspace, files, clock, version, nameOf });
  if (mainUris.length > 0 || format === 'json') {
    world.print(renderReadiness(report, format, world.hasColour));
  }
  return 0;
}

/** Without a base, the review could not run, and half an answer would look like a whole one. */
async function reviewOrRefuse(...given: Parameters<typeof reviewScopes>): ReturnType<typeof reviewScopes> {
  try {
    return await reviewScopes(...given);
  } catch (error) {
    if (error instanceof NoBaseError) throw new UsageError(error.message);
    throw error;
  }
}

function exitCodeOf(
  { counts, projects, notebooks = 0 }: CheckReport,
  failOn: 'error' | 'warning',
  isStrict: boolean,
): ExitCode {
  if (counts.error > 0 || (failOn === 'warning' && counts.warning > 0)) return 1;
  const isWhole = (projects.length > 0 || notebooks > 0) && projects.every(({ notChecked }) => notChecked.length === 0);
  return isStrict && !isWhole ? 1 : 0;
}

async function findScopes(paths: readonly string[], world: CommandLineWorld): Promise<readonly GivenPath[]> {
  const scopes: GivenPath[] = [];
  for (const written of paths) {
    const found = await world.realPath(path.resolve(world.cwd, written));
    if (found === undefined) throw new UsageError(`There is no file or folder ${JSON.stringify(written)}.`);
    const isSpec = found.path.endsWith(`${path.sep}plumbline.yaml`) || found.path.endsWith('.plumbline.yaml');
    const isNotebook = isIpynbUri(found.path) || isScriptUri(found.path);
    if (!found.isFolder && !isSpec && !isContractUri(found.path) && !isNotebook) {
      throw new UsageError(
        `${JSON.stringify(written)} is no spec, data contract or notebook: name a plumbline.yaml, a part *.plumbline.yaml, a *.odcs.yaml, a *.ipynb, a *.py with cells, or a folder.`,
      );
    }
    scopes.push({ location: found.path, kind: found.isFolder ? 'folder' : 'file' });
  }
  return scopes;
}
