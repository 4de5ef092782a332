import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imagePreparation } from '../../../schemas/imagePreparation.ts';
import { planSessions } from '../../../server/src/inference/planSessions.ts';
import { deepModel, modelWithWeightsAt } from '../../support/onnxModels.ts';

const columns = [{ image: undefined }];
const images = [{ image: imagePreparation.parse({ color: 'rgb', layout: 'NCHW' }) }];

describe('planSessions', () => {
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

  const plan = (file: string, threads: number) => planSessions(file, columns, threads);

  it('answers rows of a table in one session for each core, each on its own', async () => {
    const heavy = write('heavy.onnx', deepModel(2, 300, 2));
    expect(await plan(write('small.onnx', deepModel(2, 8, 2)), 4)).toMatchObject({ cores: 1, sessions: 4 });
    expect(await plan(heavy, 4)).toMatchObject({ cores: 1, sessions: 4 });
    expect(await plan(heavy, 1)).toMatchObject({ cores: 1, sessions: 1 });
  });

  it('cuts batches by the model alone, whatever the number of cores', async () => {
    const heavy = write('heavy.onnx', deepModel(2, 300, 2));
    expect((await plan(heavy, 1)).rows).toBe((await plan(heavy, 8)).rows);
  });

  it('spreads images over all cores, one after the other', async () => {
    const file = write('images.onnx', deepModel(2, 8, 2));
    expect(await planSessions(file, images, 4)).toMatchObject({ cores: 4, sessions: 1, takesWords: false });
  });

  it('leaves a model as it is whose weights lie beside it', async () => {
    expect(await plan(write('outside.onnx', modelWithWeightsAt('weights.bin')), 2)).toMatchObject({
      sessions: 2,
      takesWords: false,
    });
  });

  it('leaves a file that is no model to all cores, for the runtime to refuse', async () => {
    expect(await plan(write('text.onnx', Buffer.from('no model')), 4)).toMatchObject({ cores: 4, sessions: 1 });
  });
});
