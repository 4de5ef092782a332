/** A segmentation as COCO writes it → a mask. */
import { readCompressedRuns } from './compressedRuns.ts';
import { FileProblem } from './fileProblem.ts';
import { describe, isFields } from './jsonFields.ts';
import type { Place } from './jsonFields.ts';
import { boundaryLength, rasterizePolygon } from './rasterizePolygon.ts';
import { tidyRuns, uniteMasks } from './runLengthMask.ts';
import type { RunLengthMask } from './runLengthMask.ts';

/** Size of an image in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Longest boundary of one thing on the fine grid: that of a real one has some ten thousand points. */
const mostBoundary = 5e6;

/**
 * Reads polygons, or runs that are compressed or not.
 *
 * @param size of the image, which the mask must have
 * @throws {FileProblem}
 * @source equals annToRLE of pycocotools
 */
export function readSegmentation(value: unknown, size: ImageSize, place: Place): RunLengthMask {
  const { width, height } = size;
  if (!(width > 0 && height > 0)) {
    throw new FileProblem(`${place()} has a mask, and its image has no width and height in the ground truth.`);
  }
  if (Array.isArray(value)) return readPolygons(value, size, place);
  if (!isFields(value)) {
    throw new FileProblem(`${place()} needs a segmentation of polygons or runs; it is ${describe(value)}.`);
  }
  const { size: written, counts } = value;
  if (!Array.isArray(written) || written[0] !== height || written[1] !== width) {
    throw new FileProblem(
      `${place()} has a mask of the size ${describe(written)}, and its image is ${height} high and ${width} wide.`,
    );
  }
  const runs =
    typeof counts === 'string' ? readCompressedRuns(counts, width * height) : readRuns(counts, width * height);
  if ('because' in runs) throw new FileProblem(`The mask of ${place()} cannot be used because ${runs.because}.`);
  return { width, height, runs: tidyRuns(runs) };
}

function readRuns(counts: unknown, pixels: number): Uint32Array | { readonly because: string } {
  if (!Array.isArray(counts)) return { because: `its counts are ${describe(counts)}` };
  let sum = 0;
  for (const [at, run] of (counts as readonly unknown[]).entries()) {
    if (typeof run !== 'number' || !Number.isInteger(run) || run < 0) {
      return { because: `run ${at + 1} is ${describe(run)}` };
    }
    sum += run;
  }
  if (sum !== pixels) return { because: `its runs cover ${sum} pixels, and the image has ${pixels}` };
  return Uint32Array.from(counts as readonly number[]);
}

function readPolygons(value: readonly unknown[], { width, height }: ImageSize, place: Place): RunLengthMask {
  if (value.length === 0) throw new FileProblem(`${place()} has a segmentation without any polygon.`);
  const masks = value.map((polygon) => {
    const points: readonly unknown[] = Array.isArray(polygon) ? polygon : [];
    const isFinite = points.every((number) => typeof number === 'number' && Number.isFinite(number));
    if (points.length < 6 || points.length % 2 === 1 || !isFinite) {
      throw new FileProblem(
        `${place()} has a polygon that is no list of three or more points, x and y in turn; it is ${describe(polygon)}.`,
      );
    }
    const corners = points as readonly number[];
    if (boundaryLength(corners) > mostBoundary) {
      throw new FileProblem(
        `${place()} has a polygon of ${corners.length / 2} points that runs far beyond its image of ${width} by ${height} pixels.`,
      );
    }
    return rasterizePolygon(corners, height, width);
  });
  return uniteMasks(masks);
}
