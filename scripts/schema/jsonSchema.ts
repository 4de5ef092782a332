/**
 * The JSON Schema of `plumbline.yaml`, for editors without our language server.
 *
 * It says the form: keys, types, closed lists, patterns of scalars, and which keys a sibling asks for. What crosses
 * sections, units, values measured elsewhere and severities by phase are the linter's.
 */
import { parse } from 'yaml';
import * as z from 'zod';
import { describe, fieldsOf } from '../../schemas/describe.ts';
import type { Need } from '../../schemas/scalars.ts';
import { spec } from '../../schemas/spec.ts';
import { scalarForms } from './scalarForms.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Keys of our meta data that JSON Schema does not know; what they say is in its own keywords. */
const ownKeys = [
  'scalar',
  'dimension',
  'refersTo',
  'besides',
  'defines',
  'keys',
  'suggests',
  'values',
  'wrongValueRule',
  'otherwise',
  'need',
  'appliesWhen',
  'standard',
  'rules',
  'samples',
] as const satisfies readonly (keyof z.core.GlobalMeta)[];

/** @returns a new plain document, the same on every run */
export function buildJsonSchema(): object {
  const { $schema, ...body } = z.toJSONSchema(spec, {
    target: 'draft-07',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      translate(zodSchema, jsonSchema);
    },
  });
  return {
    $schema,
    $id: 'urn:plumbline:spec:v1',
    title: 'Plumbline spec',
    description:
      'Metrics first, then experiments: what a machine-learning project aims for, on which data, at what cost.',
    ...body,
  };
}

/**
 * Says in keywords of JSON Schema what the meta data of one schema says.
 *
 * zod calls it for the inner schema and again for each wrapper around it, with what is inside already translated, so
 * it must give the same when called twice.
 */
function translate(schema: z.core.$ZodTypes, json: JsonSchema): void {
  const meta = describe(schema);
  const description = sentences(meta);
  if (description !== '') json.description = description;
  if (meta.samples !== undefined) json.examples = meta.samples.map((sample): unknown => parse(sample));
  if (meta.scalar !== undefined) takeForm(meta, json);
  mergeTypes(json);
  if (meta.values !== undefined) json.enumDescriptions = Object.values(meta.values);
  if (meta.suggests !== undefined) suggestKeys(meta.suggests, json);
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  const asked = conditions(fieldsOf(schema));
  if (asked.length > 0) json.allOf = asked;
  for (const key of ownKeys) Reflect.deleteProperty(json, key);
}

/** The hover text: what it is, when it is needed, and what holds without it. */
function sentences({ description, need, standard }: z.core.GlobalMeta): string {
  return [description, need && `Needed: ${need.when}.`, standard && `Default: ${standard}.`]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}

function takeForm(meta: z.core.GlobalMeta, json: JsonSchema): void {
  if (meta.scalar === undefined) return;
  delete json.anyOf;
  const { type, pattern, enum: words } = scalarForms[meta.scalar];
  Object.assign(json, { type }, pattern !== undefined && { pattern }, words !== undefined && { enum: [...words] });
  if (type === 'string' && words === undefined) json.minLength = 1;
}

/** One list of types instead of alternatives that differ in their type alone: editors then have nothing to try. */
function mergeTypes(json: JsonSchema): void {
  const forms = json.anyOf?.filter(isPlainForm) ?? [];
  if (forms.length === 0 || forms.length !== json.anyOf?.length) return;
  delete json.anyOf;
  Object.assign(json, ...forms, { type: forms.map(({ type }) => type) });
}

/** Whether a schema says no more than its type, and for text that it is not empty. */
function isPlainForm(form: JsonSchema): boolean {
  const { type, minLength, ...others } = form;
  return type !== undefined && (minLength === undefined || type === 'string') && Object.keys(others).length === 0;
}

/** Keys that completion offers in a map of any keys: each has the schema of the map's values and its own words. */
function suggestKeys(suggests: Readonly<Record<string, string>>, json: JsonSchema): void {
  const value = json.additionalProperties;
  if (typeof value !== 'object') return;
  json.properties = Object.fromEntries(
    Object.entries(suggests).map(([key, description]) => [
      key,
      value.$ref === undefined ? { ...value, description } : { description, allOf: [{ $ref: value.$ref }] },
    ]),
  );
}

/** Keys that others ask for, as `if` and `then`; several alternatives, as the one `anyOf` of their presence. */
function conditions(fields: Readonly<Record<string, z.core.$ZodType>>): JsonSchema[] {
  const asked = new Map<string, { condition: JsonSchema; keys: string[] }>();
  const alternatives = new Map<string, readonly string[]>();
  for (const [key, field] of Object.entries(fields)) {
    const { need } = describe(field);
    if (need === undefined || need.rule !== undefined || need.phases !== undefined) continue;
    if (need.given === undefined && need.without !== undefined) {
      const group = [key, ...need.without].sort();
      alternatives.set(group.join(), group);
    } else if (need.given !== undefined) {
      const condition = conditionOf(need);
      const name = JSON.stringify(condition);
      const known = asked.get(name) ?? { condition, keys: [] };
      asked.set(name, { condition, keys: [...known.keys, key] });
    }
  }
  return [
    ...[...asked.values()].map(({ condition, keys }): JsonSchema => ({ if: condition, then: { required: keys } })),
    ...[...alternatives.values()].map((group): JsonSchema => ({ anyOf: group.map((key) => ({ required: [key] })) })),
  ];
}

function conditionOf({ given = {}, without = [] }: Need): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(given).map(([key, values]) => [key, { enum: [...values] }])),
    required: Object.keys(given),
    ...(without.length > 0 && { not: { anyOf: without.map((key) => ({ required: [key] })) } }),
  };
}
