import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { GraphValue } from '../../../server/src/onnx/modelHeader.ts';
import { readModelHeader } from '../../../server/src/onnx/readModelHeader.ts';
import { model, node, tensorType, value } from '../../support/onnxBytes.ts';

/** Types of elements that the runtime reads, by their numbers in a file. */
const types = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];

/** Names, types and shapes as the runtime tells them: what has no name is empty there. */
async function byRuntime(bytes: Uint8Array): Promise<unknown> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 4 });
  const describeAll = (all: readonly InferenceSession.ValueMetadata[]) =>
    all.map((one) => (one.isTensor ? [one.name, one.type, one.shape] : [one.name]));
  const found = { inputs: describeAll(session.inputMetadata), outputs: describeAll(session.outputMetadata) };
  await session.release();
  return found;
}

async function byHeader(bytes: Uint8Array): Promise<unknown> {
  const outcome = await readModelHeader({
    sizeBytes: bytes.length,
    read: (start, length) => Promise.resolve(bytes.subarray(start, start + length)),
  });
  if (outcome.kind !== 'header') throw new Error(outcome.because);
  const describeAll = (all: readonly GraphValue[]) =>
    all.map((one) => [one.name, one.type, (one.shape ?? []).map((axis) => axis ?? '')]);
  return { inputs: describeAll(outcome.header.inputs), outputs: describeAll(outcome.header.outputs) };
}

describe('the header of a model and the runtime', { timeout: 60_000 }, () => {
  it.each(['delay.onnx', 'delay-int8.onnx'])('say the same of the example: %s', async (name) => {
    const file = path.resolve(import.meta.dirname, '../../../examples/flight-delays/models', name);
    const bytes = new Uint8Array(readFileSync(file));
    expect(await byHeader(bytes)).toEqual(await byRuntime(bytes));
  });

  it('say the same of any types, sizes and names', async () => {
    const axis = fc.oneof(
      fc.integer({ min: 1, max: 2 ** 31 }),
      fc.constantFrom('N', 'batch', 'a b'),
      fc.constant(null),
    );
    const tensors = fc.uniqueArray(
      fc.record({
        name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
        type: fc.constantFrom(...types),
        axes: fc.array(axis, { maxLength: 5 }),
      }),
      { minLength: 1, maxLength: 4, selector: ({ name }) => name },
    );
    await fc.assert(
      fc.asyncProperty(tensors, async (all) => {
        const bytes = model({
          inputs: all.map(({ name, type, axes }) => value(name, tensorType(type, axes))),
          outputs: all.map(({ name, type, axes }) => value(`copy of ${name}`, tensorType(type, axes))),
          nodes: all.map(({ name }) => node({ inputs: [name], outputs: [`copy of ${name}`], operator: 'Identity' })),
        });
        expect(await byHeader(bytes)).toEqual(await byRuntime(bytes));
      }),
      { numRuns: 60 },
    );
  });
});
