import { readFileSync } from 'node:fs';

/**
 * Resident memory of a process, in bytes, as Linux knows it.
 *
 * @returns undefined on other systems and when the process has ended
 */
export function readResidentMemory(pid: number): number | undefined {
  try {
    const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match?.[1] === undefined ? undefined : Number(match[1]) * 1024;
  } catch {
    return undefined;
  }
}
