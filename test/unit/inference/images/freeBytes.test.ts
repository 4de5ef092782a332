import { describe, expect, it } from 'vitest';
import { freeBytes } from '../../../../server/src/inference/images/freeBytes.ts';

describe('giving memory back', () => {
  it('leaves nothing of bytes that have their memory for themselves', () => {
    const bytes = new Uint8Array(1000).fill(7);
    freeBytes(bytes);
    expect(bytes.length).toBe(0);
  });

  it('leaves what shares its memory with others as it is', () => {
    const whole = new Uint8Array(1000).fill(7);
    freeBytes(whole.subarray(10, 20));
    expect(whole).toEqual(new Uint8Array(1000).fill(7));
    const shared = new Uint8Array(new SharedArrayBuffer(8)).fill(7);
    freeBytes(shared);
    expect(shared).toEqual(new Uint8Array(8).fill(7));
  });
});
