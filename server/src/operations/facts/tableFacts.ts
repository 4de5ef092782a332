/** Facts about tables: columns, split sizes, scenarios, profiles; all counted by the worker. */
import type {
  Fact,
  OverlapFact,
  ProfileFact,
  ScenarioFact,
  SharedGroupsFact,
  SplitFact,
  TableFact,
} from '../../../../schemas/facts.ts';
import type { JobRequest, JobResult, SplitRows } from '../../../../schemas/jobs.ts';
import type { JobOptions, JobOutcome } from '../../jobs/jobRunner.ts';
import { derivationsOf, lineageOf } from '../../rules/sources.ts';
import type { Project } from '../../spec/project.ts';
import type { Answer } from './answerCache.ts';
import { filesBelow, findTable, tableSource } from './findTable.ts';
import type { TableOnDisk } from './findTable.ts';
import { dataSourceOf, derivedColumns, groupApart, labelConditions, splitRows, splitsOf } from './tableRequests.ts';
import { flatMapFact, mapFact, runForFact, uriOf } from './world.ts';
import type { FactWorld } from './world.ts';

/** Bytes up to which a table is profiled without being asked to. */
const unaskedProfileBytes = 512 * 1024 * 1024;

export interface TableFacts {
  table(dataId: string): Fact<TableFact>;
  split(splitId: string): Fact<SplitFact>;
  overlaps(dataId: string): Fact<readonly OverlapFact[]>;
  sharedGroups(dataId: string): Fact<readonly SharedGroupsFact[]>;
  scenario(dataId: string, scenarioId: string): Fact<ScenarioFact>;
  profile(dataId: string): Fact<ProfileFact>;
}

/** Profiles that a person asked for, whatever the size of the table; they outlive the questions about them. */
export interface AskedProfiles {
  of(project: Project, dataId: string): Fact<ProfileFact> | undefined;
  run(project: Project, dataId: string, options?: JobOptions<'profileTable'>): Promise<JobOutcome<'profileTable'>>;
  /** Grows with each profile of a project. */
  versionOf(mainUri: string): number;
}

type DataNode = NonNullable<ReturnType<typeof dataSourceOf>>;

export function createTableFacts(world: FactWorld, project: Project, asked: AskedProfiles): TableFacts {
  const source = (dataId: string) => {
    const node = dataSourceOf(project.spec, dataId);
    return node === undefined ? undefined : { node, uri: uriOf(project, node.place) };
  };

  function aboutTable<Value>(
    kind: string,
    dataId: string,
    detail: unknown,
    ask: (found: TableOnDisk) => Promise<Fact<Value>>,
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
    return world.cache.get<Value>(key, async (knownStamp) => {
      const table = await findTable(world.files, path.text, found.uri);
      if (table.stamp === knownStamp) return 'same';
      if (table.kind === 'unknown') return { fact: { state: 'unknown', because: table.because }, stamp: table.stamp };
      return { fact: await ask(table), stamp: table.stamp };
    });
  }

  /** The splits of a source whose rows the worker can tell; `patterns` are those of their own paths. */
  function askableSplits({ node }: { readonly node: DataNode }, dataId: string) {
    const wanted: SplitRows[] = [];
    const patterns = new Map<string, string>();
    for (const { id, node: split } of splitsOf(project, dataId)) {
      const rows = splitRows(id, split, node, () => []);
      if ('because' in rows) continue;
      if (split.fields.path !== undefined) patterns.set(id, split.fields.path.text);
      wanted.push(rows);
    }
    return { wanted, patterns };
  }

  /** The same with the files that match the patterns now. */
  async function withFiles({ wanted, patterns }: ReturnType<typeof askableSplits>, path: string, uri: string) {
    const splits: SplitRows[] = [];
    for (const rows of wanted) {
      const pattern = patterns.get(rows.id);
      if (pattern === undefined) splits.push(rows);
      else splits.push({ ...rows, files: [...(await filesBelow(world.files, path, pattern, uri))] });
    }
    return splits;
  }

  function countSplits(dataId: string): Fact<JobResult<'countSplits'>> {
    const found = source(dataId);
    if (found === undefined) return { state: 'unknown', because: `there is no data source ${dataId}` };
    const { node, uri } = found;
    const askable = askableSplits(found, dataId);
    const { wanted, patterns } = askable;
    if (wanted.length === 0) return { state: 'unknown', because: `no split of ${dataId} can be counted` };
    const positive = labelConditions(project, dataId)?.positive;
    const time = node.fields.roles?.fields.time?.text;
    const derive = derivedColumns(node);
    const path = node.fields.path?.text ?? '';
    return aboutTable('splits', dataId, { wanted, patterns: [...patterns], positive, time, derive }, async (table) => {
      const splits = await withFiles(askable, path, uri);
      return runForFact(world, 'countSplits', {
        source: tableSource(table, derive),
        splits,
        overlaps: splits.length > 1 && splits.length <= 20,
        ...(positive === undefined ? {} : { positive }),
        ...(time === undefined ? {} : { time }),
      });
    });
  }

  function sharedGroups(dataId: string): Fact<readonly SharedGroupsFact[]> {
    const found = source(dataId);
    const group = found === undefined ? undefined : groupApart(found.node);
    if (found === undefined || group === undefined) {
      return { state: 'unknown', because: `${dataId} names no group that must stay in one split` };
    }
    const { node, uri } = found;
    const askable = askableSplits(found, dataId);
    const { wanted, patterns } = askable;
    if (wanted.length < 2 || wanted.length > 20) {
      return { state: 'unknown', because: `the splits of ${dataId} that can be counted are too few or too many` };
    }
    const derive = derivedColumns(node);
    const path = node.fields.path?.text ?? '';
    const showsValues = !mayBePersonal(node, group);
    const detail = { wanted, patterns: [...patterns], derive, group, showsValues };
    const counted = aboutTable<JobResult<'countSharedGroups'>>('shared groups', dataId, detail, async (table) =>
      runForFact(world, 'countSharedGroups', {
        source: tableSource(table, derive),
        splits: await withFiles(askable, path, uri),
        group,
        showsValues,
      }),
    );
    return mapFact(counted, ({ shared }) =>
      shared.map(({ first, second, groups, examples }) => ({ left: first, right: second, groups, examples })),
    );
  }

  const counts = new Map<string, Fact<JobResult<'countSplits'>>>();
  let countsVersion = world.cache.version;
  /** Every split of a source is in one answer. */
  function splitCounts(dataId: string): Fact<JobResult<'countSplits'>> {
    if (countsVersion !== world.cache.version) counts.clear();
    countsVersion = world.cache.version;
    const fact = counts.get(dataId) ?? countSplits(dataId);
    counts.set(dataId, fact);
    return fact;
  }

  function scenario(dataId: string, scenarioId: string): Fact<ScenarioFact> {
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
    const counted = aboutTable<JobResult<'countSplits'>>('scenario', dataId, { rows, derive }, (table) =>
      runForFact(world, 'countSplits', { source: tableSource(table, derive), splits: rows }),
    );
    return mapFact(counted, ({ splits }) => ({
      rows: splits.find(({ id }) => id === 'all')?.rows ?? 0,
      byClass: new Map(
        [...classes.keys()].map((name) => [name, splits.find(({ id }) => id === `class ${name}`)?.rows ?? 0]),
      ),
    }));
  }

  return {
    table: (dataId) =>
      aboutTable<TableFact>('table', dataId, undefined, async (table) => {
        const fact = await runForFact(world, 'describeTable', { source: tableSource(table, []) });
        return mapFact(fact, ({ columns, rows }) => ({
          columns: columns.map(({ name, kind, type }) => ({ name, kind, type })),
          rows,
        }));
      }),
    split: (splitId) => {
      const of = project.spec.fields.splits?.entries.get(splitId)?.fields.of?.id;
      if (of === undefined) return { state: 'unknown', because: `split ${splitId} names no data source` };
      return flatMapFact(splitCounts(of), (counted): Fact<SplitFact> => {
        const split = counted.splits.find(({ id }) => id === splitId);
        if (split === undefined) return { state: 'unknown', because: `split ${splitId} cannot be counted` };
        const { rows, positives, first, last } = split;
        return { state: 'known', value: { rows, total: counted.total, positives, first, last } };
      });
    },
    overlaps: (dataId) =>
      mapFact(splitCounts(dataId), ({ overlaps }): readonly OverlapFact[] =>
        overlaps.map(({ first, second, rows }) => ({ left: first, right: second, rows })),
      ),
    sharedGroups,
    scenario,
    profile: (dataId) => {
      const found = source(dataId);
      if (found === undefined) return { state: 'unknown', because: `there is no data source ${dataId}` };
      const known = asked.of(project, dataId);
      const detail = { derive: derivedColumns(found.node), personal: personalColumns(found.node) };
      const fact = aboutTable<ProfileFact>('profile', dataId, detail, async (table) => {
        if (table.sizeBytes > unaskedProfileBytes) {
          return {
            state: 'unknown',
            because: `${table.label} is large; run Plumbline: Profile Data to read all of it`,
          };
        }
        const result = await runForFact(world, 'profileTable', profileRequest(world, table, found.node));
        return mapFact(result, ({ summary }) => ({ summary, at: world.clock.now().toISOString() }));
      });
      return known !== undefined && fact.state === 'unknown' ? known : fact;
    },
  };
}

/** @param onChange told which project has a new profile */
export function createAskedProfiles(
  world: Omit<FactWorld, 'cache'>,
  onChange: (mainUri: string) => void,
): AskedProfiles {
  const profiles = new Map<string, Answer<ProfileFact>>();
  const versions = new Map<string, number>();
  return {
    of: (project, dataId) => profiles.get(profileKey(project, dataId))?.fact,
    run: async (project, dataId, options = {}) => {
      const node = dataSourceOf(project.spec, dataId);
      const path = node?.fields.path;
      if (node === undefined || path === undefined) {
        const sentence = `There is no data source ${dataId} with a path that can be read.`;
        return { kind: 'failed', sentence, category: 'bad-input' };
      }
      const table = await findTable(world.files, path.text, uriOf(project, node.place));
      if (table.kind === 'unknown') {
        const sentence = `${dataId} cannot be profiled because ${table.because}.`;
        return { kind: 'failed', sentence, category: 'bad-input' };
      }
      const outcome = await world.jobs().run('profileTable', profileRequest(world, table, node), options);
      if (outcome.kind === 'done') {
        const value: ProfileFact = { summary: outcome.value.summary, at: world.clock.now().toISOString() };
        profiles.set(profileKey(project, dataId), { fact: { state: 'known', value }, stamp: table.stamp });
        versions.set(project.mainUri, (versions.get(project.mainUri) ?? 0) + 1);
        onChange(project.mainUri);
      }
      return outcome;
    },
    versionOf: (mainUri) => versions.get(mainUri) ?? 0,
  };
}

function profileRequest(
  world: Pick<FactWorld, 'version'>,
  table: TableOnDisk,
  node: DataNode,
): JobRequest<'profileTable'> {
  return {
    source: tableSource(table, derivedColumns(node)),
    personal: personalColumns(node),
    plumbline: world.version,
    wants: 'summary',
  };
}

function profileKey(project: Project, dataId: string): string {
  return JSON.stringify([project.mainUri, dataId]);
}

/** Whether values of a column may be personal: it is named so, or personal data is there and no column is named. */
export function mayBePersonal(node: DataNode, column: string): boolean {
  const named = personalColumns(node);
  const lineage = lineageOf(column, derivationsOf(node));
  if (named.some((name) => lineage.has(name))) return true;
  return named.length === 0 && node.fields.privacy?.fields.personal_data?.value === true;
}

function personalColumns(node: DataNode): string[] {
  return (node.fields.privacy?.fields.fields?.items ?? []).map((item) => item.text);
}
