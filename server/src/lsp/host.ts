/** What the protocol adapter is given: the engine behind it, made once the client has said who it is. */
import type { FolderChange } from '../platform/writeFoldersWhole.ts';
import type { z } from 'zod';
import type { InitializationOptions, readFileRequest, readFolderRequest } from '../../../schemas/requests.ts';
import type { GitState } from '../operations/doctor.ts';
import type { JobRunner } from '../operations/jobs.ts';
import type { NotebookWorkspace } from '../operations/notebooks/notebookWorkspace.ts';
import type { Clock, History, WorkspaceFiles } from '../operations/ports.ts';
import type { PromotionService } from '../operations/promote/promotions.ts';
import type { SpecWorkspace } from '../operations/specWorkspace.ts';

/** Files that no disk of ours holds, read by asking the editor. */
export interface RemoteFiles {
  readFile(params: z.input<typeof readFileRequest.params>): Promise<z.output<typeof readFileRequest.result>>;
  readFolder(params: z.input<typeof readFolderRequest.params>): Promise<z.output<typeof readFolderRequest.result>>;
}

export interface EngineStart {
  readonly options: InitializationOptions;
  /** Addresses of the folders that are open. */
  readonly folderUris: readonly string[];
  /** Addresses of the documents that are open, now. */
  readonly openUris: () => readonly string[];
  /** The text of a document that is open, now; undefined for others. */
  readonly openText: (uri: string) => string | undefined;
  readonly remote: RemoteFiles;
}

/** Everything that answers come from. Before trust is given, nothing of it starts a process. */
export interface Engine {
  readonly workspace: SpecWorkspace;
  readonly notebooks: NotebookWorkspace;
  readonly promotions: PromotionService;
  readonly files: WorkspaceFiles;
  /** Writes all files of all folders, or none; called only once trust is given. */
  readonly writeFolders: (folders: readonly FolderChange[]) => Promise<void>;
  /** A variable of the environment, for connections to engines; before trust is given, none has a value. */
  readonly readEnvironment: (name: string) => string | undefined;
  readonly clock: Clock;
  /** Addresses of the folders that are open. */
  folderUris(): readonly string[];
  /** Folders were opened or closed; these are all that are open now. */
  useFolders(folderUris: readonly string[]): void;
  /** The worker as it is now: before trust is given, one that refuses. */
  jobs(): JobRunner;
  /** The history as it is now: before trust is given, one of which nothing is known. */
  history(): History;
  /** Version of Plumbline. */
  readonly version: string;
  isTrusted(): boolean;
  /** The user trusts the workspace from now on. */
  grantTrust(): void;
  /** What the server runs on, such as `24.1.0 on linux-x64`. */
  readonly runtime: string;
  readonly findGit: () => Promise<GitState>;
  /** Ends every process that was started; resolves when none is left. */
  dispose(): Promise<void>;
}

export interface ServerHost {
  createEngine(start: EngineStart): Engine;
}
