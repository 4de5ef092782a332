/** Entries that are parsed when they are first asked for: a notebook needs some dozens out of thousands. */
import type * as z from 'zod';

/** @returns a lookup that knows no entry which does not fit its schema; a test finds these before a user does */
export function createLazyEntries<Entry>(
  raw: ReadonlyMap<string, unknown>,
  schema: z.ZodType<Entry>,
): { get(key: string): Entry | undefined } {
  const parsed = new Map<string, Entry | undefined>();
  return {
    get(key) {
      if (!raw.has(key)) return undefined;
      if (!parsed.has(key)) parsed.set(key, schema.safeParse(raw.get(key)).data);
      return parsed.get(key);
    },
  };
}
