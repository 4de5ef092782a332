import { describe, expect, it } from 'vitest';
import { momentText } from '../../../webviews/src/ui/moment.ts';

describe('a moment on a page', () => {
  it.each([
    ['2026-11-22T19:30:06.076Z', '2026-11-22 19:30'],
    ['2026-11-22T19:30Z', '2026-11-22 19:30'],
    ['2026-11-22T19:30:06+02:00', '2026-11-22T19:30:06+02:00'],
    ['yesterday', 'yesterday'],
  ])('is shown to the minute where it is in UTC: %s', (iso, shown) => {
    expect(momentText(iso)).toBe(shown);
  });
});
