/** The folders of packages that a notebook was promoted to. */
import { URI } from 'vscode-uri';
import type { WorkspaceFiles } from '../ports.ts';
import { notebookOf, readRecords } from '../promote/promotionRecord.ts';

/**
 * @param folders that may record promotions: the folder of the notebook and those above it
 * @returns addresses without a slash at the end; empty where the notebook was never promoted
 */
export async function promotedFolders(
  notebookUri: string,
  folders: readonly string[],
  files: Pick<WorkspaceFiles, 'readFile' | 'resolve' | 'listFolder'>,
): Promise<readonly string[]> {
  const wanted = URI.parse(notebookUri).toString();
  const records = await Promise.all(folders.map((folder) => readRecords(folder, files)));
  return records.flat().flatMap((record) => (notebookOf(record) === wanted ? [record.packageUri] : []));
}
