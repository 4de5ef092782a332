/** The Python programs that Plumbline ships: beside a bundle in `python/`, else among the sources. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

export type HarnessProgram = 'plumbline_run.py' | 'plumbline_inspect.py';

/** @param entry absolute path of the file that the process runs */
export function harnessFile(program: HarnessProgram, entry: string = process.argv[1] ?? ''): string {
  const beside = path.join(path.dirname(entry), 'python', program);
  return existsSync(beside) ? beside : path.resolve(path.dirname(entry), '../python', program);
}
