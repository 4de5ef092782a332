/** The part of a record in `.plumbline/drift` that speaks in words; counts and bars, which are most of it, are left out. */
import * as z from 'zod';
import { rankedColumn } from './driftReport.ts';

export const driftSummary = z.object({
  plumblineDrift: z.literal(1),
  comparedAt: z.iso.datetime({ offset: true }),
  check: z.object({
    watch: z.enum(['metric', 'alert-rate', 'invariant']).optional(),
    reference: z.string().min(1),
    current: z.string().min(1),
    falseAlarm: z.number(),
    ranking: z.array(rankedColumn),
    result: z.object({
      windows: z.array(z.object({ label: z.string(), rows: z.int().nonnegative() })),
      notCompared: z.array(z.object({ column: z.string(), because: z.string().min(1) })),
      tests: z.int().nonnegative(),
    }),
  }),
});

export type DriftSummary = z.infer<typeof driftSummary>;
