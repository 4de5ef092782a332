/** API that libraries have dropped: `server/src/notebook/effects/removed.json`, documented in docs/effects.md. */
import * as z from 'zod';

const version = z.string().regex(/^\d+(\.\d+)*$/u);

export const removedApi = z
  .strictObject({
    library: z.string().min(1).meta({ description: 'Distribution whose version decides; `python` for the language.' }),
    symbols: z
      .array(z.string().regex(/^[A-Za-z_][\w-]*(\.[A-Za-z_]\w*)*$/u))
      .min(1)
      .meta({ description: 'Qualified names as they are imported, or `kind.method`; a module stands for all in it.' }),
    argument: z.string().optional().meta({ description: 'Only this argument is gone; the rest of the call works.' }),
    values: z
      .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .min(1)
      .optional()
      .meta({ description: 'Only these values of the argument are gone.' }),
    position: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'Only positional arguments from this index on are gone; they must be named.' }),
    deprecatedIn: version.optional().meta({ description: 'From this version on it warns.' }),
    removedIn: version.optional().meta({ description: 'From this version on it fails; absent while it only warns.' }),
    replacement: z.string().min(1).meta({ description: 'What to write instead, for the message.' }),
    rename: z
      .union([z.string(), z.record(z.string(), z.union([z.string(), z.null()]))])
      .optional()
      .meta({
        description:
          'When writing something else in its place is enough: the new name of the symbol or argument, or the new value of each old one.',
      }),
  })
  .refine((entry) => entry.deprecatedIn !== undefined || entry.removedIn !== undefined, 'needs a version')
  .refine((entry) => entry.values === undefined || entry.argument !== undefined, 'values need an argument');

export const removedFile = z.array(removedApi);

export type RemovedApi = z.infer<typeof removedApi>;
