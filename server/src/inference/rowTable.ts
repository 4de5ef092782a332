/** Remembers rows by their keys, and finds those that are equal. */

/** Rows that are remembered; what comes later is answered row by row. */
const mostKnown = 1 << 18;
/** Words of all keys that are remembered. */
const mostWords = 1 << 22;
/** Bits that number an entry. */
const entryBits = Math.log2(mostKnown);

/** Keys that are known, side by side, in the order of their slots. */
export interface KnownKeys {
  readonly keys: Int32Array;
  readonly count: number;
  /** Slot of the first of them; each next one has the next slot. */
  readonly slot: number;
}

export interface RowTable {
  /**
   * Gives each row the slot of an equal one, and new ones the next slots as they come.
   *
   * @param keys side by side
   * @param rows places of the keys that are looked for
   * @param slot of the first new row
   * @param slots receives the slots, one for each of `rows`, from `at` on
   * @returns those of `rows` that are new; beyond what is remembered, all that equal none of those
   */
  readonly find: (keys: Int32Array, rows: Uint32Array, slot: number, slots: Uint32Array, at: number) => Uint32Array;
  readonly known: () => KnownKeys;
}

/** Places of a table that knows nothing yet: memory that is never touched costs most where there are few rows. */
const firstPlaces = 1 << 15;

/**
 * @param stride words of a key, at least two
 * @param before what is known from the start
 */
export function createRowTable(stride: number, before: KnownKeys): RowTable {
  const most = Math.min(mostKnown, Math.floor(mostWords / stride));
  let size = firstPlaces;
  while (before.count * 2 >= size) size *= 4;
  let places = new Int32Array();
  let entries = before.keys;
  let known = before.count;
  // Of the rows of a batch, one after the other; each loop over them touches one memory alone.
  let hashes = new Int32Array();
  let first = new Int32Array();
  const lay = (): void => {
    const old = entries;
    places = new Int32Array(size).fill(-1);
    entries = new Int32Array(Math.min(most, size / 2) * stride);
    entries.set(old.subarray(0, known * stride));
    for (let entry = 0; entry < known; entry++) {
      const hash = hashOf(entries, entry * stride, stride);
      let place = hash & (size - 1);
      while (places[place] !== -1) place = (place + 1) & (size - 1);
      places[place] = markOf(hash, entry);
    }
  };
  lay();
  return {
    find: (keys, rows, slot, slots, at) => {
      const { length } = rows;
      if (hashes.length < length) {
        hashes = new Int32Array(length);
        first = new Int32Array(length);
      }
      hashRows(keys, rows, stride, hashes);
      lookFirst(places, hashes, length, first);
      const fresh = new Uint32Array(length);
      const batch: RowBatch = { keys, rows, stride, hashes, first, slots, at, slot, fresh };
      matchFirst(entries, before.slot, batch);
      let found = 0;
      for (let done = 0; done < length;) {
        const { until, added } = matchRest({ places, entries, known, most, slot: before.slot }, batch, done, found);
        found += added;
        known = Math.min(most, known + added);
        done = until;
        if (known < most && known * 2 >= size) {
          size *= 4;
          lay();
        }
      }
      return fresh.subarray(0, found);
    },
    known: () => ({ keys: entries, count: known, slot: before.slot }),
  };
}

/** What stands at a place: the entry below a part of its hash, so that few other entries are looked at. */
function markOf(hash: number, entry: number): number {
  return ((hash >>> (entryBits + 1)) << entryBits) | entry;
}

interface KnownRows {
  /** −1 where there is none. */
  readonly places: Int32Array;
  readonly entries: Int32Array;
  readonly known: number;
  readonly most: number;
  /** Of the first entry. */
  readonly slot: number;
}

interface RowBatch {
  readonly keys: Int32Array;
  readonly rows: Uint32Array;
  readonly stride: number;
  readonly hashes: Int32Array;
  /** What stands at the first place of each row, −1 for nothing. */
  readonly first: Int32Array;
  readonly slots: Uint32Array;
  readonly at: number;
  /** Of the first new row of the batch. */
  readonly slot: number;
  readonly fresh: Uint32Array;
}

/** Slots that no row has: what is not matched yet. */
const unmatched = 0xffff_ffff;

/*
 * Memory is waited for longer than it is computed with: in loops of one step each, the processor waits for several rows
 * at a time. All that they touch is a variable of their own: in a closure, each step would take several times as long.
 */

function hashRows(keys: Int32Array, rows: Uint32Array, stride: number, into: Int32Array): void {
  for (let at = 0; at < rows.length; at++) into[at] = hashOf(keys, (rows[at] ?? 0) * stride, stride);
}

function lookFirst(places: Int32Array, hashes: Int32Array, count: number, into: Int32Array): void {
  const mask = places.length - 1;
  for (let at = 0; at < count; at++) into[at] = places[(hashes[at] ?? 0) & mask] ?? -1;
}

/** Matches the rows that stand at their first place, which are most of those that are known. */
function matchFirst(
  entries: Int32Array,
  firstSlot: number,
  { keys, rows, stride, hashes, first, slots, at }: RowBatch,
): void {
  for (let index = 0; index < rows.length; index++) {
    const there = first[index] ?? -1;
    // The lower bits are the number of the entry.
    const entry = there ^ markOf(hashes[index] ?? 0, 0);
    let slot = unmatched;
    if (there !== -1 && entry < mostKnown) {
      const key = entry * stride;
      const from = (rows[index] ?? 0) * stride;
      if (
        entries[key] === keys[from] &&
        entries[key + 1] === keys[from + 1] &&
        (stride === 2 || isRest(entries, key, keys, from, stride))
      ) {
        slot = firstSlot + entry;
      }
    }
    slots[at + index] = slot;
  }
}

/**
 * Matches the other rows until the table is half full.
 *
 * @param done rows of the batch that have their slots
 * @param found new rows among them
 * @returns the first row that was not matched, and the new rows
 */
function matchRest(
  { places, entries, known, most, slot: firstSlot }: KnownRows,
  { keys, rows, stride, hashes, slots, at, slot, fresh }: RowBatch,
  done: number,
  found: number,
): { readonly until: number; readonly added: number } {
  const mask = places.length - 1;
  let row = done;
  let added = 0;
  for (; row < rows.length; row++) {
    if (slots[at + row] !== unmatched) continue;
    const hash = hashes[row] ?? 0;
    const mark = markOf(hash, 0);
    const from = (rows[row] ?? 0) * stride;
    const one = keys[from] ?? 0;
    const two = keys[from + 1] ?? 0;
    let place = hash & mask;
    let owner = -1;
    for (;;) {
      const there = places[place] ?? -1;
      if (there === -1) break;
      const entry = there ^ mark;
      if (entry < mostKnown) {
        const key = entry * stride;
        if (
          entries[key] === one &&
          entries[key + 1] === two &&
          (stride === 2 || isRest(entries, key, keys, from, stride))
        ) {
          owner = entry;
          break;
        }
      }
      place = (place + 1) & mask;
    }
    if (owner !== -1) {
      slots[at + row] = firstSlot + owner;
      continue;
    }
    slots[at + row] = slot + found + added;
    fresh[found + added] = rows[row] ?? 0;
    added += 1;
    const entry = known + added - 1;
    if (entry >= most) continue;
    const key = entry * stride;
    for (let word = 0; word < stride; word++) entries[key + word] = keys[from + word] ?? 0;
    places[place] = mark | entry;
    if (entry + 1 < most && (entry + 1) * 2 >= places.length) return { until: row + 1, added };
  }
  return { until: row, added };
}

/** Whether the words of two keys are equal from the third one on. */
function isRest(entries: Int32Array, key: number, keys: Int32Array, from: number, stride: number): boolean {
  let word = 2;
  while (word < stride && entries[key + word] === keys[from + word]) word++;
  return word === stride;
}

/** A hash in which each bit of the words counts, such as those of round numbers, which end in zeros. */
function hashOf(words: Int32Array, from: number, length: number): number {
  // Numbers of 32 bits with a sign, which need no object.
  let hash = 0x9e37_79b1 | 0;
  for (let at = from; at < from + length; at++) {
    hash = Math.imul(hash ^ (words[at] ?? 0), 0x85eb_ca6b);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}
