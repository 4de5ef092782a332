// Ends processes by their own number: never by name, because other programs may have the same one.
import { spawnSync } from 'node:child_process';

/**
 * Ends a process that was started as the leader of its own group, with everything that it started.
 *
 * A process that is gone already is no error: ending it is what was wanted.
 *
 * @param pid number of the leader
 * @param signal SIGTERM asks, SIGKILL does not; Windows knows only the second
 */
export function endProcessGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!isNoSuchProcess(error)) throw error;
  }
}

function isNoSuchProcess(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ESRCH';
}
