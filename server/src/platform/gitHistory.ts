/** The history of files, read from git. */
import { unknownHistory } from '../operations/ports.ts';
import type { History } from '../operations/ports.ts';

export function createGitHistory(): History {
  return unknownHistory('the history of the files cannot be read');
}
