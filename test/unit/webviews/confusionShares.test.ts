import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confusionShares } from '../../../webviews/src/evaluation/confusionShares.ts';

const square = fc
  .integer({ min: 1, max: 8 })
  .chain((size) =>
    fc.array(fc.array(fc.nat(1000), { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
  );

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('the shares of a confusion', () => {
  it('of the true class add up to 1 in each row that has any', () => {
    fc.assert(
      fc.property(square, (counts) => {
        confusionShares(counts, 'truth').forEach((row, at) => {
          expect(sum(row)).toBeCloseTo(sum(counts[at] ?? []) === 0 ? 0 : 1, 9);
        });
      }),
    );
  });

  it('of the answers are those of the true class, the other way round', () => {
    const turn = (cells: readonly (readonly number[])[]) => cells.map((_, row) => cells.map((line) => line[row] ?? 0));
    fc.assert(
      fc.property(square, (counts) => {
        expect(confusionShares(counts, 'answer')).toEqual(turn(confusionShares(turn(counts), 'truth')));
      }),
    );
  });

  it('of all rows add up to 1 over the whole matrix', () => {
    fc.assert(
      fc.property(square, (counts) => {
        const all = sum(counts.flat());
        expect(sum(confusionShares(counts, 'all').flat())).toBeCloseTo(all === 0 ? 0 : 1, 9);
      }),
    );
  });
});
