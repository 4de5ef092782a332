/** Random numbers that are the same on every run and machine. */

/** A stream of random numbers; each call moves it on. */
export interface RandomStream {
  /** @returns a whole number in [0, 2^32) */
  readonly nextUint32: () => number;
  /** @returns a number in [0, 1) with 53 random bits */
  readonly nextFraction: () => number;
  /**
   * @param bound whole number in [1, 2^32]
   * @returns a whole number in [0, bound), each equally likely
   * @throws {RangeError} outside this range: a bug in the caller
   */
  readonly nextBelow: (bound: number) => number;
}

const wordSize = 2 ** 32;

/**
 * Starts a stream.
 *
 * @param seed whole number in [0, 2^53]; equal seeds give equal streams
 * @throws {RangeError} outside this range: a bug in the caller
 * @source xoshiro128** 1.1, Blackman and Vigna 2021, ACM TOMS 47, 36; its state is filled by SplitMix64, as its authors
 *   advise, low half of each output first
 */
export function createRandomStream(seed: number): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`${seed} is no seed.`);
  // Four variables and not an array: this runs many millions of times, and then that is several times as fast.
  let [a = 0, b = 0, c = 0, d = 0] = new Int32Array(seedState(BigInt(seed)));

  const nextUint32 = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };

  return {
    nextUint32,
    nextFraction: () => {
      const high = nextUint32() >>> 5;
      const low = nextUint32() >>> 6;
      return (high * 2 ** 26 + low) / 2 ** 53;
    },
    nextBelow: (bound) => {
      if (!Number.isInteger(bound) || bound < 1 || bound > wordSize) throw new RangeError(`${bound} is no bound.`);
      // Numbers beyond the last whole multiple of the bound would favour small remainders.
      const limit = wordSize - (wordSize % bound);
      for (;;) {
        const value = nextUint32();
        if (value < limit) return value % bound;
      }
    },
  };
}

/** Two outputs of SplitMix64 as four words. */
function seedState(seed: bigint): Uint32Array {
  const state = new Uint32Array(4);
  let counter = seed;
  for (let pair = 0; pair < 2; pair++) {
    counter = BigInt.asUintN(64, counter + 0x9e3779b97f4a7c15n);
    let mixed = counter;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    mixed ^= mixed >> 31n;
    state[2 * pair] = Number(mixed & 0xffffffffn);
    state[2 * pair + 1] = Number(mixed >> 32n);
  }
  return state;
}
