/** Things of one picture as classes of pixels. */
import type { RunLengthMask } from '../detection/runLengthMask.ts';
import { ignoredLabel } from './ignoredLabel.ts';

/** A mask with the class that its pixels get. */
export interface PaintedThing {
  readonly mask: RunLengthMask;
  /** From 1 on; 0 stands for nothing. */
  readonly label: number;
}

/** Classes that fit into a byte beside nothing and what counts in nothing. */
export const mostPaintedClasses = ignoredLabel - 1;

/**
 * Paints things over each other.
 *
 * @param things the last one lies on top
 * @returns width * height labels, row by row; 0 where nothing lies
 */
export function paintThings(
  { width, height }: { readonly width: number; readonly height: number },
  things: readonly PaintedThing[],
): Uint8Array {
  const labels = new Uint8Array(width * height);
  for (const { mask, label } of things) {
    let place = 0;
    for (const [at, run] of mask.runs.entries()) {
      const end = place + run;
      for (; place < end; place++) {
        if (at % 2 === 1) labels[(place % height) * width + Math.floor(place / height)] = label;
      }
    }
  }
  return labels;
}
