/** The memory and the vector code in which pictures are resized. */
import type { BytePixels } from '../pixels.ts';
import { pillowKernelBytes } from './pillowKernelBytes.ts';
import type { Taps } from './pillowTaps.ts';

/** Sums pixels along one axis; owned by whoever prepares pictures, as its memory is used again for the next one. */
export interface PillowKernel {
  /** @returns rows of as many pixels as the taps make */
  readonly sumRows: (pixels: BytePixels, taps: Taps) => BytePixels;
  /** @returns as many rows as the taps make */
  readonly sumColumns: (pixels: BytePixels, taps: Taps) => BytePixels;
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
  return {
    sumRows: (pixels, taps) => {
      const { height, channels } = pixels;
      const width = taps.first.length;
      return sum(pixels, { width, height, channels }, taps, machineOf, ({ greyRows, colourRows }, place) => {
        const sumRows = channels === 1 ? greyRows : colourRows;
        const { from, to, first, count, lows, highs, most } = place;
        sumRows(from, to, height, pixels.width * channels, width, first, count, lows, highs, most);
      });
    },
    sumColumns: (pixels, taps) => {
      const { width, channels } = pixels;
      const height = taps.first.length;
      return sum(pixels, { width, height, channels }, taps, machineOf, ({ columns }, place) => {
        const { from, to, first, count, lows, highs, most } = place;
        columns(from, to, height, width * channels, first, count, lows, highs, most);
      });
    },
  };
}

/** Where things lie in the memory. */
interface Places {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly count: number;
  readonly lows: number;
  readonly highs: number;
  /** Weights of one pixel that is made. */
  readonly most: number;
}

function sum(
  pixels: BytePixels,
  { width, height, channels }: Omit<BytePixels, 'data'>,
  taps: Taps,
  machineOf: (bytes: number) => Machine,
  run: (machine: Machine, places: Places) => void,
): BytePixels {
  const made = taps.first.length;
  const most = Math.ceil(taps.most / 8) * 8;
  const length = width * height * channels;
  const first = 0;
  const count = first + 4 * made;
  const lows = count + 4 * made;
  const highs = lows + 2 * made * most;
  const from = highs + 2 * made * most;
  // The row below the last one is read where the taps of two rows are summed at once; its weight is 0.
  const to = from + pixels.data.length + pixels.width * channels + slack;
  const machine = machineOf(to + length + slack);
  const { buffer } = machine.memory;
  new Int32Array(buffer, first, made).set(taps.first);
  new Int32Array(buffer, count, made).set(taps.count);
  splitWeights(taps, most, new Int16Array(buffer, lows, made * most), new Int16Array(buffer, highs, made * most));
  new Uint8Array(buffer, from, pixels.data.length).set(pixels.data);
  run(machine, { from, to, first, count, lows, highs, most });
  return { width, height, channels, data: new Uint8Array(buffer, to, length).slice() };
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
