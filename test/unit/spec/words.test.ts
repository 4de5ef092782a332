import fc from 'fast-check';
import { expect, it } from 'vitest';
import { counted } from '../../../server/src/spec/words.ts';

it('groups the digits of counts as English does', () => {
  // Nothing is never less than nothing: -0 is no count.
  const counts = fc.oneof(fc.maxSafeNat(), fc.nat(20_000), fc.double({ noNaN: true })).map((count) => count + 0);
  fc.assert(
    fc.property(counts, (count) => {
      expect(counted(count, 'row').replace(/ rows?$/, '')).toBe(count.toLocaleString('en'));
    }),
  );
});

it('says one of something in the singular', () => {
  expect(counted(1, 'row')).toBe('1 row');
  expect(counted(0, 'row')).toBe('0 rows');
});
