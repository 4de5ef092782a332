import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imagePreparation } from '../../../schemas/imagePreparation.ts';
import { answerThreads } from '../../../server/src/inference/answerThreads.ts';
import { deepModel } from '../../support/onnxModels.ts';

const columns = [{ image: undefined }];
const images = [{ image: imagePreparation.parse({ color: 'rgb', layout: 'NCHW' }) }];

describe('answerThreads', () => {
  let folder = '';
  const write = (name: string, bytes: Uint8Array): string => {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return file;
  };
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'plumbline-threads-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('answers with a model of little weight on one core', async () => {
    expect(await answerThreads(write('small.onnx', deepModel(2, 8, 2)), columns, 4)).toBe(1);
  });

  it('answers with a heavy model on all cores', async () => {
    expect(await answerThreads(write('heavy.onnx', deepModel(2, 300, 2)), columns, 4)).toBe(4);
  });

  it('answers images on all cores', async () => {
    expect(await answerThreads(write('images.onnx', deepModel(2, 8, 2)), images, 4)).toBe(4);
  });

  it('leaves a file that is no model to all cores, for the runtime to refuse', async () => {
    expect(await answerThreads(write('text.onnx', Buffer.from('no model')), columns, 4)).toBe(4);
  });
});
