/** Masks as runs of pixels: what COCO calls run-length encoding. Nothing here ever holds a pixel. */

/** A mask of one thing, column by column from the top left. */
export interface RunLengthMask {
  readonly height: number;
  readonly width: number;
  /** Lengths of runs, the first one outside the thing (perhaps 0), then inside and outside in turn; they sum to height * width. */
  readonly runs: Uint32Array;
}

/** Pixels inside. */
export function areaOfMask({ runs }: RunLengthMask): number {
  let area = 0;
  for (let at = 1; at < runs.length; at += 2) area += runs[at] ?? 0;
  return area;
}

/**
 * Left, top, width and height of the smallest box around a mask; four zeros for an empty one.
 *
 * @source equals pycocotools.mask.toBbox
 */
export function boxOfMask({ runs, height, width }: RunLengthMask): readonly [number, number, number, number] {
  const ends = 2 * Math.floor(runs.length / 2);
  if (ends === 0) return [0, 0, 0, 0];
  let [left, top, right, bottom] = [width, height, 0, 0];
  let passed = 0;
  let columnBefore = 0;
  for (let at = 0; at < ends; at++) {
    passed += runs[at] ?? 0;
    // A run inside ends one pixel before the next one begins.
    const pixel = passed - (at % 2);
    const row = pixel % height;
    const column = (pixel - row) / height;
    if (at % 2 === 0) {
      columnBefore = column;
    } else if (columnBefore < column) {
      top = 0;
      bottom = height - 1;
    }
    left = Math.min(left, column);
    right = Math.max(right, column);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
  }
  return [left, top, right - left + 1, bottom - top + 1];
}

/** Walks over two masks of one size, in stretches in which neither changes. */
function walkTogether(
  first: Uint32Array,
  second: Uint32Array,
  take: (length: number, isInFirst: boolean, isInSecond: boolean) => void,
): void {
  let [at, place] = [0, 0];
  let [rest, otherRest] = [first[0] ?? 0, second[0] ?? 0];
  while (at < first.length && place < second.length) {
    const length = Math.min(rest, otherRest);
    if (length > 0) take(length, at % 2 === 1, place % 2 === 1);
    rest -= length;
    otherRest -= length;
    if (rest === 0) rest = first[++at] ?? 0;
    if (otherRest === 0) otherRest = second[++place] ?? 0;
  }
}

/** Pixels that are inside both masks, which are of one size. */
export function sharedPixels(first: RunLengthMask, second: RunLengthMask): number {
  const [runs, others] = [first.runs, second.runs];
  let [at, place, shared] = [0, 0, 0];
  let [end, otherEnd] = [runs[0] ?? 0, others[0] ?? 0];
  let passed = 0;
  while (at < runs.length && place < others.length) {
    const next = Math.min(end, otherEnd);
    if ((at & place & 1) === 1) shared += next - passed;
    passed = next;
    if (end === next) end += runs[++at] ?? 0;
    if (otherEnd === next) otherEnd += others[++place] ?? 0;
  }
  return shared;
}

/** What is inside one of several masks of one size. @throws {RangeError} when there is none: a bug in the caller */
export function uniteMasks(masks: readonly RunLengthMask[]): RunLengthMask {
  const [first, ...others] = masks;
  if (first === undefined) throw new RangeError('No mask to unite.');
  return others.reduce((united, mask) => ({ ...united, runs: uniteRuns(united.runs, mask.runs) }), first);
}

function uniteRuns(first: Uint32Array, second: Uint32Array): Uint32Array {
  const runs: number[] = [0];
  walkTogether(first, second, (length, isInFirst, isInSecond) => {
    const isInside = isInFirst || isInSecond;
    if (isInside === (runs.length % 2 === 0)) runs[runs.length - 1] = (runs.at(-1) ?? 0) + length;
    else runs.push(length);
  });
  return Uint32Array.from(runs);
}

/** Runs without empty ones in between, which change nothing. */
export function tidyRuns(runs: Uint32Array): Uint32Array {
  if (!runs.subarray(1).includes(0)) return runs;
  const tidy: number[] = [0];
  runs.forEach((length, at) => {
    if (length === 0) return;
    if ((at % 2 === 1) === (tidy.length % 2 === 0)) tidy[tidy.length - 1] = (tidy.at(-1) ?? 0) + length;
    else tidy.push(length);
  });
  return Uint32Array.from(tidy);
}
