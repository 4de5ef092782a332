import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readModelHeader } from '../../../server/src/onnx/readModelHeader.ts';
import {
  elementTypes,
  entry,
  join,
  model,
  node,
  tensor,
  tensorType,
  value,
  zipMapModel,
} from '../../support/onnxBytes.ts';
import { memorySource } from './memorySource.ts';

const samples = [
  zipMapModel(['on-time', 'late'], tensorType(elementTypes.float32, ['N', 2])),
  zipMapModel([0, 1, 2]),
  model({
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 3]))],
    outputs: [value('y', entry(9, entry(1, tensorType(elementTypes.int64))))],
    initializers: [
      tensor({ name: 'w', dims: [3, 2], raw: new Uint8Array(24).fill(7) }),
      tensor({ name: 'v', dims: [9], external: { location: '../../etc/passwd', length: '36' } }),
    ],
    nodes: [node({ operator: 'Custom', domain: 'own', attributes: [join(entry(1, 'g'), entry(6, new Uint8Array()))] })],
  }),
];

/** A sample with some of its bytes changed, and cut somewhere. */
const mutated = fc
  .record({
    sample: fc.constantFrom(...samples),
    changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
    cut: fc.option(fc.nat()),
  })
  .map(({ sample, changes, cut }) => {
    const bytes = sample.slice();
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
  });

describe('any bytes', () => {
  it('are a header, or a reason why not, and are never read beyond their end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, fc.uint8Array({ maxLength: 400 })), async (bytes) => {
        const source = memorySource(bytes);
        const outcome = await readModelHeader(source);
        if (outcome.kind !== 'header') expect(outcome.because).toMatch(/^\w/);
        else expect(Number.isFinite(outcome.header.weightBytes)).toBe(true);
        // Each of the few jumps reads at most one stretch, and no stretch is longer than the file.
        expect(source.readBytes()).toBeLessThanOrEqual(bytes.length * 40);
      }),
      { numRuns: 3000 },
    );
  });

  it('that were written by us are read as they were meant', async () => {
    const name = fc.string({ minLength: 1, maxLength: 20 });
    const axis = fc.oneof(fc.nat(2 ** 31), fc.string({ minLength: 1, maxLength: 5 }), fc.constant(null));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, fc.array(axis, { maxLength: 5 })), { maxLength: 6 }), async (inputs) => {
        const bytes = model({ inputs: inputs.map(([id, axes]) => value(id, tensorType(1, axes))) });
        const outcome = await readModelHeader(memorySource(bytes));
        const expected = inputs.map(([id, shape]) => ({ name: id, kind: 'tensor', type: 'float32', shape }));
        expect(outcome).toMatchObject({ kind: 'header', header: { inputs: expected } });
      }),
    );
  });
});
