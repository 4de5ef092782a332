import { z } from 'zod';

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
