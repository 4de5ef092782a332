/** A child process with everything that it starts: one group, which ends together. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import os from 'node:os';
import process from 'node:process';

export interface GroupOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Called with each line that the process writes to file descriptor 3. */
  readonly onLine?: (line: string) => void;
}

export type GroupEnding =
  | { readonly kind: 'exited'; readonly output: string }
  | { readonly kind: 'timeout' }
  /** `how` is such as `signal SIGKILL` or `exit code 1`, with the last line that it wrote, if any. */
  | { readonly kind: 'stopped'; readonly how: string; readonly output: string };

/** More output is cut at its start: what was written last tells why a process stopped. */
const keptOutput = 64 * 1024;

/**
 * Runs a program to its end; whatever it started has ended, too, when this resolves.
 *
 * The program's standard input is a pipe that stays open and empty as long as this process lives.
 */
export async function runGroup(options: GroupOptions): Promise<GroupEnding> {
  const child = spawn(options.command, [...options.args], {
    cwd: options.folder,
    env: { ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    // Its own group on POSIX, so that a signal reaches all of it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  let output = '';
  const keep = (text: string): void => {
    output = (output + text).slice(-keptOutput);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  child.stdin.on('error', () => undefined);
  listenToLines(child, options.onLine);
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
    endGroup(child);
  }, options.timeoutMs);
  try {
    const [code, signal] = await endOf(child);
    if (late.signal.aborted) return { kind: 'timeout' };
    if (code === 0) return { kind: 'exited', output };
    return { kind: 'stopped', how: describeEnd(code, signal, output), output };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'stopped', how: message, output };
  } finally {
    clearTimeout(timer);
    // Children that outlive the program.
    endGroup(child);
  }
}

function endOf(child: ChildProcess): Promise<readonly [number | null, NodeJS.Signals | null]> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve([code, signal]));
  });
}

function listenToLines(child: ChildProcess, onLine: GroupOptions['onLine']): void {
  const stream = child.stdio[3];
  if (stream === null || stream === undefined || !('setEncoding' in stream)) return;
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    // A line without an end is no step of ours.
    rest = (lines.pop() ?? '').slice(0, 10_000);
    for (const line of lines) onLine?.(line);
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has ended by itself.
  }
}

/** The program that watches gives back 128 and the number of the signal that ended the run. */
function describeEnd(code: number | null, signal: NodeJS.Signals | null, output: string): string {
  const last = output.trimEnd().split('\n').at(-1)?.trim().slice(0, 200) ?? '';
  const name = signal ?? (code !== null && code > 128 ? signalName(code - 128) : undefined);
  const how = name === undefined ? `exit code ${String(code)}` : `signal ${name}`;
  return last === '' || name !== undefined ? how : `${how}: ${last}`;
}

function signalName(number: number): string | undefined {
  return Object.entries(os.constants.signals).find(([, value]) => value === number)?.[0];
}
