import fc from 'fast-check';
import { expect, it } from 'vitest';

it('draws the values of property tests with a stated seed, unless told otherwise', () => {
  const stated = process.env['PLUMBLINE_PROPERTY_SEED'];
  const seed = stated === 'random' ? undefined : Number(stated ?? 20261121);
  expect(fc.readConfigureGlobal().seed).toBe(seed);
  if (seed === undefined) return;
  const [first, second] = [0, 1].map(() => {
    const drawn: number[] = [];
    fc.assert(
      fc.property(fc.integer(), (value) => {
        drawn.push(value);
      }),
    );
    return drawn;
  });
  expect(first).toEqual(second);
});
