/** How an image becomes a tensor, as jobs want it: every choice is stated. */
import * as z from 'zod';

const side = z.int().min(1).max(65_535);

export const imageFilter = z.enum([
  'nearest',
  'bilinear',
  'bicubic',
  'lanczos',
  'box',
  'opencv-linear',
  'opencv-nearest',
  'opencv-area',
  'tf-bilinear',
]);

const resize = z.strictObject({
  width: side.meta({ description: 'Pixels.' }),
  height: side.meta({ description: 'Pixels.' }),
  mode: z.enum(['stretch', 'letterbox', 'crop']),
  fill: z.number().min(0).max(255).meta({ description: 'Value of the filled pixels before scaling.' }),
  filter: imageFilter,
});

/** In a fixed order: decode, EXIF orientation, colour, resize, times scale, minus mean, over std, layout, type. */
export const imagePreparation = z.strictObject({
  resize: resize.optional().meta({ description: 'Absent: the size of the file.' }),
  color: z.enum(['rgb', 'bgr', 'grayscale']),
  layout: z.enum(['NCHW', 'NHWC']),
  scale: z.number().optional(),
  mean: z.array(z.number()).optional().meta({ description: 'One number per channel, in the order of `color`.' }),
  std: z.array(z.number()).optional().meta({ description: 'One number per channel, in the order of `color`.' }),
  orient: z.boolean().default(true).meta({ description: 'Whether to turn the image as its EXIF data says.' }),
});

export type ImagePreparation = z.output<typeof imagePreparation>;
