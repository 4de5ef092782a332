import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countParts, findRepeatedPrints } from '../../../server/src/data/contractChecks/printSet.ts';

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

/** As the engine cuts them: by their lowest bits. */
function cut(prints: readonly bigint[], parts: number): readonly Uint32Array[] {
  const own = Array.from({ length: parts }, (_, part) =>
    prints.filter((print) => (print & BigInt(parts - 1)) === BigInt(part)),
  );
  return own.map(pairsOf);
}

describe('prints that are repeated', () => {
  it('are each named once, into however many parts the numbers are cut', () => {
    const few = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
    const prints = fc.array(fc.oneof(few, fc.constantFrom(0n, 1n, 1n << 32n, (1n << 64n) - 1n)), { maxLength: 60 });
    fc.assert(
      fc.property(prints, fc.constantFrom(1, 2, 8), (added, parts) => {
        const found = findRepeatedPrints();
        for (const part of cut(added, parts)) expect(found.add(part)).toBe(true);
        const expected = [...new Set(added.filter((print, index) => added.indexOf(print) < index))];
        expect(found.named().toSorted()).toEqual(expected.toSorted());
        expect(found.again()).toBe(added.length - new Set(added).size);
      }),
    );
  });

  it('are found among many others', () => {
    const many = hashes().take(200_000).toArray();
    const found = findRepeatedPrints();
    const twice = [many[7] ?? 0n, many[190_000] ?? 0n];
    for (const part of cut([...many, ...twice], countParts(many.length))) found.add(part);
    expect(found.named().toSorted()).toEqual(twice.toSorted());
  });

  it('are found where every row has the same one', () => {
    const found = findRepeatedPrints();
    expect(found.add(pairsOf(Array.from({ length: 100_000 }, () => 42n)))).toBe(true);
    expect(found.named()).toEqual([42n]);
  });

  it('are not named when they are too many', () => {
    const many = hashes().take(6_000).toArray();
    expect(findRepeatedPrints().add(pairsOf([...many, ...many]))).toBe(false);
  });
});
