/** The program of a thread with a session of its own: answers batches one after the other, until it is told to end. */
import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { feedsOf } from './fedParts.ts';
import type { FedPart } from './fedParts.ts';
import { importOnnxRuntime } from './importOnnxRuntime.ts';
import { sessionOptions } from './sessionOptions.ts';
import { buffersOfAnswer } from './startAnswerThread.ts';
import type { AnswerOrder, FromAnswerThread, ThreadWork, ToAnswerThread } from './startAnswerThread.ts';

function serve(port: MessagePort): void {
  let loading: ReturnType<typeof load> | undefined;
  let last: Promise<void> = Promise.resolve();
  port.on('message', (message: ToAnswerThread) => {
    last = last.then(async () => {
      if (message.kind === 'load') {
        loading = load(port, message);
        await loading;
        return;
      }
      const model = await loading;
      if (message.kind === 'answer') return model?.answer(message);
      await model?.close();
      port.close();
    });
  });
}

async function load(port: MessagePort, { model, form, provider }: ThreadWork) {
  const tell = (message: FromAnswerThread): void => port.postMessage(message, buffersOfAnswer(message));
  const { InferenceSession, Tensor } = await importOnnxRuntime();
  const options = sessionOptions(1, provider);
  const session = await (typeof model === 'string'
    ? InferenceSession.create(model, options)
    : InferenceSession.create(model, options));
  const words = new Map<string, readonly string[]>();
  const withWords = (part: FedPart, unchanged: readonly string[]): FedPart => {
    if (!('words' in part)) return part;
    if (unchanged.includes(part.name)) return { ...part, words: words.get(part.name) ?? [] };
    words.set(part.name, part.words);
    return part;
  };
  tell({ kind: 'ready' });
  return {
    answer: async ({ id, parts, unchanged, output }: AnswerOrder): Promise<void> => {
      try {
        const whole = parts.map((part) => withWords(part, unchanged));
        const feeds = feedsOf(whole, form, Tensor);
        const start = process.hrtime.bigint();
        const tensor = (await session.run(feeds, [output]))[output];
        const seconds = Number(process.hrtime.bigint() - start) / 1e9;
        tell({ kind: 'answered', id, data: tensor?.data ?? [], dims: [...(tensor?.dims ?? [])], seconds });
      } catch (error) {
        tell({ kind: 'failed', id, error: error instanceof Error ? error.message : String(error) });
      }
    },
    close: () => session.release(),
  };
}

if (parentPort !== null) serve(parentPort);
