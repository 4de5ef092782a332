import { makeAdditionModel } from './tinyModel.ts';

/** Makes a model, loads it, runs it, and compares the result. */
export async function checkOnnxRuntime(): Promise<{ readonly version: string; readonly did: string }> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-node');
  // 3 is errors only: the runtime writes its log to standard error.
  const session = await InferenceSession.create(makeAdditionModel(2), { logSeverityLevel: 3, intraOpNumThreads: 1 });
  try {
    const feeds = {
      a: new Tensor('float32', Float32Array.of(1, 2), [2]),
      b: new Tensor('float32', Float32Array.of(10, 20), [2]),
    };
    const { sum } = await session.run(feeds);
    const values = sum?.data;
    if (!(values instanceof Float32Array) || values[0] !== 11 || values[1] !== 22) {
      throw new Error('onnxruntime added two vectors wrongly.');
    }
    return { version: env.versions.node ?? env.versions.common, did: 'It ran a model that adds two vectors.' };
  } finally {
    await session.release();
  }
}
