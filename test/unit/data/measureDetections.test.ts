/** The job that compares two COCO files, on files of a workspace on disk. */
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectionsRequest, detectionsResult } from '../../../schemas/detectionJob.ts';
import type { JobAnswer } from '../../../schemas/jobs.ts';
import { measureDetections } from '../../../server/src/data/measureDetections.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

type Fields = Readonly<Record<string, unknown>>;

const image = { id: 1, file_name: 'yard.png', width: 100, height: 80 };
const category = { id: 7, name: 'crate' };
const truth = { id: 3, image_id: 1, category_id: 7, bbox: [10, 10, 20, 20], area: 400, iscrowd: 0 };
const answer = { image_id: 1, category_id: 7, bbox: [10, 10, 20, 20], score: 0.9 };
const dataSet = (annotations: readonly unknown[], more: Fields = {}): Fields => ({
  images: [image],
  categories: [category],
  annotations,
  ...more,
});

function measure(groundTruth: unknown, detections: unknown, task?: 'keypoints' | 'instance-segmentation') {
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const request = detectionsRequest.parse({
    root: workspace.root,
    groundTruth: { path: workspace.write('truth.json', text(groundTruth)), label: 'truth.json' },
    detections: { path: workspace.write('found.json', text(detections)), label: 'found.json' },
    resamples: 0,
    ...(task === undefined ? {} : { task }),
  });
  return run(request);
}

function run(request: ReturnType<typeof detectionsRequest.parse>): Promise<JobAnswer<'measureDetections'>> {
  const limits = { memoryBytes: 1e9, diskBytes: 1e9, threads: 1 };
  return measureDetections(request, { limits, scratch: path.join(workspace.root, 'x'), report: () => undefined });
}

async function sentenceOf(groundTruth: unknown, detections: unknown, task?: 'keypoints' | 'instance-segmentation') {
  const outcome = await measure(groundTruth, detections, task);
  return outcome.kind === 'failed' ? outcome.sentence : undefined;
}

describe('measuring detections against a ground truth', () => {
  it('gives the COCO summary, classes, errors and confusion in the shape of the schema', async () => {
    const result = valueOf(await measure(dataSet([truth]), [answer, { ...answer, bbox: [50, 50, 5, 5], score: 0.95 }]));
    expect(detectionsResult.parse(result)).toEqual(result);
    expect(result.summary.map(({ name }) => name).join(' ')).toBe(
      'AP AP50 AP75 APs APm APl AR1 AR10 AR100 ARs ARm ARl',
    );
    expect(result.classes[0]?.precision50).toMatchObject({ state: 'known', value: 0.5 });
    expect(result.summary[4]?.value).toEqual({ state: 'undefined', because: 'no true thing is medium' });
    expect(result.confusion).toEqual({
      classes: ['crate', 'nothing'],
      counts: [
        [1, 0],
        [1, 0],
      ],
    });
    expect(result.worst[0]).toMatchObject({ name: 'yard.png', wrong: 1, missed: 0 });
  });

  it('counts errors from the score on that was asked for', async () => {
    const request = detectionsRequest.parse({
      root: workspace.root,
      groundTruth: { path: workspace.write('gt.json', JSON.stringify(dataSet([truth]))), label: 'gt.json' },
      detections: { path: workspace.write('dt.json', JSON.stringify([answer])), label: 'dt.json' },
      score: 0.91,
    });
    expect(valueOf(await run(request)).errors).toMatchObject({ score: 0.91, isChosen: true, right: 0, missed: 1 });
  });

  it('tells that areas, ids or masks are missing where something else stands in for them', async () => {
    const bare = { ...truth, area: undefined, id: undefined };
    const { notes } = valueOf(await measure(dataSet([bare]), [answer]));
    expect(notes).toEqual([
      '1 of 1 annotations state no area; that of the box is taken.',
      '1 of 1 annotations have no id; they are numbered from 1 on.',
    ]);
    const zero = valueOf(await measure(dataSet([{ ...truth, id: 0 }]), [answer]));
    expect(zero.notes[0]).toContain('the id 0');
  });

  const runs = { size: [80, 100], counts: [8000] };
  it.each<[string, unknown, unknown, string, ('keypoints' | 'instance-segmentation')?]>([
    ['an empty file', '', [answer], 'truth.json is empty'],
    ['broken JSON', '{"images": [', [answer], 'truth.json is no JSON'],
    ['NaN', dataSet([truth]), '[{"score": NaN}]', 'found.json holds NaN or Infinity'],
    ['a list for a ground truth', [], [answer], 'truth.json must be an object'],
    ['a ground truth without categories', { images: [image], annotations: [] }, [answer], 'has no categories'],
    ['no image', dataSet([], { images: [] }), [], 'lists no images'],
    ['two images of one id', dataSet([], { images: [image, image] }), [], 'two images with the id 1'],
    ['two truths of one id', dataSet([truth, truth]), [], 'two annotations with the id 3'],
    ['an unknown image', dataSet([{ ...truth, image_id: 9 }]), [], 'annotations[0] (id 3), names the image 9'],
    ['an unknown class', dataSet([truth]), [{ ...answer, category_id: 8 }], 'detection [0], names the category 8'],
    ['an image that is text', dataSet([truth]), [{ ...answer, image_id: '1' }], 'needs an image_id that is a whole'],
    ['no score', dataSet([truth]), [{ ...answer, score: undefined }], 'a finite number; it is missing'],
    ['a score of null', dataSet([truth]), [{ ...answer, score: null }], 'a finite number; it is null'],
    ['a box of three numbers', dataSet([truth]), [{ ...answer, bbox: [1, 2, 3] }], 'a bbox of four numbers'],
    ['no box', dataSet([truth]), [{ ...answer, bbox: undefined }], 'it is missing'],
    ['a negative width', dataSet([truth]), [{ ...answer, bbox: [9, 9, -1, 3] }], 'negative width -1'],
    ['a box with null', dataSet([{ ...truth, bbox: [1, null, 3, 4] }]), [], 'a bbox that holds null'],
    ['a data set for answers', dataSet([truth]), dataSet([truth]), 'no list of detections'],
    ['a number for a detection', dataSet([truth]), [4], 'detection [0], must be an object'],
    [
      'masks without a size',
      dataSet([{ ...truth, segmentation: runs }], { images: [{ id: 1 }] }),
      [],
      'no width and height',
      'instance-segmentation',
    ],
    [
      'a mask of another size',
      dataSet([{ ...truth, segmentation: { ...runs, size: [8, 8] } }]),
      [],
      'of the size [8,8], and its image is 80 high',
      'instance-segmentation',
    ],
    [
      'runs that end early',
      dataSet([{ ...truth, segmentation: { ...runs, counts: [10] } }]),
      [],
      'its runs cover 10 pixels, and the image has 8000',
      'instance-segmentation',
    ],
    [
      'negative runs',
      dataSet([{ ...truth, segmentation: { ...runs, counts: [9000, -1000] } }]),
      [],
      'run 2 is -1000',
      'instance-segmentation',
    ],
    [
      'compressed runs that go too far',
      dataSet([{ ...truth, segmentation: { ...runs, counts: 'oooooo0' } }]),
      [],
      'cannot be used because',
      'instance-segmentation',
    ],
    [
      'a polygon of two points',
      dataSet([{ ...truth, segmentation: [[1, 2, 3, 4]] }]),
      [],
      'no list of three or more points',
      'instance-segmentation',
    ],
    [
      'a polygon to the moon',
      dataSet([{ ...truth, segmentation: [[0, 0, 1e12, 0, 5, 5]] }]),
      [],
      'far beyond its image',
      'instance-segmentation',
    ],
    ['no mask', dataSet([truth]), [], 'needs a segmentation', 'instance-segmentation'],
    ['points that are no triples', dataSet([{ ...truth, keypoints: [1, 2] }]), [], 'needs keypoints', 'keypoints'],
    ['another skeleton', dataSet([{ ...truth, keypoints: [1, 2, 2] }]), [], 'things of 1 points', 'keypoints'],
  ])('refuses %s in one sentence that names the place', async (_what, groundTruth, detections, named, task) => {
    const sentence = await sentenceOf(groundTruth, detections, task);
    expect(sentence).toContain(named);
    expect(sentence).toMatch(/^[^\n]+\.$/);
  });

  it('reads nothing outside the folder, links followed', async () => {
    const outside = workspace.write('../secret.json', JSON.stringify(dataSet([truth])));
    workspace.link('link.json', outside);
    const request = (file: string) =>
      detectionsRequest.parse({
        root: workspace.root,
        groundTruth: { path: file, label: 'link.json' },
        detections: { path: file, label: 'link.json' },
      });
    for (const file of [outside, path.join(workspace.root, 'link.json')]) {
      expect(await run(request(file))).toMatchObject({ kind: 'failed', category: 'refused' });
    }
  });

  it('answers any JSON with a result or one sentence', async () => {
    const text = fc.json({ depthSize: 'small' });
    const near = fc.record(
      {
        images: fc.array(fc.record({ id: fc.integer({ min: 0, max: 3 }), width: fc.nat(20), height: fc.nat(20) })),
        categories: fc.array(fc.record({ id: fc.nat(2) })),
        annotations: fc.array(
          fc.record({
            id: fc.nat(9),
            image_id: fc.nat(3),
            category_id: fc.nat(2),
            bbox: fc.array(fc.double(), { maxLength: 5 }),
          }),
        ),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, near), fc.oneof(text, fc.array(fc.anything())), async (one, other) => {
        const outcome = await measure(one, other);
        if (outcome.kind === 'failed') expect(outcome.category).not.toBe('internal');
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
