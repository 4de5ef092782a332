/** Models that answer a row by the rows beside it are asked the rows as they come, also where rows repeat. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { evaluationRequest } from '../../../schemas/evaluationJob.ts';
import { keepAnswers } from '../../../server/src/data/answersFiles.ts';
import { confinePath } from '../../../server/src/data/confinedPath.ts';
import { withRows } from '../../../server/src/data/readRows.ts';
import { createEvaluateModel } from '../../../server/src/inference/evaluateModel.ts';
import { elementTypes, model, node, number, tensor, tensorType, value } from '../../support/onnxBytes.ts';
import type { Bytes } from '../../support/onnxBytes.ts';
import { attribute, floats } from '../../support/onnxModels.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-together-')));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const frame = {
  inputs: [value('x', tensorType(elementTypes.float32, ['N', 1]))],
  outputs: [value('y', tensorType(elementTypes.float32, ['N', 1]))],
};

/** Rounds to 256 steps between the smallest and the largest number of the batch. */
const rounding = model({
  ...frame,
  nodes: [
    node({ inputs: ['x'], outputs: ['q', 'scale', 'zero'], operator: 'DynamicQuantizeLinear' }),
    node({ inputs: ['q', 'scale', 'zero'], outputs: ['y'], operator: 'DequantizeLinear' }),
  ],
});

/** Takes the mean of the batch away, over its spread, as a network does that was exported while it was trained. */
const training = model({
  ...frame,
  initializers: [
    tensor({ name: 'one', dims: [1], raw: floats([1]) }),
    tensor({ name: 'zero', dims: [1], raw: floats([0]) }),
  ],
  nodes: [
    node({
      inputs: ['x', 'one', 'zero', 'zero', 'one'],
      outputs: ['y', 'mean', 'variance'],
      operator: 'BatchNormalization',
      attributes: [attribute('training_mode', 2, number(3, 1))],
    }),
  ],
});

const batch = 8;
/** The ends of the first batch stand in rows that are asked twice; every later batch reaches further. */
const xs = Array.from({ length: 10 * batch }, (_, row) => {
  if (row === 0) return -10;
  if (row === 3) return 10;
  return row > batch && row % batch === 5 ? 1000 * row : 0.3;
});

async function askAsTheyCome(bytes: Bytes): Promise<readonly number[]> {
  const session = await InferenceSession.create(bytes);
  const answers: number[] = [];
  for (let first = 0; first < xs.length; first += batch) {
    const rows = xs.slice(first, first + batch);
    const { y } = await session.run({ x: new Tensor('float32', rows, [rows.length, 1]) });
    answers.push(...Array.from(y?.data ?? [], Number));
  }
  await session.release();
  return answers;
}

it.each([
  [
    'that chooses its number format by the batch',
    rounding,
    'DynamicQuantizeLinear chooses its number format by all rows of the batch',
  ],
  ['that normalises over the batch', training, 'BatchNormalization is in training mode and normalises over the batch'],
])('a model %s answers equal rows of other batches otherwise, and this is told', async (_what, bytes, because) => {
  const expected = await askAsTheyCome(bytes);
  expect(new Set(expected.filter((_, row) => xs[row] === 0.3)).size).toBeGreaterThan(1);
  writeFileSync(path.join(root, 'model.onnx'), bytes);
  writeFileSync(
    path.join(root, 'rows.csv'),
    ['a,y', ...xs.map((x, row) => `${x},${expected[row] ?? ''}`), ''].join('\n'),
  );
  const job = createEvaluateModel({ withRows, keepAnswers, confine: confinePath, explain: () => undefined });
  const wanted = evaluationRequest.parse({
    source: { label: 'rows.csv', root, files: [path.join(root, 'rows.csv')] },
    splits: [{ id: 'test' }],
    split: 'test',
    model: { root, path: path.join(root, 'model.onnx'), label: 'model.onnx' },
    task: 'regression',
    inputs: [{ name: 'x', columns: ['a'] }],
    outputs: [{ name: 'y', as: 'value' }],
    truth: { kind: 'value', column: 'y' },
    metrics: [{ id: 'far', metric: 'max-error' }],
    batch,
  });
  const limits = { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 1 };
  const answer = await job(wanted, { limits, scratch: path.join(root, 'scratch'), report: () => undefined });
  expect(answer).toMatchObject({ kind: 'done', value: { metrics: [{ value: { state: 'known', value: 0 } }] } });
  expect(answer.kind === 'done' && answer.value.notes).toContain(
    `model.onnx answers a row by the rows beside it, because ${because}; alone it answers otherwise.`,
  );
});
