import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges, findFormatEdits, formatChanges } from '../../../server/src/language/format/format.ts';
import { commentsOf } from '../../../server/src/language/comments.ts';
import { createSpecFileReader } from '../../../server/src/spec/specFile.ts';
import type { YamlNode } from '../../../server/src/yaml/nodes.ts';
import { fixture, mainUri } from '../../support/languageFixture.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');

const fileOf = (text: string) => createSpecFileReader(mainUri).read(text);
const sourceOf = (text: string) => ({ ...fileOf(text), readAgain: fileOf });

function format(text: string): string {
  return applyChanges(text, formatChanges(sourceOf(text)));
}

describe('formatting', () => {
  it.each([
    [
      'levels of two spaces',
      'data:\n    a:\n        path: x\n        roles:\n            time: t\n',
      'data:\n  a:\n    path: x\n    roles:\n      time: t\n',
    ],
    [
      'lists one level below their key',
      'changes:\n-   metric: a\n    field: limit\n- {metric: b}\n',
      'changes:\n  - metric: a\n    field: limit\n  - {metric: b}\n',
    ],
    ['one space after a colon', 'phase:    poc\ndata: {a:   {path:  x}}\n', 'phase: poc\ndata: {a: {path: x}}\n'],
    [
      'one space after a comma, and none before it',
      'data: {a:  {path: x ,owner: y,   roles: {after: [b,c ,d]}}}\n',
      'data: {a: {path: x, owner: y, roles: {after: [b, c, d]}}}\n',
    ],
    [
      'comments that are lined up',
      'phase:  poc    # a\nproject: x     # b\nowner:  y     # c\n',
      'phase: poc     # a\nproject: x     # b\nowner: y # c\n',
    ],
    ['one space before a comment', 'phase: poc      # why\nowner: a@b.c# no\n', 'phase: poc # why\nowner: a@b.c# no\n'],
    [
      'quantities',
      'economics: {horizon: 3years, volume: 5   predictions/year}\n',
      'economics: {horizon: 3 years, volume: 5 predictions/year}\n',
    ],
    ['at most one empty line', '\n\nphase: poc\n\n\n   \nproject: a\n\n\n', 'phase: poc\n\nproject: a\n'],
    ['no blanks at the ends of lines', 'phase: poc   \n# why  \ndata:\t\n', 'phase: poc\n# why\ndata:\n'],
    ['a line break at the end', 'phase: poc', 'phase: poc\n'],
    ['carriage returns', 'phase:  poc  \r\n\r\n\r\nproject: a', 'phase: poc\r\n\r\nproject: a\r\n'],
    [
      'comments, which move with what they are about',
      'data:\n    # of a\n    a:\n        path: x\n        # end of a\n    # of b\n    b: {}\n# end\n',
      'data:\n  # of a\n  a:\n    path: x\n    # end of a\n  # of b\n  b: {}\n# end\n',
    ],
    [
      'flow maps, whose lines are never joined or cut',
      'data:\n    a: {path: x,\n        owner: y}\n    b:\n        {path: x,\n         owner: y}\n',
      'data:\n  a: {path: x,\n      owner: y}\n  b:\n    {path: x,\n     owner: y}\n',
    ],
    [
      'block texts, which keep their form',
      'data:\n    a:\n        collection:\n            how: |\n                one\n                  two  \n\n\n                three\n',
      'data:\n  a:\n    collection:\n      how: |\n        one\n          two  \n\n\n        three\n',
    ],
    [
      'texts over lines',
      'description: "one  \n\n\n   two"\nphase:  poc\n',
      'description: "one  \n\n\n   two"\nphase: poc\n',
    ],
    ['values on lines of their own', 'data:\n   a:\n      path:\n         x\n', 'data:\n  a:\n    path:\n      x\n'],
  ])('makes or keeps %s', (_what, before, after) => {
    expect(format(before)).toBe(after);
  });

  it.each([
    ['conflicts', '<<<<<<< a\nphase:  poc\n=======\nphase: pilot\n>>>>>>> b\n'],
    ['faults', 'data: {a:   [\nphase:  poc\n'],
    ['tabs at the start of a line', 'data:\n\ta:  b\n'],
    ['nothing', ''],
    ['binary content', '\0\0  \0'],
    ['comments alone', '#  a\n\n\n# b  \n'],
    ['a byte-order mark', '\uFEFFphase:  poc\n'],
  ])('leaves a file with %s as it is', (_what, text) => {
    expect(format(text)).toBe(text);
  });

  it('keeps quotes, order and anchors', () => {
    const text = 'data:\n  b: &b {path: "x", owner: \'y\'}\n  a: *b\n';
    expect(format(text)).toBe(text);
  });

  it('formats contracts, too', () => {
    const contract = 'apiVersion:  v3.1.0\nschema:\n- name: a   # why\n  properties:\n  -   name: b\n';
    const { snapshot } = fixture({ 'plumbline.yaml': 'phase: poc\n', 'a.odcs.yaml': contract });
    const uri = 'file:///work/a.odcs.yaml';
    const edits = findFormatEdits(snapshot, uri);
    expect(TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, contract), [...edits])).toBe(
      'apiVersion: v3.1.0\nschema:\n  - name: a # why\n    properties:\n      - name: b\n',
    );
  });

  it('formats the sections that a selection touches, and no others', () => {
    const text = 'phase:  poc\nproject:  a\nowner:  b\n';
    const { snapshot, uri } = fixture(text);
    const edits = findFormatEdits(snapshot, uri, { start: 14, end: 14 });
    expect(TextDocument.applyEdits(TextDocument.create(uri, 'plumbline', 1, text), [...edits])).toBe(
      'phase:  poc\nproject: a\nowner:  b\n',
    );
  });
});

/** Keys, values and styles of a file, by a way of its own, quantities apart. */
function contentOf(text: string): unknown {
  const file = fileOf(text);
  const quantities = new Set(file.scalars.filter(({ kind }) => kind === 'quantity').map(({ yaml }) => yaml));
  const plain = (node: YamlNode | undefined, depth = 0): unknown => {
    if (node === undefined || depth > 20) return null;
    switch (node.kind) {
      case 'scalar':
        return { style: node.style, text: quantities.has(node) ? node.text.replace(/\s+/g, '') : node.text };
      case 'list':
        return { flow: node.flow, items: node.items.map((item) => plain(item, depth + 1)) };
      case 'map':
        return { flow: node.flow, entries: node.entries.map(({ key, value }) => [key, plain(value, depth + 1)]) };
    }
  };
  return {
    entries: file.yaml.entries.map(({ key, value }) => [key, plain(value)]),
    comments: commentsOf(file.yaml).map(({ start, end }) => text.slice(start, end)),
    findings: file.suppressions.map(({ rules, reason }) => [rules.map(({ id }) => id), reason]),
  };
}

const specs = [
  'test/fixtures/specs/reference-flights.plumbline.yaml',
  'examples/flight-delays/plumbline.yaml',
  'examples/flight-delays/costs.plumbline.yaml',
];

describe('formatting never changes what a file says', () => {
  it.each(specs)('%s', (name) => {
    const text = read(name);
    const formatted = format(text);
    expect(contentOf(formatted)).toEqual(contentOf(text));
    expect(format(formatted)).toBe(formatted);
    expect(formatted).not.toMatch(/[ \t]$|\n\n\n/m);
  });

  it('of specs that were changed at random, and does it at once', () => {
    const text = specs.map(read).reduce((left, right) => (left.length < right.length ? left : right));
    const noise = fc.constantFrom(
      ' ',
      '  ',
      '\n',
      '\n\n',
      '\r\n',
      '    ',
      ' # note\n',
      ' |\n',
      '- ',
      '"',
      "'",
      '{',
      '}',
      ', ',
      'x: ',
      '\t',
      '&a ',
      '*a',
      '>+\n',
      '😀',
      '40ms',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(text.length), fc.nat(3), noise), { minLength: 1, maxLength: 5 }),
        (changes) => {
          let mutated = text;
          for (const [at, removed, added] of changes)
            mutated = mutated.slice(0, at) + added + mutated.slice(at + removed);
          const formatted = format(mutated);
          expect(contentOf(formatted)).toEqual(contentOf(mutated));
          expect(format(formatted)).toBe(formatted);
        },
      ),
      { numRuns: 80 },
    );
  }, 60_000);

  it('of specs whose levels are indented at random', () => {
    const lines = fc.array(
      fc.tuple(fc.nat(3), fc.constantFrom('k: v', 'k:', '- a: 1', '# c', '', 'k: {a: 1,', 'b: 2}', 'k: |', 'text')),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(lines, fc.constantFrom(1, 2, 3, 4), fc.constantFrom('\n', '\r\n'), (rows, width, lineBreak) => {
        const text = rows
          .map(([level, content], index) => `${' '.repeat(level * width)}${content.replace('k', `k${index}`)}`)
          .join(lineBreak);
        const formatted = format(text);
        expect(contentOf(formatted)).toEqual(contentOf(text));
        expect(format(formatted)).toBe(formatted);
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});
