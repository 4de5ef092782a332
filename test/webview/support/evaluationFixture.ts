/** View models of the Evaluation page, made of a formula: scores of two bell curves one deviation apart. */
import type { ComparedMetricView } from '../../../schemas/comparisonReport.ts';
import type { EvaluationRuns, EvaluationViewModel, RunMetric, RunView } from '../../../schemas/evaluationPanel.ts';
import { machineView } from '../../../server/src/operations/evaluate/machineView.ts';
import { smallMachine } from '../../support/machineResults.ts';
import { evaluationViewModel } from '../../../schemas/evaluationPanel.ts';

export const specUri = 'file:///work/flight-delays/plumbline.yaml';

const start = { line: 0, character: 0 };
const at = (line: number) => ({
  uri: specUri,
  range: { start: { line, character: 2 }, end: { line, character: 8 } },
  label: `plumbline.yaml:${line + 1}`,
});

/** Share of a bell curve above a threshold, near enough for a drawing. */
function above(threshold: number, centre: number): number {
  return 1 / (1 + Math.exp(1.7 * ((threshold - 0.5) * 8 - centre)));
}

const positives = 20_000;
const negatives = 80_000;
const thresholds = Array.from({ length: 101 }, (_, index) => index / 100);

function recallMetric(value: number, sliceCount: number): RunMetric {
  return {
    id: 'recall',
    kind: 'model',
    direction: 'maximize',
    definedAt: at(40),
    scale: { low: 0, high: 1 },
    value: {
      state: 'known',
      text: value.toFixed(3),
      number: value,
      interval: {
        low: value - 0.02,
        high: value + 0.02,
        text: `${(value - 0.02).toFixed(3)} to ${(value + 0.02).toFixed(3)}`,
      },
      method: 'Wilson',
      n: positives,
    },
    target: { text: '0.70', number: 0.7 },
    limit: { text: '0.60', number: 0.6 },
    verdict: value >= 0.7 ? 'target-met' : value >= 0.6 ? 'limit-held' : 'limit-missed',
    isSettled: Math.abs(value - 0.6) > 0.02,
    slices: Array.from({ length: sliceCount }, (_, index) => ({
      id: index === 0 ? 'evening' : `origins/A${String(index).padStart(2, '0')}`,
      rows: 9000 - 100 * index,
      value: { state: 'known' as const, text: (0.75 - index / 100).toFixed(2), number: 0.75 - index / 100 },
      target: null,
      limit: { text: '0.60', number: 0.6 },
      verdict: index > 15 ? ('limit-missed' as const) : ('limit-held' as const),
      isSettled: null,
    })),
  };
}

export function buildRun(changes: Partial<RunView> = {}, recall = 0.61, centre = 1.6): RunView {
  return {
    id: '2026-11-20T0931Z-delay-3f2a91c0',
    file: {
      uri: 'file:///work/flight-delays/.plumbline/runs/2026-11-20T0931Z-delay-3f2a91c0.json',
      range: { start, end: start },
      label: '2026-11-20T0931Z-delay-3f2a91c0.json',
    },
    model: 'delay',
    split: 'test',
    canShowErrors: true,
    rows: positives + negatives,
    at: '2026-11-20T09:31:00.000Z',
    age: 'yesterday',
    facts: [
      { label: 'Data', text: 'flights at md5 901eadf99cebf2b2405b33077404882d' },
      { label: 'SHA-256 of the model', text: 'a'.repeat(64) },
      { label: 'Machine', text: 'A processor with a long name at 2.10 GHz, 8 cores' },
    ],
    metrics: [
      {
        id: 'saved',
        kind: 'business',
        direction: 'maximize',
        definedAt: at(30),
        value: {
          state: 'known',
          text: '1.19 MUSD/year',
          number: 1_190_000,
          interval: { low: 1_150_000, high: 1_220_000, text: '1.15 MUSD/year to 1.22 MUSD/year' },
        },
        target: { text: '1.25 MUSD/year', number: 1_250_000 },
        limit: { text: '650 kUSD/year', number: 650_000 },
        verdict: 'limit-held',
        isSettled: true,
        slices: [],
      },
      recallMetric(recall, 24),
      {
        id: 'agreement',
        kind: 'model',
        direction: 'maximize',
        definedAt: at(60),
        value: { state: 'undefined', because: 'truth and answers are one and the same class' },
        target: null,
        limit: { text: '0.2', number: 0.2 },
        verdict: 'not-known',
        isSettled: null,
        slices: [],
      },
    ],
    confusion: {
      classes: ['late', 'on-time'],
      counts: [
        [12_200, 7_800],
        [16_000, 64_000],
      ],
    },
    roc: thresholds.map((threshold) => [above(1 - threshold, 0), above(1 - threshold, centre)]),
    precisionRecall: thresholds.map((threshold): [number, number] => {
      const [found, raised] = [above(threshold, centre) * positives, above(threshold, 0) * negatives];
      return [found / positives, found / (found + raised)];
    }),
    reliability: Array.from({ length: 10 }, (_, bin): [number, number] => [bin / 10 + 0.05, (bin / 10) ** 1.2 + 0.04]),
    operating: {
      points: thresholds.map((threshold) => {
        const truePositives = Math.round(above(threshold, centre) * positives);
        const falsePositives = Math.round(above(threshold, 0) * negatives);
        const value =
          (5 * truePositives - 2.25 * falsePositives - 4 * (positives - truePositives)) / (positives + negatives);
        return { threshold, truePositives, falsePositives, value };
      }),
      positives,
      negatives,
      used: 0.5,
      current: { threshold: 0.45, definedAt: at(80) },
      currency: 'USD',
      perYear: 6_000_000,
      prevalence: 0.17,
      positiveClass: 'late',
    },
    ...changes,
  };
}

/** Two runs whose machine was measured, too. */
export function buildMachineRuns(): EvaluationViewModel {
  const [latency] = smallMachine().latencies;
  if (latency === undefined) throw new Error('There is no latency.');
  const counts = Array.from({ length: 40 }, (_, bin) =>
    Math.round(9000 * Math.exp(-(((bin - 9) / (bin < 9 ? 3 : 9)) ** 2))),
  );
  const because = '300 queries: p99 is not valid; 662 needed';
  const machine = smallMachine({
    latencies: [
      { ...latency, bins: { from: 0.0005, width: 0.00005, counts, above: 412 } },
      {
        ...latency,
        batch: 256,
        isSteady: false,
        percentiles: [{ percentile: 0.99, value: 0.012, validity: { kind: 'too-few', because } }],
      },
    ],
    notes: ['Whole numbers for the input x are too large for float32 and were rounded.'],
  });
  const latencyMetric: RunMetric = {
    id: 'latency',
    kind: 'infrastructure',
    direction: 'minimize',
    definedAt: at(70),
    value: {
      state: 'known',
      text: '2 ms',
      number: 0.002,
      interval: { low: 0.0019, high: 0.0022, text: '1.9 ms to 2.2 ms' },
    },
    target: { text: '5 ms', number: 0.005 },
    limit: { text: '20 ms', number: 0.02 },
    verdict: 'not-known',
    isSettled: null,
    note: 'measured on another machine than edge-box',
    slices: [],
  };
  const run = buildRun();
  const older = { id: olderRunId, at: '2026-10-02T08:15:00.000Z', age: '7 weeks ago' };
  return buildEvaluation({
    runs: [
      { ...run, metrics: [...run.metrics, latencyMetric], machine: machineView(machine) },
      buildRun({ ...older, machine: machineView(smallMachine()) }, 0.55, 1.1),
    ],
  });
}

/** Two runs whose rows were compared: one metric is surely better, one worse, one not settled. */
export function buildComparedRuns(): EvaluationViewModel {
  const metric = (id: string, verdict: ComparedMetricView['verdict'], value: number, reach: number) => ({
    id,
    first: '0.550',
    second: (0.55 + value).toFixed(3),
    difference: {
      value,
      low: value - reach,
      high: value + reach,
      p: verdict === 'not-settled' ? 0.31 : 0.00001,
      method: 'exact McNemar',
      text: value.toFixed(3),
      range: `${(value - reach).toFixed(3)} to ${(value + reach).toFixed(3)}`,
    },
    adjusted: verdict === 'not-settled' ? 0.31 : 0.00003,
    verdict,
  });
  return buildEvaluation({
    comparisons: [
      {
        kind: 'comparison',
        schema: 1,
        version: '0.1.0',
        first: olderRunId,
        second: buildRun().id,
        rows: 100_000,
        because: null,
        metrics: [
          metric('recall', 'better', 0.06, 0.004),
          metric('precision', 'worse', -0.02, 0.006),
          metric('calibration', 'not-settled', 0.001, 0.003),
          { id: 'agreement', first: null, second: null, difference: null, adjusted: null, verdict: 'not-known' },
        ],
        changed: [{ label: 'Model file', first: '1f3870be274f', second: '9d4e1e23bd5b' }],
      },
    ],
  });
}

export const olderRunId = '2026-10-02T0815Z-delay-77aa0000';

/** A yard of 160 × 100 pixels with a crate and a barrel. */
const yard =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAKAAAABkCAIAAACO1KzYAAAA6ElEQVR42u3cMQ0AIBAEQYRRU1O/COSgFxPAEzLJKrjpr7Ro+rhiAsACLMACLMACLMCABViABViABViAAQuwAAuwAD9Uj5kSYMCAAQMGDBgwYMCAAQMGDBgw4J3Ac9SUAAMGDBgwYMCAAQMGDBgwYMCAAQMGDBgwYMCAAQMGDBgwYMCAAQMGDBgwYMCAAQMGDBgwYMCAAQMGDBgwYMCAAQMGDBgwYMCAAQMGDBgwYMCAAQN2hAYYMGDAgAEDBgwYMGDAAgwYMGDAOh9gwAIswAIswAIswIAFWIAFWIAFWIABC7AAC7CutgDvr6jUElXjXAAAAABJRU5ErkJggg==';

/** A run of boxes in pictures, with those that it answers worst. */
export function buildFlawedRun(): EvaluationViewModel {
  const worst: NonNullable<NonNullable<RunView['things']>['worst']> = [
    {
      image: 'test/yard-4.png',
      width: 160,
      height: 100,
      summary: '2 wrong, 1 not found',
      picture: yard,
      marks: [
        { box: [20, 30, 40, 40], kind: 'found', text: 'true crate, found, at 20, 30, 40 × 40 pixels' },
        { box: [96, 20, 40, 60], kind: 'not-found', text: 'true pallet, not found, at 96, 20, 40 × 60 pixels' },
        { box: [22, 31, 38, 40], kind: 'right', text: 'answered crate (0.97), right, at 22, 31, 38 × 40 pixels' },
        {
          box: [96, 20, 40, 60],
          kind: 'wrong',
          text: 'answered barrel (0.83), wrong class, at 96, 20, 40 × 60 pixels',
        },
        { box: [66, 8, 20, 14], kind: 'wrong', text: 'answered crate (0.31), on nothing, at 66, 8, 20 × 14 pixels' },
      ],
    },
    {
      image: 'test/a-rather-long-folder-name/that-goes-on-and-on/yard-11.png',
      width: 100,
      height: 160,
      summary: '1 not found',
      marks: [{ box: [10, 40, 60, 80], kind: 'not-found', text: 'true crate, not found, at 10, 40, 60 × 80 pixels' }],
    },
  ];
  const things = { measure: 'AP', unit: 'true things', classes: [], errors: [], worst };
  const { id, file, split, rows = 0, at: when, age, facts, metrics } = buildRun();
  return buildEvaluation({
    runs: [{ id, file, model: 'find', split, rows, at: when, age, facts, metrics, canShowErrors: false, things }],
  });
}

/** A run of classes of pixels, with a picture that it answers badly. */
export function buildFlawedPixels(): EvaluationViewModel {
  const things: NonNullable<RunView['things']> = {
    measure: 'IoU',
    unit: 'true pixels',
    classes: [],
    errors: [],
    worst: [
      {
        image: 'test/yard-4.png',
        width: 160,
        height: 100,
        summary: '940 of 16,000 pixels wrong',
        picture: yard,
        marks: [
          {
            outline: 'M20 30L60 30L60 70L20 70ZM30 40L30 60L50 60L50 40Z',
            kind: 'true-class',
            text: 'true crate, 10 % of the pixels',
          },
          {
            outline: 'M96 20L136 20L120 80L96 80Z',
            kind: 'confused',
            text: 'pallet answered as ground, 5.9 % of the pixels',
          },
        ],
      },
    ],
  };
  const { id, file, split, rows = 0, at: when, age, facts, metrics } = buildRun();
  return buildEvaluation({
    runs: [{ id, file, model: 'paint', split, rows, at: when, age, facts, metrics, canShowErrors: false, things }],
  });
}

/** Two runs of a project. */
export function buildEvaluation(changes: Partial<EvaluationRuns> = {}): EvaluationViewModel {
  const older = buildRun({ id: olderRunId, at: '2026-10-02T08:15:00.000Z', age: '7 weeks ago' }, 0.55, 1.1);
  return evaluationViewModel.parse({
    state: 'runs',
    project: 'flight-delays',
    spec: at(0),
    isTrusted: true,
    runs: [buildRun(), older],
    olderRuns: 3,
    unreadable: 1,
    comparisons: [],
    ...changes,
  });
}

export function buildNothingEvaluated(canEvaluate: boolean): EvaluationViewModel {
  return evaluationViewModel.parse({
    state: 'empty',
    project: 'flight-delays',
    because: 'No run of this project was recorded yet.',
    next: 'Evaluate the models: each is run over its split, and the record is written into .plumbline/runs.',
    canEvaluate,
  });
}
