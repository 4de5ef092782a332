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
  pending.open(parts);
  for (const row of rows) {
    pending.read(row);
    pending.keep();
  }
  return pending.release(rows.length);
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
    return { parts: pending.release(count), first: different - count, count };
  };
  return {
    take: (parts, count) => {
      const full: DifferentRows[] = [];
      pending ??= createPending(parts, batch);
      table ??= createRowTable(pending.stride);
      if (!pending.follows(parts)) {
        // Words have other numbers from here on.
        const before = flush();
        if (before !== undefined) full.push(before);
        table = createRowTable(pending.stride);
      }
      pending.open(parts);
      for (let row = 0; row < count; row++) {
        pending.read(row);
        const known = isLooking ? table.find(pending.row, different) : -1;
        slots[taken++] = known === -1 ? different : known;
        if (known !== -1) continue;
        different += 1;
        pending.keep();
        if (pending.count < batch) continue;
        const batchOfRows = flush();
        if (batchOfRows !== undefined) full.push(batchOfRows);
      }
      if (taken >= trialRows && different > taken * mostNew) isLooking = false;
      return full;
    },
    rest: flush,
    expand: ({ values, width }) => {
      const expanded = new Float64Array(rows * width);
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
  /** The row that was read last. */
  readonly row: Uint32Array;
  /** Rows that were kept and not released. */
  readonly count: number;
  /** Whether words of the inputs have the numbers that they had. */
  readonly follows: (parts: readonly FedPart[]) => boolean;
  readonly open: (parts: readonly FedPart[]) => void;
  readonly read: (row: number) => void;
  readonly keep: () => void;
  readonly release: (rows: number) => readonly FedPart[];
}

/** Rows on their way into a batch. */
function createPending(like: readonly FedPart[], batch: number): Pending {
  const widths = like.map((part) => rowBytesOf(part) / wordBytes);
  const stride = widths.reduce((sum, width) => sum + width, 0);
  const row = new Uint32Array(stride);
  const make = () => widths.map((width) => new Uint32Array(width * batch));
  let opened: readonly FedPart[] = like;
  let views: readonly Uint32Array[] = [];
  let kept = make();
  let count = 0;
  return {
    stride,
    row,
    get count() {
      return count;
    },
    follows: (parts) =>
      parts.every((part, index) => {
        const before = opened[index];
        if (!('words' in part) || before === undefined || !('words' in before)) return true;
        return part.words === before.words || before.words.every((word, place) => part.words[place] === word);
      }),
    open: (parts) => {
      opened = parts;
      views = parts.map((part) =>
        'bytes' in part
          ? new Uint32Array(part.bytes)
          : new Uint32Array(part.places.buffer, part.places.byteOffset, part.places.length),
      );
    },
    read: (at) => {
      let to = 0;
      for (let input = 0; input < views.length; input++) {
        const view = views[input];
        const width = widths[input] ?? 0;
        for (let word = 0; word < width; word++) row[to++] = view?.[at * width + word] ?? 0;
      }
    },
    keep: () => {
      let from = 0;
      for (let input = 0; input < kept.length; input++) {
        const own = kept[input];
        const width = widths[input] ?? 0;
        for (let word = 0; word < width; word++) if (own !== undefined) own[count * width + word] = row[from++] ?? 0;
      }
      count += 1;
    },
    release: (rows) => {
      const full = kept;
      kept = make();
      count = 0;
      return opened.map((part, input) => {
        const width = widths[input] ?? 0;
        const buffer = full[input]?.buffer ?? new ArrayBuffer(0);
        const bytes = rows === batch ? buffer : buffer.slice(0, rows * width * wordBytes);
        const shape = [rows, ...part.shape.slice(1)];
        return 'bytes' in part ? { ...part, shape, bytes } : { ...part, shape, places: new Int32Array(bytes) };
      });
    },
  };
}

interface RowTable {
  /** @returns the slot of an equal row; −1 for a new one, which gets the given slot as long as there is room */
  readonly find: (row: Uint32Array, slot: number) => number;
}

function createRowTable(stride: number): RowTable {
  let size = 1 << 12;
  let places = new Int32Array(size).fill(-1);
  let keys = new Uint32Array((size / 2) * stride);
  let slots = new Uint32Array(size / 2);
  let count = 0;
  const isEqual = (entry: number, row: Uint32Array): boolean => {
    for (let word = 0; word < stride; word++) if (keys[entry * stride + word] !== row[word]) return false;
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
    find: (row, slot) => {
      let place = hashOf(row, 0, stride) & (size - 1);
      for (;;) {
        const entry = places[place] ?? -1;
        if (entry === -1) break;
        if (isEqual(entry, row)) return slots[entry] ?? -1;
        place = (place + 1) & (size - 1);
      }
      if (count >= mostKnown) return -1;
      keys.set(row, count * stride);
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
