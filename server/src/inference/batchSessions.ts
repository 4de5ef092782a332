/** The sessions of a model that answer batches of rows: one in this thread, the others each in a thread of its own. */
import { readFile } from 'node:fs/promises';
import type { InferenceSession } from 'onnxruntime-node';
import type * as Runtime from 'onnxruntime-node';
import { takeWords } from '../onnx/takeWords.ts';
import { feedsOf } from './fedParts.ts';
import type { FedPart, TextForm } from './fedParts.ts';
import { ModelProblem } from './modelProblem.ts';
import type { SessionPlan } from './planSessions.ts';
import { explainUnloaded } from './explainUnloaded.ts';
import { sessionOptions } from './sessionOptions.ts';
import { startAnswerThread } from './startAnswerThread.ts';
import type { AnswerThread, OutputData, TimedOutput } from './startAnswerThread.ts';

export interface BatchSessions {
  /** Most rows of a batch that serve the model. */
  readonly rows: number;
  /** @param output the one output that is wanted */
  readonly begin: (output: string) => BatchRound;
  /** Starts the other threads, where there are any; what comes meanwhile is answered here. */
  readonly spread: () => void;
  readonly close: () => Promise<void>;
}

/** Batches that are answered at the same time. */
export interface BatchRound {
  /**
   * Waits until a session takes the batch, which may be this thread's own; so no more than a few batches are in memory.
   *
   * @param parts whose memory is taken away
   * @param take called with the answer, now or later, in any order
   * @throws {ModelProblem} as {@link settle}
   */
  readonly answer: (parts: readonly FedPart[], take: (answer: OutputData) => void) => Promise<void>;
  /**
   * Waits for all answers.
   *
   * @throws {ModelProblem} what the earliest batch failed with that failed, whichever was the first to do so
   */
  readonly settle: () => Promise<void>;
  /** Seconds in the runtime, of all threads together. */
  readonly runSeconds: () => number;
}

interface Options {
  readonly provider?: string;
  readonly plan?: SessionPlan;
}

/** @param model what `session` was loaded from */
export async function createBatchSessions(
  runtime: typeof Runtime,
  session: InferenceSession,
  model: string | Uint8Array,
  label: string,
  { provider = 'cpu', plan }: Options,
): Promise<BatchSessions> {
  const changed = plan?.takesWords === true ? await openWithWords(runtime, session, model, provider) : undefined;
  const own = changed?.session ?? session;
  const form: TextForm = changed === undefined ? 'texts' : 'words';
  const threads: AnswerThread[] = [];
  const answerHere = async (parts: readonly FedPart[], output: string): Promise<TimedOutput> => {
    const feeds = feedsOf(parts, form, runtime.Tensor);
    const start = process.hrtime.bigint();
    const tensor = (await own.run(feeds, [output]))[output];
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    return { data: tensor?.data ?? [], dims: tensor?.dims ?? [], seconds };
  };
  return {
    rows: plan?.rows ?? Infinity,
    begin: (output) =>
      createRound(label, (parts) => {
        const free = threads.find((thread) => thread.hasRoom());
        return free === undefined
          ? { answer: answerHere(parts, output), isHere: true }
          : { answer: free.answer(parts, output), isHere: false };
      }),
    spread: () => {
      for (let count = threads.length + 1; count < (plan?.sessions ?? 1); count++) {
        threads.push(startAnswerThread({ model: changed?.bytes ?? model, form, provider }));
      }
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
      await changed?.session.release();
    },
  };
}

/** The same model, taking words; undefined where it takes no texts, or the runtime does not load it like that. */
async function openWithWords(
  { InferenceSession: Session }: typeof Runtime,
  session: InferenceSession,
  model: string | Uint8Array,
  provider: string,
): Promise<{ readonly session: InferenceSession; readonly bytes: Uint8Array } | undefined> {
  const texts = session.inputMetadata.flatMap((input) =>
    input.isTensor && input.type === 'string' ? [input.name] : [],
  );
  if (texts.length === 0) return undefined;
  const bytes = await takeWords(typeof model === 'string' ? await readFile(model) : model, texts);
  if (bytes === undefined) return undefined;
  try {
    return { bytes, session: await Session.create(bytes, sessionOptions(1, provider)) };
  } catch {
    // Texts go in one by one then, as they do in every other tool.
    return undefined;
  }
}

interface Begun {
  readonly answer: Promise<TimedOutput>;
  /** Whether this thread is busy with it. */
  readonly isHere: boolean;
}

function createRound(label: string, begin: (parts: readonly FedPart[]) => Begun): BatchRound {
  const running = new Set<Promise<void>>();
  let next = 0;
  let runSeconds = 0;
  let failed: { readonly batch: number; readonly error: unknown } | undefined;
  const settle = async (): Promise<void> => {
    await Promise.all(running);
    if (failed === undefined) return;
    if (failed.error instanceof ModelProblem) throw failed.error;
    throw new ModelProblem(`${label} cannot answer: ${explainUnloaded(failed.error)}.`);
  };
  return {
    answer: async (parts, take) => {
      if (failed !== undefined) return settle();
      const batch = next++;
      const { answer, isHere } = begin(parts);
      const done = answer
        .then((output) => {
          runSeconds += output.seconds;
          take(output);
        })
        .catch((error: unknown) => {
          if (failed === undefined || batch < failed.batch) failed = { batch, error };
        })
        .finally(() => running.delete(done));
      running.add(done);
      if (isHere) await done;
    },
    settle,
    runSeconds: () => runSeconds,
  };
}
