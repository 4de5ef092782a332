/** The job that runs a model over pictures and measures the things or the classes of pixels that it finds. */
import * as z from 'zod';
import { detectionsResult, masksResult } from './detectionJob.ts';
import { evaluationRequest, evaluationResult, metricRequest } from './evaluationJob.ts';
import { thingParts } from './thingParts.ts';

const text = (description: string) => z.string().min(1).meta({ description });

const pictureOutput = z.strictObject({
  name: text('Output of the graph.'),
  as: z.enum(['boxes', 'scores', 'class-ids', 'count', 'detections', 'masks', 'coefficients']),
  holds: z
    .array(z.enum(thingParts.map(([part]) => part)))
    .max(20)
    .optional()
    .meta({ description: 'What the numbers of a thing are, where one tensor holds all of them.' }),
  format: z.enum(['xyxy', 'xywh', 'cxcywh']).optional().meta({ description: 'Numbers of a box.' }),
  units: z.enum(['pixels', 'unit']).optional(),
  frame: z.enum(['tensor', 'image']).optional(),
  values: z.enum(['logits', 'probabilities', 'ids']).optional().meta({ description: 'What a pixel of a mask holds.' }),
  layout: z.enum(['NCHW', 'NHWC']).optional(),
  covers: z.enum(['picture', 'box']).optional().meta({ description: 'What the mask of a thing covers.' }),
});

const share = () => z.number().min(0).max(1);

/** What a spec asks of pictures; the other keys of metrics do not apply. */
const pictureMetric = z.strictObject({
  id: text('Id in the spec, which is the key of the answer.'),
  metric: text('Name of the measure, out of the closed list.'),
  overlaps: z.array(share()).max(20).default([]).meta({ description: 'Overlaps over which is averaged.' }),
  area: z.enum(['all', 'small', 'medium', 'large']).default('all'),
  k: z.int().positive().optional().meta({ description: 'Answers that count per image and class.' }),
  class: z.string().min(1).optional(),
  averaging: z.enum(['binary', 'macro', 'micro', 'weighted', 'samples', 'worst', 'none']).optional(),
  empty: z.enum(['one', 'ignore']).optional(),
  within: z.int().positive().optional().meta({ description: 'Pixels by which an edge may be off.' }),
  slices: metricRequest.shape.slices,
});

export const pictureRequest = z.strictObject({
  source: evaluationRequest.shape.source,
  splits: evaluationRequest.shape.splits,
  split: evaluationRequest.shape.split,
  model: evaluationRequest.shape.model,
  inputs: evaluationRequest.shape.inputs,
  outputs: z.array(pictureOutput).min(1).max(100),
  task: z.enum(['object-detection', 'instance-segmentation', 'semantic-segmentation']),
  classes: z
    .array(text('Class.'))
    .min(1)
    .max(10_000)
    .meta({ description: 'In the order of the numbers or channels of the model.' }),
  truth: z
    .strictObject({ path: text('Absolute path.'), label: text('What the user calls it.') })
    .meta({ description: 'A COCO file for things, a folder of masks with the names of the pictures for pixels.' }),
  decision: z
    .strictObject({
      score: z.number().optional().meta({ description: 'Boxes below this score are dropped.' }),
      overlap: share().optional().meta({ description: 'Above it the weaker of two boxes is dropped.' }),
      perClass: z.boolean().default(true).meta({ description: 'Whether only boxes of one class compete.' }),
      most: z.int().positive().optional().meta({ description: 'Most boxes of a picture.' }),
    })
    .prefault({}),
  metrics: z.array(pictureMetric).max(200),
  batch: z.int().positive().max(10_000).default(32),
  provider: evaluationRequest.shape.provider,
  keepsSample: evaluationRequest.shape.keepsSample,
  seed: z.int().nonnegative().default(0).meta({ description: 'Seed of the bootstrap.' }),
});

export const pictureResult = evaluationResult.extend({
  detections: detectionsResult.optional().meta({ description: 'Everything that is said of boxes.' }),
  masks: masksResult.optional().meta({ description: 'Everything that is said of pixels.' }),
});

export type PictureRequest = z.output<typeof pictureRequest>;
export type PictureOutput = z.output<typeof pictureOutput>;
export type PictureMetric = z.output<typeof pictureMetric>;
export type PictureResult = z.output<typeof pictureResult>;
