/** The worker's end of the pool: takes a job, calls its handler, answers. */
import { rmSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { loadJobShape, toWorker } from '../../../schemas/jobs.ts';
import type { FromWorker, JobAnswer, JobHandlers, JobKind, ToWorker } from '../../../schemas/jobs.ts';
import { scratchPrefix } from './scratchFolder.ts';

const heartbeatMs = 250;

/** Node 22 has it from its tenth minor version on. */
const keepCompiled: typeof flushCompileCache | undefined = flushCompileCache;

/**
 * Serves jobs to the parent process until the parent lets go.
 *
 * Must be called in a forked process whose current folder is its own scratch folder.
 *
 * @throws {Error} when the process was not forked
 */
export function serveJobs(handlers: JobHandlers): void {
  if (process.send === undefined) {
    throw new Error('The worker is started by Plumbline itself and does nothing by hand.');
  }
  const scratch = process.cwd();
  process.on('message', (raw) => {
    const message = toWorker.safeParse(raw);
    if (!message.success) {
      process.stderr.write(`A message to the worker was dropped: ${message.error.message}\n`);
      return;
    }
    void answer(handlers, message.data, scratch);
  });
  const leave = () => {
    // The parent is gone and cannot tidy up. A folder with another name is not ours.
    process.chdir(tmpdir());
    if (path.basename(scratch).startsWith(scratchPrefix)) rmSync(scratch, { recursive: true, force: true });
    process.exit(0);
  };
  process.once('disconnect', leave);
  // The parent may have gone while this was loading.
  if (!process.connected) leave();
  tell({ type: 'ready' });
  // This process may be killed, which keeps nothing; where no folder for it is named, this does nothing.
  keepCompiled?.();
}

async function answer(handlers: JobHandlers, message: ToWorker, scratch: string): Promise<void> {
  const { id, kind } = message;
  const heartbeat = setInterval(() => {
    tell({ type: 'heartbeat', residentBytes: process.memoryUsage.rss() });
  }, heartbeatMs);
  try {
    const result = await handle(handlers, kind, message, scratch);
    if (result.kind === 'done') tell({ type: 'done', id, value: result.value });
    else tell({ type: 'failed', id, category: result.category, sentence: result.sentence });
  } catch (error) {
    if (isDiskFull(error)) {
      const sentence = `There is no room for temporary files in ${tmpdir()}; free some, or let ${process.platform === 'win32' ? 'TEMP' : 'TMPDIR'} name another folder.`;
      tell({ type: 'failed', id, category: 'too-big', sentence });
      return;
    }
    // The boundary of the worker: the log gets the stack, the user a sentence.
    process.stderr.write(
      `The job ${kind} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : 'unknown';
    const sentence = `The job ${kind} failed because of a fault in Plumbline (${String(reason).slice(0, 200)}); please report it with the log.`;
    tell({ type: 'failed', id, category: 'internal', sentence });
  } finally {
    clearInterval(heartbeat);
  }
}

/** Files that the user asked for are written elsewhere, so this is a temporary one. */
function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

async function handle<Kind extends JobKind>(
  handlers: JobHandlers,
  kind: Kind,
  message: ToWorker,
  scratch: string,
): Promise<JobAnswer<Kind>> {
  const shape = await loadJobShape[kind]();
  const request = shape.request.parse(message.request);
  return handlers[kind](request, {
    limits: message.limits,
    scratch,
    report: (progress) => tell({ type: 'progress', id: message.id, progress }),
  });
}

function tell(message: FromWorker): void {
  // After a disconnect there is nobody to tell, and the process is about to exit.
  if (process.connected) process.send?.(message);
}
