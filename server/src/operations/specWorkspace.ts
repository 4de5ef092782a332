/** The live specs of a workspace: files on disk, open documents over them, projects, facts and findings. */
import type { Facts } from '../../../schemas/facts.ts';
import type { JobRunner } from '../jobs/jobRunner.ts';
import type { JobOptions, JobOutcome } from '../jobs/jobRunner.ts';
import { checkProject } from '../rules/checkProject.ts';
import { createRuleMemory } from '../rules/ruleMemory.ts';
import type { RuleMemory } from '../rules/ruleMemory.ts';
import type { Severity } from '../rules/rule.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import { assembleProject } from '../spec/project.ts';
import type { Project, ProjectContracts } from '../spec/project.ts';
import { createSpecFileReader } from '../spec/specFile.ts';
import type { SpecFile } from '../spec/specFile.ts';
import { createDocumentStore } from './documentStore.ts';
import { createFactStore } from './facts/factStore.ts';
import type { Clock, Disposable, History, WorkspaceFiles } from './ports.ts';
import { createProjectContracts } from './projectContracts.ts';
import { isIgnoreFileUri } from './ignoreFile.ts';
import { filesOf, groupSpecs, isContractUri, isSpecUri } from './specIndex.ts';
import type { SpecGroup } from './specIndex.ts';

export type RuleSeverities = ReadonlyMap<string, Severity | 'silent'>;

export interface SpecWorkspacePorts {
  readonly files: WorkspaceFiles;
  readonly jobs: JobRunner;
  readonly history: History;
  readonly clock: Clock;
  /** Version of Plumbline. */
  readonly version: string;
  /** Whether tables of any size are read without being asked to, as on the command line. */
  readonly readsLargeTables?: boolean;
}

export interface SpecWorkspace {
  /**
   * The editor shows a document: its text counts instead of the file's, until `close`.
   *
   * @param languageId a document of our language is a spec whatever its name, such as a draft that has none yet
   */
  open(uri: string, text: string, languageId?: string): void;
  close(uri: string): void;
  /** Files were made, changed or deleted on disk; no addresses means that anything may have changed. */
  filesChanged(uris: readonly string[]): void;
  /**
   * Severities from the user's settings.
   *
   * @param severitiesOf gives those of a project by its main file: the same object for as long as they are the same
   */
  useSeverities(severitiesOf: (mainUri: string) => RuleSeverities): void;
  /** Trust was granted: from now on jobs run and history is read. */
  grantTrust(jobs: JobRunner, history: History): void;
  /** The state of the project that holds a spec or a contract; undefined when the file is neither or does not exist. */
  snapshot(uri: string): Promise<ProjectSnapshot | undefined>;
  /** The same with every fact found out that a rule asked for. */
  settledSnapshot(uri: string): Promise<ProjectSnapshot | undefined>;
  /** All projects of the workspace, by main file. */
  projects(): Promise<readonly SpecGroup[]>;
  profileData(uri: string, dataId: string, options?: JobOptions<'profileTable'>): Promise<JobOutcome<'profileTable'>>;
  /** Checks a source against its contract, whatever its size. */
  checkContract(
    uri: string,
    dataId: string,
    options?: JobOptions<'checkContract'>,
  ): Promise<JobOutcome<'checkContract'>>;
  /**
   * Called, at most once per turn of the event loop, when something new is known about projects, which are named by
   * their main files; none named means any of them.
   */
  onFactsChanged(listener: (mainUris: readonly string[]) => void): Disposable;
}

const noSpec = {
  kind: 'failed',
  sentence: 'This file is not part of a spec that can be read.',
  category: 'bad-input',
} as const;

export function createSpecWorkspace({
  files,
  jobs,
  history,
  clock,
  version,
  readsLargeTables = false,
}: SpecWorkspacePorts): SpecWorkspace {
  const specs = createDocumentStore(files, createSpecFileReader);
  const contracts = createProjectContracts(files);
  /** Open documents of our language whose names are not those of a spec. */
  const declared = new Set<string>();
  const listeners = new Set<(mainUris: readonly string[]) => void>();
  const memories = new Map<string, RuleMemory>();
  const snapshots = new Map<string, { readonly inputs: readonly unknown[]; readonly snapshot: ProjectSnapshot }>();
  let index: Promise<ReadonlySet<string>> | undefined;
  /** Which files belong together; undefined when specs may have come or gone. */
  let groups: Promise<ReadonlyMap<string, SpecGroup>> | undefined;
  const noSeverities: RuleSeverities = new Map();
  let severitiesOf: (mainUri: string) => RuleSeverities = () => noSeverities;
  /** What the next announcement names. */
  let news: { readonly mainUris: Set<string>; isAboutAll: boolean } | undefined;
  let snapshotCount = 0;

  const firstJob = Promise.withResolvers<undefined>();
  const announcing: JobRunner = {
    run: (...job) => {
      const outcome = jobs.run(...job);
      // A turn later, the worker has it.
      setImmediate(() => firstJob.resolve(undefined));
      return outcome;
    },
    dispose: () => jobs.dispose(),
  };
  const runner = readsLargeTables ? announcing : jobs;
  const facts = createFactStore({ files, jobs: runner, history, clock, version, onChange: announce, readsLargeTables });

  function announce(mainUris: readonly string[]): void {
    if (news === undefined) queueMicrotask(tell);
    news ??= { mainUris: new Set(), isAboutAll: false };
    for (const mainUri of mainUris) news.mainUris.add(mainUri);
    if (mainUris.length === 0) news.isAboutAll = true;
  }

  function tell(): void {
    const named = news === undefined || news.isAboutAll ? [] : [...news.mainUris];
    news = undefined;
    for (const listener of listeners) listener(named);
  }

  const isSpec = (uri: string): boolean => isSpecUri(uri) || declared.has(uri);

  async function indexed(): Promise<ReadonlySet<string>> {
    index ??= files.findSpecs().then((uris) => new Set(uris));
    return index;
  }

  /** Groups of files by the address of each of their files. */
  async function grouped(): Promise<ReadonlyMap<string, SpecGroup>> {
    for (;;) {
      groups ??= indexed().then((onDisk) => {
        const open = [...specs.opened().filter((uri) => !declared.has(uri)), ...contracts.opened()];
        const byFile = groupSpecs([...onDisk, ...open]);
        const alone = [...declared].map((uri): SpecGroup => ({ mainUri: uri, uris: [uri], contractUris: [] }));
        return new Map([...byFile, ...alone].flatMap((group) => filesOf(group).map((uri) => [uri, group])));
      });
      const current = groups;
      const result = await current;
      // A document that was opened meanwhile belongs to the answer.
      if (groups === current) return result;
    }
  }

  async function projects(): Promise<readonly SpecGroup[]> {
    return [...new Set((await grouped()).values())].toSorted((left, right) => (left.mainUri < right.mainUri ? -1 : 1));
  }

  async function snapshot(uri: string): Promise<ProjectSnapshot | undefined> {
    if (!isSpec(uri) && !isContractUri(uri)) return undefined;
    const group = (await grouped()).get(uri);
    if (group === undefined) return undefined;
    const specFiles = (await Promise.all(group.uris.map((uri) => specs.read(uri)))).filter(
      (file) => file !== undefined,
    );
    const own = await contracts.of(group, specFiles);
    const first = specFiles[0] ?? own.files[0];
    if (first === undefined) return undefined;
    // A main file that cannot be read leaves its parts, of which the first then stands for the project.
    const main = specFiles.find((file) => file.uri === group.mainUri) ?? first;
    if (readsLargeTables && !memories.has(main.uri)) {
      askEarly(facts.factsOf(assembleProject(specFiles, own)), specFiles);
      await Promise.race([firstJob.promise, facts.idle()]);
    }
    return snapshotOf(main.uri, specFiles, own);
  }

  /** The same files, facts and settings give the same snapshot object. */
  function snapshotOf(mainUri: string, specFiles: readonly SpecFile[], own: ProjectContracts): ProjectSnapshot {
    const today = clock.now().toISOString().slice(0, 10);
    const severities = severitiesOf(mainUri);
    const inputs = [...specFiles, own, facts.versionOf(mainUri), severities, today];
    const kept = snapshots.get(mainUri);
    if (kept?.inputs.length === inputs.length && kept.inputs.every((input, at) => input === inputs[at])) {
      return kept.snapshot;
    }
    const project: Project = assembleProject(specFiles, own);
    const known = facts.factsOf(project);
    const memory = memories.get(mainUri) ?? createRuleMemory();
    memories.set(mainUri, memory);
    const result = checkProject(project, known, { severities, memory });
    snapshotCount += 1;
    const made = { project, mainUri, facts: known, result, key: String(snapshotCount) };
    snapshots.set(mainUri, { inputs, snapshot: made });
    return made;
  }

  async function settledSnapshot(uri: string): Promise<ProjectSnapshot | undefined> {
    for (;;) {
      const current = await snapshot(uri);
      if (current === undefined) return undefined;
      const before = facts.versionOf(current.mainUri);
      await facts.idle();
      if (facts.versionOf(current.mainUri) === before) return snapshot(uri);
    }
  }

  return {
    open: (uri, text, languageId) => {
      const store = isContractUri(uri) ? contracts : specs;
      if (!store.isOpen(uri)) groups = undefined;
      if (languageId === 'plumbline' && !isSpecUri(uri) && !isContractUri(uri)) declared.add(uri);
      store.open(uri, text);
    },
    close: (uri) => {
      (isContractUri(uri) ? contracts : specs).close(uri);
      declared.delete(uri);
      groups = undefined;
    },
    filesChanged: (uris) => {
      if (uris.length === 0 || uris.some((uri) => isSpecUri(uri) || isContractUri(uri) || isIgnoreFileUri(uri))) {
        index = undefined;
        groups = undefined;
      }
      specs.changed(uris);
      contracts.changed(uris);
      facts.markStale();
      snapshots.clear();
      announce([]);
    },
    useSeverities: (wished) => {
      severitiesOf = wished;
    },
    grantTrust: (runner, trustedHistory) => facts.grantTrust(runner, trustedHistory),
    snapshot,
    settledSnapshot,
    projects,
    profileData: async (uri, dataId, options) => {
      const current = await snapshot(uri);
      return current === undefined ? noSpec : facts.profile(current.project, dataId, options);
    },
    checkContract: async (uri, dataId, options) => {
      const current = await snapshot(uri);
      return current === undefined ? noSpec : facts.checkContract(current.project, dataId, options);
    },
    onFactsChanged: (listener) => {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}

/**
 * Asks for what the rules will ask for, before they keep this process busy: whole tables against their contracts, which
 * takes longest, and meanwhile imports, which keep one processor busy at most and must not come last.
 */
function askEarly(facts: Facts, specFiles: readonly SpecFile[]): void {
  for (const { root } of specFiles) {
    for (const [id, source] of root.fields.data?.entries ?? [])
      if (source.fields.contract !== undefined) facts.contractCheck(id);
    for (const id of root.fields.costs?.fields.actuals?.entries.keys() ?? []) facts.actuals(id);
  }
}
