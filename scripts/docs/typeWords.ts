/** What may stand after a key, in words of a table cell. */
import * as z from 'zod';
import { describe, fieldsOf } from '../../schemas/describe.ts';
import type { Dimension, EntityKind, ScalarKind } from '../../schemas/scalars.ts';

/** Says which heading explains an object. */
export type LinkOf = (schema: z.core.$ZodType) => string;

const dimensionWords: Readonly<Record<Dimension, string>> = {
  any: 'in the unit of the metric',
  ratio: 'ratio',
  difference: 'difference',
  money: 'money',
  'money/period': 'money per period',
  'money/unit': 'money per unit of the label',
  'money/work': 'money per hour',
  cost: 'money: once, per period or per use',
  work: 'hours, or hours per period',
  time: 'time',
  data: 'amount of data',
  power: 'power',
  energy: 'energy',
  temperature: 'temperature',
  mass: 'mass',
  count: 'count, or count per period',
  'count/period': 'count per period',
  'count/second': 'count per second',
};

const entityWords: Readonly<Record<EntityKind, string>> = {
  metric: 'metric',
  data: 'data source',
  split: 'split',
  label: 'label',
  model: 'model',
  target: 'deployment target',
  baseline: 'baseline',
  check: 'check',
  actual: 'import of charges',
  item: 'cost item',
  role: 'role',
};

const scalarWords: Readonly<Record<Exclude<ScalarKind, 'quantity' | 'reference'>, string>> = {
  fraction: 'number, or a fraction such as `1/255`',
  expression: 'expression',
  path: 'path',
  part: 'path, `#`, and a part of the file',
  glob: 'path or pattern',
  person: 'e-mail address',
  date: 'date',
  period: 'date`/`date',
  evidence: 'evidence',
  column: 'column',
  class: 'class',
  commit: 'git commit',
  currency: 'currency code',
  environment: '`env:` and the name of a variable',
  thresholds: 'number, or `0.50:0.95`',
  formula: '`economics`, `dbt:…`, `expr:…`, or a sentence',
};

const keyWords: Readonly<Record<NonNullable<z.core.GlobalMeta['keys']>, string>> = {
  id: 'id',
  column: 'column',
  class: 'class',
  'metric-name': 'metric name',
  'graph-name': 'name in the graph',
  currency: 'currency code',
  rule: 'rule',
  outcome: 'outcome',
  role: 'role',
  path: 'path',
  free: 'any key',
};

const otherwiseWords = { path: 'a path', glob: 'a pattern of paths', text: 'a sentence' } as const;

/** An enumeration with more words than this has a table of its own. */
export const longEnumeration = 16;

/**
 * @param schema what may stand there; wrappers are looked through
 * @param linkOf a Markdown link to the heading of an object
 * @returns words for one cell, without a full stop
 */
export function typeWords(schema: z.core.$ZodType, linkOf: LinkOf): string {
  const meta = describe(schema);
  if (meta.scalar !== undefined) return scalarWordsOf(meta, meta.scalar);
  if (schema instanceof z.ZodOptional) return typeWords(schema.unwrap(), linkOf);
  if (schema instanceof z.ZodObject) return isRange(schema) ? 'range' : linkOf(schema);
  if (schema instanceof z.ZodRecord) {
    return `map of ${keyWords[meta.keys ?? 'free']} to ${typeWords(schema.valueType, linkOf)}`;
  }
  if (schema instanceof z.ZodArray) return `list of ${typeWords(schema.element, linkOf)}`;
  if (schema instanceof z.ZodUnion) return schema.options.map((option) => typeWords(option, linkOf)).join(' or ');
  if (schema instanceof z.ZodEnum) return schema.options.length > longEnumeration ? 'word' : codes(schema.options);
  if (schema instanceof z.ZodLiteral) return codes([...schema.values]);
  if (schema instanceof z.ZodNumber) return schema.format === 'safeint' ? 'whole number' : 'number';
  if (schema instanceof z.ZodBoolean) return '`true`, `false`';
  return 'text';
}

/** Whether an object is a three-point estimate, which the page explains once. */
export function isRange(schema: z.core.$ZodType): boolean {
  return Object.keys(fieldsOf(schema)).join() === 'low,likely,high';
}

function codes(words: readonly unknown[]): string {
  return words.map((word) => `\`${String(word)}\``).join(', ');
}

function scalarWordsOf(meta: z.core.GlobalMeta, scalar: ScalarKind): string {
  switch (scalar) {
    case 'quantity':
      return `quantity (${dimensionWords[meta.dimension ?? 'any']})`;
    case 'reference':
      return [
        `id of a ${(meta.refersTo ?? []).map((kind) => entityWords[kind]).join(' or ')}`,
        ...(meta.besides ?? []).map((word) => `\`${word}\``),
        ...(meta.otherwise === undefined ? [] : [otherwiseWords[meta.otherwise]]),
      ].join(', or ');
    default:
      return [scalarWords[scalar], ...(meta.otherwise === undefined ? [] : [otherwiseWords[meta.otherwise]])].join(
        ', or ',
      );
  }
}
