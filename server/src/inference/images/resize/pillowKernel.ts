/** The memory and the vector code in which pictures are resized. */
import type { BytePixels } from '../pixels.ts';
import { pillowKernelBytes } from './pillowKernelBytes.ts';
import { computeTaps } from './pillowTaps.ts';
import type { PillowFilter, Taps } from './pillowTaps.ts';

/** Sums along one axis: a pixel that is made has its own weights. */
export interface Pass {
  /** Along rows the width changes, along columns the height. */
  readonly axis: 'rows' | 'columns';
  readonly taps: Taps;
}

/** Sums pixels; owned by whoever prepares pictures, as its memory is used again for the next one. */
export interface PillowKernel {
  /** The weights of one axis, kept for the pictures that follow: most of a folder are of few sizes. */
  readonly tapsOf: (from: number, to: number, filter: PillowFilter) => Taps;
  /**
   * Makes one pass after the other without leaving the memory of the vector code.
   *
   * @returns rounded to bytes after each pass; the pixels themselves where there is none
   */
  readonly sum: (pixels: BytePixels, passes: readonly Pass[]) => BytePixels;
}

/** Sums of rows: addresses, then sizes, then addresses of the taps. */
type SumRows = (
  from: number,
  to: number,
  height: number,
  length: number,
  width: number,
  first: number,
  count: number,
  lows: number,
  highs: number,
  most: number,
) => void;

type SumColumns = (
  from: number,
  to: number,
  height: number,
  length: number,
  first: number,
  count: number,
  lows: number,
  highs: number,
  most: number,
) => void;

/** What `pillowKernel.wat` makes, with its memory. */
interface Machine {
  readonly memory: WebAssembly.Memory;
  readonly greyRows: SumRows;
  readonly colourRows: SumRows;
  readonly columns: SumColumns;
}

const pageBytes = 64 * 1024;
/** Memory that is kept for the next picture: enough for 20 million pixels, which few exceed. */
const keptBytes = 64 * 2 ** 20;
/** Axes whose weights are kept. */
const mostTaps = 64;
/** What the vector code reads and writes behind the end of an area. */
const slack = 64;

export function createPillowKernel(): PillowKernel {
  const module = new WebAssembly.Module(Buffer.from(pillowKernelBytes, 'base64'));
  let kept: Machine | undefined;
  const machineOf = (bytes: number): Machine => {
    const machine = kept ?? startMachine(module);
    const missing = bytes - machine.memory.buffer.byteLength;
    if (missing > 0) machine.memory.grow(Math.ceil(missing / pageBytes));
    kept = bytes > keptBytes ? undefined : machine;
    return machine;
  };
  const keptTaps = new Map<string, Taps>();
  return {
    tapsOf: (from, to, filter) => {
      const key = `${from} ${to} ${filter}`;
      let taps = keptTaps.get(key);
      if (taps === undefined) {
        taps = computeTaps(from, to, filter);
        if (keptTaps.size === mostTaps) keptTaps.clear();
        keptTaps.set(key, taps);
      }
      return taps;
    },
    sum: (pixels, passes) => {
      const { steps, end } = planSteps(pixels, passes);
      const last = steps.at(-1);
      if (last === undefined) return pixels;
      const machine = machineOf(end);
      const { buffer } = machine.memory;
      new Uint8Array(buffer, 0, pixels.data.length).set(pixels.data);
      for (const step of steps) {
        writeTaps(buffer, step);
        runStep(machine, step);
      }
      const { to, made } = last;
      return { ...made, data: new Uint8Array(buffer, to, lengthOf(made)).slice() };
    },
  };
}

type Size = Omit<BytePixels, 'data'>;

/** A pass, and where its parts lie in the memory. */
interface Step extends Pass {
  /** What is read. */
  readonly given: Size;
  readonly made: Size;
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly count: number;
  readonly lows: number;
  readonly highs: number;
  /** Room for weights of one pixel that is made. */
  readonly most: number;
}

interface Plan {
  readonly steps: readonly Step[];
  /** Bytes of all of it; the pixels themselves lie at 0. */
  readonly end: number;
}

function planSteps(pixels: BytePixels, passes: readonly Pass[]): Plan {
  let given: Size = pixels;
  let from = 0;
  let end = roomFor(pixels);
  const steps: Step[] = [];
  for (const { axis, taps } of passes) {
    const pixelsMade = taps.first.length;
    const made = { ...given, ...(axis === 'rows' ? { width: pixelsMade } : { height: pixelsMade }) };
    const most = Math.ceil(taps.most / 8) * 8;
    const first = end;
    const count = first + 4 * pixelsMade;
    const lows = count + 4 * pixelsMade;
    const highs = lows + 2 * pixelsMade * most;
    const to = highs + 2 * pixelsMade * most;
    steps.push({ axis, taps, given, made, from, to, first, count, lows, highs, most });
    [given, from, end] = [made, to, to + roomFor(made)];
  }
  return { steps, end };
}

function lengthOf({ width, height, channels }: Size): number {
  return width * height * channels;
}

/** The row below the last one is read where the taps of two rows are summed at once; its weight is 0. */
function roomFor(size: Size): number {
  return Math.ceil((lengthOf(size) + size.width * size.channels + slack) / 8) * 8;
}

function writeTaps(buffer: ArrayBuffer, { taps, first, count, lows, highs, most }: Step): void {
  const pixelsMade = taps.first.length;
  new Int32Array(buffer, first, pixelsMade).set(taps.first);
  new Int32Array(buffer, count, pixelsMade).set(taps.count);
  const weightsAt = (at: number): Int16Array => new Int16Array(buffer, at, pixelsMade * most);
  splitWeights(taps, most, weightsAt(lows), weightsAt(highs));
}

function runStep({ greyRows, colourRows, columns }: Machine, step: Step): void {
  const { axis, given, made, from, to, first, count, lows, highs, most } = step;
  const length = given.width * given.channels;
  if (axis === 'columns') {
    columns(from, to, made.height, length, first, count, lows, highs, most);
  } else {
    const sumRows = given.channels === 1 ? greyRows : colourRows;
    sumRows(from, to, given.height, length, made.width, first, count, lows, highs, most);
  }
}

/** A weight is `high * 4096 + low`; what is behind the last tap of a pixel is 0. */
function splitWeights({ count, weights, most: given }: Taps, most: number, lows: Int16Array, highs: Int16Array): void {
  lows.fill(0);
  highs.fill(0);
  for (const [made, taken] of count.entries()) {
    for (let tap = 0; tap < taken; tap++) {
      const weight = weights[made * given + tap] ?? 0;
      lows[made * most + tap] = weight & 4095;
      highs[made * most + tap] = weight >> 12;
    }
  }
}

function startMachine(module: WebAssembly.Module): Machine {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(module, { memory: { memory } });
  const find = (name: string): ((...numbers: number[]) => void) => {
    const found = exports[name];
    if (found === undefined) throw new TypeError(`The kernel has no ${name}.`);
    return found;
  };
  return { memory, greyRows: find('greyRows'), colourRows: find('colourRows'), columns: find('columns') };
}
