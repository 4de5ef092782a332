/** Pictures whose pixels are answered worst, with the outlines of what is true and of what is taken for what. */
import type { FlawedMask } from '../../../../schemas/detectionJob.ts';
import { ignoredLabel } from './ignoredLabel.ts';
import type { NamedPixels } from './pixelCounts.ts';
import { traceOutline } from './traceOutline.ts';

/** A picture that was shrunken for drawing. */
interface KeptPicture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly right: number;
  readonly pixels: number;
  readonly columns: number;
  readonly rows: number;
  /** Pixels of one side that became a cell. */
  readonly cell: number;
  readonly truth: Uint8Array;
  readonly answer: Uint8Array;
}

/** Cells along the longer side of a picture. */
const mostCells = 192;
const mostPoints = 160;
/** Confusions that are drawn on one picture: the largest ones. */
const mostConfused = 4;

/** @param most pictures to keep */
export function createFlawedMasks(classes: readonly string[], most: number) {
  let kept: readonly KeptPicture[] = [];
  return {
    add: (picture: NamedPixels): void => {
      const { right, pixels } = countRight(picture);
      if (right === pixels) return;
      const last = kept.at(-1);
      if (kept.length === most && last !== undefined && right / pixels >= last.right / last.pixels) return;
      kept = [...kept, { ...shrink(picture), right, pixels }]
        .toSorted((one, other) => one.right / one.pixels - other.right / other.pixels)
        .slice(0, most);
    },
    /** The worst ones first. */
    finish: (): readonly FlawedMask[] => kept.map((picture) => describePicture(picture, classes)),
  };
}

function countRight({ truth, answer }: NamedPixels): { readonly right: number; readonly pixels: number } {
  let [right, pixels] = [0, 0];
  for (const [at, label] of truth.entries()) {
    if (label === ignoredLabel) continue;
    pixels += 1;
    if (label === answer[at]) right += 1;
  }
  return { right, pixels };
}

function shrink({ name, width, height, truth, answer }: NamedPixels): Omit<KeptPicture, 'right' | 'pixels'> {
  const cell = Math.max(1, Math.ceil(Math.max(width, height) / mostCells));
  const [columns, rows] = [Math.ceil(width / cell), Math.ceil(height / cell)];
  const middle = (at: number, size: number): number => Math.min(size - 1, at * cell + (cell >> 1));
  const pick = (labels: Uint8Array): Uint8Array =>
    Uint8Array.from({ length: columns * rows }, (_, at) => {
      const [column, row] = [at % columns, Math.floor(at / columns)];
      return labels[middle(row, height) * width + middle(column, width)] ?? 0;
    });
  return { name, width, height, cell, columns, rows, truth: pick(truth), answer: pick(answer) };
}

function describePicture(picture: KeptPicture, classes: readonly string[]): FlawedMask {
  const { name, width, height, right, pixels, cell, columns, rows, truth, answer } = picture;
  const size = classes.length;
  const counts = new Uint32Array(size * size);
  for (const [at, label] of truth.entries()) {
    if (label !== ignoredLabel)
      counts[label * size + (answer[at] ?? 0)] = (counts[label * size + (answer[at] ?? 0)] ?? 0) + 1;
  }
  const draw = (isInside: (at: number) => boolean): string =>
    traceOutline(
      { width: columns, height: rows, isInside: (column, row) => isInside(row * columns + column) },
      { left: 0, top: 0, across: cell, down: cell },
      mostPoints,
    );
  const pairs = Array.from(counts, (count, at) => ({ count, label: Math.floor(at / size), given: at % size }));
  const trueCells = classes.map((_, label) =>
    pairs.filter((pair) => pair.label === label).reduce((sum, { count }) => sum + count, 0),
  );
  // The outline of what lies everywhere is that of all others.
  const ground = trueCells.indexOf(Math.max(...trueCells));
  const share = (cells: number): number =>
    cells /
    Math.max(
      1,
      trueCells.reduce((sum, one) => sum + one, 0),
    );
  const regions: FlawedMask['regions'] = [];
  for (const [label, cells] of trueCells.entries()) {
    if (cells === 0 || label === ground) continue;
    const outline = draw((at) => truth[at] === label);
    if (outline !== '') regions.push({ truth: classes[label] ?? '', share: share(cells), outline });
  }
  const confused = pairs
    .filter(({ count, label, given }) => count > 0 && label !== given)
    .toSorted((one, other) => other.count - one.count)
    .slice(0, mostConfused);
  for (const { count, label, given } of confused) {
    const outline = draw((at) => truth[at] === label && answer[at] === given);
    if (outline === '') continue;
    regions.push({ truth: classes[label] ?? '', answer: classes[given] ?? '', share: share(count), outline });
  }
  return { name, width, height, pixels, wrong: pixels - right, regions };
}
