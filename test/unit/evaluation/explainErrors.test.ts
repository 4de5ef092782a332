/** Kinds of errors of detections, by hand. */
import { describe, expect, it } from 'vitest';
import { explainErrors } from '../../../server/src/evaluation/detection/explainErrors.ts';
import type { DetectionErrors } from '../../../server/src/evaluation/detection/explainErrors.ts';
import { describeDetections } from '../../../server/src/evaluation/detection/describeDetections.ts';
import { readCoco } from '../../../server/src/evaluation/detection/readCoco.ts';

type Box = readonly [number, number, number, number];

const crate: Box = [0, 0, 20, 20];

function things(
  truths: readonly (readonly [classId: number, box: Box, crowd?: 1])[],
  answers: readonly (readonly [classId: number, box: Box, score: number])[],
) {
  const truth = {
    images: [{ id: 1, file_name: 'a.png' }],
    categories: [
      { id: 1, name: 'crate' },
      { id: 2, name: 'barrel' },
    ],
    annotations: truths.map(([category, bbox, crowd = 0], at) => ({
      id: at + 1,
      image_id: 1,
      category_id: category,
      bbox,
      area: bbox[2] * bbox[3],
      iscrowd: crowd,
    })),
  };
  const found = answers.map(([category, bbox, score]) => ({ image_id: 1, category_id: category, bbox, score }));
  return readCoco(
    { name: 'truth.json', text: JSON.stringify(truth) },
    { name: 'found.json', text: JSON.stringify(found) },
    undefined,
  );
}

function explain(...given: Parameters<typeof things>): DetectionErrors {
  const { set, overlaps } = things(...given);
  return explainErrors(set, overlaps, 0.3, 10);
}

const none = { localisation: 0, class: 0, duplicate: 0, background: 0, both: 0, missed: 0 };

describe('an answer', () => {
  it.each<[string, Parameters<typeof explain>[1], Partial<typeof none>, number]>([
    ['on the thing is right', [[1, crate, 0.9]], {}, 1],
    ['below the score does not count, so the thing is missed', [[1, crate, 0.2]], { missed: 1 }, 0],
    [
      'half off the thing is badly placed, and the thing is not missed',
      [[1, [12, 0, 20, 20], 0.9]],
      { localisation: 1 },
      0,
    ],
    ['of another class is that', [[2, crate, 0.9]], { class: 1 }, 0],
    [
      'that comes second on a thing is a duplicate',
      [
        [1, crate, 0.9],
        [1, crate, 0.8],
      ],
      { duplicate: 1 },
      1,
    ],
    ['far away is on nothing', [[1, [70, 70, 9, 9], 0.9]], { background: 1, missed: 1 }, 0],
    ['of another class and half off is both', [[2, [12, 0, 20, 20], 0.9]], { both: 1, missed: 1 }, 0],
  ])('%s', (_what, answers, counts, right) => {
    const errors = explain([[1, crate]], answers);
    expect(errors.counts).toEqual({ ...none, ...counts });
    expect(errors.right).toBe(right);
  });

  it('on a crowd is neither right nor wrong', () => {
    const errors = explain([[1, [0, 0, 90, 90], 1]], [[1, crate, 0.9]]);
    expect([errors.right, errors.counts, errors.worst]).toEqual([0, none, []]);
    expect([...errors.confusion]).toEqual(Array(9).fill(0));
  });
});

describe('the confusion of detections', () => {
  it('counts things by true and answered class, with nothing on both sides', () => {
    const errors = explain(
      [
        [1, crate],
        [2, [50, 50, 20, 20]],
        [1, [80, 0, 10, 10]],
      ],
      [
        [1, crate, 0.9],
        [1, [50, 50, 20, 20], 0.8],
        [2, [30, 80, 5, 5], 0.7],
      ],
    );
    expect([...errors.confusion]).toEqual([1, 0, 1, 1, 0, 0, 0, 1, 0]);
    expect(errors.worst.map(({ wrong, missed }) => [wrong, missed])).toEqual([[2, 2]]);
  });
});

it('finds the score at which F1 is best, and draws the curve of precision', () => {
  const compared = things(
    [[1, crate]],
    [
      [1, crate, 0.8],
      [1, [60, 60, 9, 9], 0.7],
      [1, [40, 60, 9, 9], 0.9],
    ],
  );
  const resampling = { seed: 0, resamples: 0, confidence: 0.95 };
  const { description } = describeDetections(compared, { resampling, score: undefined });
  expect(description.errors).toMatchObject({ score: 0.8, isChosen: false, right: 1, background: 1 });
  expect(description.curves.map(({ overlap }) => overlap)).toEqual(['0.50', '0.75', '0.50:0.95']);
  expect(description.curves[0]?.points.at(-1)).toEqual([1, 0.5]);
});
