/** What DVC tracks beside a spec: its pipeline, what the stages last read and wrote, and the metrics files. */
import type { Fact, MeasuredValue, RunFact } from '../../../../schemas/facts.ts';
import { oncePer } from '../../rules/oncePer.ts';
import type { Project } from '../../spec/project.ts';
import { readDvcLock } from '../../stores/dvcLock.ts';
import type { LockedStage } from '../../stores/dvcLock.ts';
import { readDvcPipeline, variableFiles } from '../../stores/dvcPipeline.ts';
import type { DvcPipeline } from '../../stores/dvcPipeline.ts';
import { folderOf, joinPath } from '../../stores/pathBeside.ts';
import { leavesOf } from '../../stores/pointer.ts';
import { fileFact, joinFacts, plainOf } from './fileFacts.ts';
import type { SmallFile } from './fileFacts.ts';
import { flatMapFact, mapFact } from './world.ts';
import type { FactWorld } from './world.ts';

/** A pipeline with its lock; paths count from the folder of the spec. */
export interface DvcProject {
  readonly pipeline: DvcPipeline;
  readonly locked: readonly LockedStage[];
}

/** Pipelines of one project that are read. */
const pipelineLimit = 10;

/** The pipelines that a spec names in `pipeline.from`, else the one beside it; empty when there is none. */
export function dvcProjectsFact(world: FactWorld, project: Project): Fact<readonly DvcProject[]> {
  const uri = project.mainUri;
  const named = (project.spec.fields.pipeline?.fields.from?.items ?? [])
    .map(({ text }) => text)
    .filter((path) => /(?:^|\/)dvc\.ya?ml$/.test(path));
  const paths = named.length === 0 ? ['dvc.yaml'] : named.slice(0, pipelineLimit);
  const projects = joinFacts(paths.map((path) => dvcProjectFact(world, path, uri)));
  return mapFact(projects, (found) => found.filter((one) => one !== undefined));
}

function dvcProjectFact(world: FactWorld, path: string, uri: string): Fact<DvcProject | undefined> {
  const folder = folderOf(path);
  const beside = (name: string): Fact<SmallFile | undefined> => fileFact(world, joinPath(folder, name), uri);
  return flatMapFact<SmallFile | undefined, DvcProject | undefined>(fileFact(world, path, uri), (file) => {
    if (file === undefined) return { state: 'known', value: undefined };
    const names = variableFilesOf(file);
    const lockAndVariables = joinFacts([beside('dvc.lock'), ...names.map(beside)]);
    return flatMapFact(lockAndVariables, ([lock, ...variables]) =>
      keepFor(file, [path, lock, ...variables], () =>
        readProject(path, folder, file.text, lock?.text, (name) => variables[names.indexOf(name)]?.text),
      ),
    );
  });
}

const variableFilesOf = oncePer((file: SmallFile) => variableFiles(file.text));

type KeptProject = { readonly inputs: readonly unknown[]; readonly project: Fact<DvcProject> };

/** The last reading of each pipeline, which holds until one of its files changes: rules ask at every keystroke. */
const keptProjects = new WeakMap<SmallFile, KeptProject>();

function keepFor(file: SmallFile, inputs: readonly unknown[], read: () => Fact<DvcProject>): Fact<DvcProject> {
  const kept = keptProjects.get(file);
  if (kept?.inputs.length === inputs.length && kept.inputs.every((input, at) => input === inputs[at])) {
    return kept.project;
  }
  const project = read();
  keptProjects.set(file, { inputs, project });
  return project;
}

function readProject(
  path: string,
  folder: string,
  text: string,
  lockText: string | undefined,
  textOf: (name: string) => string | undefined,
): Fact<DvcProject> {
  const read = readDvcPipeline(text, textOf);
  if (read.kind === 'problem') return { state: 'unknown', because: `${path} cannot be read because ${read.because}` };
  const pipeline = fromFolder(folder, read.pipeline);
  const wdirs = new Map(pipeline.stages.map(({ name, wdir }) => [name, wdir]));
  if (lockText === undefined) return { state: 'known', value: { pipeline, locked: [] } };
  const lock = readDvcLock(lockText, (stage) => wdirs.get(stage) ?? folder);
  if (lock.kind === 'problem') {
    return { state: 'unknown', because: `${joinPath(folder, 'dvc.lock')} cannot be read because ${lock.because}` };
  }
  return { state: 'known', value: { pipeline, locked: lock.stages } };
}

/** The same pipeline with paths that count from above its folder. */
function fromFolder(folder: string, { stages, metrics, params }: DvcPipeline): DvcPipeline {
  if (folder === '') return { stages, metrics, params };
  const join = (paths: readonly string[]): readonly string[] => paths.map((path) => joinPath(folder, path));
  return {
    stages: stages.map((stage) => ({
      ...stage,
      wdir: joinPath(folder, stage.wdir),
      deps: join(stage.deps),
      outs: join(stage.outs),
      metrics: join(stage.metrics),
      plots: join(stage.plots),
      params: stage.params.map(({ path, keys }) => ({ path: joinPath(folder, path), keys })),
    })),
    metrics: join(metrics),
    params: join(params),
  };
}

/** Each metrics file of the pipelines that is there, as a run: the last one of the stage that wrote it. */
export function dvcRunsFact(world: FactWorld, project: Project): Fact<readonly RunFact[]> {
  const uri = project.mainUri;
  return flatMapFact(dvcProjectsFact(world, project), (projects) =>
    mapFact(
      joinFacts(
        projects.flatMap(({ pipeline, locked }) =>
          pipeline.metrics.map((path) =>
            mapFact(fileFact(world, path, uri), (file) => (file === undefined ? [] : [runOf(path, file, locked)])),
          ),
        ),
      ),
      (runs) => runs.flat(),
    ),
  );
}

function runOf(path: string, file: SmallFile, locked: readonly LockedStage[]): RunFact {
  const { uri, at } = file;
  const read = plainOf(file);
  const values: Record<string, MeasuredValue> = {};
  if (read.kind === 'value') {
    for (const [key, value] of leavesOf(read.value)) {
      if (typeof value === 'number' && Number.isFinite(value)) values[key] = { value, unit: '' };
    }
  }
  return {
    store: 'dvc',
    id: path,
    // DVC keeps no time; the file was written when the stage ran, or when it was checked out.
    at,
    uri,
    model: undefined,
    split: undefined,
    target: undefined,
    commit: undefined,
    values,
    params: stageOf(locked, path)?.params ?? {},
  };
}

/** The stage that wrote a file, as it last ran. */
export function stageOf(locked: readonly LockedStage[], path: string): LockedStage | undefined {
  return locked.find(({ outs }) => outs.some((out) => out.path === path));
}
