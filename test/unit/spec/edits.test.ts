import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insertItem, insertKey, removeEntry, scalarText } from '../../../server/src/spec/edits.ts';
import type { TextChange } from '../../../server/src/spec/edits.ts';
import type { YamlMap } from '../../../server/src/yaml/nodes.ts';
import { entryOf } from '../../../server/src/yaml/nodes.ts';
import { createYamlFileParser } from '../../../server/src/yaml/yamlFile.ts';

/** Changes the map that is the value of the first key. */
function change(text: string, make: (map: YamlMap) => TextChange | undefined): string {
  const file = createYamlFileParser().parse(text);
  const map = file.entries[0]?.value;
  if (map?.kind !== 'map') throw new TypeError('The text begins with a key whose value is a map.');
  const edit = make(map);
  const range = edit === undefined ? undefined : file.rangeOf(edit.place);
  if (edit === undefined || range === undefined) throw new TypeError('There is nothing to change.');
  return text.slice(0, range.start) + edit.newText + text.slice(range.end);
}

describe('inserting a key', () => {
  it.each([
    ['a block', 'm:\n  a: 1\nn: 2\n', 'm:\n  a: 1\n  b: 3\nn: 2\n'],
    ['a block with a trailing comment', 'm:\n  a: 1   # one\n', 'm:\n  a: 1   # one\n  b: 3\n'],
    ['a block whose last value is nested', 'm:\n  a:\n    c: 1\n', 'm:\n  a:\n    c: 1\n  b: 3\n'],
    ['a block with the line breaks of Windows', 'm:\r\n  a: 1\r\n', 'm:\r\n  a: 1\r\n  b: 3\r\n'],
    ['braces', 'm: {a: 1}\n', 'm: {a: 1, b: 3}\n'],
    ['braces with a comma at the end', 'm: {a: 1,}\n', 'm: {a: 1, b: 3}\n'],
    ['empty braces', 'm: {}\n', 'm: {b: 3}\n'],
  ])('keeps the form of %s', (_form, before, after) => {
    expect(change(before, (map) => insertKey(map, 'b', '3'))).toBe(after);
  });
});

describe('adding an item to a list', () => {
  it.each([
    ['a block', 'm:\n  l:\n    - 1\n    - 2\n', 'm:\n  l:\n    - 1\n    - 2\n    - 3\n'],
    ['a block at the column of its key', 'm:\n  l:\n  - 1\n', 'm:\n  l:\n  - 1\n  - 3\n'],
    [
      'a block of maps',
      'm:\n  l:\n    - a: 1\n      b: 2   # two\nn: 1\n',
      'm:\n  l:\n    - a: 1\n      b: 2   # two\n    - 3\nn: 1\n',
    ],
    ['a block with the line breaks of Windows', 'm:\r\n  l:\r\n    - 1\r\n', 'm:\r\n  l:\r\n    - 1\r\n    - 3\r\n'],
    ['brackets', 'm: {l: [1, 2]}\n', 'm: {l: [1, 2, 3]}\n'],
    ['brackets with a comma at the end', 'm: {l: [1,]}\n', 'm: {l: [1, 3]}\n'],
    ['empty brackets', 'm: {l: []}\n', 'm: {l: [3]}\n'],
  ])('keeps the form of %s', (_form, before, after) => {
    const add = (map: YamlMap) => {
      const list = entryOf(map, 'l')?.value;
      return list?.kind === 'list' ? insertItem(list, '3') : undefined;
    };
    expect(change(before, add)).toBe(after);
  });
});

describe('removing an entry', () => {
  it.each([
    ['first of braces', 'm: {b: 3, a: 1}\n', 'm: {a: 1}\n'],
    ['last of braces', 'm: {a: 1, b: 3}\n', 'm: {a: 1}\n'],
    ['line of a block', 'm:\n  b: 3\n  a: 1\n', 'm:\n  a: 1\n'],
  ])('takes the %s with what belongs to it', (_place, before, after) => {
    const remove = (map: YamlMap) => {
      const entry = entryOf(map, 'b');
      return entry === undefined ? undefined : removeEntry(map, entry);
    };
    expect(change(before, remove)).toBe(after);
  });
});

describe('text as a scalar', () => {
  it('reads back as the same text, also inside braces', () => {
    const text = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('yes', '1.10', '*.csv', 'a # b', 'a: b', '- a', '~', ''),
    );
    fc.assert(
      fc.property(text, (content) => {
        const [entry] = createYamlFileParser().parse(`m: {a: ${scalarText(content)}, z: 1}\n`).entries;
        const value = entry?.value?.kind === 'map' ? entryOf(entry.value, 'a')?.value : undefined;
        expect(value).toMatchObject({ kind: 'scalar', text: content });
      }),
    );
  });
});
