import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../../server/src/spec/secrets.ts';

describe('maskSecrets', () => {
  it.each([
    ['password = "hunter2secret"', 'password = "*************"'],
    ['"password = \\"hunter2secret\\"\\n"', '"password = \\"*************\\"\\n"'],
    ['{\\"password\\": \\"hunter2secret\\"}', '{\\"password\\": \\"*************\\"}'],
    ['x\\nsecret_key = \\"wJalrXUtnFEMI7K7\\"', 'x\\nsecret_key = \\"****************\\"'],
    ['read("s3://AKIAQ3EGRTSDJQWERTYU/a")', 'read("s3://********************/a")'],
    ['frame["late"].mean()', 'frame["late"].mean()'],
  ])('%s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  it('keeps every place', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('', 'password="', 'token: \\"'), (text, before) => {
        expect(maskSecrets(before + text)).toHaveLength(before.length + text.length);
      }),
    );
  });
});
