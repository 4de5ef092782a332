/** From a spec with models of pictures to the job, and from its answer to verdicts and a run record. */
import { describe, expect, it } from 'vitest';
import { pictureResult } from '../../../schemas/pictureJob.ts';
import { describeDetections } from '../../../server/src/evaluation/detection/describeDetections.ts';
import { readCoco } from '../../../server/src/evaluation/detection/readCoco.ts';
import { evaluationText } from '../../../server/src/report/evaluationText.ts';
import { runRecord } from '../../../schemas/run.ts';
import { evaluateInMemory } from '../../support/evaluateInMemory.ts';

const spec = `plumbline: v1
project: squares
phase: poc
owner: yard@example.com
data:
  yard: {path: data/index.csv, modality: image, owner: yard@example.com, privacy: {personal_data: false}}
splits:
  test: {of: yard, where: "day = 2"}
labels:
  boxes: {of: yard, task: object-detection, source: synthetic, classes: [crate, barrel], annotations: data/boxes.json}
models:
  find:
    path: models/find.onnx
    task: object-detection
    label: boxes
    inputs: {x: {column: image, type: float32, image: {color: rgb, layout: NCHW, scale: 1/255}}}
    outputs:
      boxes: {as: boxes, format: xyxy, units: pixels, frame: tensor}
      scores: {as: scores}
      ids: {as: class-ids, classes: [barrel, crate]}
    decision: {score: 0.2, nms: {iou: 0.4, per_class: false}, max: 20}
metrics:
  placed: {kind: model, metric: map, iou: 0.50:0.95, model: find, split: test, target: 0.5, limit: 0.3}
  small: {kind: model, metric: ar, iou: 0.5, area: small, k: 10, model: find, split: test, target: 0.5, limit: 0.3}
`;

const things = readCoco(
  {
    name: 'boxes.json',
    text: JSON.stringify({
      images: [{ id: 1, file_name: 'a.png' }],
      categories: [
        { id: 1, name: 'crate' },
        { id: 2, name: 'barrel' },
      ],
      annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 9, 9], area: 81, iscrowd: 0 }],
    }),
  },
  { name: 'found.json', text: JSON.stringify([{ image_id: 1, category_id: 1, bbox: [0, 0, 9, 9], score: 0.9 }]) },
  undefined,
);
const resampling = { seed: 0, resamples: 0, confidence: 0.95 };
const described = describeDetections(things, { resampling, score: 0.2 }).description;

const known = (value: number) => ({ state: 'known', value, n: 9 }) as const;
const note = 'In 2 of 3 pictures crate is true or answered alone; these have no distance and are left out.';
const result = pictureResult.parse({
  rows: 12,
  unlabelled: 0,
  unanswered: 0,
  metrics: [
    { id: 'placed', value: { ...known(0.4), notes: [note] }, slices: {} },
    { id: 'small', value: { state: 'undefined', because: 'no true thing is small' }, slices: {} },
  ],
  confusion: {
    classes: ['crate', 'nothing'],
    counts: [
      [8, 1],
      [2, 0],
    ],
  },
  worst: [],
  detections: { ...described, seconds: { read: 0, total: 0 } },
  model: { sha256: 'a'.repeat(64), sizeBytes: 10, provider: 'cpu', runtime: 'ONNX Runtime 1.30.0' },
  seconds: { load: 0, run: 0, total: 1 },
  notes: [],
});

async function evaluate(text: string) {
  const asked: [string, unknown][] = [];
  const { outcome, written } = await evaluateInMemory({
    files: {
      'plumbline.yaml': text,
      'data/index.csv': 'image,day\na.png,2\n',
      'data/boxes.json': '{}',
      'models/find.onnx': 'model',
    },
    answer: (kind, request) => {
      asked.push([kind, request]);
      return { kind: 'done', value: result };
    },
  });
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  const said = evaluationText({ ...outcome.report, spec: null }, false);
  return { asked, written: new Map(written), evaluations: outcome.report.evaluations, text: said };
}

describe('a model of pictures', () => {
  it('says what must be known of a value beside its number, in the text and in the run record', async () => {
    const { text, written } = await evaluate(spec);
    expect(text).toContain(`\n  placed: ${note}\n`);
    const [content = ''] = written.values();
    expect(runRecord.parse(JSON.parse(content)).values['placed']).toMatchObject({ value: 0.4, notes: [note] });
  });

  it('is asked as the spec says: outputs, classes in their order, truth, decision and metrics', async () => {
    const { asked } = await evaluate(spec);
    expect(asked).toMatchObject([
      [
        'evaluatePictures',
        {
          split: 'test',
          task: 'object-detection',
          classes: ['barrel', 'crate'],
          truth: { label: 'data/boxes.json' },
          inputs: [{ name: 'x', columns: ['image'], image: { color: 'rgb', layout: 'NCHW' } }],
          outputs: [
            { as: 'boxes', format: 'xyxy', units: 'pixels', frame: 'tensor' },
            { as: 'scores' },
            { as: 'class-ids' },
          ],
          decision: { score: 0.2, overlap: 0.4, perClass: false, most: 20 },
          metrics: [
            { id: 'placed', metric: 'map', area: 'all', overlaps: { length: 10, 0: 0.5, 9: 0.95 } },
            { id: 'small', metric: 'ar', area: 'small', overlaps: [0.5], k: 10 },
          ],
        },
      ],
    ]);
  });

  it('is judged, and leaves a run record', async () => {
    const { evaluations, written } = await evaluate(spec);
    expect(evaluations).toMatchObject([
      {
        state: 'evaluated',
        metrics: [
          { id: 'placed', verdict: 'limit-held' },
          { id: 'small', verdict: 'not-known' },
        ],
      },
    ]);
    const [[name, text] = ['', '']] = written;
    expect(name).toBe('.plumbline/runs/2026-11-02T0931Z-find-3f2a91c0.json');
    expect(JSON.parse(text)).toMatchObject({
      model: { id: 'find' },
      split: { id: 'test', rows: 12 },
      values: { placed: { state: 'known', value: 0.4 }, small: { state: 'undefined' } },
      confusion: { classes: ['crate', 'nothing'] },
      things: {
        what: 'boxes',
        measure: 'AP',
        score: 0.2,
        errors: { right: 1, missed: 0 },
        classes: [
          { name: 'crate', n: 1, value: { state: 'known' } },
          { name: 'barrel', n: 0, value: { state: 'undefined', because: 'there is no true thing of the class' } },
        ],
      },
      curves: { 'precision-recall': { points: { length: 101 } } },
    });
    expect(runRecord.safeParse(JSON.parse(text)).success).toBe(true);
  });

  it.each([
    ['without annotations', spec.replace(', annotations: data/boxes.json', ''), 'no label with `annotations`'],
    [
      'with annotations that are not there',
      spec.replace('data/boxes.json', 'data/none.json'),
      'data/none.json do not exist',
    ],
    [
      'without outputs that are meant',
      spec.replace(/outputs:[\s\S]*?decision/, 'outputs: {boxes: {as: ignore}}\n    decision'),
      'says of no output',
    ],
  ])('%s is told in one sentence', async (_what, text, named) => {
    const { evaluations, asked } = await evaluate(text);
    expect(asked).toEqual([]);
    const [evaluation] = evaluations;
    expect(evaluation?.state === 'failed' && evaluation.sentence).toContain(named);
  });
});
