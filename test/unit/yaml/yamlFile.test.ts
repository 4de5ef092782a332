import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { YamlNode } from '../../../server/src/yaml/nodes.ts';
import { createYamlFileParser, parseYamlOnce } from '../../../server/src/yaml/yamlFile.ts';
import type { YamlFile } from '../../../server/src/yaml/yamlFile.ts';

function plain(node: YamlNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return null;
    case 'scalar':
      return node.text;
    case 'list':
      return node.items.map(plain);
    case 'map':
      return node.entries.map(({ key, value }) => [key, plain(value)]);
  }
}

function describeFile(file: YamlFile): unknown {
  return {
    entries: file.entries.map(({ key, keyPlace, value }) => [key, file.rangeOf(keyPlace), plain(value)]),
    problems: file.problems.map(({ code, place, message }) => [code, file.rangeOf(place), message]),
  };
}

const parse = (text: string): YamlFile => createYamlFileParser().parse(text);
const problemsIn = (text: string): readonly string[] => {
  const file = parse(text);
  return file.problems.map(({ code, place }) => {
    const range = file.rangeOf(place);
    return `${code} ${text.slice(range?.start, range?.end)}`;
  });
};

const plainEntries = (text: string): unknown => parse(text).entries.map(({ key, value }) => [key, plain(value)]);

describe('a YAML file', () => {
  it('keeps the sections that an edit does not touch', () => {
    const parser = createYamlFileParser();
    const before = parser.parse('a: 1\nb: {c: 2}\n');
    const after = parser.parse('a: 12\nb: {c: 2}\n');
    expect(after.entries[1]).toBe(before.entries[1]);
    expect(after.entries[0]).not.toBe(before.entries[0]);
  });

  it('tells sections with equal text apart', () => {
    const file = parse('a: 1\na: 1\n');
    expect(file.entries.map(({ keyPlace }) => file.rangeOf(keyPlace)?.start)).toEqual([0, 5]);
    expect(file.problems.map(({ code }) => code)).toEqual(['duplicate-key']);
  });

  it('is read as one when an alias stands in another section than its anchor', () => {
    const file = parse('a: &x {y: 1}\nb: *x\n');
    expect(file.entries.map(({ key, value }) => [key, plain(value)])).toEqual([
      ['a', [['y', '1']]],
      ['b', [['y', '1']]],
    ]);
    expect(file.sections).toHaveLength(1);
    expect(file.problems).toEqual([]);
  });

  it('reports the second of two equal keys, inside a section and between sections', () => {
    expect(problemsIn('a: {b: 1, b: 2}\nc: 1\na: 3\n')).toEqual(['duplicate-key b', 'duplicate-key a']);
  });

  it('keeps our side of a merge conflict and reports the whole of it once', () => {
    const text = 'a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\nc: 4\n';
    expect(plainEntries(text)).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['c', '4'],
    ]);
    expect(problemsIn(text)).toEqual(['syntax <<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other']);
  });

  it('reads around the common ancestor that diff3 adds to a conflict', () => {
    const text = '<<<<<<< HEAD\nb: 2\n||||||| 3f2a91c\nb: 1\n=======\nb: 3\n>>>>>>> other\nc: 4\n';
    expect(plainEntries(text)).toEqual([
      ['b', '2'],
      ['c', '4'],
    ]);
    expect(problemsIn(text)).toHaveLength(1);
  });

  it.each([
    ['whose end is missing', '<<<<<<< HEAD\nb: 2\n=======\nc: 3\n', ['<<<<<<< HEAD', '=======']],
    ['whose middle is missing', '<<<<<<< HEAD\nb: 2\nc: 3\n>>>>>>> other\n', ['<<<<<<< HEAD', '>>>>>>> other']],
    ['whose beginning is missing', 'b: 2\n=======\nc: 3\n>>>>>>> other\n', ['=======', '>>>>>>> other']],
    ['begun twice', '<<<<<<< HEAD\n<<<<<<< HEAD\nb: 2\n=======\n>>>>>>> o\nc: 3\n', ['<<<<<<< HEAD']],
  ])('reads both sides of a conflict %s, and reports each line that is left of it', (_, text, lines) => {
    expect(plainEntries(text)).toEqual([
      ['b', '2'],
      ['c', '3'],
    ]);
    expect(problemsIn(text)).toEqual(expect.arrayContaining(lines.map((line) => `syntax ${line}`)));
  });

  it('takes seven equals signs in a comment or a text for what they are', () => {
    expect(problemsIn('a: |\n  Title\n  =======\n# <<<<<<< HEAD\nb: 1\n')).toEqual([]);
  });

  it('stops expanding aliases of aliases', () => {
    const bomb = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 26; level += 1) {
      bomb.push(`b${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    const start = performance.now();
    expect(
      problemsIn(`root:\n  ${bomb.join('\n  ')}\n`).filter((problem) => problem.startsWith('alias-limit')),
    ).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it.each([120, 1000, 20_000])('says once that %i brackets in each other are too deep, closed or not', (count) => {
    for (const closed of ['', ']'.repeat(count)]) {
      const { problems } = parseYamlOnce(`a: 1\nb: ${'['.repeat(count)}${closed}\n`);
      expect(problems.map(({ message }) => message)).toEqual([
        'Nested more than 100 levels deep: a spec has no such value.',
      ]);
    }
  });

  it('says that text nested too deeply cannot be read', () => {
    expect(problemsIn(`a: ${'['.repeat(5000)}`).length).toBeGreaterThan(0);
    expect(problemsIn(`a: ${'['.repeat(150)}${']'.repeat(150)}`)).toEqual([expect.stringMatching(/^syntax \[/)]);
  });

  it('refuses binary text, and says so on its first line', () => {
    const file = parse('a: 1\0\n');
    expect(file.isRead).toBe(false);
    expect(problemsIn('a: 1\0\n')).toEqual(['syntax a: 1']);
  });

  it('knows `__proto__` as a key like any other', () => {
    expect(parse('__proto__: {a: 1}\n').entries.map(({ key }) => key)).toEqual(['__proto__']);
  });

  it('gives the same tree after edits as when it is parsed from scratch', () => {
    const piece = fc.constantFrom(
      'a: 1\n',
      'b: {c: 2}\n',
      'a:\n  - x\n',
      '  y: 2\n',
      'z: &n 1\n',
      'q: *n\n',
      '"k": "\n',
      '---\n',
      '#c\n',
      '\t',
      '{',
    );
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 8 }), { minLength: 1, maxLength: 5 }), (versions) => {
        const parser = createYamlFileParser();
        for (const pieces of versions) {
          const text = pieces.join('');
          expect(describeFile(parser.parse(text))).toEqual(describeFile(parse(text)));
        }
      }),
    );
  });

  it('gives the same tree by a fork, whose parser goes on from the version that it forked at', () => {
    const parser = createYamlFileParser();
    const first = parser.parse('a:\n  x: 1\n  y: 2\nb: 3\n');
    const fork = parser.fork();
    parser.parse('c: 4\n');
    const other = fork.parse('b: 3\na:\n  z: 0\n  y: 2\n');
    expect(describeFile(other)).toEqual(describeFile(parse(other.text)));
    expect(other.entries[0]).toBe(first.entries[1]);
    expect(describeFile(parser.parse('c: 4\n'))).toEqual(describeFile(parse('c: 4\n')));
  });

  it('leaves out the sections that nobody wants, unless an alias leads out of a wanted one', () => {
    const text = '# one\na: 1\nb: {c: 2}\n"d": 3\n';
    expect(parseYamlOnce(text, (key) => key === 'b').entries.map(({ key }) => key)).toEqual(['b', 'd']);
    const linked = 'a: &x 1\nb: *x\n';
    expect(parseYamlOnce(linked, (key) => key === 'b').entries.map(({ key, value }) => [key, plain(value)])).toEqual([
      ['a', '1'],
      ['b', '1'],
    ]);
  });
});
