import { importOnnxRuntime } from './importOnnxRuntime.ts';
import { makeAdditionModel } from './tinyModel.ts';

/**
 * Makes a model, loads it, runs it, and compares the result.
 *
 * @param length length of the vectors that the model adds, at least 1
 */
export async function checkOnnxRuntime(length = 2): Promise<{ readonly version: string; readonly did: string }> {
  const { InferenceSession, Tensor, env } = await importOnnxRuntime();
  // 3 is errors only: the runtime writes its log to standard error.
  const session = await InferenceSession.create(makeAdditionModel(length), {
    logSeverityLevel: 3,
    intraOpNumThreads: 1,
  });
  try {
    const vector = (first: number) => Float32Array.from({ length }, (_, index) => first + index);
    const feeds = { a: new Tensor('float32', vector(1), [length]), b: new Tensor('float32', vector(10), [length]) };
    const { sum } = await session.run(feeds);
    const values = sum?.data;
    const isRight =
      values instanceof Float32Array &&
      values.length === length &&
      values.every((value, index) => value === 11 + 2 * index);
    if (!isRight) throw new Error('onnxruntime added two vectors wrongly.');
    return { version: env.versions.node ?? env.versions.common, did: 'It ran a model that adds two vectors.' };
  } finally {
    await session.release();
  }
}
