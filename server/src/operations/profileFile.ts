/** Profiles one data file: what `plumbline profile` does. */
import { printProfile } from '../drift/printProfile.ts';
import type { JobOptions, JobRunner } from '../jobs/jobRunner.ts';

export interface ProfileFileRequest {
  /** What the user calls the file. */
  readonly label: string;
  /** Absolute path, links followed. */
  readonly location: string;
  /** Absolute path of the folder that may be read. */
  readonly root: string;
  /** Columns of which no value is kept. */
  readonly personal: readonly string[];
}

export type ProfileFileOutcome =
  | {
      readonly kind: 'done';
      /** The profile as a file: JSON with a line per bin, so that a diff is readable. */
      readonly text: string;
      readonly rows: number;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' };

export async function profileFile(
  { label, location, root, personal }: ProfileFileRequest,
  { jobs, version }: { readonly jobs: JobRunner; readonly version: string },
  options: JobOptions<'profileTable'>,
): Promise<ProfileFileOutcome> {
  const source = { label, root, files: [location] };
  const request = { source, personal: [...personal], plumbline: version, wants: 'profile' as const };
  const outcome = await jobs.run('profileTable', request, options);
  if (outcome.kind !== 'done') return outcome;
  const { profile, notes } = outcome.value;
  if (profile === undefined) throw new TypeError('A job that was asked for a profile answers with one.');
  return { kind: 'done', text: printProfile(profile), rows: profile.rows, notes };
}
