/** Profiles that a person asked for, whatever the size of the table. */
import type { Fact, ProfileFact } from '../../../../schemas/facts.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import type { JobOptions, JobOutcome } from '../../jobs/jobRunner.ts';
import type { Project } from '../../spec/project.ts';
import type { Answer } from './answerCache.ts';
import { findSource, tableSource } from './findTable.ts';
import type { TableOnDisk } from './findTable.ts';
import { personalColumns } from './personalColumns.ts';
import { dataSourceOf, derivedColumns } from './tableRequests.ts';
import { uriOf } from './world.ts';
import type { FactWorld } from './world.ts';

type DataNode = NonNullable<ReturnType<typeof dataSourceOf>>;

/** Profiles that a person asked for, whatever the size of the table; they outlive the questions about them. */
export interface AskedProfiles {
  of(project: Project, dataId: string): Fact<ProfileFact> | undefined;
  run(project: Project, dataId: string, options?: JobOptions<'profileTable'>): Promise<JobOutcome<'profileTable'>>;
  /** Grows with each profile of a project. */
  versionOf(mainUri: string): number;
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
      const table = await findSource(world.files, node, uriOf(project, node.place));
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

/** What is asked of the worker for the profile of a source. */
export function profileRequest(
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
