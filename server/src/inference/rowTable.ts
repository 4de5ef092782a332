/** Remembers rows by their keys, and finds those that are equal. */

/** Rows that are remembered; what comes later is answered row by row. */
const mostKnown = 1 << 18;
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
   * @param slot of the first new row
   * @param slots receives the slots, from `at` on
   * @returns places of the new rows; beyond what is remembered, all that equal none of those
   */
  readonly find: (keys: Int32Array, count: number, slot: number, slots: Uint32Array, at: number) => Uint32Array;
  readonly known: () => KnownKeys;
}

/**
 * @param stride words of a key, at least two
 * @param most rows that may come, about half of which are expected to be new
 * @param before what is known from the start
 */
export function createRowTable(stride: number, most: number, before: KnownKeys): RowTable {
  let size = 1 << Math.min(19, Math.max(15, Math.ceil(Math.log2(most + 1))));
  while (before.count * 2 >= size) size *= 2;
  let places = new Int32Array();
  let entries = before.keys;
  let known = before.count;
  const lay = (): void => {
    const old = entries;
    places = new Int32Array(size).fill(-1);
    entries = new Int32Array((size / 2) * stride);
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
    find: (keys, count, slot, slots, at) => {
      const fresh = new Uint32Array(count);
      let found = 0;
      for (let first = 0; first < count;) {
        const table = { places, entries, known, slot: before.slot };
        const stretch = { keys, first, count, stride, slot: slot + found, slots, at, fresh, found };
        const { until, added } = matchRows(table, stretch);
        found += added;
        known = Math.min(mostKnown, known + added);
        first = until;
        if (known < mostKnown && known * 2 >= size) {
          size *= 2;
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
  /** Of the first entry. */
  readonly slot: number;
}

interface RowStretch {
  readonly keys: Int32Array;
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
  { places, entries, known, slot: firstSlot }: KnownRows,
  { keys, first, count, stride, slot, slots, at, fresh, found }: RowStretch,
): { readonly until: number; readonly added: number } {
  const mask = places.length - 1;
  let row = first;
  let added = 0;
  for (let from = first * stride; row < count; row++, from += stride) {
    const hash = hashOf(keys, from, stride);
    const mark = markOf(hash, 0);
    const one = keys[from] ?? 0;
    const two = keys[from + 1] ?? 0;
    let place = hash & mask;
    let owner = -1;
    for (;;) {
      const there = places[place] ?? -1;
      if (there === -1) break;
      // The lower bits are the number of the entry.
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
    slots[at + row] = slot + added;
    fresh[found + added] = row;
    added += 1;
    const entry = known + added - 1;
    if (entry >= mostKnown) continue;
    const key = entry * stride;
    for (let word = 0; word < stride; word++) entries[key + word] = keys[from + word] ?? 0;
    places[place] = mark | entry;
    if (entry + 1 < mostKnown && (entry + 1) * 2 >= places.length) return { until: row + 1, added };
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
