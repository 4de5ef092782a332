import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { takeWords, wordInputsOf } from '../../../server/src/onnx/takeWords.ts';
import { linearModel, wordModel } from '../../support/onnxModels.ts';

const known = ['ATL', 'JFK', '', 'a much longer word than fits', 'Zürich'];

describe('a model that takes words', () => {
  it('answers what the model answers, for any texts', async () => {
    const bytes = wordModel(known);
    const changed = await takeWords(bytes, ['x']);
    const [plain, own] = [await InferenceSession.create(bytes), await InferenceSession.create(changed ?? bytes)];
    const { words, places } = wordInputsOf('x');
    expect(own.inputNames).toEqual([words, places]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...known, 'unknown'), { minLength: 1 }), async (texts) => {
        const different = [...new Set(texts)];
        const codes = Int32Array.from(texts, (text) => different.indexOf(text));
        const [left, right] = [
          await plain.run({ x: new Tensor('string', texts, [texts.length, 1]) }),
          await own.run({
            [words]: new Tensor('string', different, [different.length]),
            [places]: new Tensor('int32', codes, [texts.length, 1]),
          }),
        ];
        expect(right['y']?.data).toEqual(left['y']?.data);
        expect(right['y']?.dims).toEqual(left['y']?.dims);
      }),
    );
    await plain.release();
    await own.release();
  });

  it('is not made for an input that it does not have', async () => {
    expect(await takeWords(wordModel(known), ['y'])).toBeUndefined();
  });

  it('refuses bytes that are no model', async () => {
    await expect(takeWords(Buffer.from('no model'), ['x'])).rejects.toThrow();
  });

  it('keeps the inputs that it was not asked to change', async () => {
    const bytes = linearModel({ weights: [1, 2], bias: 0 });
    expect(Buffer.from((await takeWords(bytes, [])) ?? []).equals(bytes)).toBe(true);
  });
});
