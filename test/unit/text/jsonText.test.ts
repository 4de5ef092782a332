import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../../../server/src/text/jsonText.ts';

describe('a printed JSON document', () => {
  it('is read as the same document, whatever its texts hold', () => {
    const texts = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.dictionary(texts, fc.oneof(texts, fc.array(texts))), (document) => {
        expect(JSON.parse(jsonText(document))).toEqual({ ...document });
      }),
    );
  });

  it('holds nothing that a terminal obeys or that nobody sees', () => {
    const text = jsonText({ a: '\u001b[31m \u007f \u009b2J \u202Egpj \u200B \u2028 \u{E0041}' });
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}]/u);
    expect(text).toContain('\\u202e');
    expect(text).toContain('\\udb40\\udc41');
  });
});
