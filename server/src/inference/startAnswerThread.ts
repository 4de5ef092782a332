/** Threads that answer batches beside this one. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Tensor } from 'onnxruntime-node';
import { buffersOf } from './fedParts.ts';
import type { FedPart, TextForm } from './fedParts.ts';

/** What a thread loads. */
export interface ThreadWork {
  readonly kind: 'load';
  /** Path of the model, or its bytes. */
  readonly model: string | Uint8Array;
  readonly form: TextForm;
  readonly provider: string;
}

/** A batch for a thread. */
export interface AnswerOrder {
  readonly kind: 'answer';
  readonly id: number;
  readonly parts: readonly FedPart[];
  /** Inputs whose words are those of the batch before, and are left out. */
  readonly unchanged: readonly string[];
  /** The one output that is wanted. */
  readonly output: string;
}

export type ToAnswerThread = ThreadWork | AnswerOrder | { readonly kind: 'end' };

export type FromAnswerThread =
  | { readonly kind: 'ready' }
  | (OutputData & { readonly kind: 'answered'; readonly id: number; readonly seconds: number })
  | { readonly kind: 'failed'; readonly id: number; readonly error: string };

/** An output as plain data. */
export interface OutputData {
  readonly data: Tensor['data'];
  readonly dims: readonly number[];
}

export interface TimedOutput extends OutputData {
  /** In the runtime. */
  readonly seconds: number;
}

export interface AnswerThread {
  /** Whether the model is loaded, and a batch would not wait for more than two others. */
  readonly hasRoom: () => boolean;
  /**
   * @param parts whose memory the thread takes away
   * @throws {Error} with what the runtime says; also when the thread ends before it has answered
   */
  readonly answer: (parts: readonly FedPart[], output: string) => Promise<TimedOutput>;
  /** Ends it after the batches that it has. */
  readonly close: () => Promise<void>;
}

/** One is answered while the next ones lie ready. */
const mostWaiting = 3;

/** Beside the bundle of the worker, or beside this file where the sources run. */
function programOfThread(): string {
  const bundle = path.join(import.meta.dirname, 'answerThread.cjs');
  return existsSync(bundle) ? bundle : path.join(import.meta.dirname, 'answerThread.ts');
}

interface Waiting {
  readonly resolve: (output: TimedOutput) => void;
  readonly reject: (error: Error) => void;
}

/** Starts a thread, which loads the model meanwhile. A thread that cannot load it never has room. */
export function startAnswerThread(work: Omit<ThreadWork, 'kind'>): AnswerThread {
  const thread = new Worker(programOfThread(), { execArgv: [] });
  const tell = (message: ToAnswerThread, taken: readonly ArrayBuffer[] = []): void =>
    thread.postMessage(message, taken);
  const waiting = new Map<number, Waiting>();
  const sent = new Map<string, readonly string[]>();
  let isReady = false;
  let next = 0;
  const end = (error: Error): void => {
    isReady = false;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  thread.on('message', (message: FromAnswerThread) => {
    if (message.kind === 'ready') {
      isReady = true;
      return;
    }
    const one = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answered') one?.resolve(message);
    else one?.reject(new Error(message.error));
  });
  thread.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  const ended = new Promise<void>((resolve) => {
    thread.once('exit', () => {
      end(new Error('the thread that answered has ended'));
      resolve();
    });
  });
  tell({ kind: 'load', ...work });
  return {
    hasRoom: () => isReady && waiting.size < mostWaiting,
    answer: (parts, output) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        const unchanged = parts.flatMap((part) =>
          'words' in part && sent.get(part.name) === part.words ? [part.name] : [],
        );
        for (const part of parts) if ('words' in part) sent.set(part.name, part.words);
        const lean = parts.map((part) => (unchanged.includes(part.name) ? { ...part, words: [] } : part));
        tell({ kind: 'answer', id, parts: lean, unchanged, output }, buffersOf(parts));
      }),
    close: async () => {
      tell({ kind: 'end' });
      await ended;
    },
  };
}

/** The memory that can change hands instead of being copied. */
export function buffersOfAnswer(message: FromAnswerThread): ArrayBuffer[] {
  const data = message.kind === 'answered' ? message.data : undefined;
  return ArrayBuffer.isView(data) && data.buffer instanceof ArrayBuffer ? [data.buffer] : [];
}
