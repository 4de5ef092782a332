/** Pixels of pictures by true and answered class, and how their edges match: all that metrics of masks need. */
import { matchEdges } from './matchEdges.ts';
import type { EdgeMatch } from './matchEdges.ts';
import { ignoredLabel } from './ignoredLabel.ts';

/** Masks of one picture, row by row. */
export interface NamedPixels {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Class of each pixel, or 255 where it counts in nothing. */
  readonly truth: Uint8Array;
  /** Class of each of the same pixels; 255 is no class. */
  readonly answer: Uint8Array;
}

export interface PixelCounts {
  readonly classes: readonly string[];
  readonly pictures: readonly PictureCounts[];
  /** What `near` of the edges holds, in its order: pixels, undefined for the usual share of the diagonal. */
  readonly tolerances: readonly (number | undefined)[];
  /** Pixels of all pictures: classes * classes, row-major; row = true class, column = answer. */
  readonly confusion: Float64Array;
}

/** One picture; the three arrays hold one number for each class. */
export interface PictureCounts {
  readonly name: string;
  /** Pixels that are true and answered. */
  readonly shared: Float64Array;
  readonly truth: Float64Array;
  readonly answer: Float64Array;
  /** By class; undefined where it is neither true nor answered. */
  readonly edges: readonly (EdgeMatch | undefined)[];
}

/** Why a picture cannot be counted: the end of "… cannot be used because …". */
export interface UnusablePixels {
  readonly because: string;
}

/**
 * Collects pictures one after the other; memory grows with pictures times classes, not with pixels.
 *
 * @param tolerances by which edges may be off, as metrics ask for them beside the usual one
 */
export function createPixelCounter(classes: readonly string[], tolerances: readonly (number | undefined)[] = []) {
  const allowed = [...new Set([undefined, ...tolerances])];
  const size = classes.length;
  const pictures: PictureCounts[] = [];
  const confusion = new Float64Array(size * size);
  return {
    add: (pixels: NamedPixels): UnusablePixels | undefined => {
      const { name, truth, answer } = pixels;
      const odd = findOddClass(truth, answer, size);
      if (odd !== undefined) return odd;
      const own: PictureCounts = {
        name,
        shared: new Float64Array(size),
        truth: new Float64Array(size),
        answer: new Float64Array(size),
        edges: matchEdges(pixels, size, allowed),
      };
      for (let pixel = 0; pixel < truth.length; pixel++) {
        const right = truth[pixel] ?? 0;
        if (right === ignoredLabel) continue;
        const given = answer[pixel] ?? 0;
        own.truth[right] = (own.truth[right] ?? 0) + 1;
        own.answer[given] = (own.answer[given] ?? 0) + 1;
        if (right === given) own.shared[right] = (own.shared[right] ?? 0) + 1;
        confusion[right * size + given] = (confusion[right * size + given] ?? 0) + 1;
      }
      pictures.push(own);
      return undefined;
    },
    counts: (): PixelCounts => ({ classes, pictures, confusion, tolerances: allowed }),
  };
}

function findOddClass(truth: Uint8Array, answer: Uint8Array, size: number): UnusablePixels | undefined {
  if (truth.length !== answer.length) {
    return { because: `its truth has ${truth.length} pixels and its answer ${answer.length}` };
  }
  for (const [side, pixels] of [
    ['truth', truth],
    ['answer', answer],
  ] as const) {
    const odd = pixels.find((one, pixel) => one >= size && truth[pixel] !== ignoredLabel);
    if (odd !== undefined) return { because: `its ${side} holds the class ${odd}, and there are ${size} from 0 on` };
  }
  return undefined;
}
