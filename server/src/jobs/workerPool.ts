/** Worker processes that do jobs: started on first use, ended when idle, replaced when they stop. */
import { cpus } from 'node:os';
import { loadJobShape } from '../../../schemas/jobs.ts';
import type { JobKind, JobLimits, JobRequest, JobShape, ParsedJobRequest } from '../../../schemas/jobs.ts';
import type { z } from 'zod';
import type { JobOptions, JobOutcome, JobRunner } from './jobRunner.ts';
import { nameJob } from './nameJob.ts';
import type { Runtime, RuntimeChoice } from './runtime.ts';
import { WorkerProcess, type Ending } from './workerProcess.ts';

export interface WorkerPoolOptions {
  /** Absolute path of the worker's script: `dist/worker.cjs`, which lies beside the server. */
  readonly entry: string;
  /** Asked once, with the first job; see `chooseRuntime`. */
  readonly chooseRuntime: () => Promise<RuntimeChoice>;
  /** Most processes at a time, so that a short question need not wait for a long profile. Default 2. */
  readonly workers?: number;
  /** How many of them `prepare` starts. Default all. */
  readonly prepared?: number;
  /** Most resident memory of one worker. Default 1 GiB. */
  readonly memoryBytes?: number;
  /** Most temporary files of one worker. Default 10 GB. */
  readonly diskBytes?: number;
  /** How long a worker without a job lives. Default one minute. */
  readonly idleMs?: number;
  /** Time limits, where they differ from the defaults. */
  readonly timeLimitsMs?: Partial<Readonly<Record<JobKind, number>>>;
  /** How long the process of a model may give no sign of life. Default ten minutes. */
  readonly silenceMs?: number;
  /** Lines for the log: what natives print, starts and ends of workers. */
  readonly log?: (line: string) => void;
  /** Called with each new worker. */
  readonly onStart?: (pid: number) => void;
}

const standardTimeLimitsMs: Readonly<Record<JobKind, number>> = {
  describeTable: 30_000,
  profileTable: 30 * 60_000,
  profilePictures: 60 * 60_000,
  compareDrift: 60 * 60_000,
  comparePictures: 60 * 60_000,
  countHolding: 30 * 60_000,
  watchAnswers: 60 * 60_000,
  countSharedGroups: 10 * 60_000,
  countSplits: 10 * 60_000,
  checkContract: 30 * 60_000,
  readMlflow: 60_000,
  hashFile: 10 * 60_000,
  importActuals: 10 * 60_000,
  evaluateModel: 60 * 60_000,
  evaluatePictures: 60 * 60_000,
  measureDetections: 60 * 60_000,
  measureMasks: 60 * 60_000,
  measureMachine: 60 * 60_000,
  measurePredictions: 60 * 60_000,
  compareAnswers: 30 * 60_000,
  readErrorRows: 30 * 60_000,
  drawThumbnails: 30 * 60_000,
  // It keeps limits of its own, which the user can raise; this one is for a worker that hangs.
  verifyPromotion: 24 * 60 * 60_000,
  doctor: 60_000,
};

/** A job that loads a model has a process to itself: the runtime keeps what a model took, and may crash with it. */
const lonelyJobs: ReadonlySet<JobKind> = new Set<JobKind>([
  'evaluateModel',
  'watchAnswers',
  'comparePictures',
  'measureMachine',
]);

/**
 * Jobs that rules ask for and that read whole tables with every processor: two of them side by side are no faster, and
 * would keep short questions waiting, so one worker is left to others.
 */
const wholeTableJobs: ReadonlySet<JobKind> = new Set<JobKind>(['checkContract', 'countSplits', 'countSharedGroups']);

/** How long the process of a model may be silent: it stirs between two batches, and an endless loop never ends one. */
const standardSilenceMs = 10 * 60_000;

/** After this many stops without an answer in between, the pool gives up for a while. */
const mostStopsInARow = 3;
const pauseAfterStopsMs = 60_000;

/**
 * Creates a pool. Nothing is started before the first job, unless it is prepared.
 *
 * A cancelled job ends its process: natives cannot be interrupted, a process can. A stopped worker costs the job it
 * had; the next job gets a fresh one, until too many stopped in a row.
 */
export function createWorkerPool(options: WorkerPoolOptions): JobRunner {
  return new WorkerPool(options);
}

interface Waiting {
  readonly kind: JobKind;
  readonly start: () => void;
}

class WorkerPool implements JobRunner {
  private readonly options: WorkerPoolOptions;
  private readonly limits: JobLimits;
  private readonly width: number;
  private readonly idle = new Map<WorkerProcess, NodeJS.Timeout>();
  private readonly alive = new Set<WorkerProcess>();
  private readonly waiting: Waiting[] = [];
  private readonly disposal = new AbortController();
  private readonly running = new Set<Promise<unknown>>();
  private runtime: Promise<RuntimeChoice> | undefined;
  private preparation: Promise<void> | undefined;
  private busy = 0;
  /** How many of those that are busy read whole tables. */
  private busyWithTables = 0;
  private lastId = 0;
  private stopsInARow = 0;
  private lastStopAt = 0;

  constructor(options: WorkerPoolOptions) {
    this.options = options;
    this.width = options.workers ?? 2;
    this.limits = {
      memoryBytes: options.memoryBytes ?? 2 ** 30,
      diskBytes: options.diskBytes ?? 10e9,
      threads: Math.max(1, Math.min(8, cpus().length)),
    };
  }

  prepare(): void {
    // What keeps them from starting is told by the first job, which starts one of its own.
    this.preparation ??= this.startWorkers().catch(() => undefined);
    this.running.add(this.preparation);
  }

  /** Starts workers before there are jobs. */
  private async startWorkers(): Promise<void> {
    this.runtime ??= this.options.chooseRuntime();
    const choice = await this.runtime;
    if (choice.kind === 'problem' || this.disposal.signal.aborted) return;
    const { runtime } = choice;
    const started = Array.from({ length: this.options.prepared ?? this.width }, () => this.startWorker(runtime));
    for (const worker of await Promise.all(started)) this.putIdle(worker);
  }

  async run<Kind extends JobKind>(
    kind: Kind,
    request: JobRequest<Kind>,
    options: JobOptions<Kind> = {},
  ): Promise<JobOutcome<Kind>> {
    const shape = await loadJobShape[kind]();
    const parsed = shape.request.safeParse(request);
    if (!parsed.success) return failed('internal', `The job ${kind} was asked wrongly: ${firstIssue(parsed.error)}.`);
    const signal =
      options.signal === undefined ? this.disposal.signal : AbortSignal.any([options.signal, this.disposal.signal]);
    const job = this.runParsed(kind, parsed.data, shape, signal, options.onProgress);
    this.running.add(job);
    try {
      return await job;
    } finally {
      this.running.delete(job);
    }
  }

  async dispose(): Promise<void> {
    this.disposal.abort();
    await Promise.allSettled([...this.running]);
    await Promise.all([...this.alive].map((worker) => this.end(worker)));
  }

  private async runParsed<Kind extends JobKind>(
    kind: Kind,
    request: ParsedJobRequest<Kind>,
    shape: JobShape<Kind>,
    signal: AbortSignal,
    onProgress: JobOptions<Kind>['onProgress'],
  ): Promise<JobOutcome<Kind>> {
    if (!(await this.takeTurn(kind, signal))) return { kind: 'cancelled' };
    try {
      this.runtime ??= this.options.chooseRuntime();
      const choice = await this.runtime;
      if (choice.kind === 'problem') {
        // Asked again next time: the user may have repaired the setting meanwhile.
        this.runtime = undefined;
        return failed('unavailable', choice.sentence);
      }
      if (this.hasGivenUp()) {
        return failed(
          'unavailable',
          `The worker stopped ${mostStopsInARow} times in a row and is left alone for a minute; run \`plumbline doctor\` to see what it lacks.`,
        );
      }
      if (signal.aborted) return { kind: 'cancelled' };
      const isLonely = lonelyJobs.has(kind);
      const worker = await this.takeWorker(choice.runtime, isLonely);
      this.lastId += 1;
      const ending = await worker.run(
        { type: 'run', id: this.lastId, kind, limits: this.limits, request },
        { timeMs: this.timeLimitMs(kind), silenceMs: isLonely ? this.silenceMs() : undefined },
        signal,
        (raw) => this.reportProgress(kind, shape, raw, onProgress),
      );
      if (worker.isUsable && !isLonely) this.putIdle(worker);
      else await this.end(worker);
      return this.toOutcome(kind, request, shape, ending);
    } finally {
      this.giveTurn(kind);
    }
  }

  /** Waits until a worker may be used. @returns false when the job was cancelled first */
  private takeTurn(kind: JobKind, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.mayStart(kind)) {
      this.begin(kind);
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const waiting: Waiting = {
        kind,
        start: () => {
          signal.removeEventListener('abort', cancel);
          resolve(true);
        },
      };
      const cancel = () => {
        this.waiting.splice(this.waiting.indexOf(waiting), 1);
        resolve(false);
      };
      signal.addEventListener('abort', cancel, { once: true });
      this.waiting.push(waiting);
    });
  }

  private giveTurn(kind: JobKind): void {
    this.busy -= 1;
    if (wholeTableJobs.has(kind)) this.busyWithTables -= 1;
    const next = this.waiting.findIndex((waiting) => this.mayStart(waiting.kind));
    const [started] = next < 0 ? [] : this.waiting.splice(next, 1);
    if (started === undefined) return;
    this.begin(started.kind);
    started.start();
  }

  private mayStart(kind: JobKind): boolean {
    if (this.busy >= this.width) return false;
    return !wholeTableJobs.has(kind) || this.busyWithTables < Math.max(1, this.width - 1);
  }

  private begin(kind: JobKind): void {
    this.busy += 1;
    if (wholeTableJobs.has(kind)) this.busyWithTables += 1;
  }

  private async takeWorker(runtime: Runtime, isFresh: boolean): Promise<WorkerProcess> {
    await this.preparation;
    for (const [worker, timer] of isFresh ? [] : this.idle) {
      clearTimeout(timer);
      this.idle.delete(worker);
      if (worker.isUsable) return worker;
      await this.end(worker);
    }
    return this.startWorker(runtime);
  }

  private async startWorker(runtime: Runtime): Promise<WorkerProcess> {
    const worker = await WorkerProcess.start({
      entry: this.options.entry,
      runtime,
      memoryBytes: this.limits.memoryBytes,
      threads: this.limits.threads,
      log: (line) => this.options.log?.(line),
    });
    this.alive.add(worker);
    if (worker.pid !== undefined) {
      this.options.log?.(`A worker was started (process ${worker.pid}, ${runtime.reason}).`);
      this.options.onStart?.(worker.pid);
    }
    return worker;
  }

  private putIdle(worker: WorkerProcess): void {
    const timer = setTimeout(() => {
      this.idle.delete(worker);
      void this.end(worker);
    }, this.options.idleMs ?? 60_000);
    timer.unref();
    this.idle.set(worker, timer);
  }

  private async end(worker: WorkerProcess): Promise<void> {
    clearTimeout(this.idle.get(worker));
    this.idle.delete(worker);
    await worker.kill();
    this.alive.delete(worker);
  }

  private hasGivenUp(): boolean {
    if (this.stopsInARow < mostStopsInARow) return false;
    if (Date.now() - this.lastStopAt < pauseAfterStopsMs) return true;
    this.stopsInARow = 0;
    return false;
  }

  private silenceMs(): number {
    return this.options.silenceMs ?? standardSilenceMs;
  }

  private timeLimitMs(kind: JobKind): number {
    return this.options.timeLimitsMs?.[kind] ?? standardTimeLimitsMs[kind];
  }

  private reportProgress<Kind extends JobKind>(
    kind: Kind,
    shape: JobShape<Kind>,
    raw: unknown,
    onProgress: JobOptions<Kind>['onProgress'],
  ): void {
    if (onProgress === undefined) return;
    const progress = shape.progress.safeParse(raw);
    if (progress.success) onProgress(progress.data);
    else this.options.log?.(`Progress of the job ${kind} was dropped: ${firstIssue(progress.error)}.`);
  }

  private toOutcome<Kind extends JobKind>(
    kind: Kind,
    request: ParsedJobRequest<Kind>,
    shape: JobShape<Kind>,
    ending: Ending,
  ): JobOutcome<Kind> {
    switch (ending.kind) {
      case 'answered': {
        this.stopsInARow = 0;
        const { answer } = ending;
        if (answer.type === 'failed') return failed(answer.category, answer.sentence);
        const value = shape.result.safeParse(answer.value);
        if (value.success) return { kind: 'done', value: value.data };
        return failed('internal', `The worker answered the job ${kind} wrongly: ${firstIssue(value.error)}.`);
      }
      case 'stopped':
        this.stopsInARow += 1;
        this.lastStopAt = Date.now();
        return ending.wasReady
          ? failed(
              'crashed',
              `The worker stopped while ${nameJob(kind, request)} (${ending.how}); try again, and run \`plumbline doctor\` if it happens again.`,
            )
          : failed(
              'unavailable',
              `The worker could not start (${ending.how}); run \`plumbline doctor\` and see the log for what it printed.`,
            );
      case 'killed':
        switch (ending.why) {
          case 'cancelled':
            return { kind: 'cancelled' };
          case 'too-slow':
            return failed(
              'too-slow',
              `The worker was ended after ${Math.round(this.timeLimitMs(kind) / 1000)} s of ${nameJob(kind, request)}; try fewer columns or rows.`,
            );
          case 'silent':
            return failed(
              'too-slow',
              `The worker gave no sign of life for ${Math.round(this.silenceMs() / 1000)} s while ${nameJob(kind, request)} and was ended; the model may loop without end, or be too large for this machine.`,
            );
          case 'too-big':
            return failed(
              'too-big',
              `The worker needed more than ${Math.round(this.limits.memoryBytes / 2 ** 20)} MiB of memory for ${nameJob(kind, request)} and was ended; raise the setting plumbline.worker.memory or read fewer columns.`,
            );
        }
    }
  }
}

function failed(
  category: Extract<JobOutcome<JobKind>, { kind: 'failed' }>['category'],
  sentence: string,
): Extract<JobOutcome<JobKind>, { kind: 'failed' }> {
  return { kind: 'failed', category, sentence };
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'unknown' : `${issue.path.join('.')}: ${issue.message}`;
}
