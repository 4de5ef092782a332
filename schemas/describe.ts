import * as z from 'zod';

/**
 * The meta data of a field: what is said where it is used, over what its scalar or its table says.
 *
 * Convention of all spec schemas: a field says its meaning on its outermost schema, after `.optional()`; scalars and
 * closed lists carry `scalar`, `dimension`, `values` and so on themselves. Read both through this function, never
 * through `.meta()` of one layer.
 *
 * @returns an empty object when nothing is said on any layer
 */
export function describe(schema: z.core.$ZodType): z.core.GlobalMeta {
  const own = z.globalRegistry.get(schema) ?? {};
  return schema instanceof z.ZodOptional ? { ...describe(schema.unwrap()), ...own } : own;
}

/** The fields of an object by key, in the order of the schema; none for any other schema. */
export function fieldsOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  return schema instanceof z.ZodObject ? schema.shape : {};
}
