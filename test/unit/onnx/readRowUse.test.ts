/** Which graphs answer a row by that row alone. */
import { describe, expect, it } from 'vitest';
import { readNodes } from '../../../server/src/onnx/readNodes.ts';
import { readRowUse } from '../../../server/src/onnx/readRowUse.ts';
import type { RowUse } from '../../../server/src/onnx/readRowUse.ts';
import { elementTypes, graph, join, model, node, number, tensor, tensorType, value } from '../../support/onnxBytes.ts';
import type { Bytes, NodeParts } from '../../support/onnxBytes.ts';
import { attribute, floats, linearModel, neighbourModel, zipMapClassifier } from '../../support/onnxModels.ts';
import { memorySource } from './memorySource.ts';

async function useOf(bytes: Bytes): Promise<RowUse> {
  const nodes = await readNodes(memorySource(bytes));
  return nodes === undefined ? { kind: 'unknown' } : readRowUse(nodes);
}

const ints = (name: string, values: readonly number[]): Bytes =>
  attribute(name, 7, ...values.map((one) => number(8, one)));
const int = (name: string, one: number): Bytes => attribute(name, 2, number(3, one));
const whole = (name: string, values: readonly number[]): Bytes =>
  tensor({
    name,
    type: elementTypes.int64,
    dims: [values.length],
    raw: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
  });

const weights = [
  tensor({ name: 'w', dims: [2, 2], raw: floats([1, 2, 3, 4]) }),
  tensor({ name: 'one', dims: [2], raw: floats([1, 1]) }),
  whole('axis 0', [0]),
  whole('axis 1', [1]),
  whole('axis -2', [-2]),
  whole('flat', [-1, 4]),
  tensor({ name: 'yes', type: 9, raw: Uint8Array.of(1) }),
  tensor({ name: 'no', type: 9, raw: Uint8Array.of(0) }),
];

/** `x` goes through the nodes; each takes what the one before gave, unless it says otherwise. */
function chain(nodes: readonly NodeParts[], opset = 17): Bytes {
  return model({
    opset,
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 2]))],
    initializers: weights,
    nodes: nodes.map((one, at) => node({ inputs: [at === 0 ? 'x' : `v${at - 1}`], outputs: [`v${at}`], ...one })),
    outputs: [value(`v${nodes.length - 1}`, tensorType(elementTypes.float32))],
  });
}

const norm = ['x', 'one', 'one', 'one', 'one'];

describe('a graph that answers each row alone', () => {
  it.each<[string, Bytes]>([
    ['a linear one', linearModel({ weights: [1, 2], bias: 3, ending: 'Sigmoid' })],
    ['a classifier of scikit-learn', zipMapClassifier()],
    ['normalisation with kept means', chain([{ operator: 'BatchNormalization', inputs: norm }])],
    ['dropout that is switched off', chain([{ operator: 'Dropout', inputs: ['x', '', 'no'] }])],
    ['softmax over classes', chain([{ operator: 'Softmax', attributes: [int('axis', -1)] }])],
    ['softmax of old operators, which begins with the second axis', chain([{ operator: 'Softmax' }], 11)],
    ['a sum over columns', chain([{ operator: 'ReduceSum', inputs: ['x', 'axis 1'] }])],
    ['columns that are picked', chain([{ operator: 'Gather', inputs: ['x', 'axis 1'], attributes: [int('axis', 1)] }])],
    ['weights that are looked up', chain([{ operator: 'Gather', inputs: ['w', 'x'] }])],
    [
      'turned weights',
      chain([
        { operator: 'Transpose', inputs: ['w'], attributes: [ints('perm', [1, 0])] },
        { operator: 'MatMul', inputs: ['x', 'v0'] },
      ]),
    ],
    ['a shape that keeps the rows', chain([{ operator: 'Shape' }, { operator: 'Reshape', inputs: ['x', 'v0'] }])],
    ['rows that are laid out anew', chain([{ operator: 'Reshape', inputs: ['x', 'flat'] }])],
  ])('is %s', async (_what, bytes) => {
    expect(await useOf(bytes)).toEqual({ kind: 'alone' });
  });
});

describe('a graph that looks at the rows of a batch together', () => {
  it.each<[string, Bytes, string]>([
    [
      'normalises in training mode',
      chain([{ operator: 'BatchNormalization', inputs: norm, attributes: [int('training_mode', 1)] }]),
      'training mode',
    ],
    [
      'normalises as in training, by its outputs',
      chain([{ operator: 'BatchNormalization', inputs: norm, outputs: ['v0', 'mean'] }], 9),
      'training mode',
    ],
    [
      'normalises with the oldest operators',
      chain([{ operator: 'BatchNormalization', inputs: norm }], 6),
      'training mode',
    ],
    [
      'chooses its number format while it runs',
      chain([{ operator: 'DynamicQuantizeLinear', outputs: ['v0', 's', 'z'] }]),
      'DynamicQuantizeLinear chooses its number format',
    ],
    [
      'does so in an operator of the runtime',
      chain([{ operator: 'DynamicQuantizeMatMul', domain: 'com.microsoft', inputs: ['x', 'w', 'one'] }]),
      'chooses its number format',
    ],
    ['subtracts the mean of the batch', neighbourModel(), 'ReduceMean'],
    [
      'takes the largest of the batch',
      chain([{ operator: 'ReduceMax', attributes: [ints('axes', [0])] }]),
      'ReduceMax reduces over the rows',
    ],
    ['takes the largest of everything', chain([{ operator: 'ReduceMax' }]), 'ReduceMax reduces over the batch'],
    [
      'sums along an axis that a constant names',
      chain([{ operator: 'ReduceSum', inputs: ['x', 'axis 0'] }]),
      'ReduceSum',
    ],
    ['names the best row', chain([{ operator: 'ArgMax' }]), 'ArgMax works along the rows'],
    ['takes the softmax along the rows', chain([{ operator: 'Softmax', attributes: [int('axis', 0)] }]), 'Softmax'],
  ])('is told when it %s', async (_what, bytes, because) => {
    const use = await useOf(bytes);
    expect(use.kind === 'together' && use.because).toContain(because);
  });
});

describe('a graph that draws', () => {
  it.each<[string, Bytes]>([
    ['noise', chain([{ operator: 'RandomNormalLike' }, { operator: 'Add', inputs: ['x', 'v0'] }])],
    [
      'noise of its own shape',
      chain([
        { operator: 'RandomNormal', inputs: [] },
        { operator: 'Add', inputs: ['x', 'v0'] },
      ]),
    ],
    ['which numbers are dropped', chain([{ operator: 'Dropout', inputs: ['x', '', 'yes'] }])],
    [
      'which numbers are dropped, as an unknown input says',
      chain([{ operator: 'Dropout', inputs: ['x', '', 'mode'] }]),
    ],
  ])('%s is told', async (_what, bytes) => {
    expect((await useOf(bytes)).kind).toBe('random');
  });
});

describe('nothing is claimed', () => {
  it.each<[string, Bytes]>([
    ['of operators that nobody knows', chain([{ operator: 'Guess', domain: 'acme' }])],
    [
      'of graphs inside a graph',
      chain([{ operator: 'If', attributes: [attribute('then_branch', 5, join(graph({})))] }]),
    ],
    ['of rows that were turned into columns', chain([{ operator: 'Transpose', attributes: [ints('perm', [1, 0])] }])],
    ['of an axis that counts from the end', chain([{ operator: 'ReduceMax', inputs: ['x', 'axis -2'] }])],
    ['of an axis that shows while it runs', chain([{ operator: 'ReduceSum', inputs: ['x', 'y'] }])],
    ['of rows that are cut off', chain([{ operator: 'Slice', inputs: ['x', 'axis 0', 'axis 1', 'axis 0'] }])],
    ['where the number of rows counts', chain([{ operator: 'Size' }, { operator: 'Mul', inputs: ['x', 'v0'] }])],
    ['where rows meet each other', chain([{ operator: 'MatMul', inputs: ['w', 'x'] }])],
    ['of what is no model', Uint8Array.of(1, 2, 3)],
  ])('%s', async (_what, bytes) => {
    expect(await useOf(bytes)).toEqual({ kind: 'unknown' });
  });
});
