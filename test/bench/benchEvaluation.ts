/** Evaluation: the example against pandas with Python's ONNX Runtime, our share beside the runtime, ten million answers. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { evaluationRequest } from '../../schemas/evaluationJob.ts';
import type { EvaluationRequest } from '../../schemas/evaluationJob.ts';
import { answersOfScores } from '../../server/src/evaluation/answersOfScores.ts';
import { describeAnswers } from '../../server/src/evaluation/describeAnswers.ts';
import { openModel } from '../../server/src/inference/openModel.ts';
import { createRandomStream } from '../../server/src/statistics/seededRandom.ts';
import { preparePython } from '../python/preparePython.ts';
import { deepModel } from '../support/onnxModels.ts';
import { startBuiltWorker } from './builtWorker.ts';
import { medianOf, runProcess } from './measure.ts';
import type { BenchReport } from './report.ts';

const threads = 2;
const limits = { memoryBytes: 4 * 2 ** 30, diskBytes: 1e9, threads };

export async function benchEvaluation(report: BenchReport, root: string): Promise<void> {
  const scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-bench-')));
  try {
    await benchCommand(report, root);
    await benchPeer(report, root);
    await benchShare(report, root, scratch);
    benchAnswers(report);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const seconds = (value: number): string => `${value.toFixed(2)} s`;

async function benchCommand({ row }: BenchReport, root: string): Promise<void> {
  const evaluate = async (...args: string[]) => {
    const run = await runProcess(
      process.execPath,
      ['dist/cli.cjs', 'evaluate', 'examples/flight-delays', '--no-record', ...args],
      root,
    );
    if (run.exitCode === 2) throw new Error('plumbline evaluate could not run.');
    return run;
  };
  const test = await evaluate();
  const took = test.milliseconds / 1000;
  row(
    'plumbline evaluate of the example, cold: 518,831 rows and the choice of a threshold',
    seconds(took),
    '≤ 20 s',
    took <= 20,
  );
  const train = await evaluate('--split', 'train');
  if (test.peakChildMiB === undefined || train.peakChildMiB === undefined) return;
  // Truth, scores and slices of a row are kept; rows of the table and tensors are not.
  const perRow = ((train.peakChildMiB - test.peakChildMiB) * 2 ** 20) / (1_477_911 - 518_831);
  row(
    'memory of the worker for each row more',
    `${perRow.toFixed(0)} bytes (${test.peakChildMiB.toFixed(0)} MiB, then ${train.peakChildMiB.toFixed(0)} MiB)`,
    '≤ 250 bytes',
    perRow <= 250,
  );
}

function exampleRequest(root: string): EvaluationRequest {
  const folder = realpathSync(path.join(root, 'examples/flight-delays'));
  return evaluationRequest.parse({
    source: {
      label: 'flights',
      root: folder,
      files: [path.join(folder, 'data/flights.parquet')],
      derive: [
        { column: 'late', expression: 'delay >= 15' },
        { column: 'hour', expression: 'extract(hour from date)' },
        { column: 'weekday', expression: 'extract(dow from date)' },
      ],
    },
    splits: [{ id: 'test', where: "date >= '2001-05-01' and date < '2001-06-01'" }],
    split: 'test',
    model: { root: folder, path: path.join(folder, 'models/delay.onnx'), label: 'delay.onnx' },
    task: 'binary-classification',
    inputs: [
      { name: 'numbers', columns: ['hour', 'weekday', 'distance'] },
      { name: 'origin', columns: ['origin'] },
      { name: 'destination', columns: ['destination'] },
    ],
    outputs: [{ name: 'probabilities', as: 'probabilities', classes: ['on-time', 'late'] }],
    truth: {
      kind: 'classes',
      classes: [
        { name: 'late', where: 'late' },
        { name: 'on-time', where: 'not late' },
      ],
    },
    positive: 'late',
    metrics: [],
  });
}

const peerAnswer = z.strictObject({ rows: z.int(), late: z.int(), seconds: z.number() });

/** The same rows of the same file, from the file to a score for each row; both have answered before. */
async function benchPeer({ row }: BenchReport, root: string): Promise<void> {
  const what = 'example: from the file to scores (equal rows once), against pandas with Python’s ONNX Runtime';
  const peers = path.join(import.meta.dirname, 'peers');
  const python = await preparePython(path.join(peers, 'requirements.txt'));
  if (python.kind === 'absent') {
    row(what, python.because, '≥ 2 times as fast', false);
    return;
  }
  const request = exampleRequest(root);
  const ratios: number[] = [];
  const times: string[] = [];
  const worker = startBuiltWorker(root);
  // What the first answers load and compile is there afterwards.
  for (let turn = 0; turn < 3; turn += 1) await worker.evaluate(request, limits);
  for (let turn = 0; turn < 5; turn += 1) {
    const script = path.join(peers, 'answerRows.py');
    const peer = await runProcess(
      python.executable,
      [script, path.join(root, 'examples/flight-delays'), String(threads)],
      root,
    );
    if (peer.exitCode !== 0) throw new Error('The peer could not run.');
    const theirs = peerAnswer.parse(JSON.parse(peer.stdout));
    const ours = await worker.evaluate(request, limits);
    // As the peer's, this time ends with the scores; it holds the loading of the model and the reading of the file.
    const took = ours.seconds.total;
    if (ours.rows !== theirs.rows) throw new Error(`${ours.rows} rows against ${theirs.rows}.`);
    ratios.push(theirs.seconds / took);
    times.push(`${seconds(theirs.seconds)} against ${seconds(took)}`);
  }
  await worker.close();
  const median = medianOf(ratios);
  row(what, `${median.toFixed(2)} times (${times.join(', ')})`, '≥ 2 times as fast', median >= 2);
}

/** So many that the engine's own start, which no row adds to, does not decide. */
const heavyRows = 100_000;

const heavyBatch = 2048;

/** Seconds of loading the model and of `session.run` alone on all cores, for rows that lie ready in tensors. */
async function runBare(
  file: string,
  values: Float32Array,
  width: number,
): Promise<{ readonly load: number; readonly run: number }> {
  const model = await openModel(file, 'deep.onnx', { threads });
  const feeds: Parameters<typeof model.run>[0][] = [];
  for (let first = 0; first < values.length; first += heavyBatch * width) {
    const part = values.slice(first, first + heavyBatch * width);
    feeds.push({ x: new model.Tensor('float32', part, [part.length / width, width]) });
  }
  const start = performance.now();
  for (const one of feeds) await model.run(one);
  const run = (performance.now() - start) / 1000;
  await model.close();
  return { load: model.loadSeconds, run };
}

/** From the file to the measured answers, against the runtime alone, for a model that takes more than 20 µs for a row. */
async function benchShare({ row }: BenchReport, root: string, scratch: string): Promise<void> {
  const random = createRandomStream(7);
  const width = 16;
  const names = Array.from({ length: width }, (_, column) => `x${column}`);
  const cells = Array.from({ length: heavyRows }, () => names.map(() => random.nextFraction().toFixed(6)));
  const lines = cells.map((row) => [...row, random.nextFraction().toFixed(6)].join(','));
  const values = Float32Array.from(cells.flat(), Number);
  writeFileSync(path.join(scratch, 'rows.csv'), `${names.join(',')},y\n${lines.join('\n')}\n`);
  writeFileSync(path.join(scratch, 'deep.onnx'), deepModel(width, 768, 5));
  const request = evaluationRequest.parse({
    source: { label: 'rows.csv', root: scratch, files: [path.join(scratch, 'rows.csv')] },
    splits: [{ id: 'test' }],
    split: 'test',
    model: { root: scratch, path: path.join(scratch, 'deep.onnx'), label: 'deep.onnx' },
    task: 'regression',
    inputs: [{ name: 'x', columns: names }],
    outputs: [{ name: 'y', as: 'value' }],
    truth: { kind: 'value', column: 'y' },
    metrics: [],
  });
  const shares: number[] = [];
  let perRow = 0;
  const worker = startBuiltWorker(root);
  for (let turn = 0; turn < 4; turn += 1) {
    const bare = await runBare(path.join(scratch, 'deep.onnx'), values, width);
    const { seconds: took } = await worker.evaluate(request, limits);
    if (turn === 0) continue;
    perRow = (bare.run / heavyRows) * 1e6;
    // Both load the model; ours does so while it opens the table, so that its own share of the time is not known.
    shares.push(took.total / (bare.load + bare.run) - 1);
  }
  await worker.close();
  const median = medianOf(shares);
  row(
    `from the file to scores beside loading and bare session.run of the same 100,000 rows, ${perRow.toFixed(0)} µs a row`,
    `${Math.abs(median * 100).toFixed(1)} % ${median > 0 ? 'more' : 'less'}`,
    '≤ 5 %, above 20 µs a row',
    median <= 0.05 && perRow > 20,
  );
}

const answerCount = 10_000_000;

function benchAnswers({ row }: BenchReport): void {
  const random = createRandomStream(11);
  const values = Float64Array.from({ length: answerCount }, () => random.nextFraction());
  const truth = Float64Array.from(values, (score) => (random.nextFraction() < score ? 0 : 1));
  const start = performance.now();
  const read = answersOfScores({
    truth,
    values,
    width: 1,
    as: 'probability',
    order: ['yes'],
    classes: ['yes', 'no'],
    positive: 0,
    threshold: 0.5,
  });
  if ('sentence' in read) throw new Error(read.sentence);
  const words = [
    'accuracy',
    'precision',
    'recall',
    'f1',
    'mcc',
    'roc-auc',
    'average-precision',
    'log-loss',
    'brier',
    'ece',
  ];
  const described = describeAnswers(
    { answers: read.answers, slices: { conditions: new Map(), columns: new Map() }, numbers: read.rows },
    { metrics: words.map((metric) => ({ id: metric, metric, slices: [] })), threshold: 0.5, seed: 0 },
  );
  const took = (performance.now() - start) / 1000;
  const missing = described.metrics.filter(({ value }) => value.state !== 'known' || value.interval === undefined);
  if (missing.length > 0) throw new Error(`Without an interval: ${missing.map(({ id }) => id).join(', ')}.`);
  row('ten metrics of 10,000,000 answers, with intervals and curves', seconds(took), '≤ 5 s', took <= 5);
}
