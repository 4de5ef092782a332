/** How a picture is fitted into the size that a model takes. */
import type { ImagePreparation } from '../../../../schemas/imagePreparation.ts';

type Resize = NonNullable<ImagePreparation['resize']>;

/** A picture is scaled, then cut or put onto a filled ground. */
export interface Fit {
  /** Size to which the picture is scaled. */
  readonly scaledWidth: number;
  readonly scaledHeight: number;
  /** Place of the scaled picture's upper left corner in the result; negative where something is cut off. */
  readonly left: number;
  readonly top: number;
  /** Size of the result. */
  readonly width: number;
  readonly height: number;
}

/**
 * Plans the fit.
 *
 * Crop is torchvision's `Resize` to the shorter side and `CenterCrop`; letterbox is `ImageOps.pad` of Pillow.
 *
 * @param size of the picture, turned as it is looked at
 * @param resize undefined leaves the size as it is
 */
export function planFit(size: { readonly width: number; readonly height: number }, resize: Resize | undefined): Fit {
  if (resize === undefined) return unmoved(size, size);
  const { width, height } = resize;
  switch (resize.mode) {
    case 'stretch':
      return unmoved(resize, resize);
    case 'crop': {
      // The side that needs more is hit exactly, the other one is cut; whole numbers are divided, so that the larger
      // one never falls short by a rounding error.
      const isWidthExact = width * size.height >= height * size.width;
      const scaled = isWidthExact
        ? { width, height: Math.floor((width * size.height) / size.width) }
        : { width: Math.floor((height * size.width) / size.height), height };
      const offset = (whole: number, part: number): number => 0 - roundToEven((whole - part) / 2);
      return { ...unmoved(scaled, resize), left: offset(scaled.width, width), top: offset(scaled.height, height) };
    }
    case 'letterbox': {
      const [ratio, wanted] = [size.width / size.height, width / height];
      const scaled =
        ratio > wanted
          ? { width, height: Math.max(1, roundToEven((size.height / size.width) * width)) }
          : ratio < wanted
            ? { width: Math.max(1, roundToEven((size.width / size.height) * height)), height }
            : { width, height };
      const offset = (whole: number, part: number): number => roundToEven((whole - part) / 2);
      return { ...unmoved(scaled, resize), left: offset(width, scaled.width), top: offset(height, scaled.height) };
    }
  }
}

function unmoved(
  scaled: { readonly width: number; readonly height: number },
  { width, height }: { readonly width: number; readonly height: number },
): Fit {
  return { scaledWidth: scaled.width, scaledHeight: scaled.height, left: 0, top: 0, width, height };
}

/** As Python's `round` does. */
function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}

/** From places in a tensor to places in the picture, axis by axis: `picture = (tensor − offset) / scale`. */
export interface PictureMap {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/** The way back from the result of a fit to the picture, in pixels whose corners lie on whole numbers. */
export function mapBack(size: { readonly width: number; readonly height: number }, fit: Fit): PictureMap {
  return {
    scaleX: fit.scaledWidth / size.width,
    scaleY: fit.scaledHeight / size.height,
    offsetX: fit.left,
    offsetY: fit.top,
  };
}
