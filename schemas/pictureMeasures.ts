/** What is measured of a picture, so that folders of pictures can be compared as tables are. */
import * as z from 'zod';

/** Columns of numbers that every picture has, with what they are. */
export const pictureMeasures = [
  ['brightness', 'Mean light of its pixels, from 0 for black to 1 for white.'],
  ['contrast', 'Standard deviation of the light of its pixels.'],
  ['sharpness', 'Variance of the Laplacian of the light: small where edges are soft.'],
  ['saturation', 'Mean colourfulness of its pixels, from 0 for grey to 1.'],
  ['red_share', 'Part of red in all its light; a third in grey.'],
  ['blue_share', 'Part of blue in all its light; a third in grey.'],
  ['width', 'Pixels across.'],
  ['height', 'Pixels down.'],
  ['file_size', 'Bytes of the file.'],
] as const;

/** How far the picture lies from what the model sees in pictures of the reference. */
export const embeddingDistance = 'embedding_distance';

export const pictureMeasureName = z.enum([...pictureMeasures.map(([name]) => name), embeddingDistance]);

export type PictureMeasureName = z.infer<typeof pictureMeasureName>;
export type PictureMeasure = (typeof pictureMeasures)[number][0];
