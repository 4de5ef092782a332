/** The job that evaluates a model over images: a table that names files, good and bad ones. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluationRequest, evaluationResult } from '../../../../schemas/evaluationJob.ts';
import type { EvaluationRequest, EvaluationResult } from '../../../../schemas/evaluationJob.ts';
import { confinePath } from '../../../../server/src/data/confinedPath.ts';
import { withRows } from '../../../../server/src/data/readRows.ts';
import { TableProblem } from '../../../../server/src/data/tableProblem.ts';
import { createEvaluateModel } from '../../../../server/src/inference/evaluateModel.ts';
import { loadSharp } from '../../../../server/src/inference/images/loadSharp.ts';
import { readImagesFixture } from '../../../python/imagesFixture.ts';
import { brightnessModel } from '../../../support/onnxModels.ts';

const job = createEvaluateModel({
  withRows,
  keepAnswers: () => Promise.resolve({ notes: [] }),
  confine: confinePath,
  explain: (error) =>
    error instanceof TableProblem ? { sentence: error.message, category: error.category } : undefined,
});
const sharp = await loadSharp();
const { files: fixtures } = readImagesFixture();

let root = '';
beforeEach(() => {
  root = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-images-'))), 'workspace');
  mkdirSync(path.join(root, 'data'), { recursive: true });
});
afterEach(() => {
  rmSync(path.dirname(root), { recursive: true });
});

/** A PNG whose pixels all have one grey level. */
const flat = (level: number, width = 4, height = 4): Promise<Buffer> =>
  sharp(Buffer.alloc(width * height, level), { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();

const preparation = { color: 'grayscale', layout: 'NCHW' } as const;
type Image = NonNullable<EvaluationRequest['inputs'][number]['image']>;

function request(rows: string, model: Uint8Array, image: Partial<Image> = {}): EvaluationRequest {
  writeFileSync(path.join(root, 'data/rows.csv'), rows);
  writeFileSync(path.join(root, 'model.onnx'), model);
  return evaluationRequest.parse({
    source: { label: 'data/rows.csv', root, files: [path.join(root, 'data/rows.csv')] },
    splits: [{ id: 'test' }],
    split: 'test',
    model: { root, path: path.join(root, 'model.onnx'), label: 'model.onnx' },
    task: 'regression',
    inputs: [{ name: 'x', columns: ['scan'], image: { ...preparation, ...image } }],
    outputs: [{ name: 'y', as: 'value' }],
    truth: { kind: 'value', column: 'y' },
    metrics: [{ id: 'mae', metric: 'mae' }],
  });
}

const context = () => ({
  limits: { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 2 },
  scratch: path.join(root, 'scratch'),
  report: () => undefined,
});

async function run(wanted: EvaluationRequest): Promise<EvaluationResult> {
  const answer = await job(wanted, context());
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return evaluationResult.parse(JSON.parse(JSON.stringify(answer.value)));
}

async function refusal(wanted: EvaluationRequest): Promise<string> {
  const answer = await job(wanted, context());
  return answer.kind === 'failed' ? answer.sentence : 'It was evaluated.';
}

async function writeImages(levels: readonly number[]): Promise<string> {
  for (const [index, level] of levels.entries()) {
    writeFileSync(path.join(root, `data/${index}.png`), await flat(level));
  }
  return `scan,y\n${levels.map((level, index) => `${index}.png,${level}`).join('\n')}\n`;
}

const levels = Array.from({ length: 75 }, (_, index) => (index * 37) % 256);

describe('images that a table names', () => {
  it('are answered each, in the order of the rows, beyond one batch', async () => {
    const result = await run(request(await writeImages(levels), brightnessModel({ height: 4, width: 4 })));
    expect([result.rows, result.unanswered, result.unreadable]).toEqual([75, 0, undefined]);
    expect(result.metrics).toMatchObject([{ value: { value: 0, n: 75 } }]);
  });

  it('are answered one by one where their sizes decide the shape of the tensor', async () => {
    const rows = await writeImages([10, 20]);
    writeFileSync(path.join(root, 'data/1.png'), await flat(20, 9, 5));
    expect((await run(request(rows, brightnessModel()))).metrics).toMatchObject([{ value: { value: 0, n: 2 } }]);
  });

  it('fill whole batches where the graph takes no other', async () => {
    const model = brightnessModel({ height: 4, width: 4, batch: 8 });
    expect((await run(request(await writeImages(levels), model))).metrics).toMatchObject([
      { value: { value: 0, n: 75 } },
    ]);
  });

  it('are left out one by one with a sentence where they cannot be read, and the rest is measured', async () => {
    const rows = await writeImages([10, 20]);
    const bad: Record<string, Buffer> = {
      'empty.png': Buffer.alloc(0),
      'words.jpg': Buffer.from('not a picture'),
      'drawing.png': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'),
      'broken.jpg': Buffer.from(fixtures.find(({ name }) => name === 'colours.jpg')?.file.subarray(0, 400) ?? []),
    };
    for (const [name, bytes] of Object.entries(bad)) writeFileSync(path.join(root, 'data', name), bytes);
    mkdirSync(path.join(root, 'data/folder.png'));
    writeFileSync(path.join(root, '../secret.png'), await flat(1));
    symlinkSync('../../secret.png', path.join(root, 'data/link.png'));
    const names = [...Object.keys(bad), 'folder.png', 'missing.png', '../../secret.png', '/etc/hosts', 'link.png'];
    const table = `${rows}${[...names, ''].map((name) => `${name},1`).join('\n')}\n`;
    const result = await run(request(table, brightnessModel({ height: 4, width: 4 })));
    expect(result.metrics).toMatchObject([{ value: { value: 0, n: 2 } }]);
    expect([result.rows, result.unanswered, result.unreadable?.rows]).toEqual([12, 0, 10]);
    const outside = 'lies outside the workspace, or is a link that leads there; keep it inside the workspace.';
    expect(result.unreadable?.first.map(({ sentence }) => sentence.replace(/\(.+\)/, '(…)'))).toEqual([
      'empty.png is empty.',
      'words.jpg is no picture; save it as JPEG, PNG, WebP, TIFF or GIF.',
      'drawing.png is an SVG drawing; save it as JPEG, PNG, WebP, TIFF or GIF.',
      'broken.jpg is damaged (…); write it again.',
      'folder.png is not a plain file.',
      'missing.png was not found; check the path.',
      `../../secret.png ${outside}`,
      `/etc/hosts ${outside}`,
      `link.png ${outside}`,
      'Row 12 names no file in scan.',
    ]);
  });

  it('are left out when they have not the size that the graph takes and nothing says how they get it', async () => {
    const rows = await writeImages([10, 20]);
    writeFileSync(path.join(root, 'data/1.png'), await flat(20, 9, 5));
    const result = await run(request(rows, brightnessModel({ height: 4, width: 4 })));
    expect(result.unreadable?.first).toEqual([
      {
        row: 1,
        file: '1.png',
        sentence: '1.png has 9 × 5 pixels, and the input x takes 4 × 4; say under `resize` how it becomes that.',
      },
    ]);
  });
});

describe('a preparation that does not fit the graph', () => {
  const resize = { width: 4, height: 4, mode: 'stretch', fill: 0, filter: 'bilinear' } as const;

  it.each([
    [{ color: 'rgb' }, 'takes ? × 1 × 8 × 4, and images become N × 3 × ? × ?'],
    [{ layout: 'NHWC' }, 'takes ? × 1 × 8 × 4, and images become N × ? × ? × 1'],
    [{ resize }, 'takes ? × 1 × 8 × 4, and images become N × 1 × 4 × 4'],
    [{ mean: [0.1, 0.2] }, 'The `mean` of x has 2 numbers, and the image has 1 channel; write one for each.'],
  ] as const)('is refused before any image is read: %j', async (image, sentence) => {
    const wanted = request(await writeImages([1]), brightnessModel({ height: 8, width: 4 }), {
      ...image,
      mean: 'mean' in image ? [...image.mean] : undefined,
    });
    expect(await refusal(wanted)).toContain(sentence);
  });
});
