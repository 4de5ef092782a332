import { describe, expect, it } from 'vitest';
import { sarifMessage } from '../../../server/src/report/sarifMessage.ts';

describe('a message of SARIF', () => {
  it.each([
    ['See [here](1).', 'See \\[here\\](1).'],
    ['See [a [b](https://evil.example).', 'See \\[a \\[b\\](https://evil.example).'],
    ['The list [1, 2] (two) is short.', 'The list [1, 2] (two) is short.'],
    ['train[0](x)', 'train\\[0\\](x)'],
  ])('makes no link of %j', (text, shown) => {
    expect(sarifMessage(text)).toEqual({ text: shown });
  });

  it('holds no control characters', () => {
    expect(sarifMessage('a\u001B[31mb').text).toBe('a\\u{1b}[31mb');
  });
});
