// Finds the processes of our worker, so that a test can say that there is none.
import { readFileSync, readdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

/**
 * Command lines of all running processes that run the worker of this extension.
 *
 * @param extensionFolder absolute path of the installed extension, which keeps other installations out
 */
export function findWorkers(extensionFolder: string): readonly string[] {
  return commandLines().filter((line) => line.includes(extensionFolder) && line.includes('worker.cjs'));
}

function commandLines(): readonly string[] {
  if (process.platform !== 'linux') {
    return execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).split('\n');
  }
  // A small Linux has no `ps`.
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readCommandLine(pid));
}

/** Empty when the process ended in between. */
function readCommandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
