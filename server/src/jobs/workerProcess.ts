/** One worker process: started, given one job at a time, ended. */
import { fork, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { fromWorker, type FromWorker, type ToWorker } from '../../../schemas/jobs.ts';
import { readResidentMemory } from './residentMemory.ts';
import type { Runtime } from './runtime.ts';
import { scratchPrefix } from './scratchFolder.ts';

/** How the run of a job ended, before it is put into words. */
export type Ending =
  | { readonly kind: 'answered'; readonly answer: Extract<FromWorker, { type: 'done' | 'failed' }> }
  | { readonly kind: 'killed'; readonly why: KillReason }
  /** The process ended by itself; `wasReady` is false when it never came up. */
  | { readonly kind: 'stopped'; readonly how: string; readonly wasReady: boolean };

export type KillReason = 'cancelled' | 'too-slow' | 'silent' | 'too-big';

/** How long a job may take. */
export interface TimeLimits {
  readonly timeMs: number;
  /** Most time between two messages of the worker; undefined where it may be silent. */
  readonly silenceMs: number | undefined;
}

export interface WorkerProcessOptions {
  /** Absolute path of the worker's script. */
  readonly entry: string;
  readonly runtime: Runtime;
  readonly memoryBytes: number;
  /** Cores that its jobs use. */
  readonly threads: number;
  /** Lines that the worker's natives print, and messages that do not parse. */
  readonly log: (line: string) => void;
}

/** What the worker needs of our environment; nothing else, so that no secret in it reaches a native. */
const inherited = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'windir',
  'LANG',
  'LD_LIBRARY_PATH',
];

/** Beside those that work for a job: one more may be asked of the system without waiting for them. */
const spareThreads = 2;
/** What Node has by itself. */
const usualThreads = 4;

const memoryCheckMs = 100;
const readPages = 64 * 1024;

/** Node 22 has it from its first minor version on. */
const findCompiled: typeof getCompileCacheDir | undefined = getCompileCacheDir;

export class WorkerProcess {
  readonly pid: number | undefined;
  private readonly child: ChildProcess;
  private readonly options: WorkerProcessOptions;
  private readonly ended: Promise<string>;
  private isReady = false;
  private isAlive = true;
  private residentBytes = 0;
  private heardAt = 0;
  private listen: ((message: FromWorker) => void) | undefined;

  /** Starts a worker in an empty folder of its own. Whether it comes up shows with its first job. */
  static async start(options: WorkerProcessOptions): Promise<WorkerProcess> {
    return new WorkerProcess(options, await mkdtemp(path.join(os.tmpdir(), scratchPrefix)));
  }

  private constructor(options: WorkerProcessOptions, scratch: string) {
    this.options = options;
    const environment: Record<string, string> = { ...options.runtime.environment };
    for (const name of inherited) {
      const value = process.env[name];
      if (value !== undefined) environment[name] = value;
    }
    // With its usual number the natives would leave all further cores idle.
    environment['UV_THREADPOOL_SIZE'] = String(Math.max(usualThreads, options.threads + spareThreads));
    // What our own runtime keeps compiled is kept of the worker as well.
    const compiled = findCompiled?.();
    if (compiled !== undefined) environment['NODE_COMPILE_CACHE'] = path.dirname(compiled);
    this.child = fork(options.entry, [], {
      execPath: options.runtime.executable,
      // Half of the memory for JavaScript: the rest belongs to the natives, and the watch below guards the sum.
      execArgv: [`--max-old-space-size=${Math.max(64, Math.floor(options.memoryBytes / 2 / 2 ** 20))}`],
      cwd: scratch,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'json',
    });
    this.pid = this.child.pid;
    this.forwardLines(this.child.stdout);
    this.forwardLines(this.child.stderr);
    this.child.on('message', (raw) => this.receive(raw));
    // Whoever exits without waiting for the end of its workers leaves neither a process nor a folder behind.
    const tidy = () => {
      this.child.kill('SIGKILL');
      rmSync(scratch, { recursive: true, force: true });
    };
    process.once('exit', tidy);
    this.ended = new Promise((resolve) => {
      const end = (how: string) => {
        this.isAlive = false;
        void rm(scratch, { recursive: true, force: true, maxRetries: 3 })
          .catch((error: unknown) => options.log(`The folder ${scratch} could not be removed: ${String(error)}`))
          .finally(() => {
            process.off('exit', tidy);
            resolve(how);
          });
      };
      this.child.once('error', (error) => {
        if (this.child.pid === undefined) end(error.message);
        else options.log(`Talking to the worker failed: ${error.message}`);
      });
      this.child.once('exit', (code, signal) =>
        end(signal === null ? `exit code ${String(code)}` : `signal ${signal}`),
      );
    });
    this.release();
  }

  /** False once the process has ended or is about to. */
  get isUsable(): boolean {
    return this.isAlive && this.child.connected;
  }

  /**
   * Runs one job; the caller sees to it that there is one at a time.
   *
   * @param limits after them the process is killed
   */
  async run(
    message: ToWorker,
    { timeMs, silenceMs }: TimeLimits,
    signal: AbortSignal | undefined,
    onProgress: (progress: unknown) => void,
  ): Promise<Ending> {
    this.hold();
    let killedBecause: KillReason | undefined;
    const kill = (reason: KillReason) => {
      killedBecause ??= reason;
      this.child.kill('SIGKILL');
    };
    const cancel = () => kill('cancelled');
    signal?.addEventListener('abort', cancel, { once: true });
    const timer = setTimeout(() => kill('too-slow'), timeMs);
    this.heardAt = performance.now();
    const memory = setInterval(() => {
      const bytes = (this.pid === undefined ? undefined : readResidentMemory(this.pid)) ?? this.residentBytes;
      if (bytes > this.options.memoryBytes) kill('too-big');
      else if (silenceMs !== undefined && performance.now() - this.heardAt > silenceMs) kill('silent');
    }, memoryCheckMs);
    const answered = new Promise<Ending>((resolve) => {
      this.listen = (received) => {
        if (received.type === 'progress' && received.id === message.id) onProgress(received.progress);
        if ((received.type === 'done' || received.type === 'failed') && received.id === message.id) {
          resolve({ kind: 'answered', answer: received });
        }
      };
    });
    const ended = this.ended.then((how): Ending => {
      if (killedBecause !== undefined) return { kind: 'killed', why: killedBecause };
      return { kind: 'stopped', how, wasReady: this.isReady };
    });
    try {
      if (signal?.aborted === true) cancel();
      // A failure to send shows as the end of the process.
      else if (this.isUsable) this.child.send(message, () => undefined);
      return await Promise.race([answered, ended]);
    } finally {
      clearTimeout(timer);
      clearInterval(memory);
      signal?.removeEventListener('abort', cancel);
      this.listen = undefined;
      this.release();
    }
  }

  /** Ends the process, whatever it does, and resolves when it is gone. */
  async kill(): Promise<void> {
    // Held, so that whoever waits for the end still runs when it comes.
    this.hold();
    if (this.isAlive) this.child.kill('SIGKILL');
    await this.ended;
  }

  private receive(raw: unknown): void {
    const message = fromWorker.safeParse(raw);
    if (!message.success) {
      this.options.log(`A message of the worker was dropped: ${message.error.message}`);
      return;
    }
    this.heardAt = performance.now();
    if (message.data.type === 'ready') this.isReady = true;
    else if (message.data.type === 'heartbeat') this.residentBytes = message.data.residentBytes;
    else this.listen?.(message.data);
  }

  private forwardLines(stream: Readable | null): void {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.slice(0, readPages).split('\n')) if (line.trim() !== '') this.options.log(line);
    });
  }

  /** An idle worker does not keep its parent alive. */
  private release(): void {
    this.child.unref();
    this.child.channel?.unref();
    for (const stream of [this.child.stdout, this.child.stderr]) if (stream instanceof Socket) stream.unref();
  }

  private hold(): void {
    this.child.ref();
    this.child.channel?.ref();
  }
}
