/** Timing for the bench: medians of repeated runs, and processes with their peak memory. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Timing {
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

/** Times an action after warming up; the action gets the number of the turn, so that it can vary its input. */
export async function time(
  turns: number,
  action: (turn: number) => unknown,
  warmUp = Math.ceil(turns / 4),
): Promise<Timing> {
  const samples: number[] = [];
  for (let turn = -warmUp; turn < turns; turn += 1) {
    const start = performance.now();
    await action(turn);
    if (turn >= 0) samples.push(performance.now() - start);
  }
  samples.sort((left, right) => left - right);
  const at = (share: number) => samples[Math.min(samples.length - 1, Math.floor(samples.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

/** The upper one of the two in the middle where there is an even number; NaN of none. */
export function medianOf(samples: readonly number[]): number {
  return samples.toSorted((left, right) => left - right)[Math.floor(samples.length / 2)] ?? Number.NaN;
}

export interface ProcessRun {
  readonly milliseconds: number;
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Highest resident memory seen of a child of the process, in MiB; undefined where the system does not tell. */
  readonly peakChildMiB: number | undefined;
}

/** @param env variables beside those of this process */
export function runProcess(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessRun> {
  const start = performance.now();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  let peakChildMiB: number | undefined;
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const watch = setInterval(() => {
    const sizes = childrenOf(child.pid).flatMap((pid) => residentMiB(pid) ?? []);
    if (sizes.length > 0) peakChildMiB = Math.max(peakChildMiB ?? 0, ...sizes);
  }, 20);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearInterval(watch);
      resolve({ milliseconds: performance.now() - start, exitCode, stdout, peakChildMiB });
    });
  });
}

/** Processes that a process has started and that still run; none where the system does not tell. */
export function childrenOf(pid: number | undefined): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Resident memory of a process in MiB; undefined where the system does not tell. */
export function residentMiB(pid: number): number | undefined {
  try {
    const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match === null ? undefined : Number(match[1]) / 1024;
  } catch {
    return undefined;
  }
}
