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
  pending.keep(laid, Uint32Array.from(rows));
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
      const fresh = isLooking
        ? table.find(laid, count, different, slots, taken)
        : numberRows(count, different, slots, taken);
      taken += count;
      for (let at = 0; at < fresh.length;) {
        const some = fresh.subarray(at, at + batch - pending.count);
        pending.keep(laid, some);
        different += some.length;
        at += some.length;
        const batchOfRows = pending.count < batch ? undefined : flush();
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
  /** Keeps some rows of `laid`, by their numbers. */
  readonly keep: (laid: Uint32Array, rows: Uint32Array) => void;
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
    keep: (laidRows, rows) => {
      keepRows(laidRows, rows, kept, count, stride);
      count += rows.length;
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

/** Copies rows side by side. @param first row of `target` */
function keepRows(source: Uint32Array, rows: Uint32Array, target: Uint32Array, first: number, stride: number): void {
  let to = first * stride;
  for (let at = 0; at < rows.length; at++) {
    const from = (rows[at] ?? 0) * stride;
    for (let word = 0; word < stride; word++) target[to++] = source[from + word] ?? 0;
  }
}

/** Gives each row a slot of its own. @returns all of them */
function numberRows(count: number, slot: number, slots: Uint32Array, at: number): Uint32Array {
  const fresh = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    fresh[row] = row;
    slots[at + row] = slot + row;
  }
  return fresh;
}

interface RowTable {
  /**
   * Gives each row the slot of an equal one, and new ones the next slots as they come.
   *
   * @param rows side by side
   * @param slot of the first new row
   * @param slots receives the slots, from `at` on
   * @returns places of the new rows; beyond what is remembered, all that equal none of those
   */
  readonly find: (rows: Uint32Array, count: number, slot: number, slots: Uint32Array, at: number) => Uint32Array;
}

/** @param most rows that may come, about half of which are expected to be new */
function createRowTable(stride: number, most: number): RowTable {
  let size = 1 << Math.min(19, Math.max(15, Math.ceil(Math.log2(most + 1))));
  let places = new Int32Array(size).fill(-1);
  let entries = new Uint32Array((size / 2) * (stride + 1));
  let known = 0;
  const grow = (): void => {
    const old = entries;
    size *= 2;
    places = new Int32Array(size).fill(-1);
    entries = new Uint32Array((size / 2) * (stride + 1));
    entries.set(old);
    for (let entry = 0; entry < known; entry++) {
      const hash = hashOf(entries, entry * (stride + 1), stride);
      let place = hash & (size - 1);
      while (places[place] !== -1) place = (place + 1) & (size - 1);
      places[place] = placeOf(hash, entry);
    }
  };
  return {
    find: (rows, count, slot, slots, at) => {
      const fresh = new Uint32Array(count);
      let found = 0;
      for (let first = 0; first < count;) {
        const stretch = { rows, first, count, stride, slot: slot + found, slots, at, fresh, found };
        const { until, added } = matchRows({ places, entries, known }, stretch);
        found += added;
        known = Math.min(mostKnown, known + added);
        first = until;
        if (known < mostKnown && known * 2 >= size) grow();
      }
      return fresh.subarray(0, found);
    },
  };
}

/** Bits that number an entry. */
const entryBits = Math.log2(mostKnown);

/** What stands at a place: the entry below a part of its hash, so that few other entries are looked at. */
function placeOf(hash: number, entry: number): number {
  return ((hash >>> (entryBits + 1)) << entryBits) | entry;
}

interface KnownRows {
  /** −1 where there is none. */
  readonly places: Int32Array;
  /** Each known row with its slot behind it, so that both are fetched at once. */
  readonly entries: Uint32Array;
  readonly known: number;
}

interface RowStretch {
  readonly rows: Uint32Array;
  readonly first: number;
  readonly count: number;
  readonly stride: number;
  /** Of the next new row. */
  readonly slot: number;
  readonly slots: Uint32Array;
  readonly at: number;
  readonly fresh: Uint32Array;
  /** New rows so far. */
  readonly found: number;
}

/**
 * Matches rows until the table is half full. All that it touches is a variable of its own: in a closure, each step would
 * take several times as long.
 *
 * @returns the first row that was not matched, and the new rows
 */
function matchRows(
  { places, entries, known }: KnownRows,
  { rows, first, count, stride, slot, slots, at, fresh, found }: RowStretch,
): { readonly until: number; readonly added: number } {
  const mask = places.length - 1;
  let row = first;
  let added = 0;
  for (; row < count; row++) {
    const from = row * stride;
    const hash = hashOf(rows, from, stride);
    const tag = placeOf(hash, 0);
    let place = hash & mask;
    let there = places[place] ?? -1;
    let owner = -1;
    for (; there !== -1; place = (place + 1) & mask, there = places[place] ?? -1) {
      // The lower bits are the number of the entry.
      const entry = there - tag;
      if (entry < 0 || entry >= mostKnown) continue;
      const key = entry * (stride + 1);
      let word = 0;
      while (word < stride && entries[key + word] === rows[from + word]) word++;
      if (word < stride) continue;
      owner = entries[key + stride] ?? -1;
      break;
    }
    if (owner !== -1) {
      slots[at + row] = owner;
      continue;
    }
    slots[at + row] = slot + added;
    fresh[found + added] = row;
    added += 1;
    const entry = known + added - 1;
    if (entry >= mostKnown) continue;
    const key = entry * (stride + 1);
    for (let word = 0; word < stride; word++) entries[key + word] = rows[from + word] ?? 0;
    entries[key + stride] = slot + added - 1;
    places[place] = tag + entry;
    if (entry + 1 < mostKnown && (entry + 1) * 2 >= places.length) return { until: row + 1, added };
  }
  return { until: row, added };
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
