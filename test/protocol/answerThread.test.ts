import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** What the thread says first, and the code that it ends with once it was told to. */
async function loadIn(program: string, model: string): Promise<{ readonly first: unknown; readonly code: number }> {
  const thread = new Worker(path.join(root, program), { execArgv: [] });
  const ended = new Promise<number>((resolve) => thread.once('exit', resolve));
  const first = await new Promise<unknown>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.postMessage({ kind: 'load', model: path.join(root, model), form: 'texts', provider: 'cpu' });
  });
  thread.postMessage({ kind: 'end' });
  return { first, code: await ended };
}

it('the bundle of a thread that answers rows loads a model, and ends when it is told to', async () => {
  expect(await loadIn('dist/answerThread.cjs', 'examples/flight-delays/models/delay.onnx')).toEqual({
    first: { kind: 'ready' },
    code: 0,
  });
});
