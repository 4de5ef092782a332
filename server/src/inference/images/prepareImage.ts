/** One image on its way to a tensor. */
import type { ImagePreparation } from '../../../../schemas/imagePreparation.ts';
import { decodeImage } from './decodeImage.ts';
import type { DecodingNote } from './decodeImage.ts';
import { fitPixels } from './fitPixels.ts';
import { freeBytes } from './freeBytes.ts';
import type { SharpModule } from './loadSharp.ts';
import type { Pixels } from './pixels.ts';
import { mapBack, planFit } from './planFit.ts';
import type { PictureMap } from './planFit.ts';
import type { PillowKernel } from './resize/pillowKernel.ts';

export interface PreparedImage {
  /** As large as the model takes it; neither scaled nor normalised. */
  readonly pixels: Pixels;
  /** Size of the picture itself, turned as it is looked at. */
  readonly width: number;
  readonly height: number;
  /** From places in the tensor back to places in the picture. */
  readonly map: PictureMap;
  readonly notes: readonly DecodingNote[];
}

/** @throws {ImageProblem} for what is no whole picture of pixels */
export async function prepareImage(
  sharp: SharpModule,
  kernel: PillowKernel,
  bytes: Buffer,
  preparation: ImagePreparation,
): Promise<PreparedImage> {
  const { color, orient, resize } = preparation;
  const { pixels, notes } = await decodeImage(sharp, bytes, { color, orient });
  const fit = planFit(pixels, resize);
  const fitted = fitPixels(kernel, pixels, fit, resize?.filter ?? 'bilinear', resize?.fill ?? 0);
  if (fitted.data !== pixels.data) freeBytes(pixels.data);
  return {
    pixels: fitted,
    width: pixels.width,
    height: pixels.height,
    map: mapBack(pixels, fit),
    notes,
  };
}
