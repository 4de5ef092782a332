import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { newestIrVersion, newestOperatorSets } from '../../../server/src/onnx/runtimeLimits.ts';
import { elementTypes, model, node, tensorType, value } from '../../support/onnxBytes.ts';

/** Whether the runtime loads a model that copies its input. */
async function loads(versions: { irVersion?: number; opset?: number; opsets?: Record<string, number> }) {
  const vector = tensorType(elementTypes.float32, [2]);
  const bytes = model({
    ...versions,
    inputs: [value('x', vector)],
    outputs: [value('y', vector)],
    nodes: [node({ inputs: ['x'], outputs: ['y'], operator: 'Identity' })],
  });
  try {
    const session = await InferenceSession.create(bytes, { logSeverityLevel: 4 });
    await session.release();
    return true;
  } catch {
    return false;
  }
}

describe('the runtime', { timeout: 30_000 }, () => {
  it('loads the newest file format that we name, and no newer one', async () => {
    expect(await loads({ irVersion: newestIrVersion })).toBe(true);
    expect(await loads({ irVersion: newestIrVersion + 1 })).toBe(false);
  });

  it.each([...newestOperatorSets])(
    'loads operators of %j up to version %d, and no newer ones',
    async (domain, newest) => {
      const versions = (version: number) => (domain === '' ? { opset: version } : { opsets: { [domain]: version } });
      expect(await loads(versions(newest))).toBe(true);
      expect(await loads(versions(newest + 1))).toBe(false);
    },
  );
});
