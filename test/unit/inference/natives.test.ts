import { describe, expect, it } from 'vitest';
import { checkOnnxRuntime } from '../../../server/src/inference/checkOnnxRuntime.ts';
import { checkSharp } from '../../../server/src/inference/checkSharp.ts';

describe('the check of onnxruntime', { timeout: 30_000 }, () => {
  it.each([1, 2, 200])('runs a model that it made itself, for vectors of length %d', async (length) => {
    expect((await checkOnnxRuntime(length)).version).toMatch(/^\d+\.\d+/);
  });
});

describe('the check of sharp', { timeout: 30_000 }, () => {
  it('encodes and decodes a picture and names both libraries', async () => {
    expect((await checkSharp()).version).toMatch(/^\d+\.\d+\.\d+ with libvips \d/);
  });
});
