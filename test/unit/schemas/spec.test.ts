import { parse } from 'yaml';
import { describe as group, expect, it } from 'vitest';
import * as z from 'zod';
import { describe } from '../../../schemas/describe.ts';
import { spec } from '../../../schemas/spec.ts';
import { parseReferenceSpec, referenceSpecs } from './referenceSpecs.ts';
import { walkSchema } from './walkSchema.ts';

const visited = [...walkSchema(spec)];
const fields = visited.filter(({ owner }) => owner !== undefined);

/** The words that a field can have, when it has a closed list. */
function wordsOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodOptional) return wordsOf(schema.unwrap());
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (schema instanceof z.ZodBoolean) return ['true', 'false'];
  return [];
}

group('the spec schema', () => {
  it.each(referenceSpecs)('accepts the reference example %s', (name) => {
    expect(spec.safeParse(parseReferenceSpec(name)).error).toBeUndefined();
  });

  it('is made of strict objects alone, so that a typo never becomes silence', () => {
    const loose = fields.filter(({ owner }) => !(owner?._zod.def.catchall instanceof z.ZodNever));
    expect(loose.map(({ path }) => path)).toEqual([]);
  });

  it('describes every field and every value of a map in whole sentences', () => {
    const undescribed = visited.filter(({ schema }) => !/^[A-Z`].*\.$/su.test(describe(schema).description ?? ''));
    expect(undescribed.map(({ path }) => path)).toEqual([]);
  });

  it('gives samples that are valid where they are offered', () => {
    const invalid = visited.flatMap(({ path, schema }) =>
      (describe(schema).samples ?? [])
        .filter((sample) => !z.safeParse(schema, parse(sample)).success)
        .map((sample) => `${path}: ${sample}`),
    );
    expect(invalid).toEqual([]);
  });

  it('explains every word of an enumeration that has explanations', () => {
    const mismatched = visited.filter(({ schema }) => {
      const { values } = describe(schema);
      return values !== undefined && Object.keys(values).join() !== wordsOf(schema).join();
    });
    expect(mismatched.map(({ path }) => path)).toEqual([]);
  });

  it('states conditions only about siblings and about values that they can have', () => {
    const impossible = fields.flatMap(({ path, schema, owner }) => {
      const { need, appliesWhen } = describe(schema);
      const siblings: Readonly<Record<string, z.core.$ZodType>> = owner?.shape ?? {};
      const conditions = [...Object.entries(need?.given ?? {}), ...Object.entries(appliesWhen ?? {})];
      return [
        ...(need?.without ?? []).filter((key) => siblings[key] === undefined),
        ...conditions.flatMap(([key, words]) => {
          const sibling = siblings[key];
          const possible = sibling === undefined ? [] : wordsOf(sibling);
          return words.filter((word) => !possible.includes(word));
        }),
      ].map((what) => `${path}: ${what}`);
    });
    expect(impossible).toEqual([]);
  });

  it('says when it is needed only about keys that the shape lets be absent', () => {
    const required = fields.filter(({ schema }) => describe(schema).need && !(schema instanceof z.ZodOptional));
    expect(required.map(({ path }) => path)).toEqual([]);
  });

  it('asks in a part for no more than the version and the project', () => {
    expect(spec.safeParse({ plumbline: 'v1', project: 'digits' }).success).toBe(true);
    expect(spec.safeParse({ plumbline: 'v1' }).success).toBe(false);
  });

  it('names rules by group and fault', () => {
    const ids = visited.flatMap(({ schema }) => {
      const { need, rules = [], wrongValueRule } = describe(schema);
      return [...rules, need?.rule, wrongValueRule].filter((id) => id !== undefined);
    });
    expect(ids.filter((id) => !/^[a-z]+(\/[a-z]+(-[a-z0-9]+)*)$/u.test(id))).toEqual([]);
  });
});

group('describe', () => {
  it('puts what a field says over what its scalar says', () => {
    const word = z.string().meta({ description: 'inner', standard: 'x' });
    expect(describe(word.optional().meta({ description: 'outer' }))).toEqual({ description: 'outer', standard: 'x' });
  });

  it('gives an empty object for a schema without meta data', () => {
    expect(describe(z.string())).toEqual({});
  });
});
