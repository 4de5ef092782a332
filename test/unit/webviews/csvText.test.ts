import { describe, expect, it } from 'vitest';
import { csvText } from '../../../webviews/src/charts/csvText.ts';

describe('a table as CSV', () => {
  it('quotes what would break a line or a cell', () => {
    expect(
      csvText(
        ['a', 'b'],
        [
          ['1,5', 'say "no"'],
          ['two\nlines', ''],
        ],
      ),
    ).toBe('a,b\r\n"1,5","say ""no"""\r\n"two\nlines",\r\n');
  });

  it('makes no formula of a text, and leaves numbers as they are', () => {
    expect(csvText(['x'], [['=1+1'], ['-0.5'], ['@name'], ['+3 %'], ['-1 kUSD'], ['-2+3']])).toBe(
      "x\r\n'=1+1\r\n-0.5\r\n'@name\r\n+3 %\r\n-1 kUSD\r\n'-2+3\r\n",
    );
  });
});
