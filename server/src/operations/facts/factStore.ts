/** Facts about projects, found out in the background through files, jobs and git, kept until their inputs change. */
import type { Fact, Facts } from '../../../../schemas/facts.ts';
import type { JobOptions, JobOutcome, JobRunner } from '../../jobs/jobRunner.ts';
import type { Project } from '../../spec/project.ts';
import { recordRead, recordReads, trackReads } from '../../spec/reads.ts';
import type { Reads } from '../../spec/reads.ts';
import type { Clock, History, WorkspaceFiles } from '../ports.ts';
import { actualsFact } from './actualsFacts.ts';
import { createAnswerStore } from './answerCache.ts';
import { createContractChecks } from './contractCheckFacts.ts';
import { contractFact } from './contractFacts.ts';
import { dataVersionFact } from './dataVersion.ts';
import { driftFact } from './driftFacts.ts';
import { hashFact } from './hashFact.ts';
import { authorsFact, baseFact, historyFact, revisionFact } from './historyFacts.ts';
import { brokenRunsFact, measurementsFact, runsFact } from './measurementFacts.ts';
import { modelFact, modelFileFact } from './modelFacts.ts';
import { pathFact, textFact } from './pathFacts.ts';
import { createAskedProfiles } from './askedProfiles.ts';
import { createTableFacts } from './tableFacts.ts';
import { workFact } from './workFact.ts';
import type { FactWorld } from './world.ts';

export interface FactStorePorts {
  readonly files: WorkspaceFiles;
  readonly jobs: JobRunner;
  readonly history: History;
  readonly clock: Clock;
  /** Version of Plumbline. */
  readonly version: string;
  /** Something new is known about projects, named by their main files; none named means any of them. */
  readonly onChange: (mainUris: readonly string[]) => void;
  /** Whether tables of any size are read without being asked to. */
  readonly readsLargeTables?: boolean;
}

export interface FactStore {
  /** What is known now; what is not starts to be found out when it is asked for. */
  factsOf(project: Project): Facts;
  /** Profiles a table now, whatever its size; the facts know the result. */
  profile(project: Project, dataId: string, options?: JobOptions<'profileTable'>): Promise<JobOutcome<'profileTable'>>;
  /** Checks a table against its contract now, whatever its size; the facts know the result. */
  checkContract(
    project: Project,
    dataId: string,
    options?: JobOptions<'checkContract'>,
  ): Promise<JobOutcome<'checkContract'>>;
  /** Files may have changed. */
  markStale(): void;
  /** From now on jobs run here and history is read, as when trust is granted; everything is asked again. */
  grantTrust(jobs: JobRunner, history: History): void;
  idle(): Promise<void>;
  /** Grows with everything new that is known about a project. */
  versionOf(mainUri: string): number;
}

/** Bytes of a file that is hashed because a rule asks: a quarter of a second. */
const mostHashedBytes = 100_000_000;

interface Found {
  readonly result: Fact<unknown>;
  readonly reads: Reads;
}

interface KnownFacts {
  version: number;
  /** Equal for the same version on the same day. */
  name: string;
  readonly facts: Map<string, Found>;
}

export function createFactStore({
  files,
  clock,
  version,
  onChange,
  readsLargeTables = false,
  ...first
}: FactStorePorts): FactStore {
  const answers = createAnswerStore(onChange);
  let { jobs, history } = first;
  const outside = { files, jobs: () => jobs, history: () => history, clock, version };
  const askedProfiles = createAskedProfiles(outside, (mainUri) => onChange([mainUri]));
  /** Grows when answers may have become old: then everything is asked again, though the answers may be the same. */
  let doubts = 0;
  const contractChecks = createContractChecks(outside, readsLargeTables, (mainUri) => {
    answers.markStale();
    onChange([mainUri]);
  });
  const versionOf = (mainUri: string) =>
    answers.of(mainUri).version + askedProfiles.versionOf(mainUri) + contractChecks.versionOf(mainUri);

  /** What was known of each project's last state, by the address of its main file. */
  const lastKnown = new Map<string, KnownFacts>();

  /**
   * The facts of one state of a project. What several rules ask for is looked up once, and a question of the last state
   * is not asked again while what it was made of is the same.
   */
  function factsOf(project: Project): Facts {
    const world: FactWorld = { ...outside, cache: answers.of(project.mainUri) };
    const today = clock.now().toISOString().slice(0, 10);
    const own: KnownFacts = { version: NaN, name: '', facts: new Map() };
    let earlier = lastKnown.get(project.mainUri);
    lastKnown.set(project.mainUri, own);
    const versionOfDay = (): string => {
      const version = versionOf(project.mainUri) + doubts;
      if (version !== own.version) {
        own.facts.clear();
        own.version = version;
        own.name = `${version} ${today}`;
        if (earlier?.name !== own.name) earlier = undefined;
      }
      return own.name;
    };
    const recall = (question: string): Found | undefined => {
      const found = own.facts.get(question);
      if (found !== undefined) return found;
      const old = earlier?.facts.get(question);
      const isSame = old?.reads.entries().every(([name, value]) => name === 'facts' || project.readNow(name) === value);
      return isSame === true ? old : undefined;
    };
    const once = <Value>(question: string, find: () => Fact<Value>): Fact<Value> => {
      recordRead('facts', versionOfDay());
      const kept = recall(question);
      const found = kept ?? trackReads(find);
      own.facts.set(question, found);
      if (kept !== undefined) recordReads(kept.reads);
      // A question stands for one kind of fact, so its answer has that kind's type.
      return found.result as Fact<Value>;
    };
    const tables = createTableFacts(world, project, askedProfiles);
    return {
      get today() {
        recordRead('facts', versionOfDay());
        return today;
      },
      get version() {
        return versionOfDay();
      },
      path: (path, uri) => once(`path ${uri} ${path}`, () => pathFact(world, path, uri)),
      fileHash: (path, uri) => once(`hash ${uri} ${path}`, () => hashFact(world, path, uri, mostHashedBytes)),
      table: (id) => once(`table ${id}`, () => tables.table(id)),
      split: (id) => once(`split ${id}`, () => tables.split(id)),
      overlaps: (id) => once(`overlaps ${id}`, () => tables.overlaps(id)),
      sharedGroups: (id) => once(`shared groups ${id}`, () => tables.sharedGroups(id)),
      scenario: (id, scenario) => once(`scenario ${id} ${scenario}`, () => tables.scenario(id, scenario)),
      contractCheck: (id) => once(`contract check ${id}`, () => contractChecks.of(world, project, id)),
      contract: (id) => once(`contract ${id}`, () => contractFact(project, id)),
      profile: (id) => once(`profile ${id}`, () => tables.profile(id)),
      text: (path, uri) => once(`text ${uri} ${path}`, () => textFact(world, path, uri)),
      history: () => once('history', () => historyFact(world, project)),
      base: () => once('base', () => baseFact(world, project)),
      work: () => once('work', () => workFact(world, project)),
      authors: () => once('authors', () => authorsFact(world, project)),
      revision: (revision) => once(`revision ${revision}`, () => revisionFact(world, project, revision)),
      runs: (store) => once(`runs ${store ?? ''}`, () => runsFact(world, project, store)),
      brokenRuns: () => once('broken runs', () => brokenRunsFact(world, project)),
      measurements: (id) => once(`measurements ${id}`, () => measurementsFact(world, project, id)),
      model: (id) => once(`model ${id}`, () => modelFact(world, project, id)),
      modelFile: (id) => once(`model file ${id}`, () => modelFileFact(world, project, id)),
      drift: (id) => once(`drift ${id}`, () => driftFact(world, project, id)),
      actuals: (id) => once(`actuals ${id}`, () => actualsFact(world, project, id)),
      dataVersion: (id) => once(`data version ${id}`, () => dataVersionFact(world, project, id)),
    };
  }

  return {
    factsOf,
    profile: (project, dataId, options) => askedProfiles.run(project, dataId, options),
    checkContract: (project, dataId, options) => contractChecks.run(project, dataId, options),
    markStale: () => {
      doubts += 1;
      answers.markStale();
    },
    grantTrust: (runner, trustedHistory) => {
      jobs = runner;
      history = trustedHistory;
      answers.clear();
      onChange([]);
    },
    idle: () => answers.idle(),
    versionOf,
  };
}
