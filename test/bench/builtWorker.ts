/** The built worker, as users run it. It is asked again and again, as a peer is that has answered before. */
import { fork } from 'node:child_process';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromWorker } from '../../schemas/jobs.ts';
import { jobShapes } from '../support/jobShapes.ts';
import type { JobLimits, ToWorker } from '../../schemas/jobs.ts';
import type { EvaluationRequest, EvaluationResult } from '../../schemas/evaluationJob.ts';
import { scratchPrefix } from '../../server/src/jobs/scratchFolder.ts';

export interface BuiltWorker {
  /** @throws {Error} with the sentence of the worker where it cannot answer */
  readonly evaluate: (request: EvaluationRequest, limits: JobLimits) => Promise<EvaluationResult>;
  /** Lets go of it, upon which it tidies up and ends. */
  readonly close: () => Promise<void>;
}

export function startBuiltWorker(root: string): BuiltWorker {
  const child = fork(path.join(root, 'dist/worker.cjs'), [], {
    cwd: realpathSync(mkdtempSync(path.join(tmpdir(), scratchPrefix))),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'json',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let next = 0;
  return {
    evaluate: async (request, limits) => {
      const id = next++;
      const answered = Promise.withResolvers<EvaluationResult>();
      const listen = (raw: unknown): void => {
        const message = fromWorker.parse(raw);
        if (message.type === 'failed' && message.id === id) answered.reject(new Error(message.sentence));
        if (message.type === 'done' && message.id === id) {
          answered.resolve(jobShapes.evaluateModel.result.parse(message.value));
        }
      };
      const stop = (): void => answered.reject(new Error('The worker has ended.'));
      child.on('message', listen);
      child.once('exit', stop);
      try {
        child.send({ type: 'run', id, kind: 'evaluateModel', limits, request } satisfies ToWorker);
        return await answered.promise;
      } finally {
        child.off('message', listen);
        child.off('exit', stop);
      }
    },
    close: async () => {
      child.disconnect();
      await ended;
    },
  };
}
