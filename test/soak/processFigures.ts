/** What the system says of a running process. */
import { readdirSync, readFileSync } from 'node:fs';
import { residentMiB } from '../bench/measure.ts';

export interface ProcessFigures {
  readonly memoryMiB: number;
  /** Open files, sockets and pipes. */
  readonly handles: number;
  readonly children: number;
}

/** @throws {Error} where there is no /proc, or the process has ended */
export function readFigures(pid: number): ProcessFigures {
  const memoryMiB = residentMiB(pid);
  if (memoryMiB === undefined) throw new Error(`Nothing is known of process ${pid}: a soak needs Linux.`);
  return { memoryMiB, handles: readdirSync(`/proc/${pid}/fd`).length, children: childrenOf(pid).length };
}

/** Processes that a process has started, whichever of its threads did. */
export function childrenOf(pid: number): readonly number[] {
  return threadsOf(pid).flatMap((thread) => {
    try {
      return readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    } catch {
      // The thread has ended meanwhile.
      return [];
    }
  });
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}
