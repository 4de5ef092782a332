/** The jobs that measure boxes, masks and points against what is true, from files alone. */
import * as z from 'zod';
import { evaluatedValue } from './evaluationJob.ts';

const text = (description: string) => z.string().min(1).meta({ description });
const count = (description: string) => z.int().nonnegative().meta({ description });
const share = (description: string) => z.number().min(0).max(1).meta({ description });

const namedFile = z.strictObject({
  path: text('Absolute path.'),
  label: text('What the user calls it.'),
});

const root = text('Absolute path of the folder that may be read. What lies elsewhere, links followed, is refused.');
const seed = z.int().nonnegative().default(0).meta({ description: 'Seed of the bootstrap.' });
const resamples = z.int().nonnegative().max(100_000).default(1000).meta({ description: 'Draws of the bootstrap.' });

/** What is compared. */
export const comparedTask = z.enum(['object-detection', 'instance-segmentation', 'keypoints']);

export const detectionsRequest = z.strictObject({
  root,
  groundTruth: namedFile.meta({ description: 'A COCO data set.' }),
  detections: namedFile.meta({ description: 'A list of detections as COCO writes them.' }),
  task: comparedTask.optional().meta({ description: 'Boxes, masks or points; by the detections when absent.' }),
  score: z
    .number()
    .optional()
    .meta({ description: 'Score from which answers count as errors; that of the best F1 when absent.' }),
  seed,
  resamples,
});

const summaryLine = z.strictObject({
  name: text('As papers write it, such as `AP50`.'),
  what: z.enum(['precision', 'recall']),
  value: evaluatedValue,
});

const classLine = z.strictObject({
  name: text('Class.'),
  truths: count('True things that count.'),
  detections: count('Answers, 100 for each image at most.'),
  precision: evaluatedValue.meta({ description: 'Average precision over the overlaps 0.50 to 0.95.' }),
  precision50: evaluatedValue.meta({ description: 'At the overlap 0.5.' }),
  recall: evaluatedValue.meta({ description: 'Over the overlaps 0.50 to 0.95.' }),
});

const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** Data of an SVG path in pixels of the picture: straight lines alone, by the even-odd rule. */
export const outline = z
  .string()
  .regex(/^(?:M[-0-9.]+ [-0-9.]+(?:L[-0-9.]+ [-0-9.]+)*Z)+$/)
  .max(20_000);

export const answerOutcome = z.enum(['right', 'ignored', 'localisation', 'class', 'duplicate', 'background', 'both']);

/** An image with errors, and what lies on it: left, top, width and height in pixels. */
const flawedImage = z.strictObject({
  name: text('File name, or its number.'),
  width: count('Pixels; 0 when not known.'),
  height: count('Pixels; 0 when not known.'),
  wrong: count('Answers that are wrong.'),
  missed: count('True things that were not found.'),
  truths: z
    .array(z.strictObject({ box, outline: outline.optional(), class: text('Class.'), isFound: z.boolean() }))
    .max(200),
  answers: z
    .array(
      z.strictObject({
        box,
        outline: outline.optional(),
        class: text('Class.'),
        score: z.number(),
        outcome: answerOutcome,
      }),
    )
    .max(200),
});

const confusion = z.strictObject({
  classes: z.array(z.string()),
  counts: z.array(z.array(z.int().nonnegative())),
});

export const detectionsResult = z.strictObject({
  task: comparedTask,
  images: count('Images of the ground truth.'),
  truths: count('True things, crowds included.'),
  crowds: count('Regions of many things that nobody counted.'),
  detections: count('Answers.'),
  summary: z.array(summaryLine).meta({ description: 'The numbers that COCO prints, in its order.' }),
  classes: z.array(classLine).meta({ description: 'By rising id.' }),
  curves: z
    .array(z.strictObject({ overlap: z.string(), points: z.array(z.tuple([z.number(), z.number()])) }))
    .meta({ description: 'Mean precision over classes against recall, at 101 recalls.' }),
  errors: z.strictObject({
    score: z.number().meta({ description: 'Answers count from this score on.' }),
    isChosen: z.boolean().meta({ description: 'Whether the score was asked for; that of the best F1 otherwise.' }),
    right: count('Answers that are right at the overlap 0.5.'),
    localisation: count('On a thing of their class, but badly placed.'),
    class: count('Well placed on a thing of another class.'),
    duplicate: count('A second answer on a thing that is found.'),
    background: count('On nothing.'),
    both: count('Badly placed on a thing of another class.'),
    missed: count('True things that no answer finds, nor would with another place or class.'),
  }),
  confusion: confusion.optional().meta({
    description: 'Row: true class, column: answered class, the last of both for nothing; absent above 200 classes.',
  }),
  worst: z.array(flawedImage).max(50),
  seconds: z.strictObject({ read: z.number().nonnegative(), total: z.number().nonnegative() }),
  notes: z.array(z.string().min(1)),
});

export const masksRequest = z.strictObject({
  root,
  groundTruth: namedFile.meta({ description: 'A folder of masks.' }),
  masks: namedFile.meta({ description: 'A folder of masks with the same names.' }),
  classes: z
    .array(z.string().min(1))
    .min(1)
    .max(255)
    .optional()
    .meta({ description: 'Names in the order of the numbers from 0 on; the numbers that occur when absent.' }),
  seed,
  resamples,
});

const overlapLine = z.strictObject({
  name: text('Class.'),
  pixels: z.number().nonnegative().meta({ description: 'True pixels.' }),
  iou: evaluatedValue,
  dice: evaluatedValue,
});

/** Pixels of a picture that are truly of a class, or that are of one and were answered as another. */
export const confusedRegion = z.strictObject({
  truth: text('True class.'),
  answer: text('Answered class.').optional().meta({ description: 'Absent where the region is all that is true.' }),
  share: share('Of the pixels of the picture that count.'),
  outline,
});

/** A picture with wrong pixels. */
const flawedMask = z.strictObject({
  name: text('File name.'),
  width: count('Pixels.'),
  height: count('Pixels.'),
  pixels: count('Pixels that count.'),
  wrong: count('Pixels that are wrong.'),
  regions: z.array(confusedRegion).max(300),
});

export const masksResult = z.strictObject({
  pictures: count('Pairs of masks.'),
  summary: z.array(z.strictObject({ name: text('What it is.'), value: evaluatedValue })),
  classes: z.array(overlapLine),
  confusion,
  worst: z
    .array(
      z.strictObject({
        name: text('File name.'),
        accuracy: share('Pixels that are right.'),
        pixels: z.number().nonnegative(),
      }),
    )
    .max(50),
  flawed: z.array(flawedMask).max(50).optional().meta({
    description: 'Pictures with the largest share of wrong pixels, the worst first; of a model that was run.',
  }),
  seconds: z.strictObject({ total: z.number().nonnegative() }),
  notes: z.array(z.string().min(1)),
});

export type DetectionsRequest = z.output<typeof detectionsRequest>;
export type DetectionsResult = z.output<typeof detectionsResult>;
export type MasksRequest = z.output<typeof masksRequest>;
export type MasksResult = z.output<typeof masksResult>;
export type FlawedMask = z.output<typeof flawedMask>;
