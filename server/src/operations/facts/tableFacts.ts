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
import type { JobResult } from '../../../../schemas/jobs.ts';
import type { SplitRows } from '../../../../schemas/tableSource.ts';
import type { Project } from '../../spec/project.ts';
import { becauseOf } from './answerCache.ts';
import { profileRequest } from './askedProfiles.ts';
import type { AskedProfiles } from './askedProfiles.ts';
import { mayBePersonal, personalColumns } from './personalColumns.ts';
import { filesBelow, findSource, tableSource } from './findTable.ts';
import type { TableOnDisk } from './findTable.ts';
import {
  dataSourceOf,
  derivedColumns,
  groupApart,
  labelConditions,
  scenarioConditions,
  splitRows,
  splitsOf,
} from './tableRequests.ts';
import { flatMapFact, mapFact, runForFact, uriOf } from './world.ts';
import type { FactWorld } from './world.ts';

/** Bytes up to which a table is profiled without being asked to. */
const unaskedProfileBytes = 512 * 1024 * 1024;

/** Conditions that one job counts. */
const mostConditions = 500;

export interface TableFacts {
  table(dataId: string): Fact<TableFact>;
  split(splitId: string): Fact<SplitFact>;
  overlaps(dataId: string): Fact<readonly OverlapFact[]>;
  sharedGroups(dataId: string): Fact<readonly SharedGroupsFact[]>;
  scenario(dataId: string, scenarioId: string): Fact<ScenarioFact>;
  profile(dataId: string): Fact<ProfileFact>;
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
    const { path, index, engine, modality } = found.node.fields;
    if (path === undefined) {
      const because =
        engine === undefined
          ? `${dataId} has no path that can be read`
          : `${dataId} lies in an engine, which is asked only on request`;
      return { state: 'unknown', because };
    }
    if (modality?.value === 'audio') {
      return { state: 'unknown', because: `${dataId} is a folder of audio files, not a table` };
    }
    const key = JSON.stringify([kind, found.uri, path.text, index?.text, modality?.value, detail]);
    return world.cache.get<Value>(key, async (knownStamp) => {
      const table = await findSource(world.files, found.node, found.uri);
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

  /** Counts splits and scenarios of a source together: reading the table is what takes time. */
  function countRows(dataId: string): Fact<JobResult<'countSplits'>> {
    const found = source(dataId);
    if (found === undefined) return { state: 'unknown', because: `there is no data source ${dataId}` };
    const { node, uri } = found;
    const askable = askableSplits(found, dataId);
    const { wanted, patterns } = askable;
    const conditions = scenarioConditions(project, dataId).slice(0, mostConditions);
    if (wanted.length + conditions.length === 0) {
      return { state: 'unknown', because: `no split of ${dataId} can be counted` };
    }
    const positive = labelConditions(project, dataId)?.positive;
    const time = node.fields.roles?.fields.time?.text;
    const derive = derivedColumns(node);
    const path = node.fields.path?.text ?? '';
    const detail = { wanted, patterns: [...patterns], conditions, positive, time, derive };
    return aboutTable<JobResult<'countSplits'>>('rows', dataId, detail, async (table) => {
      const splits = await withFiles(askable, path, uri);
      return runForFact(world, 'countSplits', {
        source: tableSource(table, derive),
        splits,
        conditions: conditions.map(({ id, where }) => ({ id, where })),
        overlaps: splits.length > 1 && splits.length <= 20,
        ...(positive === undefined || splits.length === 0 ? {} : { positive }),
        ...(time === undefined || splits.length === 0 ? {} : { time }),
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
  /** Every split and scenario of a source is in one answer. */
  function rowCounts(dataId: string): Fact<JobResult<'countSplits'>> {
    if (countsVersion !== world.cache.version) counts.clear();
    countsVersion = world.cache.version;
    const fact = counts.get(dataId) ?? countRows(dataId);
    counts.set(dataId, fact);
    return fact;
  }

  function scenario(dataId: string, scenarioId: string): Fact<ScenarioFact> {
    const wanted = scenarioConditions(project, dataId).filter((condition) => condition.scenarioId === scenarioId);
    if (wanted.length === 0) {
      return { state: 'unknown', because: `the scenario ${scenarioId} or the classes of ${dataId} cannot be read` };
    }
    return flatMapFact(rowCounts(dataId), ({ conditions }): Fact<ScenarioFact> => {
      let rows = 0;
      const byClass = new Map<string, number>();
      for (const { id, className } of wanted) {
        const counted = conditions.find((condition) => condition.id === id);
        if (counted === undefined) return { state: 'unknown', because: `${dataId} has too many scenarios to count` };
        if ('sentence' in counted) return { state: 'unknown', because: becauseOf(counted.sentence) };
        if (className === undefined) rows = counted.rows;
        else byClass.set(className, counted.rows);
      }
      return { state: 'known', value: { rows, byClass } };
    });
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
      return flatMapFact(rowCounts(of), (counted): Fact<SplitFact> => {
        const split = counted.splits.find(({ id }) => id === splitId);
        if (split === undefined) return { state: 'unknown', because: `split ${splitId} cannot be counted` };
        const { rows, positives, first, last } = split;
        return { state: 'known', value: { rows, total: counted.total, positives, first, last } };
      });
    },
    overlaps: (dataId) =>
      mapFact(rowCounts(dataId), ({ overlaps }): readonly OverlapFact[] =>
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
