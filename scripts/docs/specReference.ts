/** The reference page of the spec language, made of the zod schemas and the closed lists beside them. */
import * as z from 'zod';
import { costCategories } from '../../schemas/costCategories.ts';
import { currencies } from '../../schemas/currencies.ts';
import { describe, fieldsOf } from '../../schemas/describe.ts';
import { driftMethods } from '../../schemas/driftMethods.ts';
import { metricNames } from '../../schemas/metricNames.ts';
import type { MetricName } from '../../schemas/metricNames.ts';
import { spec } from '../../schemas/spec.ts';
import { code, linkTo, table } from './markdown.ts';
import { isRange, longEnumeration, typeWords } from './typeWords.ts';

/** One object with its heading: keys from the top, without those of maps. */
interface Chapter {
  readonly heading: string;
  readonly schema: z.core.$ZodType;
  readonly introduction: string;
}

const topLevel = 'Top level';

/** Objects that several places use, and the heading under which they are explained once. */
const sharedHeadings = { contact: 'Contact', 'row-value': 'Value per row' } as const;

const preface = `# The spec, field by field

<!-- Written by scripts/generateDocs.ts from schemas/; change the schemas, not this page. -->

The editor says the same on hover, key by key.

![The hover of a key: when it is needed, what it means, an example, and the rules that read it](images/hover-dark.png)

A spec is YAML 1.2 in \`plumbline.yaml\`, or in parts named \`*.plumbline.yaml\` beside or below it.
Each part starts with the same \`plumbline\` and \`project\`; any section may stand in any part.
Things with a name are maps keyed by id: small letters, digits, \`-\` and \`_\`, beginning with a letter.

**Quantities** are written \`number unit\`: \`40 ms\`, \`8 GB\`, \`2.5 MUSD/year\`, \`2 %\`.
A bare number is a ratio or a count.
A **range** is \`{low: 20 kUSD, likely: 28 kUSD, high: 45 kUSD}\`: three quantities of one dimension, for an estimate.
**Paths** are relative to the file they stand in and stay inside the workspace.
**Evidence** is \`run:…\`, \`split:…\`, \`mlflow:…\`, \`dvc:…\`, \`dbt:…\` or \`file:…\`.
**Expressions** compare columns: \`"date >= '2001-05-01' and delay is not null"\`.

Under "needed", a rule in parentheses reports the absence; without one, \`spec/missing-key\` does.`;

/** @returns the whole page, ending in a newline; the same on every run */
export function buildSpecReference(): string {
  const chapters = collectChapters();
  const headings = new Map(chapters.map(({ schema, heading }) => [schema, heading]));
  const linkOf = (schema: z.core.$ZodType) => linkTo(headings.get(schema) ?? topLevel);
  return [
    preface,
    ...chapters.map((chapter) => chapterText(chapter, linkOf)),
    metricNamesText(),
    costCategoriesText(),
    driftMethodsText(),
    `## Currencies\n\nCodes of ISO 4217 that can stand in a quantity, also with \`k\` or \`M\` before them:\n${currencies.map(code).join(' ')}.`,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

/** Every object of the language, in the order of the schema, each once. */
function collectChapters(): readonly Chapter[] {
  const chapters = new Map<z.core.$ZodType, Chapter>();
  const shared = new Map<z.core.$ZodType, Chapter>();
  const visit = (schema: z.core.$ZodType, path: readonly string[], introduction: string): void => {
    if (schema instanceof z.ZodOptional) {
      visit(schema.unwrap(), path, introduction);
    } else if (schema instanceof z.ZodUnion) {
      for (const option of schema.options) if (isSchema(option)) visit(option, path, introduction);
    } else if (schema instanceof z.ZodArray || schema instanceof z.ZodRecord) {
      const value = schema instanceof z.ZodArray ? schema.element : schema.valueType;
      if (isSchema(value)) visit(value, path, introduction);
    } else if (schema instanceof z.ZodObject && !isRange(schema) && !chapters.has(schema) && !shared.has(schema)) {
      const heading = sharedHeadingOf(schema);
      const own = describe(schema).description;
      const chapter =
        heading === undefined
          ? { heading: path.join('.') || topLevel, schema, introduction }
          : { heading, schema, introduction: own ?? introduction };
      (heading === undefined ? chapters : shared).set(schema, chapter);
      for (const [key, field] of Object.entries(fieldsOf(schema))) {
        visit(field, [...path, key], describe(field).description ?? '');
      }
    }
  };
  visit(spec, [], 'Keys that stand at the beginning of a line.');
  return [...chapters.values(), ...shared.values()];
}

function isSchema(value: unknown): value is z.core.$ZodType {
  return value instanceof z.core.$ZodType;
}

function sharedHeadingOf(schema: z.core.$ZodType): string | undefined {
  return Object.entries(sharedHeadings).find(([id]) => id === describe(schema).id)?.[1];
}

function chapterText({ heading, schema, introduction }: Chapter, linkOf: (schema: z.core.$ZodType) => string): string {
  const level = heading.includes('.') ? '###' : '##';
  return [
    `${level} ${heading}`,
    introduction,
    table(
      ['key', 'type', 'needed', 'meaning'],
      Object.entries(fieldsOf(schema)).map(([key, field]) => [
        code(key),
        typeWords(field, linkOf),
        neededWords(field),
        meaning(field),
      ]),
    ),
  ].join('\n\n');
}

function neededWords(field: z.core.$ZodType): string {
  if (!(field instanceof z.ZodOptional)) return 'always';
  const { need } = describe(field);
  if (need === undefined) return '–';
  const isOwnRule = need.rule !== undefined && need.rule !== 'spec/missing-key';
  return isOwnRule ? `${need.when} (${code(need.rule)})` : need.when;
}

function meaning(field: z.core.$ZodType): string {
  const { description = '', appliesWhen = {}, standard, samples = [], values, suggests, rules = [] } = describe(field);
  return [
    description,
    ...Object.entries(appliesWhen).map(([key, words]) => `Only with ${code(key)} ${words.map(code).join(', ')}.`),
    standard === undefined ? '' : `Default: ${standard}.`,
    samples.length === 0 ? '' : `Such as ${samples.map(code).join(' or ')}.`,
    wordList(values ?? {}),
    wordList(suggests ?? {}),
    rules.length === 0 ? '' : `<br>Rules: ${rules.map(code).join(', ')}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Words with what they mean, one per line of the cell, or a link to the table that lists them. */
function wordList(meanings: Readonly<Record<string, string>>): string {
  const words = Object.keys(meanings);
  if (words.length > longEnumeration) return `Words: ${linkTo(longListOf(words))}.`;
  return Object.entries(meanings)
    .map(([word, says]) => `<br>${code(word)}: ${says}`)
    .join('');
}

const longLists = {
  'Metric names': metricNames.map(({ name }) => name),
  'Cost categories': costCategories.map(({ name }) => name),
  'Drift methods': driftMethods.map(([name]) => name),
} as const;

/** @throws {RangeError} when a long enumeration has no table on the page */
function longListOf(words: readonly string[]): string {
  const found = Object.entries(longLists).find(([, list]) => list.join() === words.join());
  if (found === undefined) throw new RangeError(`No table lists ${words.join(', ')}.`);
  return found[0];
}

function metricNamesText(): string {
  const rows = metricNames.map((metric: MetricName) => [
    code(metric.name),
    metric.kind === 'infrastructure' ? 'any, on a device' : metric.tasks.join(', '),
    metric.direction,
    metric.unit === '' ? '–' : code(metric.unit),
    metric.parameters
      .map(({ key, need }) => (need === 'optional' ? `${code(key)} (optional)` : code(key)))
      .join(', ') || '–',
    metric.description,
  ]);
  return `## Metric names\n\n${table(['name', 'tasks', 'direction', 'unit', 'parameters', 'meaning'], rows)}`;
}

function costCategoriesText(): string {
  const rows = costCategories.map(({ name, group, isHidden, description }) => [
    code(name),
    group,
    isHidden ? 'usually forgotten' : 'usually planned',
    description,
  ]);
  return `## Cost categories\n\n${table(['name', 'group', 'visibility', 'meaning'], rows)}`;
}

function driftMethodsText(): string {
  const rows = driftMethods.map(([name, says]) => [code(name), says]);
  return `## Drift methods\n\n${table(['name', 'meaning'], rows)}`;
}
