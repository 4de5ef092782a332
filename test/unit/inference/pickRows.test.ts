import { expect, it } from 'vitest';
import { pickRows } from '../../../server/src/inference/fedParts.ts';

it('picks rows in the order given, of elements of every size and of texts', () => {
  const [numbers, flags, texts] = pickRows(
    [
      { name: 'x', shape: [3, 2], type: 'float32', bytes: Float32Array.of(1, 2, 3, 4, 5, 6).buffer },
      { name: 'b', shape: [3], type: 'bool', bytes: Uint8Array.of(1, 0, 1).buffer },
      { name: 't', shape: [3, 1], words: ['a', 'b'], places: Int32Array.of(0, 1, 0) },
    ],
    [1, 2],
  );
  expect(numbers).toMatchObject({ shape: [2, 2], bytes: Float32Array.of(3, 4, 5, 6).buffer });
  expect(flags).toMatchObject({ shape: [2], bytes: Uint8Array.of(0, 1).buffer });
  expect(texts).toMatchObject({ shape: [2, 1], words: ['a', 'b'], places: Int32Array.of(1, 0) });
});
