import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binaryExponent,
  fromDyadic,
  readNumber,
  toDyadic,
  writeNumber,
} from '../../../server/src/drift/exactNumber.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

describe('exact numbers', () => {
  it('hold every double without loss', () => {
    fc.assert(
      fc.property(finite, (value) => {
        expect(fromDyadic(toDyadic(value))).toBe(value);
      }),
    );
  });

  it('round sums as doubles do', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
        expect(fromDyadic({ mantissa: BigInt(a) + BigInt(b), exponent: 0 })).toBe(a + b);
      }),
    );
  });

  it('round once, half to even, although more than 64 bits are cut off', () => {
    const tie = (1n << 200n) + (1n << 147n);
    expect(fromDyadic({ mantissa: tie, exponent: -200 })).toBe(1);
    expect(fromDyadic({ mantissa: tie + 1n, exponent: -200 })).toBe(1 + Number.EPSILON);
  });

  it('know the power of two above them', () => {
    expect([0, 1, 0.75, -8, 2n ** 70n, 5e-324].map(binaryExponent)).toEqual([0, 1, 0, 4, 71, -1073]);
  });

  it('are written as numbers up to 2^53 and as text beyond', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        expect(BigInt(readNumber(writeNumber(value)))).toBe(value);
      }),
    );
    expect([writeNumber(2n ** 53n), writeNumber(5n)]).toEqual(['9007199254740992', 5]);
  });
});
