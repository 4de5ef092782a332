/** Which of many 64-bit numbers come more than once. */

/** Numbers that are compared at a time; the engine needs about 24 bytes for each until they are read. */
export const mostPrints = 16_000_000;
/** Different numbers that come more than once, beyond which there are too many to name. */
const mostRepeated = 5_000;
/** Numbers of one part, so that a part and its table stay in the caches of a processor. */
const partSize = 32_768;

/**
 * Into how many parts numbers are best cut; a power of two.
 *
 * @param expected how many numbers there are; they must be spread evenly, as hashes are
 */
export function countParts(expected: number): number {
  return powerOfTwo(expected / partSize);
}

export interface RepeatedPrints {
  /**
   * Looks through one part: equal numbers are never in two parts.
   *
   * @param pairs the lower and the upper 32 bits of each number, one after the other
   * @returns false when too many numbers are repeated: nothing can be named then
   */
  add(pairs: Uint32Array): boolean;
  /** The numbers that came more than once, each once. */
  named(): readonly bigint[];
  /** How many numbers came that had come before. */
  again(): number;
}

/** Looks through numbers part by part: in one large table, each number would be waited for. */
export function findRepeatedPrints(): RepeatedPrints {
  const repeated = new Set<bigint>();
  let again = 0;
  let slots = new Uint32Array(0);
  return {
    add: (pairs) => {
      const wanted = powerOfTwo(pairs.length);
      if (slots.length === wanted) slots.fill(0);
      else slots = new Uint32Array(wanted);
      again += findInPart(pairs, slots, repeated);
      return repeated.size <= mostRepeated;
    },
    named: () => [...repeated],
    again: () => again,
  };
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, atLeast))));
}

/**
 * Looks up each number among those before it, by open addressing; gives up once too many numbers are repeated.
 *
 * @param slots zeros, at least one more than there are numbers; takes the turn of each number, from 1
 * @returns how many of those that were looked up had come before
 */
function findInPart(own: Uint32Array, slots: Uint32Array, repeated: Set<bigint>): number {
  const mask = slots.length - 1;
  let again = 0;
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
      again += 1;
      repeated.add((BigInt(high) << 32n) | BigInt(low));
      if (repeated.size > mostRepeated) return again;
    }
  }
  return again;
}
