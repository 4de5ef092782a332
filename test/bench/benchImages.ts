/** Images: from files to answers, against Pillow with Python's ONNX Runtime on the same files. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { evaluationRequest } from '../../schemas/evaluationJob.ts';
import type { EvaluationRequest } from '../../schemas/evaluationJob.ts';
import { loadSharp } from '../../server/src/inference/images/loadSharp.ts';
import { createRandomStream } from '../../server/src/statistics/seededRandom.ts';
import { preparePython } from '../python/preparePython.ts';
import { digitsFolder, digitsRequest } from '../support/digitsExample.ts';
import { brightnessModel } from '../support/onnxModels.ts';
import { startBuiltWorker } from './builtWorker.ts';
import { runProcess } from './measure.ts';
import type { BenchReport } from './report.ts';

const threads = 2;
const limits = { memoryBytes: 2 * 2 ** 30, diskBytes: 1e9, threads };
const turns = 3;
const photographs = 120;

const peerAnswer = z.strictObject({ pictures: z.int(), mean: z.number(), seconds: z.number() });

interface Contest {
  readonly what: string;
  readonly request: EvaluationRequest;
  /** Folder of the pictures of the split. */
  readonly folder: string;
  readonly size: number;
  readonly colour: 'L' | 'RGB';
  readonly mean: number;
  readonly std: number;
  /** Times as fast as the peer; undefined where the ratio is reported, as decoding hardly counts beside calls. */
  readonly wished: number | undefined;
}

export async function benchImages(report: BenchReport, root: string): Promise<void> {
  const scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-bench-')));
  try {
    await compete(report, root, await drawPhotographs(scratch));
    await compete(report, root, {
      what: 'digits: 500 tiny PNGs, from files to scores, against Pillow with Python’s ONNX Runtime',
      request: await digitsRequest('test'),
      folder: path.join(digitsFolder, 'data/digits/test'),
      size: 16,
      colour: 'L',
      mean: 0.3,
      std: 0.36,
      wished: undefined,
    });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** JPEGs of 1152 × 864 pixels: soft waves under noise, which take bytes as photographs do. */
async function drawPhotographs(scratch: string): Promise<Contest> {
  const sharp = await loadSharp();
  const random = createRandomStream(20);
  const [width, height] = [1152, 864];
  const folder = path.join(scratch, 'pictures');
  mkdirSync(folder);
  const files: string[] = [];
  const pixels = Buffer.alloc(width * height * 3);
  for (let number = 0; number < photographs; number += 1) {
    const [across, down] = [20 + 200 * random.nextFraction(), 20 + 200 * random.nextFraction()];
    let noise = Math.floor(random.nextFraction() * 2 ** 31);
    for (let at = 0; at < pixels.length; at += 1) {
      noise = (Math.imul(noise, 1664525) + 1013904223) | 0;
      const pixel = Math.floor(at / 3);
      const wave = Math.sin((pixel % width) / across + (at % 3)) + Math.sin(Math.floor(pixel / width) / down);
      pixels[at] = 128 + 50 * wave + (noise >>> 27) - 16;
    }
    const file = path.join(folder, `${String(number).padStart(4, '0')}.jpg`);
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 90 })
      .toFile(file);
    files.push(file);
  }
  writeFileSync(path.join(scratch, 'model.onnx'), brightnessModel({ channels: 3, height: 224, width: 224 }));
  const request = evaluationRequest.parse({
    source: {
      label: 'pictures',
      root: scratch,
      files,
      images: { folder },
      derive: [{ column: 'kind', expression: 'length(image)' }],
    },
    splits: [{ id: 'test' }],
    split: 'test',
    model: { root: scratch, path: path.join(scratch, 'model.onnx'), label: 'model.onnx' },
    task: 'multiclass-classification',
    inputs: [
      {
        name: 'x',
        columns: ['image'],
        image: {
          color: 'rgb',
          layout: 'NCHW',
          resize: { width: 224, height: 224, mode: 'stretch', filter: 'bicubic', fill: 0 },
          scale: 1 / 255,
          mean: [0.45, 0.45, 0.45],
          std: [0.25, 0.25, 0.25],
        },
      },
    ],
    outputs: [{ name: 'y', as: 'logits', classes: ['red', 'green', 'blue'] }],
    truth: {
      kind: 'classes',
      classes: [
        { name: 'red', where: 'kind = 8' },
        { name: 'green', where: 'kind = 1' },
        { name: 'blue', where: 'kind = 2' },
      ],
    },
    metrics: [],
  });
  return {
    what: `${photographs} JPEGs of one megapixel, from files to scores, against Pillow with Python’s ONNX Runtime`,
    request,
    folder,
    size: 224,
    colour: 'RGB',
    mean: 0.45,
    std: 0.25,
    wished: 1.5,
  };
}

/**
 * Both have answered before, and load the model and read the files again in each turn. Ours also lists the rows and counts
 * the answers.
 */
async function compete(
  { row }: BenchReport,
  root: string,
  { what, request, folder, size, colour, mean, std, wished }: Contest,
): Promise<void> {
  const goal = wished === undefined ? 'reported, without a goal' : `≥ ${wished} times as fast`;
  const python = await preparePython(path.join(root, 'test/python/requirements-images.txt'));
  if (python.kind === 'absent') {
    row(what, `not measured: ${python.because}`, goal, false);
    return;
  }
  const script = path.join(import.meta.dirname, 'peers/answerImages.py');
  const settings = [size, colour, mean, std, threads].map(String);
  const ratios: number[] = [];
  const times: string[] = [];
  const worker = startBuiltWorker(root);
  for (let turn = 0; turn <= turns; turn += 1) {
    const peer = await runProcess(python.executable, [script, request.model.path, folder, ...settings], root);
    if (peer.exitCode !== 0) throw new Error('The peer could not run.');
    const theirs = peerAnswer.parse(JSON.parse(peer.stdout));
    const start = performance.now();
    const { rows, unreadable, unanswered } = await worker.evaluate(request, limits);
    const took = (performance.now() - start) / 1000;
    if (rows !== theirs.pictures || unreadable !== undefined || unanswered > 0) {
      throw new Error(`${rows} pictures, not all answered, against ${theirs.pictures}.`);
    }
    if (turn === 0) continue;
    ratios.push(theirs.seconds / took);
    times.push(`${theirs.seconds.toFixed(2)} s against ${took.toFixed(2)} s`);
  }
  await worker.close();
  const median = ratios.toSorted((left, right) => left - right)[Math.floor(turns / 2)] ?? Number.NaN;
  row(what, `${median.toFixed(2)} times (${times.join(', ')})`, goal, wished === undefined || median >= wished);
}
