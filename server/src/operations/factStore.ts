/** Facts about projects, found out in the background through files and jobs, kept until their inputs change. */
import type {
  ContractFact,
  Fact,
  Facts,
  OverlapFact,
  PathFact,
  ProfileFact,
  ScenarioFact,
  SplitFact,
  TableFact,
} from '../../../schemas/facts.ts';
import type { JobKind, JobRequest, JobResult, SplitRows } from '../../../schemas/jobs.ts';
import type { ColumnKind } from '../../../schemas/profile.ts';
import { readContract } from '../contract/readContract.ts';
import type { JobOptions, JobOutcome, JobRunner } from '../jobs/jobRunner.ts';
import type { Project } from '../spec/project.ts';
import type { Place } from '../yaml/place.ts';
import { becauseOf, createAnswerCache } from './answerCache.ts';
import type { Answer, AnswerCache } from './answerCache.ts';
import type { Clock, ResolvedPath, WorkspaceFiles } from './ports.ts';
import { dataSourceOf, derivedColumns, labelConditions, splitRows, splitsOf } from './tableRequests.ts';

/** Files of one data source that are read. */
const fileLimit = 10_000;
/** Bytes up to which a table is profiled without being asked to. */
const unaskedProfileBytes = 512 * 1024 * 1024;
const contractBytes = 4_000_000;

export interface FactStorePorts {
  readonly files: WorkspaceFiles;
  readonly jobs: JobRunner;
  readonly clock: Clock;
  /** Version of Plumbline. */
  readonly version: string;
  /** Something new is known. */
  readonly onChange: () => void;
}

export interface FactStore {
  /** What is known now; what is not starts to be found out when it is asked for. */
  factsOf(project: Project): Facts;
  /** Profiles a table now, whatever its size; the facts know the result. */
  profile(project: Project, dataId: string, options?: JobOptions<'profileTable'>): Promise<JobOutcome<'profileTable'>>;
  /** Files may have changed. */
  markStale(): void;
  /** From now on jobs run here, as when trust is granted; everything is asked again. */
  useJobs(jobs: JobRunner): void;
  idle(): Promise<void>;
  readonly version: number;
}

type TableFiles =
  | {
      readonly kind: 'files';
      readonly label: string;
      readonly root: string;
      readonly paths: readonly string[];
      readonly sizeBytes: number;
      readonly stamp: string;
    }
  | { readonly kind: 'unknown'; readonly because: string; readonly stamp: string };

export function createFactStore({ files, jobs: firstJobs, clock, version, onChange }: FactStorePorts): FactStore {
  const cache: AnswerCache = createAnswerCache(onChange);
  const profiles = new Map<string, Answer<ProfileFact>>();
  let jobs = firstJobs;
  let profileVersion = 0;

  const versionNow = () => cache.version + profileVersion;

  /** The facts of one state of a project; what several rules ask for is looked up once. */
  function factsOf(project: Project): Facts {
    const facts = lookUpFacts(project);
    let known = new Map<string, Fact<unknown>>();
    let knownVersion = versionNow();
    const once = <Value>(question: string, find: () => Fact<Value>): Fact<Value> => {
      if (knownVersion !== versionNow()) known = new Map();
      knownVersion = versionNow();
      const fact = known.get(question) ?? find();
      known.set(question, fact);
      // A question stands for one kind of fact, so its answer has that kind's type.
      return fact as Fact<Value>;
    };
    return {
      today: facts.today,
      path: (path, uri) => once(`path ${uri} ${path}`, () => facts.path(path, uri)),
      table: (id) => once(`table ${id}`, () => facts.table(id)),
      split: (id) => once(`split ${id}`, () => facts.split(id)),
      overlaps: (id) => once(`overlaps ${id}`, () => facts.overlaps(id)),
      scenario: (id, scenario) => once(`scenario ${id} ${scenario}`, () => facts.scenario(id, scenario)),
      contract: (id) => once(`contract ${id}`, () => facts.contract(id)),
      profile: (id) => once(`profile ${id}`, () => facts.profile(id)),
    };
  }

  function lookUpFacts(project: Project): Facts {
    const counts = new Map<string, Fact<JobResult<'countSplits'>>>();
    const uriOf = (place: Place): string => project.locate(place)?.file.uri ?? project.files[0]?.uri ?? '';
    const source = (dataId: string) => {
      const node = dataSourceOf(project.spec, dataId);
      return node === undefined ? undefined : { node, uri: uriOf(node.place) };
    };

    function aboutTable<Value>(
      kind: string,
      dataId: string,
      detail: unknown,
      ask: (found: Extract<TableFiles, { kind: 'files' }>) => Promise<Fact<Value>>,
    ): Fact<Value> {
      const found = source(dataId);
      if (found === undefined) return { state: 'unknown', because: `there is no data source ${dataId}` };
      const { path, engine, modality } = found.node.fields;
      if (path === undefined) {
        const because =
          engine === undefined
            ? `${dataId} has no path that can be read`
            : `${dataId} lies in an engine, which is asked only on request`;
        return { state: 'unknown', because };
      }
      if (modality?.value === 'image' || modality?.value === 'audio') {
        return { state: 'unknown', because: `${dataId} is a folder of ${modality.value} files, not a table` };
      }
      const key = JSON.stringify([kind, found.uri, path.text, detail]);
      return cache.get<Value>(key, async (knownStamp) => {
        const table = await findTable(path.text, found.uri);
        if (table.stamp === knownStamp) return 'same';
        if (table.kind === 'unknown') return { fact: { state: 'unknown', because: table.because }, stamp: table.stamp };
        return { fact: await ask(table), stamp: table.stamp };
      });
    }

    function countSplits(dataId: string): Fact<JobResult<'countSplits'>> {
      const found = source(dataId);
      if (found === undefined) return { state: 'unknown', because: `there is no data source ${dataId}` };
      const { node, uri } = found;
      const asked: SplitRows[] = [];
      const patterns = new Map<string, string>();
      for (const { id, node: split } of splitsOf(project, dataId)) {
        const rows = splitRows(id, split, node, () => []);
        if ('because' in rows) continue;
        if (split.fields.path !== undefined) patterns.set(id, split.fields.path.text);
        asked.push(rows);
      }
      if (asked.length === 0) return { state: 'unknown', because: `no split of ${dataId} can be counted` };
      const positive = labelConditions(project, dataId)?.positive;
      const time = node.fields.roles?.fields.time?.text;
      const derive = derivedColumns(node);
      const path = node.fields.path?.text ?? '';
      return aboutTable('splits', dataId, { asked, patterns: [...patterns], positive, time, derive }, async (table) => {
        const splits: SplitRows[] = [];
        for (const rows of asked) {
          const pattern = patterns.get(rows.id);
          if (pattern === undefined) splits.push(rows);
          else splits.push({ ...rows, files: await filesBelow(path, pattern, uri) });
        }
        return run('countSplits', {
          source: tableSource(table, derive),
          splits,
          overlaps: splits.length > 1 && splits.length <= 20,
          ...(positive === undefined ? {} : { positive }),
          ...(time === undefined ? {} : { time }),
        });
      });
    }

    let countsVersion = versionNow();
    /** Every split of a source is in one answer. */
    function splitCounts(dataId: string): Fact<JobResult<'countSplits'>> {
      if (countsVersion !== versionNow()) counts.clear();
      countsVersion = versionNow();
      const fact = counts.get(dataId) ?? countSplits(dataId);
      counts.set(dataId, fact);
      return fact;
    }

    return {
      today: clock.now().toISOString().slice(0, 10),
      path: (path, uri) => pathFact(path, uri),
      table: (dataId) =>
        aboutTable<TableFact>('table', dataId, undefined, async (table) => {
          const fact = await run('describeTable', { source: tableSource(table, []) });
          return mapFact(fact, ({ columns, rows }) => ({
            columns: columns.map(({ name, kind, type }) => ({ name, kind, type })),
            rows,
          }));
        }),
      split: (splitId) => {
        const of = project.spec.fields.splits?.entries.get(splitId)?.fields.of?.id;
        if (of === undefined) return { state: 'unknown', because: `split ${splitId} names no data source` };
        return flatMapFact(splitCounts(of), (counts): Fact<SplitFact> => {
          const split = counts.splits.find(({ id }) => id === splitId);
          if (split === undefined) return { state: 'unknown', because: `split ${splitId} cannot be counted` };
          const { rows, positives, first, last } = split;
          return { state: 'known', value: { rows, total: counts.total, positives, first, last } };
        });
      },
      overlaps: (dataId) =>
        mapFact(splitCounts(dataId), ({ overlaps }): readonly OverlapFact[] =>
          overlaps.map(({ first, second, rows }) => ({ left: first, right: second, rows })),
        ),
      scenario: (dataId, scenarioId) => scenarioFact(project, dataId, scenarioId, aboutTable),
      contract: (dataId) => {
        const found = source(dataId);
        const contract = found?.node.fields.contract;
        if (found === undefined || contract === undefined) {
          return { state: 'unknown', because: `${dataId} names no contract` };
        }
        return contractFact(contract.text, found.uri);
      },
      profile: (dataId) => {
        const found = source(dataId);
        if (found === undefined) return { state: 'unknown', because: `there is no data source ${dataId}` };
        const derive = derivedColumns(found.node);
        const known = profiles.get(profileKey(project, dataId));
        const personal = personalColumns(found.node);
        const fact = aboutTable<ProfileFact>('profile', dataId, { derive, personal }, async (table) => {
          if (table.sizeBytes > unaskedProfileBytes) {
            return {
              state: 'unknown',
              because: `${table.label} is large; run Plumbline: Profile Data to read all of it`,
            };
          }
          const result = await run('profileTable', {
            source: tableSource(table, derive),
            personal,
            plumbline: version,
            wants: 'summary',
          });
          return mapFact(result, ({ summary }) => ({ summary, at: clock.now().toISOString() }));
        });
        return known !== undefined && fact.state === 'unknown' ? known.fact : fact;
      },
    };
  }

  function pathFact(path: string, uri: string): Fact<PathFact> {
    return cache.get<PathFact>(JSON.stringify(['path', uri, path]), async (knownStamp) => {
      const isPattern = /[*?[{]/.test(path);
      const matches = isPattern ? await files.glob(path, uri, fileLimit) : [await files.resolve(path, uri)];
      const stamp = stampOf(matches);
      if (stamp === knownStamp) return 'same';
      const [first] = matches;
      const value: PathFact = {
        kind: first?.kind ?? 'missing',
        sizeBytes: first?.kind === 'file' ? first.sizeBytes : undefined,
        matches: isPattern ? matches.length : undefined,
      };
      return { fact: { state: 'known', value }, stamp };
    });
  }

  function contractFact(reference: string, uri: string): Fact<ContractFact> {
    const [path = '', object] = reference.split('#', 2);
    return cache.get<ContractFact>(JSON.stringify(['contract', uri, reference]), async (knownStamp) => {
      const resolved = await files.resolve(path, uri);
      const stamp = stampOf([resolved]);
      if (stamp === knownStamp) return 'same';
      if (resolved.kind !== 'file')
        return { fact: { state: 'unknown', because: missingBecause(path, resolved) }, stamp };
      const content = await files.readFile(resolved.uri, contractBytes);
      if (content.kind !== 'content') {
        return { fact: { state: 'unknown', because: `the contract ${path} cannot be read` }, stamp };
      }
      const contract = readContract(resolved.uri, content.text);
      const schema = contract.objects.find(({ name }) => object === undefined || name === object);
      if (schema === undefined) {
        return {
          fact: { state: 'unknown', because: `the contract ${path} has no object ${object ?? ''}`.trim() },
          stamp,
        };
      }
      const value: ContractFact = {
        uri: resolved.uri,
        columns: schema.columns.map((column) => ({
          name: column.name,
          kind: kindOfLogical(column.logicalType),
          type: column.physicalType ?? column.logicalType ?? 'not stated',
          isRequired: column.isRequired,
          isUnique: column.isUnique,
        })),
        checks: schema.checks.map(({ name, column }) => ({ name, column })),
      };
      return { fact: { state: 'known', value }, stamp };
    });
  }

  function scenarioFact(
    project: Project,
    dataId: string,
    scenarioId: string,
    aboutTable: <Value>(
      kind: string,
      dataId: string,
      detail: unknown,
      ask: (found: Extract<TableFiles, { kind: 'files' }>) => Promise<Fact<Value>>,
    ) => Fact<Value>,
  ): Fact<ScenarioFact> {
    const node = dataSourceOf(project.spec, dataId);
    const where = node?.fields.scenarios?.entries.get(scenarioId)?.fields.where?.text;
    const classes = labelConditions(project, dataId)?.classes;
    if (node === undefined || where === undefined || classes === undefined) {
      return { state: 'unknown', because: `the scenario ${scenarioId} or the classes of ${dataId} cannot be read` };
    }
    const derive = derivedColumns(node);
    const rows: SplitRows[] = [
      { id: 'all', where },
      ...[...classes].map(([name, condition]) => ({ id: `class ${name}`, where: `(${where}) and (${condition})` })),
    ];
    const counts = aboutTable<JobResult<'countSplits'>>('scenario', dataId, { rows, derive }, (table) =>
      run('countSplits', { source: tableSource(table, derive), splits: rows }),
    );
    return mapFact(counts, ({ splits }) => ({
      rows: splits.find(({ id }) => id === 'all')?.rows ?? 0,
      byClass: new Map(
        [...classes.keys()].map((name) => [name, splits.find(({ id }) => id === `class ${name}`)?.rows ?? 0]),
      ),
    }));
  }

  async function profile(
    project: Project,
    dataId: string,
    options: JobOptions<'profileTable'> = {},
  ): Promise<JobOutcome<'profileTable'>> {
    const node = dataSourceOf(project.spec, dataId);
    const path = node?.fields.path;
    if (node === undefined || path === undefined) {
      const sentence = `There is no data source ${dataId} with a path that can be read.`;
      return { kind: 'failed', sentence, category: 'bad-input' };
    }
    const uri = project.locate(node.place)?.file.uri ?? '';
    const table = await findTable(path.text, uri);
    if (table.kind === 'unknown') {
      return {
        kind: 'failed',
        sentence: `${dataId} cannot be profiled because ${table.because}.`,
        category: 'bad-input',
      };
    }
    const request = {
      source: tableSource(table, derivedColumns(node)),
      personal: personalColumns(node),
      plumbline: version,
      wants: 'summary' as const,
    };
    const outcome = await jobs.run('profileTable', request, options);
    if (outcome.kind === 'done') {
      const value: ProfileFact = { summary: outcome.value.summary, at: clock.now().toISOString() };
      profiles.set(profileKey(project, dataId), { fact: { state: 'known', value }, stamp: table.stamp });
      profileVersion += 1;
      onChange();
    }
    return outcome;
  }

  /** The files of a table, a pattern or a folder. */
  async function findTable(path: string, uri: string): Promise<TableFiles> {
    const isPattern = /[*?[{]/.test(path);
    const resolved = isPattern ? undefined : await files.resolve(path, uri);
    const matches =
      resolved === undefined || resolved.kind === 'folder'
        ? await files.glob(isPattern ? path : `${path.replace(/\/$/, '')}/**`, uri, fileLimit)
        : [resolved];
    const stamp = stampOf(matches);
    const [first] = matches;
    const unknown = (because: string): TableFiles => ({ kind: 'unknown', because, stamp });
    if (first === undefined) return unknown(`no file matches ${path}`);
    if (matches.some(({ kind }) => kind === 'outside')) return unknown(`${path} leaves the workspace`);
    if (first.kind === 'missing') return unknown(`${path} does not exist`);
    const root = files.rootPathOf(uri);
    const readable = matches.filter((match) => match.kind === 'file');
    const paths = readable.flatMap((match) => files.pathOf(match.uri) ?? []);
    if (root === undefined || paths.length === 0) return unknown(`${path} is not on a disk that the worker can read`);
    const sizeBytes = readable.reduce((sum, match) => sum + match.sizeBytes, 0);
    return { kind: 'files', label: path, root, paths, sizeBytes, stamp };
  }

  /** The files of a split's own pattern, which counts from the path of its source. */
  async function filesBelow(path: string, pattern: string, uri: string): Promise<string[]> {
    const matches = await files.glob(`${path.replace(/\/$/, '')}/${pattern}`, uri, fileLimit);
    return matches.flatMap((match) => (match.kind === 'file' ? (files.pathOf(match.uri) ?? []) : []));
  }

  async function run<Kind extends JobKind>(kind: Kind, request: JobRequest<Kind>): Promise<Fact<JobResult<Kind>>> {
    const outcome = await jobs.run(kind, request);
    switch (outcome.kind) {
      case 'done':
        return { state: 'known', value: outcome.value };
      case 'failed':
        return { state: 'unknown', because: becauseOf(outcome.sentence) };
      case 'cancelled':
        return { state: 'unknown', because: 'reading the data was cancelled' };
    }
  }

  return {
    factsOf,
    profile,
    markStale: () => cache.markStale(),
    useJobs: (runner) => {
      jobs = runner;
      cache.clear();
      onChange();
    },
    idle: () => cache.idle(),
    get version() {
      return versionNow();
    },
  };
}

function tableSource(table: Extract<TableFiles, { kind: 'files' }>, derive: { column: string; expression: string }[]) {
  return { label: table.label, root: table.root, files: [...table.paths], derive };
}

function profileKey(project: Project, dataId: string): string {
  return JSON.stringify([project.files[0]?.uri, dataId]);
}

function personalColumns(node: NonNullable<ReturnType<typeof dataSourceOf>>): string[] {
  return (node.fields.privacy?.fields.fields?.items ?? []).map((item) => item.text);
}

function stampOf(matches: readonly ResolvedPath[]): string {
  return matches
    .map((match) => {
      switch (match.kind) {
        case 'file':
          return `${match.uri} ${match.sizeBytes} ${match.modifiedMs}`;
        case 'folder':
          return `${match.uri} ${match.modifiedMs}`;
        case 'missing':
        case 'outside':
          return match.kind;
      }
    })
    .join('\n');
}

function missingBecause(path: string, resolved: ResolvedPath): string {
  return resolved.kind === 'outside' ? `${path} leaves the workspace` : `${path} does not exist`;
}

/** The kind that a logical type of ODCS stands for. */
function kindOfLogical(type: string | undefined): ColumnKind {
  switch (type) {
    case 'integer':
      return 'integer';
    case 'number':
      return 'float';
    case 'boolean':
    case 'date':
    case 'timestamp':
    case 'time':
      return type;
    case 'string':
      return 'text';
    default:
      return 'opaque';
  }
}

function mapFact<From, To>(fact: Fact<From>, map: (value: From) => To): Fact<To> {
  return fact.state === 'known' ? { state: 'known', value: map(fact.value) } : fact;
}

function flatMapFact<From, To>(fact: Fact<From>, map: (value: From) => Fact<To>): Fact<To> {
  return fact.state === 'known' ? map(fact.value) : fact;
}
