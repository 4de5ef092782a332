import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumCategories } from '../../../schemas/profile.ts';
import {
  compareCodePoints,
  mergeCategories,
  rowsOfCategories,
  spreadOfCategories,
} from '../../../server/src/drift/categorySpread.ts';

function spread(texts: readonly string[]) {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return spreadOfCategories([...counts], texts.length, counts.size);
}

const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 3 }), { maxLength: 60 });

describe('the spread of texts', () => {
  it('lists the most frequent first and ties by code point', () => {
    expect(spread(['b', 'a', '\u{1F600}', '\uFF5E', 'b']).values).toEqual([
      ['b', 2],
      ['a', 1],
      ['\uFF5E', 1],
      ['\u{1F600}', 1],
    ]);
  });

  it('merges parts to the spread of the whole while every text is listed', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(mergeCategories(spread(a), spread(b))).toEqual(spread([...a, ...b]));
      }),
    );
  });

  it('folds rare texts when there are too many to list', () => {
    const many = Array.from({ length: 3000 }, (_, index) => (index < 1500 ? `x${index % 100}` : `y${index}`));
    const made = spread(many);
    expect([made.values.length, made.other]).toEqual([
      100,
      { rows: 1500, distinct: { kind: 'exact', count: 1500 }, bound: 0 },
    ]);
  });

  it('merges folded parts without losing rows and states by how much a count may be short', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), (p, q) => {
        const make = (step: number) =>
          Array.from({ length: 6000 }, (_, index) => `v${Math.floor(((index * step * 7919) % 6007) ** 1.5 / 200)}`);
        const [a, b] = [make(p), make(q)];
        const merged = mergeCategories(spread(a), spread(b));
        expect(merged).toEqual(mergeCategories(spread(b), spread(a)));
        expect(rowsOfCategories(merged)).toBe(12_000);
        expect(merged.values.length).toBeLessThanOrEqual(maximumCategories);
        const truth = new Map<string, number>();
        for (const text of [...a, ...b]) truth.set(text, (truth.get(text) ?? 0) + 1);
        for (const [value, rows] of merged.values) {
          const missed = (truth.get(value) ?? 0) - rows;
          expect(missed).toBeGreaterThanOrEqual(0);
          expect(missed).toBeLessThanOrEqual(merged.other?.bound ?? 0);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('counts texts of more than 256 characters among the others', () => {
    const made = spread(['a', 'x'.repeat(257)]);
    expect([made.values, made.other?.rows]).toEqual([[['a', 1]], 1]);
  });

  it('notes values that differ only by case, space or Unicode form', () => {
    expect(spread(['LAX', 'lax ', 'ORD']).note).toContain('"LAX" and "lax "');
    expect(spread(['LAX', 'ORD']).note).toBeUndefined();
  });

  it('orders by code point where UTF-16 does not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });
});
