/** The whole record of a run, which facts hold only in part. */
import type { RunFact } from '../../../../schemas/facts.ts';
import type { RunRecord } from '../../../../schemas/run.ts';
import { readRunFile } from '../../stores/runFile.ts';
import type { WorkspaceFiles } from '../ports.ts';

const recordBytes = 8_000_000;

/** @returns undefined when the record cannot be read, or lies in a database */
export async function readRunRecord(
  { uri }: RunFact,
  files: Pick<WorkspaceFiles, 'readFile'>,
): Promise<RunRecord | undefined> {
  if (uri === undefined) return undefined;
  const content = await files.readFile(uri, recordBytes);
  const read = content.kind === 'content' ? readRunFile(content.text) : undefined;
  return read?.kind === 'record' ? read.record : undefined;
}
