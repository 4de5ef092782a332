import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { exposeEmbedding } from '../../../server/src/onnx/exposeEmbedding.ts';
import { readModelHeader } from '../../../server/src/onnx/readModelHeader.ts';
import { linearModel } from '../../support/onnxModels.ts';
import { digitsFolder } from '../../support/digitsExample.ts';

describe('a model that also answers what goes into its last layer', () => {
  const bytes = readFileSync(path.join(digitsFolder, 'models/digit.onnx'));

  it('has one output more, and is otherwise the same file', async () => {
    const exposed = await exposeEmbedding(bytes, 'logits');
    expect(exposed?.output).toBe('active');
    expect(
      Buffer.from(exposed?.bytes ?? [])
        .subarray(0, bytes.length)
        .equals(bytes),
    ).toBe(true);
    const whole = exposed?.bytes ?? new Uint8Array();
    const header = await readModelHeader({
      sizeBytes: whole.length,
      read: (start, length) => Promise.resolve(whole.subarray(start, start + length)),
    });
    expect(header).toMatchObject({ header: { outputs: [{ name: 'logits' }, { name: 'active' }] } });
  });

  it('is not there for an answer that the model does not give', async () => {
    expect(await exposeEmbedding(bytes, 'other')).toBeUndefined();
  });

  it('is not there for a model of one layer, whose input is all that it knows', async () => {
    expect(await exposeEmbedding(Uint8Array.from(linearModel({ weights: [1, 0], bias: 0 })), 'y')).toBeUndefined();
  });
});
