/** The engine behind a session: the live workspace over files, workers and history, before and after trust is given. */
import { URI, Utils } from 'vscode-uri';
import type { GitState } from '../operations/doctor.ts';
import type { Clock, History, WorkspaceFiles } from '../operations/ports.ts';
import { unknownHistory } from '../operations/ports.ts';
import type { JobRunner } from '../operations/jobs.ts';
import { loadNotebookTools } from '../operations/notebooks/loadTools.ts';
import { createNotebookWorkspace } from '../operations/notebooks/notebookWorkspace.ts';
import { makePackage } from '../operations/promote/makePackage.ts';
import { createPromotions } from '../operations/promote/promotions.ts';
import type { PythonFormatter } from '../operations/promote/pythonFormatter.ts';
import { createSpecWorkspace } from '../operations/specWorkspace.ts';
import type { Engine, EngineStart } from './host.ts';
import type { FolderChange } from '../platform/writeFoldersWhole.ts';
import { isBelow, withRemoteFiles } from './remoteFiles.ts';

/** The world of an engine: the real one in the server, one in memory in tests. */
export interface EngineWorld {
  /** Files on the disk, confined to the folders that are open, and those of files that are open by themselves. */
  readonly openFiles: (folders: {
    readonly folderUris: () => readonly string[];
    readonly looseFolderUris: () => readonly string[];
  }) => WorkspaceFiles;
  /** Called once, when trust is given: from then on jobs run. */
  readonly startWorkers: () => JobRunner;
  /** Stands for the workers until then. */
  readonly refusingJobs: JobRunner;
  /** Called once, when trust is given. */
  readonly openHistory: () => History;
  readonly clock: Clock;
  /** The modules that read Python; called once, with the first notebook. */
  readonly readPythonGrammar: Parameters<typeof loadNotebookTools>[0];
  /** What formats Python; called with the first promotion, undefined where it is not there. */
  readonly loadPythonFormatter: () => Promise<PythonFormatter | undefined>;
  /** Writes all files of all folders, or none; called only once trust is given. */
  readonly writeFolders: (folders: readonly FolderChange[]) => Promise<void>;
  /** A variable of the environment, for connections to engines; asked only once trust is given. */
  readonly readEnvironment: (name: string) => string | undefined;
  /** Version of Plumbline. */
  readonly version: string;
  /** What the server runs on, such as `24.1.0 on linux-x64`. */
  readonly runtime: string;
  readonly findGit: () => Promise<GitState>;
}

/** Nothing is started here that was not trusted before, and workers start with their first job. */
export function createEngine(
  { options, folderUris, openUris, openText, remote }: EngineStart,
  world: EngineWorld,
): Engine {
  const { clock, version } = world;
  let folders = folderUris;
  const looseFolderUris = () =>
    openUris()
      .filter((uri) => uri.startsWith('file:') && !folders.some((folder) => isBelow(folder, uri)))
      .map((uri) => Utils.dirname(URI.parse(uri)).toString());
  const local = world.openFiles({ folderUris: () => folders, looseFolderUris });
  const files = withRemoteFiles({ local, remote, folderUris: () => folders });
  let { isTrusted } = options;
  let jobs = isTrusted ? world.startWorkers() : world.refusingJobs;
  let history = isTrusted ? world.openHistory() : unknownHistory('the workspace is not trusted, so git is not run');
  const workspace = createSpecWorkspace({ files, jobs, history, clock, version });
  const notebooks = createNotebookWorkspace({
    files,
    specs: workspace,
    loadTools: () => loadNotebookTools(world.readPythonGrammar),
  });
  const rootOf = (uri: string): string =>
    folders.find((folder) => isBelow(folder, uri)) ?? Utils.dirname(URI.parse(uri)).toString();
  let formatter: Promise<PythonFormatter | undefined> | undefined;
  const promotions = createPromotions({
    files,
    notebooks,
    makePackage,
    loadFormatter: () => (formatter ??= world.loadPythonFormatter()),
    version,
    rootOf,
    openText,
    writeFolders: (writes) =>
      world.writeFolders(writes.map((write) => ({ folder: URI.parse(write.folderUri).fsPath, files: write.files }))),
  });
  return {
    workspace,
    notebooks,
    promotions,
    files,
    writeFolders: world.writeFolders,
    readEnvironment: (name) => (isTrusted ? world.readEnvironment(name) : undefined),
    clock,
    folderUris: () => folders,
    useFolders: (uris) => {
      folders = uris;
      workspace.filesChanged([]);
      notebooks.filesChanged([]);
    },
    jobs: () => jobs,
    history: () => history,
    version,
    isTrusted: () => isTrusted,
    grantTrust: () => {
      if (isTrusted) return;
      isTrusted = true;
      jobs = world.startWorkers();
      history = world.openHistory();
      workspace.grantTrust(jobs, history);
    },
    runtime: world.runtime,
    findGit: world.findGit,
    dispose: () => jobs.dispose(),
  };
}
