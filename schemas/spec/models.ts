/** Models: ONNX files, what goes in, what comes out, and how scores become an answer. */
import * as z from 'zod';
import {
  cell,
  choice,
  className,
  column,
  evidence,
  formerIds,
  fraction,
  freeMap,
  mapOf,
  path,
  quantity,
  reference,
  text,
  wholeNumber,
} from '../scalars.ts';
import { classificationTasks, tasks } from '../tasks.ts';
import { thingParts } from '../thingParts.ts';
import { tensorType } from '../tensorTypes.ts';

const resize = z.strictObject({
  width: wholeNumber(1).meta({ description: 'Width in pixels after resizing.' }),
  height: wholeNumber(1).meta({ description: 'Height in pixels after resizing.' }),
  mode: choice([
    ['stretch', 'Fit both sides; the shape of things changes.'],
    ['letterbox', 'Keep the shape, and fill the rest.'],
    ['crop', 'Keep the shape, and cut off from the centre what sticks out.'],
  ])
    .optional()
    .meta({ description: 'What to do when the shape differs.', standard: 'stretch' }),
  fill: z
    .number()
    .optional()
    .meta({
      description: 'Value of the filled pixels before scaling, from 0 to 255.',
      standard: '0',
      appliesWhen: { mode: ['letterbox'] },
      samples: ['114'],
    }),
  filter: choice([
    ['nearest', 'The nearest pixel, as Pillow does.'],
    ['bilinear', 'Linear with anti-aliasing, as Pillow does.'],
    ['bicubic', 'Cubic with anti-aliasing, as Pillow does.'],
    ['lanczos', 'Lanczos with anti-aliasing, as Pillow does.'],
    ['box', 'Mean over the area, as Pillow does.'],
    ['opencv-linear', 'Linear without anti-aliasing, as OpenCV does.'],
    ['opencv-nearest', 'The nearest pixel, as OpenCV does.'],
    ['opencv-area', 'Mean over the area, as OpenCV does.'],
    ['tf-bilinear', 'Linear, as TensorFlow does.'],
  ])
    .optional()
    .meta({
      description: 'How pixels are interpolated. Tools differ, and so do the answers: take that of the training.',
      standard: 'bilinear',
    }),
});

const image = z.strictObject({
  resize: resize.optional().meta({
    description: 'Size that the model expects.',
    samples: ['{width: 28, height: 28, mode: letterbox, fill: 0, filter: bilinear}'],
  }),
  color: choice([
    ['rgb', 'Red, green, blue.'],
    ['bgr', 'Blue, green, red, as OpenCV reads.'],
    ['grayscale', 'One channel.'],
  ])
    .optional()
    .meta({
      description: 'Channels and their order.',
      need: { when: 'always', rule: 'model/preprocess-undeclared' },
    }),
  layout: choice([
    ['NCHW', 'Channels before height and width, as PyTorch does.'],
    ['NHWC', 'Channels last, as TensorFlow does.'],
  ])
    .optional()
    .meta({
      description: 'Order of the axes.',
      need: { when: 'always', rule: 'model/preprocess-undeclared' },
    }),
  scale: fraction()
    .optional()
    .meta({
      description: 'Each pixel is multiplied by it: `1/255` maps 0–255 to 0–1.',
      need: { when: 'the input is of type float', rule: 'model/preprocess-undeclared' },
      samples: ['1/255'],
    }),
  mean: z
    .array(z.number())
    .optional()
    .meta({ description: 'Subtracted after scaling, one number per channel.', samples: ['[0.485, 0.456, 0.406]'] }),
  std: z
    .array(z.number())
    .optional()
    .meta({ description: 'Divided by after subtracting, one number per channel.', samples: ['[0.229, 0.224, 0.225]'] }),
  orient: z.boolean().optional().meta({
    description: 'Whether to turn the image as its EXIF data says.',
    standard: 'true',
  }),
});

const input = z.strictObject({
  column: column()
    .optional()
    .meta({
      description: 'Column that feeds this input; `image` for a folder of images.',
      need: { when: 'there is no `columns`', without: ['columns'] },
      rules: ['data/column-missing', 'data/target-as-input', 'data/known-after-decision', 'privacy/feature-forbidden'],
    }),
  columns: z
    .array(column())
    .optional()
    .meta({
      description: 'Several columns that together feed this input; their order is that in the tensor.',
      need: { when: 'there is no `column`', without: ['column'] },
      rules: ['data/column-missing', 'model/shape-mismatch', 'data/target-as-input', 'data/known-after-decision'],
      samples: ['[hour, weekday, distance]'],
    }),
  type: tensorType.optional().meta({
    description: 'Type of the tensor.',
    standard: 'that of the graph',
    rules: ['model/type-mismatch'],
  }),
  missing: z
    .union([z.enum(['refuse', 'nan']), z.number()])
    .optional()
    .meta({
      description: 'What a missing value becomes: an error, NaN (floats only), or a number.',
      standard: 'refuse',
      samples: ['refuse', 'nan', '0'],
    }),
  categories: z
    .array(cell())
    .optional()
    .meta({
      description: 'Values in the order of their codes: the first one becomes 0. Any other value is an error.',
      samples: ['[small, medium, large]'],
    }),
  image: image.optional().meta({
    description:
      'How an image becomes a tensor, in a fixed order: decode, EXIF orientation, colour, resize, times scale, minus mean over std, layout, type.',
    need: { when: 'the source is a folder of images', rule: 'model/preprocess-undeclared' },
  }),
});

const boxes = { as: ['boxes', 'detections'] };
const detections = { as: ['detections'] };
const masks = { as: ['masks'] };

const output = z.strictObject({
  as: choice([
    ['class-id', 'Number or name of the class.'],
    ['probabilities', 'One probability per class.'],
    ['probability', 'Probability of the positive class.'],
    ['logits', 'One raw score per class, before softmax or sigmoid.'],
    ['value', 'The number itself.'],
    ['quantiles', 'Several quantiles of the number.'],
    ['boxes', 'Boxes of found things.'],
    ['scores', 'How sure each found thing is.'],
    ['class-ids', 'Class of each found thing.'],
    ['count', 'Number of found things that are valid.'],
    ['detections', 'All numbers of every found thing side by side, as YOLO and its kin answer; `holds` says which.'],
    ['masks', 'A value per pixel, of the whole picture or of each found thing.'],
    ['coefficients', 'How much of each mask every found thing has, as YOLO and YOLACT answer masks.'],
    ['keypoints', 'Points on each found thing.'],
    ['embedding', 'A vector that stands for the input.'],
    ['ignore', 'Not used.'],
  ]).meta({ description: 'What this output of the graph means.', rules: ['model/output-unmapped'] }),
  classes: z
    .array(className())
    .optional()
    .meta({
      description: 'Classes in the order of the axis, or of the numbers. A wrong order swaps names without any error.',
      appliesWhen: { as: ['class-id', 'probabilities', 'logits', 'class-ids', 'masks', 'detections'] },
      rules: ['model/class-count-mismatch'],
      samples: ['[on-time, late]'],
    }),
  quantiles: z
    .array(z.number().gt(0).lt(1))
    .optional()
    .meta({
      description: 'Quantiles in the order of the axis.',
      need: { when: 'as is quantiles', given: { as: ['quantiles'] } },
      appliesWhen: { as: ['quantiles'] },
      samples: ['[0.1, 0.5, 0.9]'],
    }),
  holds: z
    .array(choice(thingParts))
    .min(1)
    .optional()
    .meta({
      description: 'What the numbers of a found thing are, in their order.',
      need: { when: 'as is detections', given: detections },
      appliesWhen: detections,
      rules: ['model/shape-mismatch'],
      samples: ['[box, scores]', '[box, objectness, scores]', '[box, score, class-id]', '[box, scores, coefficients]'],
    }),
  format: choice([
    ['xyxy', 'Left, top, right, bottom.'],
    ['xywh', 'Left, top, width, height.'],
    ['cxcywh', 'Centre, width, height.'],
  ])
    .optional()
    .meta({
      description: 'Numbers of a box.',
      need: { when: 'as is boxes or detections', given: boxes },
      appliesWhen: boxes,
    }),
  units: choice([
    ['pixels', 'Counted in pixels.'],
    ['unit', 'From 0 to 1.'],
  ])
    .optional()
    .meta({
      description: 'Unit of the numbers of a box.',
      need: { when: 'as is boxes or detections', given: boxes },
      appliesWhen: { as: ['boxes', 'detections', 'keypoints'] },
    }),
  frame: choice([
    ['tensor', 'Of the resized image; they are mapped back.'],
    ['image', 'Of the original image.'],
  ])
    .optional()
    .meta({
      description: 'In which image the numbers of a box count.',
      need: { when: 'as is boxes or detections', given: boxes },
      appliesWhen: { as: ['boxes', 'detections', 'keypoints'] },
    }),
  values: choice([
    ['logits', 'Raw scores per class.'],
    ['probabilities', 'Probabilities per class.'],
    ['ids', 'The number of the class.'],
  ])
    .optional()
    .meta({
      description: 'What a pixel of a mask holds.',
      need: { when: 'as is masks', given: masks },
      appliesWhen: masks,
    }),
  layout: choice([
    ['NCHW', 'Classes before height and width.'],
    ['NHWC', 'Classes last.'],
  ])
    .optional()
    .meta({ description: 'Order of the axes of a mask.', standard: 'NCHW', appliesWhen: masks }),
  covers: choice([
    ['picture', 'The whole picture.'],
    ['box', 'The box of its thing, as Mask R-CNN answers.'],
  ])
    .optional()
    .meta({ description: 'What the mask of a found thing covers.', standard: 'picture', appliesWhen: masks }),
});

const decision = z.strictObject({
  class: className()
    .optional()
    .meta({ description: 'Class that is answered when its score reaches the threshold.', samples: ['late'] }),
  threshold: quantity('ratio')
    .optional()
    .meta({
      description: 'Score from which the class is answered. 0.5 is seldom the best when errors differ in price.',
      samples: ['0.24'],
    }),
  chosen_on: reference('split')
    .optional()
    .meta({
      description: 'Split on which the threshold was chosen; never the test split.',
      rules: ['model/threshold-from-test'],
      samples: ['validation'],
    }),
  by: reference('metric', ['economics'])
    .optional()
    .meta({ description: 'What the threshold makes best: `economics`, or a metric.', samples: ['economics'] }),
  pick: choice([['argmax', 'The class with the highest score.']])
    .optional()
    .meta({ description: 'How one of several classes is picked.' }),
  score: quantity('ratio')
    .optional()
    .meta({ description: 'Detections below this score are dropped.', samples: ['0.25'] }),
  nms: z
    .strictObject({
      iou: quantity('ratio').meta({
        description: 'Overlap from which the weaker of two boxes is dropped.',
        samples: ['0.5'],
      }),
      per_class: z
        .boolean()
        .optional()
        .meta({ description: 'Whether only boxes of the same class compete.', standard: 'true' }),
    })
    .optional()
    .meta({
      description: 'Non-maximum suppression, when the graph does not do it.',
      samples: ['{iou: 0.5, per_class: true}'],
    }),
  max: wholeNumber(1)
    .optional()
    .meta({ description: 'Most detections per image.', samples: ['100'] }),
});

const compressed = 'compressed_from names the original';

const model = z.strictObject({
  path: path()
    .optional()
    .meta({
      description: 'ONNX file inside the workspace.',
      need: { when: 'it runs here', without: ['elsewhere'] },
      rules: ['model/file-missing'],
      samples: ['models/delay.onnx'],
    }),
  elsewhere: text()
    .optional()
    .meta({
      description:
        'What answers, and where, of a model that is no ONNX file: its answers are measured from files (`plumbline evaluate --predictions`).',
      need: { when: 'there is no path', without: ['path'] },
      samples: ['CatBoost, behind scoring.example.com'],
    }),
  task: choice(tasks)
    .optional()
    .meta({
      description: 'What the model answers.',
      need: { when: 'it is no compressed form of another model', without: ['compressed_from'] },
      rules: ['metric/wrong-task'],
    }),
  label: reference('label')
    .optional()
    .meta({
      description: 'Label that it was trained to answer.',
      need: { when: 'the project declares a label that it learns', rule: 'spec/missing-key' },
    }),
  trained_on: reference('split')
    .optional()
    .meta({ description: 'Split from which it learned.', rules: ['metric/evidence-on-train', 'split/time-leak'] }),
  inputs: freeMap('graph-name', input.meta({ description: 'What feeds one input of the graph.' }))
    .optional()
    .meta({
      description: 'Inputs of the graph, by their names in the file.',
      need: {
        when: 'it runs here and is no compressed form of another model',
        rule: 'model/input-unmapped',
        without: ['compressed_from', 'elsewhere'],
      },
      rules: ['model/shape-mismatch', 'model/type-mismatch'],
    }),
  outputs: freeMap('graph-name', output.meta({ description: 'What one output of the graph means.' }))
    .optional()
    .meta({
      description: 'Outputs of the graph, by their names in the file.',
      need: {
        when: 'it runs here and is no compressed form of another model',
        rule: 'model/output-unmapped',
        without: ['compressed_from', 'elsewhere'],
      },
      rules: ['model/class-count-mismatch', 'model/non-tensor-output'],
    }),
  decision: decision.optional().meta({
    description:
      'How scores become an answer: a class and its threshold, the best class, or a least score for detections.',
    need: {
      when: 'the task is a classification or a detection, and it is no compressed form of another model',
      given: { task: [...classificationTasks, 'object-detection', 'instance-segmentation'] },
      without: ['compressed_from'],
    },
    samples: [
      '{class: late, threshold: 0.24, chosen_on: validation, by: economics}',
      '{pick: argmax}',
      '{score: 0.25, nms: {iou: 0.5}, max: 100}',
    ],
  }),
  compressed_from: reference('model')
    .optional()
    .meta({
      description: 'Model of which this is a smaller form. Task, inputs, outputs and decision are inherited.',
      rules: ['deploy/quantisation-loss-untested'],
    }),
  quantization: choice([
    ['none', 'Not quantised.'],
    ['fp16', 'Floats of 16 bits.'],
    ['int8', 'Integers of 8 bits.'],
    ['int4', 'Integers of 4 bits.'],
  ])
    .optional()
    .meta({ description: 'Numbers in which the weights are kept.', standard: 'none' }),
  pruning: quantity('ratio')
    .optional()
    .meta({ description: 'Share of weights that were removed.', samples: ['30 %'] }),
  loss_limit: freeMap('metric-name', quantity('difference').meta({ description: 'Largest loss that is acceptable.' }))
    .optional()
    .meta({
      description: 'How much of which metric may be lost against the original.',
      need: { when: compressed, rule: 'deploy/quantisation-loss-untested' },
      samples: ['{recall: 0.01}'],
    }),
  evidence: evidence()
    .optional()
    .meta({
      description: 'Run that shows the loss.',
      need: { when: compressed, rule: 'deploy/quantisation-loss-untested' },
      samples: ['"run:2026-11-05"'],
    }),
  renamed_from: formerIds(),
});

export const models = mapOf('model', model.meta({ id: 'model', description: 'One model.' }));

export type ModelShape = z.infer<typeof model>;
export type ModelInputShape = z.infer<typeof input>;
export type ModelImageShape = z.infer<typeof image>;
export type ModelOutputShape = z.infer<typeof output>;
export type DecisionShape = z.infer<typeof decision>;
