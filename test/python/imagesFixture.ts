/** Pictures that Pillow, OpenCV and ONNX Runtime read and resized: the fixture that the unit tests read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { imageFilter } from '../../schemas/imagePreparation.ts';

const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const side = z.int().positive();

const imagesFixture = z.strictObject({
  tools: z.record(z.string(), z.string()),
  seed: z.int(),
  resizes: z
    .array(
      z.strictObject({
        width: side,
        height: side,
        channels: z.union([z.literal(1), z.literal(3)]),
        toWidth: side,
        toHeight: side,
        pixels: bytes,
        results: z.record(imageFilter.exclude(['tf-bilinear']), bytes),
        tensorFlow: z.array(z.number()),
      }),
    )
    .min(1),
  files: z
    .array(z.strictObject({ name: z.string(), file: bytes, width: side, height: side, colours: bytes, grey: bytes }))
    .min(1),
  tensors: z
    .array(
      z.strictObject({
        file: bytes,
        resize: z.strictObject({
          width: side,
          height: side,
          mode: z.enum(['stretch', 'letterbox', 'crop']),
          fill: z.int(),
          filter: imageFilter,
        }),
        color: z.enum(['rgb', 'bgr', 'grayscale']),
        layout: z.enum(['NCHW', 'NHWC']),
        mean: z.array(z.number()),
        std: z.array(z.number()),
        tensor: bytes,
      }),
    )
    .min(1),
});

/** Reads `test/fixtures/python/images.json`, which `test/python/drawImages.py` wrote. */
export function readImagesFixture(): z.output<typeof imagesFixture> {
  const file = path.join(import.meta.dirname, '../fixtures/python/images.json');
  return imagesFixture.parse(JSON.parse(readFileSync(file, 'utf8')));
}
