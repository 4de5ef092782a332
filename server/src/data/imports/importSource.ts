/** What an import reads, for those who know tables only. */
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import type { TableSource } from '../../../../schemas/tableSource.ts';

/** The files of an import as the readers of tables want them. */
export function sourceOf({ label, root, files }: ImportRequest): TableSource {
  return { label, root, files: [...files], derive: [] };
}
