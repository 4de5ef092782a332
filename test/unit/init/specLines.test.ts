import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { groupTables } from '../../../server/src/operations/init/groupTables.ts';
import { createIds, createSpecLines, list, value } from '../../../server/src/operations/init/specLines.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'null',
    'true',
    '1.10',
    '0x1F',
    '12:30',
    '- a',
    '~',
    '*x',
    '&a',
    '!t',
    'a: b',
    'a #b',
    ' a ',
    '\u202E',
  ),
);

describe('values of a proposal', () => {
  it('read back as the same text, whatever they are', () => {
    fc.assert(
      fc.property(text, (original) => {
        // Half of a surrogate pair is no text that a file could hold.
        fc.pre(original.isWellFormed());
        const block = parseDocument(`key: ${value(original)}\nlast: 1\n`);
        expect(block.errors).toEqual([]);
        expect(block.get('key')).toBe(original);
        const flow = parseDocument(`key: ${list([original, 'x'])}\n`);
        expect(flow.getIn(['key', 0])).toBe(original);
      }),
    );
  });

  it('cannot end a comment, or turn the line around', () => {
    fc.assert(
      fc.property(text, (comment) => {
        const lines = createSpecLines();
        lines.key(0, 'owner', undefined, comment);
        lines.comment(0, comment);
        const written = lines.text();
        expect(written.split('\n')).toHaveLength(3);
        expect(written.trimEnd().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u2029\u202E]/u);
        const read = parseDocument(written);
        expect(read.errors).toEqual([]);
        expect(read.has('owner')).toBe(true);
        expect(read.get('owner') ?? null).toBeNull();
      }),
    );
  });
});

describe('ids of a proposal', () => {
  it('are ids of the language, and never the same twice', () => {
    fc.assert(
      fc.property(fc.array(text), (names) => {
        const idOf = createIds();
        const ids = names.map((name) => idOf(name, 'source'));
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9_-]*$/);
      }),
    );
  });

  it('keep what a name says', () => {
    const idOf = createIds();
    expect(idOf('Flights 2001 (März)', 'source')).toBe('flights-2001-marz');
    expect(idOf('Kunden Größe', 'source')).toBe('kunden-grosse');
    expect(idOf('2001', 'table')).toBe('table');
  });
});

describe('numbered files', () => {
  it('stay apart when their pattern would match another file', () => {
    const paths = ['d/a-1.csv', 'd/a-2.csv', 'd/a-3.csv', 'd/a-old.csv'];
    expect(groupTables(paths).map(({ path }) => path)).toEqual(paths);
  });

  it('stay apart when there are only two', () => {
    expect(groupTables(['h1.csv', 'h2.csv'])).toHaveLength(2);
  });
});
