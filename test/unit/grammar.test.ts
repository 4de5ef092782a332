import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { describe as describeField } from '../../schemas/describe.ts';
import { spec } from '../../schemas/spec.ts';
import { loadTokenizer } from '../support/tokenize.ts';
import { walkSchema } from './schemas/walkSchema.ts';

const tokenize = await loadTokenizer('plumbline');

/** The innermost scope of each token, by its text: `[['target', 'entity.name.tag'], …]`. */
function scopesOf(text: string): readonly (readonly [string, string])[] {
  return tokenize(text)
    .flat()
    .map((token) => [token.text.trim(), token.scopes.at(-1) ?? ''] as const);
}

/** The innermost scope of the first token that has this text. */
function scopeOf(text: string, fragment: string): string | undefined {
  return scopesOf(text).find(([token]) => token === fragment)?.[1];
}

describe('quantities', () => {
  it.each([
    ['40 ms', '40', 'ms'],
    ['-6 USD', '-6', 'USD'],
    ['2.5 MUSD/year', '2.5', 'MUSD/year'],
    ['21 %', '21', '%'],
    ['3000000 predictions/year', '3000000', 'predictions/year'],
    ['512 MiB', '512', 'MiB'],
    ['80 °C', '80', '°C'],
  ])('show %s as a number and its unit', (quantity, number, unit) => {
    expect(scopesOf(`  target: ${quantity}`).slice(2)).toEqual([
      [number, 'constant.numeric'],
      [unit, 'keyword.other.unit'],
    ]);
  });

  it('end where a flow map goes on', () => {
    expect(scopesOf('{target: 5 ms, limit: 20 ms}').map(([text]) => text)).toEqual([
      '{',
      'target',
      ':',
      '5',
      'ms',
      ',',
      'limit',
      ':',
      '20',
      'ms',
      '}',
    ]);
  });

  it('are not seen in the middle of a sentence', () => {
    expect(scopeOf('note: about 5 ms on a good day', 'about 5 ms on a good day')).toBe('string.unquoted.plain');
  });

  it('without the space stay text, as the language reads them', () => {
    expect(scopeOf('target: 40ms', '40ms')).toBe('string.unquoted.plain');
  });

  it('may be fractions', () => {
    expect(scopeOf('scale: 1/255', '1/255')).toBe('constant.numeric');
  });
});

describe('expressions', () => {
  const tokens = [
    ['extract', 'support.function'],
    ['hour', 'constant.language.part'],
    ['from', 'keyword.operator.logical'],
    ['date', 'variable.other.column'],
    ['>=', 'keyword.operator'],
    ['18', 'constant.numeric'],
    ['and', 'keyword.operator.logical'],
    ['origin', 'variable.other.column'],
    ['in', 'keyword.operator.logical'],
  ];

  it.each([
    ['in double quotes', `  where: "extract(hour from date) >= 18 and origin in ('A', 'B')"`],
    ['in single quotes', `  where: 'extract(hour from date) >= 18 and origin in (''A'', ''B'')'`],
    ['without quotes', `  where: extract(hour from date) >= 18 and origin in ('A', 'B')`],
    ['in a flow map', `  {where: "extract(hour from date) >= 18 and origin in ('A', 'B')", limit: 1}`],
    ['of a derived column', `  derive: {late: "extract(hour from date) >= 18 and origin in ('A', 'B')"}`],
    [
      'of a derived column on its own line',
      `  derive:\n    late: extract(hour from date) >= 18 and origin in ('A', 'B')`,
    ],
  ])('are coloured %s', (_where, text) => {
    expect(scopesOf(text)).toEqual(expect.arrayContaining(tokens));
    expect(
      tokenize(text)
        .flat()
        .filter(({ scopes }) => scopes[0] === 'meta.embedded.expression').length,
    ).toBeGreaterThan(9);
  });

  it('end with their quotes', () => {
    expect(scopesOf('{where: "a > 1", limit: 5 ms}').slice(-5)).toEqual([
      ['limit', 'entity.name.tag'],
      [':', 'punctuation.separator.key-value'],
      ['5', 'constant.numeric'],
      ['ms', 'keyword.other.unit'],
      ['}', 'punctuation.definition.mapping.end'],
    ]);
  });

  it('do not begin in a description that has the same words', () => {
    expect(scopeOf('description: rows where date is null', 'rows where date is null')).toBe('string.unquoted.plain');
  });
});

describe('ids', () => {
  const text = [
    'metrics:',
    '  # about money',
    '  saved:',
    '    kind: business',
    '  recall: {kind: model, split: test}',
    'economics:',
    '  volume: 1',
  ].join('\n');

  it('of a section stand out from the keys inside', () => {
    expect(scopeOf(text, 'saved')).toBe('entity.name.type.id');
    expect(scopeOf(text, 'recall')).toBe('entity.name.type.id');
    expect(scopeOf(text, 'kind')).toBe('entity.name.tag');
  });

  it('are not looked for in sections without ids', () => {
    expect(scopeOf(text, 'volume')).toBe('entity.name.tag');
  });

  it('of deeper maps stand out, too', () => {
    expect(scopeOf('monitoring:\n  checks:\n    inputs: {watch: inputs}\n  retrain: {}', 'inputs')).toBe(
      'entity.name.type.id',
    );
    expect(scopeOf('monitoring:\n  checks:\n    inputs: {watch: inputs}\n  retrain: {}', 'retrain')).toBe(
      'entity.name.tag',
    );
  });
});

describe('evidence', () => {
  it.each(['evidence: "run:2026-11-02"', 'evidence: run:2026-11-02'])('in %s has a kind and a name', (text) => {
    expect(scopesOf(text)).toEqual(
      expect.arrayContaining([
        ['run:', 'keyword.other.reference'],
        ['2026-11-02', 'variable.other.reference'],
      ]),
    );
  });
});

describe('suppressions', () => {
  it('show the rules that they silence', () => {
    const tokens = scopesOf('target: 1 # plumbline: ignore[metric/round-number, cost/no-currency] agreed with finance');
    expect(tokens.slice(3)).toEqual([
      ['#', 'punctuation.definition.comment'],
      ['plumbline:', 'keyword.other.directive'],
      ['ignore', 'keyword.control.suppress'],
      ['[', 'punctuation.definition.list.begin'],
      ['metric/round-number', 'entity.name.tag.rule'],
      [',', 'comment.line.number-sign.suppression'],
      ['cost/no-currency', 'entity.name.tag.rule'],
      [']', 'punctuation.definition.list.end'],
      ['agreed with finance', 'comment.line.number-sign.suppression'],
    ]);
  });
});

describe('YAML', () => {
  it('keeps what follows a hash without a space before it in the value', () => {
    expect(scopeOf('contract: contracts/flights.odcs.yaml#flights', 'contracts/flights.odcs.yaml#flights')).toBe(
      'string.unquoted.plain',
    );
  });

  it('shows text blocks as text up to the line that is less indented', () => {
    const tokens = scopesOf('  note: |\n    where: "a"\n\n    # no comment\n  owner: a@b.c');
    expect(tokens).toEqual(
      expect.arrayContaining([
        ['where: "a"', 'string.unquoted.block'],
        ['# no comment', 'string.unquoted.block'],
        ['owner', 'entity.name.tag'],
      ]),
    );
  });

  it('shows an escape that YAML does not have as an error', () => {
    expect(scopeOf(String.raw`note: "a \q b"`, String.raw`\q`)).toBe('invalid.illegal.escape');
  });

  it('shows a merge conflict as an error', () => {
    expect(scopeOf('<<<<<<< HEAD', '<<<<<<< HEAD')).toBe('invalid.illegal.conflict');
  });

  it('of any kind is taken without an error and without losing a character', () => {
    const pieces = fc.constantFrom(
      'metrics:',
      '  a: ',
      '{',
      '}',
      '"',
      "'",
      ' # ',
      '|\n',
      '\n',
      'where: ',
      ', ',
      '- ',
      '5 ms',
      'x',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const seen = tokenize(text).map((tokens) => tokens.map((token) => token.text).join(''));
        expect(seen.map((line) => line.replaceAll(/\s/g, ''))).toEqual(
          text.split('\n').map((line) => line.replaceAll(/\s/g, '')),
        );
      }),
    );
  });
});

/** Values of the closed lists that a field offers; empty when it offers none. */
function choicesOf(schema: z.core.$ZodType): readonly string[] {
  if (schema instanceof z.ZodOptional) return choicesOf(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(choicesOf);
  if (schema instanceof z.ZodEnum) return schema.options.filter((value) => typeof value === 'string');
  return [];
}

describe('keys of the language', () => {
  const fields = [...walkSchema(spec)]
    .map(({ path: place, schema }) => ({
      key: place.split('.').at(-1) ?? '',
      place,
      schema,
      meta: describeField(schema),
    }))
    .filter(({ key }) => key !== '*');

  it('whose value is the id of another entry show it as a reference', () => {
    // A key such as `by` that has words of its own elsewhere has one look for both.
    const withWords = new Set(fields.filter(({ schema }) => choicesOf(schema).length > 0).map(({ key }) => key));
    const references = fields.filter(({ key, meta }) => meta.scalar === 'reference' && !withWords.has(key));
    expect(references.length).toBeGreaterThan(10);
    const missed = references.filter(
      ({ key }) => scopeOf(`  ${key}: some-id`, 'some-id') !== 'variable.other.reference',
    );
    expect(missed.map(({ place }) => place)).toEqual([]);
  });

  it('whose value is a word out of a list show it as a constant', () => {
    const missed = fields.flatMap(({ key, place, schema }) =>
      choicesOf(schema)
        .filter((word) => scopeOf(`  ${key}: ${word}`, word) !== 'support.constant.property-value')
        .map((word) => `${place}: ${word}`),
    );
    expect(missed).toEqual([]);
  });

  it('whose value is an expression show its columns', () => {
    const expressions = fields.filter(({ meta }) => meta.scalar === 'expression');
    expect(expressions.length).toBeGreaterThan(2);
    const missed = expressions.filter(
      ({ key }) => scopeOf(`  ${key}: "delay >= 15"`, 'delay') !== 'variable.other.column',
    );
    expect(missed.map(({ place }) => place)).toEqual([]);
  });
});
