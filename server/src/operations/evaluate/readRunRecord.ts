/** The whole record of a run, which facts hold only in part. */
import type { RunFact } from '../../../../schemas/facts.ts';
import type { RunRecord } from '../../../../schemas/run.ts';
import type { Project } from '../../spec/project.ts';
import { readRunFile } from '../../stores/runFile.ts';
import { recordWithIdsOfNow } from '../facts/idsOfNow.ts';
import type { WorkspaceFiles } from '../ports.ts';

const recordBytes = 8_000_000;

/**
 * @param project whose ids the record is given
 * @returns undefined when the record cannot be read, or lies in a database
 */
export async function readRunRecord(
  project: Project,
  { uri }: RunFact,
  files: Pick<WorkspaceFiles, 'readFile'>,
): Promise<RunRecord | undefined> {
  if (uri === undefined) return undefined;
  const content = await files.readFile(uri, recordBytes);
  const read = content.kind === 'content' ? readRunFile(content.text) : undefined;
  return read?.kind === 'record' ? recordWithIdsOfNow(project, read.record) : undefined;
}
