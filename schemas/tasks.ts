/** What a model or a label answers. */
export const tasks = [
  ['binary-classification', 'Is it or not: two classes, one of them positive.'],
  ['multiclass-classification', 'Exactly one of three or more classes.'],
  ['multilabel-classification', 'Any number of classes at once.'],
  ['regression', 'A number.'],
  ['object-detection', 'Boxes around things in an image, each with a class and a score.'],
  ['semantic-segmentation', 'A class for each pixel.'],
  ['instance-segmentation', 'A mask for each single thing, with a class and a score.'],
  ['keypoints', 'Named points on each thing in an image.'],
] as const;

export type Task = (typeof tasks)[number][0];

/** Tasks whose answers are classes of rows. */
export const classificationTasks = [
  'binary-classification',
  'multiclass-classification',
  'multilabel-classification',
] as const satisfies readonly Task[];

/** The class by which models of things say that there is nothing, often the first one; no label has it. */
export const backgroundClass = 'background';

/** Tasks whose answers are things found in an image. */
export const detectionTasks = [
  'object-detection',
  'instance-segmentation',
  'keypoints',
] as const satisfies readonly Task[];
