/** A data contract drafted from a source of a project: its table is profiled first, so that the draft can tell what was counted. */
import { draftContract } from '../contract/draftContract.ts';
import type { JobOptions } from '../jobs/jobRunner.ts';
import { becauseOf } from './facts/answerCache.ts';
import type { JobOutcome } from './jobs.ts';
import type { SpecWorkspace } from './specWorkspace.ts';

export type DraftOutcome =
  Exclude<JobOutcome<'profileTable'>, { kind: 'done' }> | { readonly kind: 'done'; readonly text: string };

/**
 * @param uri a file of the project
 * @returns the text of a contract, which nobody has written to the disk
 */
export async function draftDataContract(
  workspace: Pick<SpecWorkspace, 'snapshot' | 'profileData'>,
  uri: string,
  dataId: string,
  options?: JobOptions<'profileTable'>,
): Promise<DraftOutcome> {
  const outcome = await workspace.profileData(uri, dataId, options);
  if (outcome.kind !== 'done') return outcome;
  const spec = (await workspace.snapshot(uri))?.project.spec;
  const source = spec?.fields.data?.entries.get(dataId);
  if (source?.fields.path === undefined) {
    const sentence = `No contract can be drafted because ${becauseOf(`${dataId} has no path`)}.`;
    return { kind: 'failed', sentence, category: 'bad-input' };
  }
  const { rows, columns } = outcome.value.summary;
  const text = draftContract({
    id: `${spec?.fields.project?.text ?? 'project'}-${dataId}`,
    object: dataId,
    path: source.fields.path.text,
    rows,
    columns: columns
      .filter(({ derivation }) => derivation === undefined)
      .map(({ name, kind, type, missing, distinct }) => ({
        name,
        kind,
        type,
        missing,
        distinct: distinct.kind === 'exact' ? distinct.count : undefined,
      })),
  });
  return { kind: 'done', text };
}
