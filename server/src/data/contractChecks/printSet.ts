/** Which of many 64-bit numbers come more than once, found in memory of a fixed size. */

/** Numbers that one set takes; they need about 9 bytes each. */
export const mostPrints = 16_000_000;
/** Different numbers that come more than once, beyond which the set gives up. */
const mostRepeated = 5_000;
/** Numbers of one part, so that a part and its table stay in the caches of a processor. */
const partSize = 32_768;

export interface PrintSet {
  /**
   * Adds numbers.
   *
   * @param pairs the lower and the upper 32 bits of each number, one after the other
   * @returns false when one number comes so often that it has no room: the set cannot answer then
   */
  add(pairs: Uint32Array): boolean;
  /** The numbers that were added more than once, each once; undefined when they are too many. */
  findRepeated(): readonly bigint[] | undefined;
}

/**
 * Makes an empty set.
 *
 * Numbers are spread over parts by their lowest bits as they come, and each part is searched alone: one large table
 * would be waited for at every number.
 *
 * @param expected how many numbers will be added, at most `mostPrints`; they must be spread evenly, as hashes are
 */
export function createPrintSet(expected: number): PrintSet {
  const parts = powerOfTwo(expected / partSize);
  const room = Math.ceil((expected / parts) * 1.1) + 1024;
  const prints = new Uint32Array(parts * room * 2);
  const filled = new Uint32Array(parts);
  return {
    add: (pairs) => spread(pairs, prints, filled, room),
    findRepeated: () => {
      const repeated = new Set<bigint>();
      const slots = new Uint32Array(powerOfTwo(room * 2));
      for (const [part, count] of filled.entries()) {
        const own = prints.subarray(part * room * 2, (part * room + count) * 2);
        slots.fill(0);
        if (!findInPart(own, slots, repeated)) return undefined;
      }
      return [...repeated];
    },
  };
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, atLeast))));
}

function spread(pairs: Uint32Array, prints: Uint32Array, filled: Uint32Array, room: number): boolean {
  const mask = filled.length - 1;
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const low = pairs[index] ?? 0;
    const part = low & mask;
    const turn = filled[part] ?? 0;
    if (turn >= room) return false;
    filled[part] = turn + 1;
    const at = (part * room + turn) * 2;
    prints[at] = low;
    prints[at + 1] = pairs[index + 1] ?? 0;
  }
  return true;
}

/**
 * Looks up each number among those before it, by open addressing.
 *
 * @param slots zeros; takes the turn of each number, from 1
 * @returns false when too many numbers are repeated
 */
function findInPart(own: Uint32Array, slots: Uint32Array, repeated: Set<bigint>): boolean {
  const mask = slots.length - 1;
  for (let index = 0; index + 1 < own.length; index += 2) {
    const low = own[index] ?? 0;
    const high = own[index + 1] ?? 0;
    // The lowest bits are the same in the whole part, so the others choose the slot.
    let slot = high & mask;
    let other = slots[slot] ?? 0;
    while (other !== 0 && (own[other * 2 - 2] !== low || own[other * 2 - 1] !== high)) {
      slot = (slot + 1) & mask;
      other = slots[slot] ?? 0;
    }
    if (other === 0) slots[slot] = index / 2 + 1;
    else {
      repeated.add((BigInt(high) << 32n) | BigInt(low));
      if (repeated.size > mostRepeated) return false;
    }
  }
  return true;
}
