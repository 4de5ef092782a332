import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findChromium } from '../../../scripts/chromium.ts';

describe('findChromium', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('takes the program that the environment names', () => {
    vi.stubEnv('PLUMBLINE_CHROMIUM', process.execPath);
    expect(findChromium()).toBe(path.resolve(process.execPath));
  });

  it('refuses a named program that does not exist, instead of taking another', () => {
    vi.stubEnv('PLUMBLINE_CHROMIUM', '/no/such/browser');
    expect(() => findChromium()).toThrow('/no/such/browser');
  });
});
