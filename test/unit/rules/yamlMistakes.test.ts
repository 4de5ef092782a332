/** The commonest mistakes in YAML: each gives one sentence, at the place where it was made. */
import { describe, expect, it } from 'vitest';
import { unknownFacts } from '../../../schemas/facts.ts';
import { checkProject } from '../../../server/src/rules/checkProject.ts';
import { projectOf } from '../../support/ruleFixture.ts';

const head = 'plumbline: v1\nproject: demo\nphase: poc\nowner: ops@example.com\n';

/** What the rules about YAML say of a spec: line below the head, underlined text, sentence. */
function findMistakes(body: string): readonly { line: number; underlined: string; message: string }[] {
  const text = `${head}${body}`;
  const project = projectOf(new Map([['file:///fixture/plumbline.yaml', text]]));
  return checkProject(project, unknownFacts('2026-11-02', 'there are no files'))
    .findings.filter(({ rule }) => rule.startsWith('yaml/'))
    .map(({ start, end, message }) => ({
      line: text.slice(head.length, start).split('\n').length,
      underlined: text.slice(start, end),
      message,
    }));
}

/** What was done wrong, the text, the line and the text that is underlined, and what the sentence says. */
type Mistake = readonly [is: string, text: string, line: number, underlined: string, says: RegExp];

const bracketsAndQuotes: readonly Mistake[] = [
  [
    'an open brace before another entry',
    'metrics:\n  a: {kind: model\n  b: {kind: model}\n',
    2,
    '{',
    /^This `\{` is never/,
  ],
  ['an open brace before a section', 'metrics:\n  a: {\n    kind: model,\nteam: {}\n', 2, '{', /add `\}` after/],
  ['an open brace at the end', 'metrics:\n  a: {kind: ', 2, '{', /never closed/],
  ['an open bracket', 'data:\n  f:\n    paths: [a, b\n    owner: c\n', 3, '[', /^This `\[` is never closed: add `\]`/],
  ['a bracket that a brace closes', 'metrics: {a: [1, 2}\n', 1, '[', /never closed/],
  ['a brace too many', 'metrics: {a: {}}}\n', 1, '}', /closes nothing/],
  [
    'a text that goes on where its key begins',
    'b: {}\n\na:\n  why: "late if it\\\n  \\ leaves"\n',
    4,
    '"',
    /^This text goes on in the next line, which/,
  ],
  [
    'a brace that closes below its key',
    'a:\n  roles: {label: late,\n  time: date\n  }\n',
    2,
    '{',
    /^What stands between `{` and `}` is not indented far enough/,
  ],
  ['an open double quote before a key', 'a:\n  why: "late\n  who: "me"\n', 2, '"', /^This `"` is never closed/],
  ['an open double quote', 'description: "late if it leaves\nmetrics: {}\n', 1, '"', /^This `"` is never closed/],
  ['an open single quote in braces', "splits:\n  t: {of: f, where: 'a < 3}\nteam: {}\n", 2, "'", /^This `'` is never/],
  ['an apostrophe in single quotes', "description: 'today's way'\n", 1, "s way'", /use double quotes/],
  ['text after a quoted text', 'description: "a" b\n', 1, 'b', /put quotes around all of it/],
  ['text after brackets', 'description: [draft] late flights\n', 1, 'late flights', /ends before this, at `\]`/],
  ['a typographic quote', 'description: “a: b”\n', 1, '“a: b”', /is no quote to YAML/],
  ['a brace behind a value, in the last line', 'metrics: {}\nteam: [a]{\n', 2, '{', /^The value ends before this/],
  ['JSON that is not finished', '{"a": 1\n', 1, '{', /never closed/],
];

const blanks: readonly Mistake[] = [
  ['a tab as indentation', 'metrics:\n\ta: {kind: model}\n', 2, '\t', /^A tab cannot indent/],
  ['a tab among spaces', 'metrics:\n  a:\n \t  kind: model\n', 3, '\t  ', /^A tab cannot indent/],
  ['a no-break space', 'metrics:\n  \u00A0 a: {kind: model}\n', 2, '\u00A0', /U\+00A0.*replace it with spaces/],
  ['too little indentation', 'metrics:\n    a:\n      kind: model\n     target: 0.7\n', 4, 'target', /align it/],
  ['too much', 'metrics:\n  a:\n    kind: model\n      target: 0.7\n', 4, 'target', /indented deeper than `kind`/],
  ['an entry indented by one more', 'metrics:\n  a: {kind: model}\n   b: {kind: model}\n', 3, 'b', /align it/],
];

const separators: readonly Mistake[] = [
  ['no colon after a section', 'metrics\n  a: {kind: model}\n', 1, 'metrics', /has no colon: write `metrics:`/],
  ['no colon after a key', 'metrics:\n  a:\n    kind model\n    target: 3\n', 3, 'kind model', /write `kind: model`/],
  ['no colon in the last line', 'metrics: {}\ndescription late\n', 2, 'description late', /write `description: late`/],
  ['an equals sign', 'description = late\n', 1, 'description = late', /colon, not `=`: write `description: late`/],
  ['no space after a colon', 'description:late\n', 1, 'description:late', /space after the colon of `description`/],
  ['the same inside braces', 'metrics:\n  a: {kind:model}\n', 2, 'kind:model', /put a space after the colon/],
  ['a colon in plain text', 'description: Note: it is late\n', 1, 'Note: it is late', /^A second `: `.*quote the text/],
  ['no comma', 'metrics:\n  a: {kind: model target: 3}\n', 2, 'model target: 3', /^A comma is missing before `target`/],
  ['a key among list items', 'governance:\n  - a\n  b: 1\n', 3, 'b', /stands among list items/],
  ['a list item among keys', 'governance:\n  b: 1\n  - a\n', 3, '-', /stands among keys/],
  ['a list on the line of its key', 'description: - a\n', 1, '- a', /write it in brackets/],
  ['a dash inside braces', 'governance: {- a}\n', 1, '- ', /stands in brackets/],
];

const signs: readonly Mistake[] = [
  ['text that begins with @', 'description: @me\n', 1, '@me', /^Plain text cannot begin with `@`: quote it/],
  ['text that begins with a backquote', 'description: `me`\n', 1, '`me`', /begin with a backquote/],
  ['text that begins with %', 'description: %5\n', 1, '%5', /begin with `%`/],
  ['a line that begins with %', 'metrics: {}\n%YAML 1.2\n', 2, '%YAML 1.2', /begin with `%`/],
  ['text that begins with &', 'description: & more\n', 1, '& more', /quote it/],
  ['text that begins with !', 'description: !important\n', 1, '!important', /^The tag `!important` is not part/],
  ['a pattern that begins with *', 'data:\n  f: {path: *.csv}\n', 2, '*.csv', /quote the pattern/],
  ['text on the line of >', 'description: > late flights\n', 1, 'late flights', /`>` begins on the next line/],
  ['a path of Windows', 'data:\n  f: {path: "data\\users\\x.csv"}\n', 2, '\\u', /write `\/` between folders/],
  ['a # that belongs to the text', 'description: ticket #42 is open\n', 1, '#42 is open', /quote/i],
  ['a second document', 'metrics: {}\n---\nteam: {}\n', 2, '---', /A second document/],
];

describe('a mistake in YAML gives one sentence where it was made', () => {
  it.each([...bracketsAndQuotes, ...blanks, ...separators, ...signs])('%s', (_is, text, line, underlined, says) => {
    const found = findMistakes(text);
    expect(found.map((one) => [one.line, one.underlined])).toEqual([[line, underlined]]);
    expect(found[0]?.message).toMatch(says);
    expect(found[0]?.message).toMatch(/^[^\n]+\.$/);
  });

  it('and in two sections, two', () => {
    const found = findMistakes('metrics: {a: [1}\nteam: {b: [2}\n');
    expect(found.map((one) => [one.line, one.underlined])).toEqual([
      [1, '['],
      [2, '['],
    ]);
  });

  it.each([`description: today's [draft} of a "b\n`, 'description: |\n  {a: [\n  "b\n'])(
    'but none where signs are part of text: %j',
    (text) => {
      expect(findMistakes(text)).toEqual([]);
    },
  );
});
