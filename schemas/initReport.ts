/** What `plumbline init --format json` prints. Public. */
import * as z from 'zod';

export const initReport = z.strictObject({
  kind: z.literal('init'),
  schema: z.literal(1),
  version: z.string().meta({ description: 'Version of Plumbline.' }),
  file: z.string().meta({ description: 'Absolute path of the spec.' }),
  isWritten: z.boolean().meta({ description: 'False for a dry run.' }),
  spec: z.string().meta({ description: 'The whole proposal.' }),
  blanks: z.array(z.string()).meta({ description: 'Keys that are left to fill in, such as `metrics.saved.target`.' }),
});

export type InitReport = z.infer<typeof initReport>;
