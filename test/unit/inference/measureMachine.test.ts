/** The job that measures a model on this machine, with models that compute something known. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { machineRequest, machineResult } from '../../../schemas/machineJob.ts';
import type { MachineRequest, MachineResult, ModelSample } from '../../../schemas/machineJob.ts';
import { confinePath } from '../../../server/src/data/confinedPath.ts';
import { TableProblem } from '../../../server/src/data/tableProblem.ts';
import { createMeasureMachine } from '../../../server/src/inference/machine/measureMachine.ts';
import { pictureSize, singleFinder } from '../../support/pictureModels.ts';
import { linearModel, neighbourModel, unknownOperatorModel } from '../../support/onnxModels.ts';

const job = createMeasureMachine({
  confine: confinePath,
  explain: (error) =>
    error instanceof TableProblem ? { sentence: error.message, category: error.category } : undefined,
});

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-machine-')));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function rowsOf(width: number, rows = 40): ModelSample {
  const numbers = Float32Array.from({ length: rows * width }, (_, index) => Math.sin(index));
  const base64 = Buffer.from(numbers.buffer).toString('base64');
  return { rows, inputs: [{ name: 'x', type: 'float32', rowShape: [width], data: { base64 } }] };
}

type Wish = Partial<Pick<MachineRequest, 'latencies' | 'batches' | 'provider' | 'seconds' | 'sample'>>;

function ask(model: Uint8Array, wish: Wish = {}) {
  const file = path.join(root, 'model.onnx');
  writeFileSync(file, model);
  const request = machineRequest.parse({
    model: { root, path: file, label: 'model.onnx' },
    sample: rowsOf(2),
    seconds: 0.4,
    ...wish,
  });
  const limits = { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 1 };
  return job(request, { limits, scratch: root, report: () => undefined });
}

async function measure(model: Uint8Array, wish: Wish = {}): Promise<MachineResult> {
  const answer = await ask(model, wish);
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  // What crosses the boundary is parsed on the other side.
  return machineResult.parse(JSON.parse(JSON.stringify(answer.value)));
}

async function refusal(model: Uint8Array, wish: Wish = {}): Promise<string> {
  const answer = await ask(model, wish);
  return answer.kind === 'failed' ? answer.sentence : 'It was measured.';
}

const sum = linearModel({ weights: [1, 2], bias: 3 });

describe('a model on this machine', () => {
  it('has latencies whose bins and percentiles fit each other', async () => {
    const { latencies } = await measure(sum, { latencies: [{ batch: 8, percentile: 0.95 }] });
    expect(latencies.map(({ batch }) => batch)).toEqual([1, 8]);
    for (const { bins, queries, percentiles, least, most } of latencies) {
      expect(bins.counts.reduce((all, count) => all + count, bins.above)).toBe(queries);
      const values = [least, ...percentiles.map(({ value }) => value), most];
      expect(values).toEqual(values.toSorted((left, right) => left - right));
    }
    expect(latencies[1]?.percentiles.map(({ percentile }) => percentile)).toEqual([0.5, 0.9, 0.95, 0.99]);
  });

  it('has a throughput for each size of a batch that is usual or wanted', async () => {
    const { throughput, knee } = await measure(sum, { batches: [3] });
    expect(throughput.map(({ batch }) => batch)).toEqual([1, 3, 4, 16, 64, 256, 1024]);
    expect(throughput.map(({ batch }) => batch)).toContain(knee);
  });

  it('says of every figure how it came about, and never gives 0 for what nobody tells', async () => {
    const { figures } = await measure(sum);
    for (const [name, figure] of Object.entries(figures)) {
      if (figure.state === 'unavailable') expect(figure.because, name).not.toBe('');
      else if (name !== 'gpu' && name !== 'memory') expect(figure.value, name).toBeGreaterThan(0);
    }
    expect(figures['model-size']).toMatchObject({ state: 'measured', value: sum.length });
  });

  it('measures what the spec wants of a slow model, however little time there is', async () => {
    const { latencies } = await measure(sum, { seconds: 0.001, latencies: [{ batch: 2, percentile: 0.99 }] });
    expect(latencies.at(-1)?.percentiles.at(-1)?.validity).toMatchObject({ kind: 'too-few' });
  });

  it('is asked whole batches where the graph takes no other, and says which were wanted', async () => {
    const fixed = linearModel({ weights: [1, 2], bias: 3, batch: 4 });
    const result = await measure(fixed, { latencies: [{ batch: 1, percentile: 0.99 }] });
    expect([result.latencies.map(({ batch }) => batch), result.throughput.map(({ batch }) => batch)]).toEqual([
      [4],
      [4],
    ]);
    expect(result.notes).toEqual(['The graph of model.onnx takes 4 rows at a time, so batches of 1 are not measured.']);
  });

  it('is asked one picture at a time where the graph has no axis of their number', async () => {
    const { width, height } = pictureSize;
    const base64 = Buffer.from(new Float32Array(3 * width * height).buffer).toString('base64');
    const rowShape = [3, height, width];
    const sample: ModelSample = { rows: 1, inputs: [{ name: 'picture', type: 'float32', rowShape, data: { base64 } }] };
    const result = await measure(singleFinder(), { sample, batches: [8] });
    expect([result.latencies.map(({ batch }) => batch), result.throughput.map(({ batch }) => batch)]).toEqual([
      [1],
      [1],
    ]);
    expect(result.notes).toEqual(['The graph of model.onnx takes 1 row at a time, so batches of 8 are not measured.']);
  });
});

describe('rows alone and among others', () => {
  it('get equal answers of a model that looks at rows one by one', async () => {
    expect((await measure(sum)).batchCheck).toMatchObject({ rows: 32, isSame: true });
  });

  it('do not where a row is answered by its neighbours', async () => {
    const { batchCheck } = await measure(neighbourModel(), { sample: rowsOf(1) });
    expect([batchCheck?.isSame, (batchCheck?.largest ?? 0) > 0.1]).toEqual([false, true]);
  });
});

describe('what cannot be measured', () => {
  it('is a provider that does not come with the runtime, and no other takes its place', async () => {
    expect(await refusal(sum, { provider: 'tensorrt' })).toMatch(
      /^The execution provider tensorrt does not come with ONNX Runtime on .+; there (is|are) cpu.*\.$/,
    );
  });

  it('is a model that cannot be loaded', async () => {
    expect(await refusal(unknownOperatorModel())).toMatch(/^model\.onnx cannot be loaded: .+\.$/);
  });

  it('is a model that takes other rows than those of the sample', async () => {
    expect(await refusal(sum, { sample: rowsOf(3) })).toMatch(/^model\.onnx cannot answer: .+\.$/);
  });
});
