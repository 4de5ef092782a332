/** What Enter does in a spec: VS Code applies the rules of the language to the text before the cursor. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readManifestText, repository } from '../support/manifest.ts';

const { onEnterRules } = z
  .object({
    onEnterRules: z.array(
      z.object({
        beforeText: z.string(),
        action: z.object({ indent: z.literal('indent'), appendText: z.string().optional() }),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(path.join(repository, 'language-configuration.json'), 'utf8')));

/** Blanks that the new line has more than the line of the cursor, which stands at the end of the text. */
function deeperBy(text: string): number {
  const rule = onEnterRules.find(({ beforeText }) => new RegExp(beforeText).test(text));
  return rule === undefined ? 0 : 2 + (rule.action.appendText ?? '').length;
}

describe('Enter in a spec', () => {
  it('hears the rules of the language, which VS Code leaves out where indentation is only kept', () => {
    expect(readManifestText()).toContain('"editor.autoIndent": "advanced"');
  });

  it.each([
    ['a section', 'data:', 2],
    ['an id', '  flights:', 2],
    ['a key with a comment', '  flights: # of 2001', 2],
    ['a quoted key', '  "a b":', 2],
    ['a block of text', '    description: >-', 2],
    ['an entry of a list that has keys of its own', '  - checks:', 4],
    ['the first key of an entry of a list', '  - name: rows', 2],
    ['a brace that is open', '    roles: {', 2],
    ['a brace that is open and holds something', '    roles: {label: late,', 2],
    ['a bracket that is open', '    after: [delay', 2],
    ['a value', '    path: data/flights.csv', 0],
    ['a value in braces', '    roles: {label: late}', 0],
    ['an entry of a list', '  - delay', 0],
    ['an entry of a list in braces', '  - {name: rows}', 0],
    ['a goal on the line after another', '      time: date,', 0],
    ['a comment', '  # what counts:', 0],
    ['a value with a comment that ends in a colon', '    path: a.csv # what counts:', 0],
    ['a text that ends in a colon', '    note: "as they say:"', 0],
    ['a time', '    at: 12:30', 0],
    ['nothing', '', 0],
  ])('after %s begins where the next line belongs', (_, text, expected) => {
    expect(deeperBy(text)).toBe(expected);
  });
});
