/** Where the Python programs lie that Plumbline ships. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** @param entry absolute path of the file that the process runs: a bundle has them beside it, the sources in `server` */
export function harnessFolder(entry: string): string {
  const beside = path.join(path.dirname(entry), 'python');
  return existsSync(beside) ? beside : path.resolve(path.dirname(entry), '../python');
}
