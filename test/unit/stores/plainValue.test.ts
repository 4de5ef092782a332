import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, readPlain } from '../../../server/src/stores/plainValue.ts';
import type { PlainValue } from '../../../server/src/stores/plainValue.ts';
import { leavesOf, valueAt } from '../../../server/src/stores/pointer.ts';

function valueOf(text: string): PlainValue {
  const read = readPlain(text);
  if (read.kind === 'problem') throw new Error(read.because);
  return read.value;
}

describe('reading files of other tools', () => {
  it('reads the same numbers from JSON and from YAML', () => {
    const json = valueOf('{"test": {"recall": 0.61, "rows": 12}, "name": "a"}');
    const yaml = valueOf('test:\n  recall: 0.61\n  rows: 12\nname: a\n');
    expect(leavesOf(json)).toEqual(leavesOf(yaml));
  });

  it('reads the NaN and the infinities that Python writes into JSON', () => {
    const value = valueOf('{\n  "loss": NaN,\n  "best": {\n    "gain": -Infinity\n  }\n}\n');
    expect(leavesOf(value)).toEqual(
      new Map([
        ['loss', Number.NaN],
        ['best.gain', Number.NEGATIVE_INFINITY],
      ]),
    );
  });

  it('leaves out what nobody wants, and does not mind that it is broken', () => {
    const read = readPlain('a: {\nb:\n  c: 1\nd: 2\n', (key) => key === 'b');
    expect(read).toEqual({ kind: 'value', value: new Map([['b', new Map([['c', 1]])]]) });
  });

  it('keeps quoted numbers as text, because a hash may look like one', () => {
    expect(valueAt(valueOf("md5: '1234567890'\n"), 'md5')).toBe('1234567890');
  });

  it('does not take a key that is named like a property of objects for one', () => {
    const value = valueOf('{"a": 1}');
    expect([valueAt(value, 'constructor'), valueAt(value, '__proto__.a')]).toEqual([undefined, undefined]);
  });

  it('says so when a text is neither JSON nor YAML', () => {
    expect(readPlain('a: [1, 2\nb: "').kind).toBe('problem');
  });

  it('never throws, and reads every JSON object as JavaScript does', () => {
    fc.assert(fc.property(fc.string(), (text) => ['value', 'problem'].includes(readPlain(text).kind)));
    const json = fc.dictionary(fc.string(), fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string()));
    fc.assert(
      fc.property(json, (object) => {
        const text = JSON.stringify(object);
        const expected = Object.entries(JSON.parse(text) as Record<string, unknown>);
        const value = valueOf(text);
        expect(isMap(value) ? [...value] : value).toEqual(expected);
      }),
    );
  });
});

describe('pointers', () => {
  const value = valueOf('{"test": {"recall": 0.6, "a/b": 1, "at.0.5": 2}, "list": [{"x": 7}]}');

  it('finds values by JSON Pointer, escapes included', () => {
    expect([valueAt(value, '/test/recall'), valueAt(value, '/test/a~1b'), valueAt(value, '/list/0/x')]).toEqual([
      0.6, 1, 7,
    ]);
  });

  it('finds values by keys with dots, items, and keys that hold dots', () => {
    expect([valueAt(value, 'test.recall'), valueAt(value, 'list[0].x'), valueAt(value, 'test.at.0.5')]).toEqual([
      0.6, 7, 2,
    ]);
  });

  it('finds nothing where nothing is', () => {
    expect([valueAt(value, '/test/nothing'), valueAt(value, 'test.recall.deeper'), valueAt(value, 'list.9')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('finds every leaf again by the keys under which it is listed', () => {
    for (const [keys, leaf] of leavesOf(value)) expect(valueAt(value, keys)).toBe(leaf);
  });
});
