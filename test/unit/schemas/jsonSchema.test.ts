import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildJsonSchema } from '../../../scripts/schema/jsonSchema.ts';
import { scalarForms } from '../../../scripts/schema/scalarForms.ts';
import { currencies } from '../../../schemas/currencies.ts';
import { readQuantity } from '../../../server/src/spec/quantity.ts';
import { countedNouns, unitSymbols } from '../../../server/src/spec/units.ts';
import { parseReferenceSpec, readReferenceSpec, referenceSpecs } from './referenceSpecs.ts';

const checkedIn = path.join(import.meta.dirname, '../../../schemas/plumbline.schema.json');
const schema = buildJsonSchema();
const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
ajv.addVocabulary(['enumDescriptions']);
const validate = ajv.compile(schema);

function isRefused(text: string): boolean {
  return !validate(parse(text));
}

/** Every object of a JSON document, with its place. */
function* walkJson(value: unknown, place = ''): Generator<{ place: string; node: object }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { place, node: value };
  for (const [key, child] of Object.entries(value)) yield* walkJson(child, `${place}/${key}`);
}

describe('the JSON Schema', () => {
  it('is checked in as scripts/generateSchema.ts writes it', () => {
    expect(readFileSync(checkedIn, 'utf8')).toBe(JSON.stringify(schema, null, 2) + '\n');
  });

  it.each(referenceSpecs)('accepts the reference example %s', (name) => {
    validate(parseReferenceSpec(name));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each([
    ['a misspelt key', 'limit: 20 ms,', 'limt: 20 ms,'],
    ['an unknown version', 'plumbline: v1', 'plumbline: v9'],
    ['a project that is no id', 'project: flight-delays', 'project: Flight Delays'],
    ['an id with a capital letter', '  recall:\n', '  Recall:\n'],
    ['an unknown phase', 'phase: pilot', 'phase: beta'],
    ['an unknown metric name', 'metric: recall, class', 'metric: recal, class'],
    ['a vague target', 'target: 0.70, limit: 0.60,\n', 'target: as high as possible, limit: 0.60,\n'],
    ['a decimal comma', 'limit: 5 %,', 'limit: "0,05",'],
    ['text for a number', 'percentile: 99', 'percentile: p99'],
    ['a batch of nothing', 'batch: 1,', 'batch: 0,'],
    ['a date in another order', 'date: 2026-10-15', 'date: 15.10.2026'],
    ['a period without its end', 'period: 2001-04-01/2001-04-30', 'period: 2001-04-01'],
    ['an owner without an address', 'owner: ops-analytics@example.com\n', 'owner: Operations\n'],
    ['a withdrawn currency', 'currency: USD', 'currency: DEM'],
    ['a connection string in the file', 'connection: "env:PLUMBLINE_TRINO"', 'connection: "trino://u:p@host"'],
    ['evidence of no known kind', 'evidence: "run:2026-11-05"', 'evidence: "trust me"'],
    ['an approval without a revision', ', revision: "3f2a91c"}\n', '}\n'],
    ['a business metric without a definition', 'definition: economics ', '# '],
    ['a range without its likely value', 'likely: 28 kUSD, ', ''],
    [
      'a check of inputs without its window',
      'window: {every: 1 day, min_rows: 500}, method: auto, false_alarm: 5 %,\n',
      '',
    ],
    ['a split of no source', '{of: flights, where: "date < ', '{where: "date < '],
    ['a model without a task', '    task: binary-classification\n', ''],
    ['an unknown cost category', 'category: cleaning', 'category: tidying'],
    ['a range of three values', 'between: [20 %, 48 %]', 'between: [20 %, 30 %, 48 %]'],
  ])('refuses %s', (_, right, wrong) => {
    const text = readReferenceSpec('reference-flights');
    expect(text.split(right).length, 'the mistake finds its place').toBeGreaterThan(1);
    expect(isRefused(text.replace(right, wrong))).toBe(true);
  });

  it('describes every property', () => {
    const undescribed = [...walkJson(schema)].filter(
      ({ place, node }) => /\/properties\/[^/]+$/u.test(place) && !/\/if\//u.test(place) && !('description' in node),
    );
    expect(undescribed.map(({ place }) => place)).toEqual([]);
  });

  it('has no keyword that a validator would have to ignore', () => {
    const own = ['scalar', 'dimension', 'need', 'standard', 'samples', 'rules', 'appliesWhen', 'suggests', 'keys'];
    const leaked = [...walkJson(schema)].filter(
      ({ place, node }) => !/\/(properties|definitions)$/u.test(place) && own.some((key) => key in node),
    );
    expect(leaked.map(({ place }) => place)).toEqual([]);
  });

  it('never makes an editor try many forms of one value', () => {
    const choices = [...walkJson(schema)].filter(({ node }) => {
      const forms: unknown = Reflect.get(node, 'anyOf');
      const isPresence =
        Array.isArray(forms) && forms.every((form) => Object.keys(form as object).join() === 'required');
      return 'oneOf' in node || (Array.isArray(forms) && forms.length > 2 && !isPresence);
    });
    expect(choices.map(({ place }) => place)).toEqual([]);
  });
});

describe('the pattern of quantities', () => {
  const pattern = new RegExp(scalarForms.quantity.pattern ?? '^$', 'u');

  it('accepts whatever our reader accepts', () => {
    const unit = fc.constantFrom(
      ...unitSymbols,
      ...countedNouns,
      ...currencies,
      ...currencies.map((code) => `k${code}`),
    );
    const number = fc.oneof(fc.integer().map(String), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String));
    const text = fc
      .tuple(number, fc.option(unit), fc.option(unit))
      .map(([amount, of, per]) => [amount, of && ` ${of}`, of && per && `/${per}`].join(''));
    fc.assert(
      fc.property(text, (source) => {
        fc.pre(readQuantity(source).kind === 'quantity');
        expect(source).toMatch(pattern);
      }),
    );
  });

  it('accepts every unit, alone and below a slash', () => {
    const texts = unitSymbols.flatMap((symbol) => [`1 ${symbol}`, `1 USD/${symbol}`]);
    expect(texts.filter((source) => !pattern.test(source))).toEqual([]);
  });

  it.each(['0,98', '.5', '1,000', '1 000', '1_000', '$6', '6 $', '2.5 mio USD', '20-45 kUSD', '~30 kUSD', 'TBD', ''])(
    'refuses %j',
    (source) => {
      expect(source).not.toMatch(pattern);
    },
  );
});
