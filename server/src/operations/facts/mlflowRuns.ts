/** The runs of the MLflow store of a project: its database, its folder, or both; read by the worker. */
import type { Fact, RunFact } from '../../../../schemas/facts.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import { perEntry } from '../../rules/perEntry.ts';
import type { Project } from '../../spec/project.ts';
import type { ResolvedPath, WorkspaceFiles } from '../ports.ts';
import { mapFact, runForFact, stampOf } from './world.ts';
import type { FactWorld } from './world.ts';

/** Folders in which MLflow puts its store when it runs there, from the folder of the spec. */
const ownFolders = ['', 'notebooks/'];
/** Further ones, for specs that name a run or a metric of MLflow: the store may be shared by the repository. */
const sharedFolders = ['../', '../../', '../../../'];
/** Runs in a folder whose files are looked at for changes. */
const stampLimit = 2000;

export function mlflowRunsFact(world: FactWorld, project: Project): Fact<readonly RunFact[]> {
  const uri = project.mainUri;
  const folders = namesMlflow(project) ? [...ownFolders, ...sharedFolders] : ownFolders;
  return world.cache.get<readonly RunFact[]>(JSON.stringify(['mlflow', uri, folders]), async (knownStamp) => {
    const { files } = world;
    const database = await findFirst(files, folders, 'mlflow.db', 'file', uri);
    const folder = await findFirst(files, folders, 'mlruns', 'folder', uri);
    const log = database === undefined ? [] : [await files.resolve(`${database.label}-wal`, uri)];
    const metas = folder === undefined ? new Map<string, ResolvedPath>() : await runFilesIn(files, folder.label, uri);
    const stamp = stampOf([...(database === undefined ? [] : [database.found]), ...log, ...metas.values()]);
    if (stamp === knownStamp) return 'same';
    if (database === undefined && metas.size === 0) return { fact: { state: 'known', value: [] }, stamp };
    const root = files.rootPathOf(uri);
    const named = (store: FoundStore | undefined) => {
      const path = store === undefined ? undefined : files.pathOf(store.found.uri);
      return store === undefined || path === undefined ? undefined : { path, label: store.label };
    };
    const request = { database: named(database), folder: metas.size === 0 ? undefined : named(folder) };
    if (root === undefined || (request.database === undefined && request.folder === undefined)) {
      return {
        fact: { state: 'unknown', because: 'the MLflow store is not on a disk that the worker can read' },
        stamp,
      };
    }
    return { fact: await askWorker(world, { root, ...definedOf(request) }, metas), stamp };
  });
}

const evidenceInMlflow = perEntry(({ scalars }) =>
  scalars.filter((node) => node.kind === 'scalar' && node.meaning === 'evidence' && node.text.startsWith('mlflow:')),
);

/** Whether a spec speaks of MLflow at all. */
function namesMlflow(project: Project): boolean {
  const metrics = project.spec.fields.metrics?.entries.values() ?? [];
  return (
    Iterator.from(metrics).some(({ fields }) => fields.source?.fields.mlflow !== undefined) ||
    evidenceInMlflow(project).length > 0
  );
}

interface FoundStore {
  readonly label: string;
  readonly found: Extract<ResolvedPath, { kind: 'file' | 'folder' }>;
}

async function findFirst(
  files: WorkspaceFiles,
  folders: readonly string[],
  name: string,
  kind: 'file' | 'folder',
  uri: string,
): Promise<FoundStore | undefined> {
  for (const folder of folders) {
    const label = `${folder}${name}`;
    const found = await files.resolve(label, uri);
    if ((found.kind === 'file' || found.kind === 'folder') && found.kind === kind) return { label, found };
  }
  return undefined;
}

/** The `meta.yaml` of each run by its path in a folder; none in a folder that only keeps what a database speaks of. */
async function runFilesIn(files: WorkspaceFiles, folder: string, uri: string): Promise<Map<string, ResolvedPath>> {
  const found = new Map<string, ResolvedPath>();
  for (const experiment of await files.listFolder(folder, uri)) {
    if (!experiment.isFolder || experiment.name.startsWith('.')) continue;
    for (const run of await files.listFolder(`${folder}/${experiment.name}`, uri)) {
      if (!run.isFolder) continue;
      const path = `${experiment.name}/${run.name}/meta.yaml`;
      const meta = await files.resolve(`${folder}/${path}`, uri);
      if (meta.kind === 'file') found.set(path, meta);
      if (found.size >= stampLimit) return found;
    }
  }
  return found;
}

function definedOf(request: {
  readonly database: JobRequest<'readMlflow'>['database'];
  readonly folder: JobRequest<'readMlflow'>['folder'];
}): Omit<JobRequest<'readMlflow'>, 'root'> {
  return {
    ...(request.database === undefined ? {} : { database: request.database }),
    ...(request.folder === undefined ? {} : { folder: request.folder }),
  };
}

async function askWorker(
  world: FactWorld,
  request: JobRequest<'readMlflow'>,
  metas: ReadonlyMap<string, ResolvedPath>,
): Promise<Fact<readonly RunFact[]>> {
  const addressOf = (path: string | undefined): string | undefined => {
    const meta = path === undefined ? undefined : metas.get(path);
    return meta?.kind === 'file' ? meta.uri : undefined;
  };
  const answer = await runForFact(world, 'readMlflow', request);
  return mapFact(answer, ({ runs }) =>
    runs.map((run): RunFact => ({
      store: 'mlflow',
      id: run.id,
      at: run.endedAt,
      uri: addressOf(run.file),
      model: undefined,
      split: undefined,
      target: undefined,
      commit: run.commit,
      values: Object.fromEntries(Object.entries(run.values).map(([key, value]) => [key, { value, unit: '' }])),
      params: run.params,
      experiment: run.experiment,
      ...(run.isFinished ? {} : { isUnfinished: true }),
    })),
  );
}
