/** Profiles the rows, images or texts of a split or a data source of a spec, as a reference that holds no rows. */
import type { DriftSide } from '../../../../schemas/driftJob.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import { printProfile } from '../../drift/printProfile.ts';
import type { JobOptions, JobRunner } from '../../jobs/jobRunner.ts';
import type { Project } from '../../spec/project.ts';
import { personalColumns } from '../facts/personalColumns.ts';
import { dataSourceOf, labelConditions } from '../facts/tableRequests.ts';
import type { ProfileFileOutcome } from '../profileFile.ts';

export interface ProfilePorts {
  readonly jobs: JobRunner;
  /** Version of Plumbline. */
  readonly version: string;
}

export type ProfileOptions = JobOptions<'profileTable'> & JobOptions<'profilePictures'>;

/** Some of the windows into which rows are cut. */
export type ChosenWindows = NonNullable<JobRequest<'profileTable'>['windows']>;

/**
 * @param dataId source of the rows, which says what is personal; undefined for files that no source names
 * @param windows whose rows are profiled; undefined for all rows
 */
export async function profileRows(
  project: Project,
  {
    side,
    dataId,
    windows,
  }: {
    readonly side: DriftSide;
    readonly dataId: string | undefined;
    readonly windows?: ChosenWindows | undefined;
  },
  { jobs, version }: ProfilePorts,
  options: ProfileOptions,
): Promise<ProfileFileOutcome> {
  if (side.kind !== 'rows') {
    return { kind: 'failed', sentence: `Only rows can be profiled, and ${side.label} is a profile.` };
  }
  if (side.source.engine?.kind === 'trino') {
    const sentence = `${side.label} lies in Trino, where it is compared by plumbline drift, but not profiled yet; profile a file with its rows.`;
    return { kind: 'failed', sentence };
  }
  const data = dataId === undefined ? undefined : dataSourceOf(project.spec, dataId);
  const { source, splits, split } = side;
  const column = data?.fields.roles?.fields.label?.text;
  const condition = dataId === undefined ? undefined : labelConditions(project, dataId)?.positive;
  const request = {
    source,
    splits: [...splits],
    ...(split === undefined ? {} : { split }),
    ...(windows === undefined ? {} : { windows }),
    ...(column === undefined || condition === undefined ? {} : { truth: { column, condition } }),
    personal: data === undefined ? [] : [...personalColumns(data)],
    plumbline: version,
    wants: 'profile' as const,
  };
  const outcome =
    source.images === undefined
      ? await jobs.run('profileTable', request, options)
      : await jobs.run('profilePictures', request, options);
  if (outcome.kind !== 'done') return outcome;
  const { profile, notes } = outcome.value;
  if (profile === undefined) throw new TypeError('A job that was asked for a profile answers with one.');
  return { kind: 'done', text: printProfile(profile), rows: profile.rows, notes };
}
