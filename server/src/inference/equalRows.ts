/** Finds rows of a table that are equal in every input of a model, so that each different row is answered once. */
import type { FedPart } from './fedParts.ts';
import type { GatheredScores } from './tableOutputs.ts';

/** Rows that differ from each other, to be answered together. */
export interface DifferentRows {
  readonly parts: readonly FedPart[];
  /** Place of the first of them among all different rows. */
  readonly first: number;
  readonly count: number;
}

export interface EqualRows {
  /**
   * @param parts of one batch, whose memory is only read
   * @param count rows of it that are real
   * @returns batches of different rows that are full, in their order
   */
  readonly take: (parts: readonly FedPart[], count: number) => readonly DifferentRows[];
  /** The last batch of different rows; undefined when nothing is left. */
  readonly rest: () => DifferentRows | undefined;
  /** Gives each row that was taken the scores of the different row that it equals. */
  readonly expand: (scores: GatheredScores) => GatheredScores;
}

/** Different rows that are remembered; what comes later is answered row by row. */
const mostKnown = 1 << 18;
/** After so many rows it shows whether rows repeat; in tables by time they do so days later. */
const trialRows = 1 << 18;
/** Share of new rows beyond which looking for equal ones costs more than it saves. */
const mostNew = 0.8;

const wordBytes = Uint32Array.BYTES_PER_ELEMENT;

/** Bytes of one row of an input. */
function rowBytesOf(part: FedPart): number {
  const bytes = 'bytes' in part ? part.bytes.byteLength : part.places.byteLength;
  return bytes / Math.max(1, part.shape[0] ?? 1);
}

/** Whether rows of these inputs can be compared: each fills whole words of four bytes. */
export function canCompareRows(parts: readonly FedPart[]): boolean {
  return parts.length > 0 && parts.every((part) => rowBytesOf(part) > 0 && rowBytesOf(part) % wordBytes === 0);
}

/** The same inputs for some of their rows, in the order given. */
export function pickRows(parts: readonly FedPart[], rows: readonly number[]): readonly FedPart[] {
  const pending = createPending(parts, rows.length);
  const laid = pending.lay(
    parts,
    rows.reduce((most, row) => Math.max(most, row + 1), 0),
  );
  for (const row of rows) pending.keep(laid, row * pending.stride);
  return pending.release();
}

/**
 * @param rows of the split
 * @param batch different rows of a batch
 */
export function createEqualRows(rows: number, batch: number): EqualRows {
  const slots = new Uint32Array(rows);
  let taken = 0;
  let different = 0;
  let isLooking = true;
  let table: RowTable | undefined;
  let pending: Pending | undefined;
  const flush = (): DifferentRows | undefined => {
    if (pending === undefined || pending.count === 0) return undefined;
    const { count } = pending;
    return { parts: pending.release(), first: different - count, count };
  };
  return {
    take: (parts, count) => {
      const full: DifferentRows[] = [];
      pending ??= createPending(parts, batch);
      table ??= createRowTable(pending.stride, rows);
      if (!pending.follows(parts)) {
        // Words have other numbers from here on.
        const before = flush();
        if (before !== undefined) full.push(before);
        table = createRowTable(pending.stride, batch);
      }
      const laid = pending.lay(parts, count);
      for (let row = 0, from = 0; row < count; row++, from += pending.stride) {
        const known = isLooking ? table.find(laid, from, different) : -1;
        slots[taken++] = known === -1 ? different : known;
        if (known !== -1) continue;
        different += 1;
        pending.keep(laid, from);
        if (pending.count < batch) continue;
        const batchOfRows = flush();
        if (batchOfRows !== undefined) full.push(batchOfRows);
      }
      if (taken >= trialRows && different > taken * mostNew) isLooking = false;
      return full;
    },
    rest: flush,
    expand: ({ values, width }) => {
      const length = rows * width;
      const expanded = values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
      for (let row = 0; row < taken; row++) {
        const from = (slots[row] ?? 0) * width;
        for (let column = 0; column < width; column++) expanded[row * width + column] = values[from + column] ?? NaN;
      }
      return { values: expanded, width };
    },
  };
}

interface Pending {
  /** Words of four bytes of a row, in all inputs together. */
  readonly stride: number;
  /** Rows that were kept and not released. */
  readonly count: number;
  /** Whether words of the inputs have the numbers that they had. */
  readonly follows: (parts: readonly FedPart[]) => boolean;
  /** @returns the first rows, each with its words of all inputs side by side; gone with the next call */
  readonly lay: (parts: readonly FedPart[], rows: number) => Uint32Array;
  /** Keeps the row that begins at a place of `laid`. */
  readonly keep: (laid: Uint32Array, from: number) => void;
  readonly release: () => readonly FedPart[];
}

/** Rows on their way into a batch. */
function createPending(like: readonly FedPart[], batch: number): Pending {
  const widths = like.map((part) => rowBytesOf(part) / wordBytes);
  const stride = widths.reduce((sum, width) => sum + width, 0);
  const kept = new Uint32Array(stride * batch);
  let laid = new Uint32Array();
  let opened: readonly FedPart[] = like;
  let count = 0;
  return {
    stride,
    get count() {
      return count;
    },
    follows: (parts) =>
      parts.every((part, index) => {
        const before = opened[index];
        if (!('words' in part) || before === undefined || !('words' in before)) return true;
        return part.words === before.words || before.words.every((word, place) => part.words[place] === word);
      }),
    lay: (parts, rows) => {
      opened = parts;
      if (laid.length < rows * stride) laid = new Uint32Array(rows * stride);
      let first = 0;
      for (const [input, part] of parts.entries()) {
        const view =
          'bytes' in part
            ? new Uint32Array(part.bytes)
            : new Uint32Array(part.places.buffer, part.places.byteOffset, part.places.length);
        copyRows(view, widths[input] ?? 0, 0, laid, stride, first, widths[input] ?? 0, rows);
        first += widths[input] ?? 0;
      }
      return laid;
    },
    keep: (rows, from) => {
      const to = count * stride;
      for (let word = 0; word < stride; word++) kept[to + word] = rows[from + word] ?? 0;
      count += 1;
    },
    release: () => {
      let first = 0;
      const rows = count;
      count = 0;
      return opened.map((part, input) => {
        const width = widths[input] ?? 0;
        const own = new Uint32Array(rows * width);
        copyRows(kept, stride, first, own, width, 0, width, rows);
        first += width;
        const shape = [rows, ...part.shape.slice(1)];
        return 'bytes' in part
          ? { ...part, shape, bytes: own.buffer }
          : { ...part, shape, places: new Int32Array(own.buffer) };
      });
    },
  };
}

/** Copies some words of each row to another place in rows of another length. */
function copyRows(
  source: Uint32Array,
  sourceStride: number,
  sourceFirst: number,
  target: Uint32Array,
  targetStride: number,
  targetFirst: number,
  words: number,
  rows: number,
): void {
  for (let row = 0; row < rows; row++) {
    const from = row * sourceStride + sourceFirst;
    const to = row * targetStride + targetFirst;
    for (let word = 0; word < words; word++) target[to + word] = source[from + word] ?? 0;
  }
}

interface RowTable {
  /**
   * @param from where the row begins in `rows`
   * @returns the slot of an equal row; −1 for a new one, which gets the given slot as long as there is room
   */
  readonly find: (rows: Uint32Array, from: number, slot: number) => number;
}

/** @param most rows that may come, about half of which are expected to be new */
function createRowTable(stride: number, most: number): RowTable {
  let size = 1 << Math.min(19, Math.max(15, Math.ceil(Math.log2(most + 1))));
  let places = new Int32Array(size).fill(-1);
  let keys = new Uint32Array((size / 2) * stride);
  let slots = new Uint32Array(size / 2);
  let count = 0;
  const isEqual = (entry: number, rows: Uint32Array, from: number): boolean => {
    const key = entry * stride;
    for (let word = 0; word < stride; word++) if (keys[key + word] !== rows[from + word]) return false;
    return true;
  };
  const grow = (): void => {
    const oldKeys = keys;
    const oldSlots = slots;
    size *= 2;
    places = new Int32Array(size).fill(-1);
    keys = new Uint32Array((size / 2) * stride);
    slots = new Uint32Array(size / 2);
    keys.set(oldKeys);
    slots.set(oldSlots);
    for (let entry = 0; entry < count; entry++) {
      let place = hashOf(keys, entry * stride, stride) & (size - 1);
      while (places[place] !== -1) place = (place + 1) & (size - 1);
      places[place] = entry;
    }
  };
  return {
    find: (rows, from, slot) => {
      let place = hashOf(rows, from, stride) & (size - 1);
      for (;;) {
        const entry = places[place] ?? -1;
        if (entry === -1) break;
        if (isEqual(entry, rows, from)) return slots[entry] ?? -1;
        place = (place + 1) & (size - 1);
      }
      if (count >= mostKnown) return -1;
      const key = count * stride;
      for (let word = 0; word < stride; word++) keys[key + word] = rows[from + word] ?? 0;
      slots[count] = slot;
      places[place] = count;
      count += 1;
      if (count * 2 >= size) grow();
      return -1;
    },
  };
}

/** A hash in which each bit of the words counts, such as those of round numbers, which end in zeros. */
function hashOf(words: Uint32Array, from: number, length: number): number {
  let hash = 0x9e37_79b1;
  for (let at = from; at < from + length; at++) {
    hash = Math.imul(hash ^ (words[at] ?? 0), 0x85eb_ca6b);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
