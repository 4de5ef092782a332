/** Rows that are answered by several sessions at the same time. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluationRequest } from '../../../schemas/evaluationJob.ts';
import type { EvaluationRequest, EvaluationResult } from '../../../schemas/evaluationJob.ts';
import { keepAnswers } from '../../../server/src/data/answersFiles.ts';
import { confinePath } from '../../../server/src/data/confinedPath.ts';
import { withRows } from '../../../server/src/data/readRows.ts';
import { createEvaluateModel } from '../../../server/src/inference/evaluateModel.ts';
import { openModel } from '../../../server/src/inference/openModel.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { deepModel, neighbourModel, pickyModel, wordModel } from '../../support/onnxModels.ts';

const job = createEvaluateModel({ withRows, keepAnswers, confine: confinePath, explain: () => undefined });

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-threads-')));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function request(rows: readonly string[], model: Uint8Array, columns: readonly string[], batch: number) {
  writeFileSync(path.join(root, 'rows.csv'), `${[...columns, 'y'].join(',')}\n${rows.join('\n')}\n`);
  writeFileSync(path.join(root, 'model.onnx'), model);
  return evaluationRequest.parse({
    source: { label: 'rows.csv', root, files: [path.join(root, 'rows.csv')] },
    splits: [{ id: 'test' }],
    split: 'test',
    model: { root, path: path.join(root, 'model.onnx'), label: 'model.onnx' },
    task: 'regression',
    inputs: [{ name: 'x', columns }],
    outputs: [{ name: 'y', as: 'value' }],
    truth: { kind: 'value', column: 'y' },
    metrics: [{ id: 'mae', metric: 'mae', slices: [] }],
    batch,
    keepsSample: true,
  });
}

async function answer(wanted: EvaluationRequest, threads: number) {
  const limits = { memoryBytes: 2 ** 30, diskBytes: 1e9, threads };
  return job(wanted, { limits, scratch: path.join(root, 'scratch'), report: () => undefined });
}

/** What the job found, without the time that it took. */
async function resultOf(wanted: EvaluationRequest, threads: number): Promise<EvaluationResult> {
  const outcome = await answer(wanted, threads);
  if (outcome.kind === 'failed') throw new Error(outcome.sentence);
  return { ...outcome.value, seconds: { load: 0, run: 0, total: 0 } };
}

async function refusal(wanted: EvaluationRequest, threads: number): Promise<string> {
  const outcome = await answer(wanted, threads);
  return outcome.kind === 'failed' ? outcome.sentence : 'It was evaluated.';
}

describe('rows that several sessions answer', () => {
  it('are measured to the same digits by any number of threads', async () => {
    const random = createRandomStream(3);
    const rows = Array.from({ length: 700 }, () =>
      [random.nextFraction(), random.nextFraction(), random.nextFraction()].join(','),
    );
    const wanted = request(rows, deepModel(2, 24, 3), ['a', 'b'], 8);
    const one = await resultOf(wanted, 1);
    expect(await resultOf(wanted, 2)).toEqual(one);
    expect(await resultOf(wanted, 3)).toEqual(one);
  });

  it('may be texts, few or many, short or long, and some of them new to the model', async () => {
    const words = ['ATL', 'JFK', 'a word of more than twelve bytes', 'Zürich'];
    const texts = Array.from({ length: 6000 }, (_, row) =>
      row % 3 === 0 ? `unknown ${row}` : (words[(row * 7) % words.length] ?? ''),
    );
    const rows = texts.map((text) => `"${text}",${words.indexOf(text)}`);
    const wanted = request(rows, wordModel(words), ['a'], 64);
    const one = await resultOf(wanted, 1);
    expect(one.metrics).toMatchObject([{ value: { state: 'known', value: 0, n: 6000 } }]);
    expect(await resultOf(wanted, 3)).toEqual(one);
  });

  it('fail with what the earliest row fails with, whichever thread is the first to fail', async () => {
    const rows = Array.from({ length: 400 }, (_, row) => `${row === 150 ? 71 : row === 170 ? 72 : row % 3},0`);
    const wanted = request(rows, pickyModel(), ['a'], 4);
    const sentence = await refusal(wanted, 1);
    expect(sentence).toMatch(/^model\.onnx cannot answer: .*71/);
    for (const threads of [2, 3, 2, 3]) expect(await refusal(wanted, threads)).toBe(sentence);
  });

  it('fail with the earliest row, too, where a later one cannot be read', async () => {
    const rows = Array.from({ length: 400 }, (_, row) => `${row === 150 ? 71 : row === 170 ? '' : row % 3},0`);
    const wanted = request(rows, pickyModel(), ['a'], 4);
    const sentence = await refusal(wanted, 1);
    expect(sentence).toMatch(/^model\.onnx cannot answer: .*71/);
    for (const threads of [2, 3]) expect(await refusal(wanted, threads)).toBe(sentence);
  });
});

describe('rows that come again and again', () => {
  it('get the answers that they get in one batch of all', async () => {
    const rows = Array.from({ length: 900 }, (_, row) => `${(row * 7) % 5},${(row * 11) % 3},${row % 13}`);
    const model = deepModel(2, 24, 3);
    const [mae] = (await resultOf(request(rows, model, ['a', 'b'], 1000), 1)).metrics;
    const [again] = (await resultOf(request(rows, model, ['a', 'b'], 8), 2)).metrics;
    if (mae?.value.state !== 'known' || again?.value.state !== 'known') throw new Error('The error is not known.');
    expect(again.value.n).toBe(900);
    expect(again.value.value).toBeCloseTo(mae.value.value, 6);
  });

  it('are asked as they come of a model that looks at the rows of a batch together', async () => {
    const values = Array.from({ length: 48 }, (_, row) => (row * 7) % 5);
    const means = values.map((_, row) => {
      const first = row - (row % 4);
      return values.slice(first, first + 4).reduce((sum, value) => sum + value, 0) / 4;
    });
    const rows = values.map((value, row) => `${value},${value - (means[row] ?? NaN)}`);
    const wanted = request(rows, neighbourModel(), ['a'], 4);
    expect((await resultOf(wanted, 2)).metrics).toMatchObject([{ value: { state: 'known', value: 0, n: 48 } }]);
  });
});

describe('sessions in threads', () => {
  const plan = { cores: 1, sessions: 3, rows: Infinity, takesWords: true, rowUse: { kind: 'unknown' } } as const;

  it('end with the model, though none of them has begun', async () => {
    const file = path.join(root, 'model.onnx');
    writeFileSync(file, wordModel(['a']));
    const model = await openModel(file, 'model.onnx', { threads: 1, plan });
    model.batches.spread();
    await expect(model.close()).resolves.toBeUndefined();
  });

  it('that cannot load the model leave the work to the one that can', async () => {
    const file = path.join(root, 'model.onnx');
    writeFileSync(file, pickyModel());
    const model = await openModel(file, 'model.onnx', { threads: 1, plan });
    rmSync(file);
    model.batches.spread();
    const round = model.batches.begin('y');
    const answers: number[] = [];
    for (let batch = 0; batch < 20; batch++) {
      const part = { name: 'x', shape: [1, 1], type: 'float32', bytes: Float32Array.of(batch % 3).buffer };
      await round.answer([part], ({ data }) => (answers[batch] = Number(data[0])));
    }
    await round.settle();
    await model.close();
    expect(answers).toEqual(Array.from({ length: 20 }, (_, batch) => 10 + 10 * (batch % 3)));
  });
});
