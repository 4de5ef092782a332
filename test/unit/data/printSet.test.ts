import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrintSet } from '../../../server/src/data/contractChecks/printSet.ts';

const low32 = (1n << 32n) - 1n;

function pairsOf(prints: readonly bigint[]): Uint32Array {
  return Uint32Array.from(prints.flatMap((print) => [Number(print & low32), Number(print >> 32n)]));
}

/** Well-spread numbers of 64 bits, each different from the others. */
function* hashes(): Generator<bigint> {
  for (let state = 1n; ; state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n)) {
    yield state ^ (state >> 33n);
  }
}

describe('a set of prints', () => {
  it('names each number once that was added more than once, in whatever batches they come', () => {
    const few = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
    const prints = fc.array(fc.oneof(few, fc.constantFrom(0n, 1n, 1n << 32n, (1n << 64n) - 1n)), { maxLength: 60 });
    fc.assert(
      fc.property(prints, fc.integer({ min: 1, max: 7 }), (added, batch) => {
        const set = createPrintSet(added.length);
        for (let begin = 0; begin < added.length; begin += batch) {
          expect(set.add(pairsOf(added.slice(begin, begin + batch)))).toBe(true);
        }
        const expected = [...new Set(added.filter((print, index) => added.indexOf(print) < index))];
        expect(set.findRepeated()?.toSorted()).toEqual(expected.toSorted());
      }),
    );
  });

  it('finds a number that is repeated among many others in other parts', () => {
    const many = hashes().take(200_000).toArray();
    const set = createPrintSet(many.length + 2);
    expect(set.add(pairsOf(many))).toBe(true);
    expect(set.add(pairsOf([many[7] ?? 0n, many[190_000] ?? 0n]))).toBe(true);
    expect(set.findRepeated()?.toSorted()).toEqual([many[7], many[190_000]].toSorted());
  });

  it('refuses one number that comes more often than it has room for', () => {
    const set = createPrintSet(200_000);
    expect(set.add(pairsOf(Array.from({ length: 100_000 }, () => 42n)))).toBe(false);
  });

  it('gives up when too many numbers are repeated', () => {
    const many = hashes().take(6_000).toArray();
    const set = createPrintSet(many.length * 2);
    set.add(pairsOf(many));
    set.add(pairsOf(many));
    expect(set.findRepeated()).toBeUndefined();
  });
});
