import * as z from 'zod';
import { fieldsOf } from '../../../schemas/describe.ts';

export interface VisitedField {
  /** Keys from the top; `*` stands for any key of a map or any item of a list. */
  readonly path: string;
  readonly schema: z.core.$ZodType;
  /** The object that has the field; undefined for values of maps and items of lists. */
  readonly owner: z.ZodObject | undefined;
}

/**
 * Every field of a schema, and every value of its maps and lists, outermost first.
 *
 * @throws {TypeError} for a kind of schema that the spec language does not use
 */
export function* walkSchema(schema: z.core.$ZodType, path = ''): Generator<VisitedField> {
  if (schema instanceof z.ZodOptional) {
    yield* walkSchema(schema.unwrap(), path);
  } else if (schema instanceof z.ZodObject) {
    for (const [key, field] of Object.entries(fieldsOf(schema))) {
      const place = path === '' ? key : `${path}.${key}`;
      yield { path: place, schema: field, owner: schema };
      yield* walkSchema(field, place);
    }
  } else if (schema instanceof z.ZodRecord) {
    yield { path: `${path}.*`, schema: schema.valueType, owner: undefined };
    yield* walkSchema(schema.valueType, `${path}.*`);
  } else if (schema instanceof z.ZodArray) {
    yield* walkSchema(schema.element, `${path}.*`);
  } else if (schema instanceof z.ZodUnion) {
    for (const option of schema.options) yield* walkSchema(option, path);
  } else if (!isScalar(schema)) {
    throw new TypeError(`${path} uses ${schema._zod.def.type}, which the spec language does not know.`);
  }
}

function isScalar(schema: z.core.$ZodType): boolean {
  return [z.ZodString, z.ZodNumber, z.ZodBoolean, z.ZodEnum, z.ZodLiteral].some((kind) => schema instanceof kind);
}
