import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tokenize } from '../../../server/src/spec/expressionTokens.ts';

const character = fc.constantFrom('a', 'b', 'Z', '_', '0', '9', 'ß', 'é', '\u0301', '日', '٣', '𝒳', ' ', '+', '=', '(');

it('reads letters of every language as part of a name, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(character, { maxLength: 8 }), (characters) => {
      const name = `a${characters.join('')}`;
      const expected = /^[\p{L}_][\p{L}\p{M}\p{N}_]*/u.exec(name)?.[0] ?? '';
      const tokens = tokenize(name);
      // A mark without a letter, and what else no token begins with, is refused as a whole.
      if ('kind' in tokens) expect(tokens.start).toBeGreaterThanOrEqual(expected.length);
      else expect(tokens[0]).toMatchObject({ kind: 'word', text: expected });
    }),
  );
});

it('refuses a letter of any language right behind a number', () => {
  for (const text of ['12é', '12_', '1.5x', '3٣', '1.2.3']) {
    expect(tokenize(text)).toMatchObject({ kind: 'problem', start: 0, end: text.length });
  }
  expect(tokenize('12')).toMatchObject([{ kind: 'number', text: '12' }, { kind: 'end' }]);
});
