// A child process that belongs to us: it leads its own group, and is ended with that group, whatever ends us.
import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { endProcessGroup } from './endProcess.ts';

/** How a process ended: its exit code, or 128 and more when a signal ended it, as shells count. */
export type ExitCode = number;

export interface OwnedChild {
  readonly pid: number;
  /** Resolves when the process has ended; never rejects. */
  readonly ended: Promise<ExitCode>;
  /** Asks the whole group to end, and ends it by force after `graceMs`. Resolves when it has ended. */
  readonly stop: () => Promise<void>;
}

export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** `inherit` shows the output on our own terminal; otherwise each piece of it is handed over. */
  readonly output: 'inherit' | ((text: string) => void);
  /** Aborting it stops the child. */
  readonly signal?: AbortSignal;
}

/** A server may have logs to write; a second is plenty for that. */
const graceMs = 2_000;

/**
 * Starts a program.
 *
 * @throws {Error} when the program cannot be started, with the system's reason
 */
export async function startChild(command: string, args: readonly string[], options: ChildOptions): Promise<OwnedChild> {
  options.signal?.throwIfAborted();
  const { output } = options;
  const child = spawn(command, args, {
    detached: process.platform !== 'win32',
    stdio: output === 'inherit' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.once('spawn', () => {
      if (child.pid !== undefined) resolve(child.pid);
    });
  });

  if (output !== 'inherit') {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text: string) => output(text));
    }
  }

  // The last resort when our own process leaves without having stopped its children.
  const endAtExit = (): void => endProcessGroup(pid, 'SIGKILL');
  process.once('exit', endAtExit);

  const ended = new Promise<ExitCode>((resolve) => {
    child.once('close', (code, signal) => {
      process.off('exit', endAtExit);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });

  async function stop(): Promise<void> {
    endProcessGroup(pid, 'SIGTERM');
    const patience = new AbortController();
    const outcome = await Promise.race([
      ended.then(() => 'ended' as const),
      wait(graceMs, 'late' as const, { signal: patience.signal }),
    ]);
    patience.abort();
    // The leader may be gone while a grandchild lives on: the group is ended in both cases.
    endProcessGroup(pid, 'SIGKILL');
    // A process that left the group may hold our end of a pipe open; nothing of it is waited for.
    child.stdout?.destroy();
    child.stderr?.destroy();
    if (outcome === 'late') await ended;
  }

  if (options.signal !== undefined) {
    const { signal } = options;
    const stopOnAbort = (): void => void stop();
    signal.addEventListener('abort', stopOnAbort, { once: true });
    void ended.then(() => signal.removeEventListener('abort', stopOnAbort));
  }

  return { pid, ended, stop };
}
