/** What a smaller form of a model costs in quality, and what it saves. */
import * as z from 'zod';

const sentence = () => z.string().min(1);

/** A model beside the one that it is a smaller form of, on the same rows and the same machine. */
export const compressionReport = z.strictObject({
  model: z.string().min(1),
  original: z.string().min(1),
  split: z.string().min(1),
  quality: z.array(
    z.strictObject({
      id: z.string().min(1),
      before: sentence(),
      after: sentence(),
      lost: sentence().meta({ description: 'Above zero when the smaller form is worse.' }),
      limit: z.string().nullable().meta({ description: 'The `loss_limit` of the spec.' }),
      verdict: z.enum(['within', 'beyond', 'not-known']),
    }),
  ),
  machine: z.array(
    z.strictObject({
      name: sentence(),
      before: sentence(),
      after: sentence(),
      ratio: z.number().meta({ description: 'Of the smaller form to the original.' }),
    }),
  ),
  money: z.array(z.strictObject({ name: sentence(), before: sentence(), after: sentence(), gained: sentence() })),
});

export type CompressionReport = z.infer<typeof compressionReport>;
