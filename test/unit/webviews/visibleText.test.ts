import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toVisibleText } from '../../../webviews/src/ui/visibleText.ts';

describe('toVisibleText', () => {
  it('leaves ordinary text of any script as it is', () => {
    expect(toVisibleText('recall ≥ 0.70 — Überfälle, 遅延, متأخر\u200F')).toBe(
      'recall ≥ 0.70 — Überfälle, 遅延, متأخر\u200F',
    );
  });

  it('names characters that would reorder the text around them', () => {
    expect(toVisibleText('safe\u202Elmth.exe')).toBe('safe[U+202E]lmth.exe');
  });

  it('shows the escape character of a terminal sequence', () => {
    expect(toVisibleText('\u001B[31mred\u007F')).toBe('␛[31mred␡');
  });

  it('cuts text that no honest name reaches', () => {
    expect(toVisibleText('x'.repeat(100_000))).toBe(`${'x'.repeat(2000)}…`);
  });

  it('never lets a control or an override through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(toVisibleText(text)).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F\u202A-\u202E\u2066-\u2069]/u);
      }),
    );
  });
});
