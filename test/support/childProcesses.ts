/** Processes that a process has started, as the system tells of them. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** @returns ids of the processes that this one has started and that still run */
export function childrenOf(pid: number): readonly number[] {
  const list = `/proc/${pid}/task/${pid}/children`;
  if (existsSync(list)) return readFileSync(list, 'utf8').split(/\s+/).filter(Boolean).map(Number);
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []));
}

/**
 * Those that have loaded the runtime of models, so that a worker that reads data is left alone.
 * Only Linux tells what a process has loaded; elsewhere all of them are meant.
 */
export function modelProcessesOf(pid: number): readonly number[] {
  return childrenOf(pid).filter((child) => process.platform !== 'linux' || mapsOf(child).includes('onnxruntime'));
}

/** Empty when the process ended in between. */
function mapsOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/maps`, 'utf8');
  } catch {
    return '';
  }
}
