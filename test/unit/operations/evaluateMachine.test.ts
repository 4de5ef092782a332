/** What becomes of figures of the machine: verdicts, the run record, money, and models side by side. */
import { describe, expect, it } from 'vitest';
import type { EvaluationResult } from '../../../schemas/evaluationJob.ts';
import type { JobKind, JobRequest } from '../../../schemas/jobs.ts';
import type { MachineRequest, MachineResult, ModelSample } from '../../../schemas/machineJob.ts';
import type { JobOutcome } from '../../../server/src/jobs/jobRunner.ts';
import type { EvaluateWishes } from '../../../server/src/operations/evaluate/evaluate.ts';
import { recordedCompression } from '../../../server/src/operations/evaluate/recordedCompression.ts';
import { renderEvaluation, verdictOf } from '../../../server/src/operations/evaluate/renderEvaluation.ts';
import { readRunFile } from '../../../server/src/stores/runFile.ts';
import { evaluateInMemory } from '../../support/evaluateInMemory.ts';
import { smallMachine } from '../../support/machineResults.ts';

const spec = `plumbline: v1
project: demo
phase: pilot
owner: lead@example.com
economics: {volume: 36000000 predictions/year, prevalence: 20 %, value: {tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}, against: none}
metrics:
  saved: {kind: business, definition: economics, direction: maximize, target: 20 MUSD/year, limit: 10 MUSD/year}
  recall: {kind: model, metric: recall, model: delay, split: test, target: 0.70, limit: 0.60, drives: saved}
  latency: {kind: infrastructure, metric: latency, model: small, percentile: 99, batch: 1, on: box, target: 1 ms, limit: 20 ms}
  speed: {kind: infrastructure, metric: throughput, model: small, batch: 256, target: 30000 predictions/s, limit: 22000 predictions/s}
  power: {kind: infrastructure, metric: power, model: small, on: box, target: 8 W, limit: 12 W}
  errors: {kind: infrastructure, metric: error-rate, model: small, limit: 1 %, target: 0 %}
  up: {kind: infrastructure, metric: availability, model: small, limit: 99 %, target: 99.9 %}
data:
  flights: {path: data/flights.csv, derive: {late: "delay >= 15"}, roles: {label: late}}
splits:
  test: {of: flights, where: "month = 5"}
labels:
  late: {of: flights, task: binary-classification, source: outcome, classes: {late: true, on-time: false}, positive: late}
models:
  delay:
    path: models/delay.onnx
    task: binary-classification
    label: late
    inputs: {numbers: {columns: [hour, distance], type: float32, missing: nan}}
    outputs: {probabilities: {as: probabilities, classes: [on-time, late]}}
    decision: {class: late, threshold: 0.24}
  small: {path: models/small.onnx, compressed_from: delay, loss_limit: {recall: 1 pp}}
deployment:
  targets: {box: {kind: edge, model: small, provider: webgpu}}
costs:
  currency: USD
  items: {inference: {cost: 1000 USD/month}}
`;

const sample: ModelSample = {
  rows: 1,
  inputs: [{ name: 'numbers', type: 'float32', rowShape: [2], data: { base64: 'AAAAAAAAAAA=' } }],
};

function answers(recall: number): EvaluationResult {
  const counts = {
    truePositives: recall * 200,
    falsePositives: 70,
    falseNegatives: 200 - recall * 200,
    trueNegatives: 730,
  };
  const point = { threshold: 0.24, ...counts, value: 0.5 };
  return {
    rows: 1000,
    unlabelled: 0,
    unanswered: 0,
    metrics: [{ id: 'recall', value: { state: 'known', value: recall, n: 200 }, slices: {} }],
    binary: {
      roc: [],
      precisionRecall: [],
      reliability: [],
      operating: [],
      thresholds: { used: point, standard: point },
    },
    worst: [],
    model: { sha256: 'a'.repeat(64), sizeBytes: 5, provider: 'cpu', runtime: 'ONNX Runtime 1.30.0' },
    seconds: { load: 0.1, run: 0.5, total: 1 },
    notes: [],
    sample,
  };
}

type Answer = (request: MachineRequest) => JobOutcome<'measureMachine'>;

const measured = (value: MachineResult): JobOutcome<'measureMachine'> => ({ kind: 'done', value });

async function evaluate(wishes: EvaluateWishes, answer: Answer = () => measured(smallMachine())) {
  const asked: { readonly kind: JobKind; readonly provider: string | undefined; readonly model: string }[] = [];
  const machines: MachineRequest[] = [];
  const answerOf = (kind: JobKind, request: unknown): unknown => {
    if (kind === 'evaluateModel') {
      const { model, provider } = request as JobRequest<'evaluateModel'>;
      asked.push({ kind, provider, model: model.label });
      return { kind: 'done', value: answers(model.label.includes('small') ? 0.64 : 0.655) };
    }
    const machine = request as MachineRequest;
    asked.push({ kind, provider: machine.provider, model: machine.model.label });
    machines.push(machine);
    return answer(machine);
  };
  const { project, outcome, written } = await evaluateInMemory({
    files: {
      'plumbline.yaml': spec,
      'data/flights.csv': 'rows',
      'models/delay.onnx': 'model',
      'models/small.onnx': 'small',
    },
    wishes,
    answer: answerOf,
  });
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  const report = { ...outcome.report, spec: 'plumbline.yaml' };
  const machineOf = (model: string) =>
    report.evaluations.flatMap((one) =>
      one.state === 'evaluated' && one.model === model && one.machine !== undefined ? [one.machine] : [],
    )[0];
  return { project, report, asked, machines, written: written.map(([, content]) => content), machineOf };
}

const onBox: EvaluateWishes = { measuresMachine: true, target: 'box', provider: 'cpu' };

describe('the machine', () => {
  it('is not measured unless it is asked for', async () => {
    expect((await evaluate({})).asked.map(({ kind }) => kind)).toEqual(['evaluateModel']);
  });

  it('is asked what the infrastructure metrics name, for their model and its original', async () => {
    const { asked, machines } = await evaluate(onBox);
    expect(asked.map(({ kind, model }) => `${kind} ${model}`)).toEqual([
      'evaluateModel models/delay.onnx',
      'measureMachine models/delay.onnx',
      'evaluateModel models/small.onnx',
      'measureMachine models/small.onnx',
    ]);
    expect(machines[1]).toMatchObject({
      sample,
      latencies: [{ batch: 1, percentile: 0.99, bound: { seconds: 0.02, text: '20 ms' } }],
      batches: [256],
    });
  });

  it('is judged by targets and limits, and what it does not tell is not known', async () => {
    const { machineOf, report } = await evaluate(onBox);
    expect(machineOf('small')).toMatchObject({
      metrics: [
        { id: 'latency', text: '2 ms', range: '1.9 ms to 2.2 ms', verdict: 'limit-held', isSettled: true },
        { id: 'speed', verdict: 'limit-missed' },
        { id: 'power', verdict: 'not-known', value: { state: 'undefined' } },
        { id: 'errors', verdict: 'target-met', text: '0 %' },
        { id: 'up', verdict: 'not-known', value: { because: 'only production shows it' } },
      ],
    });
    expect(verdictOf(report)).toBe('missed');
  });

  it('that is another one than the metric is about is shown and not judged', async () => {
    const { machineOf } = await evaluate({ measuresMachine: true });
    expect(machineOf('small')).toMatchObject({
      metrics: [
        { id: 'latency', text: '2 ms', verdict: 'not-known', elsewhere: 'measured on another machine than box' },
        { id: 'speed', verdict: 'limit-missed' },
        { id: 'power' },
        { id: 'errors' },
        { id: 'up' },
      ],
    });
  });

  it('that was asked too few queries has no percentile', async () => {
    const because = '300 queries: p99 is not valid; 459 needed if none is over 20 ms';
    const [latency] = smallMachine().latencies;
    if (latency === undefined) throw new Error('There is no latency.');
    const percentiles = [{ percentile: 0.99, value: 0.002, validity: { kind: 'too-few' as const, because } }];
    const answer = () => measured(smallMachine({ latencies: [{ ...latency, queries: 300, percentiles }] }));
    const { machineOf, written } = await evaluate(onBox, answer);
    expect(machineOf('small')).toMatchObject({
      metrics: [{ id: 'latency', value: { state: 'undefined', because }, verdict: 'not-known' }, {}, {}, {}, {}],
    });
    expect(readRunFile(written.at(-1) ?? '')).toMatchObject({
      record: { values: { latency: { state: 'undefined', because } } },
    });
  });
});

describe('the run record', () => {
  it('holds the values of the metrics, how they came about, and everything that was measured', async () => {
    const { written } = await evaluate(onBox);
    expect(readRunFile(written.at(-1) ?? '')).toMatchObject({
      kind: 'record',
      record: {
        target: 'box',
        values: {
          latency: { state: 'known', value: 0.002, unit: 's', low: 0.0019, high: 0.0022, origin: 'measured', n: 9000 },
          speed: { value: 21_000, unit: 'predictions/s' },
          power: { state: 'undefined', because: 'only root may read the energy counter of the processor' },
        },
        figures: { knee: 64, latencies: [{ bins: { counts: [5000, 3000, 900, 60] } }] },
      },
    });
  });

  it('is not written when the machine could not be measured, and the command says why', async () => {
    const sentence = 'The worker stopped while measuring how fast models/small.onnx answers (signal SIGKILL).';
    const { written, report, machineOf } = await evaluate(onBox, ({ model }) =>
      model.label.includes('small') ? { kind: 'failed', category: 'internal', sentence } : measured(smallMachine()),
    );
    expect(written).toHaveLength(1);
    expect(machineOf('small')).toEqual({ state: 'failed', sentence });
    expect(verdictOf(report)).toBe('failed');
  });
});

describe('the provider', () => {
  it('is that of the device, unless another one is asked for', async () => {
    const providers = async (wishes: EvaluateWishes) =>
      new Set((await evaluate(wishes)).asked.map(({ provider }) => provider));
    expect(await providers({ measuresMachine: true, target: 'box' })).toEqual(new Set(['webgpu']));
    expect(await providers(onBox)).toEqual(new Set(['cpu']));
    expect(await providers({ measuresMachine: true })).toEqual(new Set(['cpu']));
  });

  it('that is the fastest is found by a short measurement of each, and answers everything', async () => {
    const [latency] = smallMachine().latencies;
    if (latency === undefined) throw new Error('There is no latency.');
    const fast = { ...latency, percentiles: [{ percentile: 0.5, value: 1e-4, validity: { kind: 'valid' as const } }] };
    const { asked, machineOf } = await evaluate({ ...onBox, modelId: 'delay', provider: 'fastest' }, ({ provider }) =>
      measured(smallMachine(provider === 'webgpu' ? { provider, latencies: [fast] } : {})),
    );
    expect(asked.map(({ kind, provider }) => `${kind} ${provider ?? ''}`)).toEqual([
      'evaluateModel cpu',
      'measureMachine cpu',
      'measureMachine webgpu',
      'evaluateModel webgpu',
      'measureMachine webgpu',
    ]);
    expect(machineOf('delay')).toMatchObject({
      tried: [
        { provider: 'cpu', seconds: 0.001 },
        { provider: 'webgpu', seconds: 1e-4 },
      ],
    });
  });

  it('that does not work is named with the reason, and the processor stays', async () => {
    const { asked, machineOf } = await evaluate({ ...onBox, modelId: 'delay', provider: 'fastest' }, ({ provider }) =>
      provider === 'webgpu'
        ? { kind: 'failed', category: 'bad-input', sentence: 'There is no adapter.' }
        : measured(smallMachine()),
    );
    expect(asked.at(-1)).toMatchObject({ kind: 'measureMachine', provider: 'cpu' });
    expect(machineOf('delay')).toMatchObject({
      tried: [{ provider: 'cpu' }, { provider: 'webgpu', because: 'There is no adapter.' }],
    });
  });
});

describe('money', () => {
  it('is what answers save less what inference costs in the plan', async () => {
    const { machineOf } = await evaluate(onBox);
    // 36,000,000 answers of 1 ms are 10 h; 12,000 USD a year are planned.
    expect(machineOf('small')).toMatchObject({
      money: { busyHours: 10, inference: { number: 12_000, currency: 'USD' }, net: [{ id: 'saved' }] },
    });
  });
});

describe('a smaller form beside its original', () => {
  it('says what was lost against its limit, and what was saved', async () => {
    const { report } = await evaluate(onBox, ({ model }) => {
      const [latency] = smallMachine().latencies;
      if (latency === undefined) throw new Error('There is no latency.');
      return measured(
        model.label.includes('small') ? smallMachine({ latencies: [{ ...latency, mean: 0.0005 }] }) : smallMachine(),
      );
    });
    const [compression] = report.compressions ?? [];
    expect(compression).toMatchObject({
      model: 'small',
      original: 'delay',
      quality: [{ id: 'recall', before: '0.655', after: '0.64', lost: '0.015', limit: '1 pp', verdict: 'beyond' }],
      money: [
        { name: 'saved' },
        { before: '10 h/year', after: '5 h/year', gained: '5 h/year' },
        { before: '12 kUSD/year', after: '6000 USD/year', gained: '6000 USD/year' },
      ],
    });
    expect(compression?.machine.find(({ name }) => name === 'peak memory')).toEqual({
      name: 'peak memory',
      before: '64 MiB',
      after: '64 MiB',
      ratio: 1,
    });
  });

  it('is compared by its record as it was when it was measured', async () => {
    const { project, report, written } = await evaluate(onBox);
    const records = written.map((text) => {
      const read = readRunFile(text);
      if (read.kind === 'problem') throw new Error(read.because);
      return read.record;
    });
    const small = records.find(({ model }) => model?.id === 'small');
    if (small === undefined) throw new Error('The smaller form has no record.');
    expect(recordedCompression(project, small, records)).toEqual(report.compressions?.[0]);
    expect(recordedCompression(project, small, [small])).toBeUndefined();
  });

  it('stands alone where the original was not evaluated', async () => {
    expect((await evaluate({ ...onBox, modelId: 'small' })).report.compressions).toEqual([]);
  });
});

it('prints what was measured, what was not and why, and both models', async () => {
  const text = renderEvaluation((await evaluate({ ...onBox })).report, 'text', false);
  expect(text).toContain('    latency of 1 row: p50 1 ms, p90 1.5 ms, p99 2 ms (9,000 queries, warm after 40)\n');
  expect(text).toContain('    rows a second by batch: 1: 1,000, 64: 20,000 (enough), 256: 21,000\n');
  expect(text).toContain('    power: unavailable because only root may read the energy counter of the processor\n');
  expect(text).toContain('small against delay on test\n');
});
