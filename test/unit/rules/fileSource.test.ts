import { describe, expect, it } from 'vitest';
import { applyFix, check, factsFrom } from '../../support/ruleFixture.ts';

const uri = 'file:///fixture/plumbline.yaml';

const metrics = JSON.stringify({ models: { delay: { test: { recall: 0.6, precision: 0.3 } } }, 'a"b': 1 });

/** What is said of a metric whose `source` finds no number, and what its first fix leaves of the source. */
function findingsOf(source: string, kind: 'file' | 'missing' = 'file') {
  const text = `plumbline: v1
project: fixture
phase: poc
owner: a@example.com
metrics:
  recall:
    kind: model
    metric: recall
    target: 0.7
    limit: 0.6
    source: ${source}
`;
  const files = new Map([[uri, text]]);
  const paths = { 'm.json': { kind, sizeBytes: undefined, matches: undefined } };
  const facts = factsFrom({ measurements: { recall: [] }, paths, texts: { 'm.json': metrics } });
  return check({ files, facts })
    .findings.filter(({ rule }) => rule === 'metric/not-measured' || rule === 'ref/unresolved')
    .map(({ rule, start, end, message, fixes: [fix] }) => ({
      rule,
      at: text.slice(start, end),
      says: message.slice(message.indexOf(': ') + 2),
      fixed: fix === undefined ? undefined : /source: (.*)/.exec(applyFix(files, fix).get(uri) ?? '')?.[1],
    }));
}

describe('a metric whose source is a file', () => {
  it.each(['{file: m.json, pointer: /models/delay}', '{dvc: "m.json#models.delay"}'])(
    'that is missing has one finding, at its path: %s',
    (source) => {
      const found = findingsOf(source, 'missing');
      expect(found.map(({ rule }) => rule)).toEqual(['ref/unresolved']);
    },
  );

  it.each([
    ['a pointer that is mistyped', '{file: m.json, pointer: /models/delay/test/recal}', '/models/delay/test/recall'],
    ['a pointer in quotes', '{file: m.json, pointer: "/models/delay/test/recal"}', '"/models/delay/test/recall"'],
    ['the end of a pointer', '{file: m.json, pointer: /recall}', '/models/delay/test/recall'],
  ])('is asked whether another place was meant: %s', (_, source, fixed) => {
    expect(findingsOf(source)).toEqual([
      expect.objectContaining({
        at: expect.stringMatching(/^\/.*recall?$/) as string,
        says: expect.stringMatching(/did you mean `\/models\/delay\/test\/recall`\?$/) as string,
        fixed: `{file: m.json, pointer: ${fixed}}`,
      }),
    ]);
  });

  it('in the way of DVC is asked the same, at the part behind the hash', () => {
    expect(findingsOf('{dvc: "m.json#models.delay.test.recal"}')).toEqual([
      {
        rule: 'metric/not-measured',
        at: 'models.delay.test.recal',
        says: 'there is no number at `models.delay.test.recal` in `m.json`: did you mean `models.delay.test.recall`?',
        fixed: '{dvc: "m.json#models.delay.test.recall"}',
      },
    ]);
  });

  it('with a pointer to a map is told the numbers in it', () => {
    expect(findingsOf('{file: m.json, pointer: /models/delay/test}')).toMatchObject([
      {
        at: '/models/delay/test',
        says: 'there is no number at `/models/delay/test` in `m.json`: it has `/models/delay/test/recall` and `/models/delay/test/precision`.',
        fixed: undefined,
      },
    ]);
  });

  it('without a pointer is told the numbers of the file', () => {
    expect(findingsOf('{file: m.json}')).toMatchObject([
      {
        at: '{file: m.json}',
        says: expect.stringMatching(/^there is no number in `m\.json`: it has .*recall/) as string,
      },
    ]);
  });

  it('gets a fix that YAML reads as it is meant, also with quotes in the name', () => {
    expect(findingsOf("{file: m.json, pointer: '/a\"c'}")).toMatchObject([
      { fixed: '{file: m.json, pointer: "/a\\"b"}' },
    ]);
  });
});
