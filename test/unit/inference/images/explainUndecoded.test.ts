/** What is said of a file that is no picture. */
import { expect, it } from 'vitest';
import { explainUndecoded } from '../../../../server/src/inference/images/explainUndecoded.ts';

it('ends the reason of the library where the library left its own open', () => {
  const error = new Error('Input buffer has corrupt header: pngload_buffer: \n');
  expect(explainUndecoded(new Error('Input buffer has corrupt header: '), new Uint8Array())).toBe(
    'is damaged (Input buffer has corrupt header); write it again',
  );
  expect(explainUndecoded(error, new Uint8Array())).toBe(
    'is damaged (Input buffer has corrupt header: pngload_buffer); write it again',
  );
});
