/** What the Runs page remembers across reloads. */
import * as z from 'zod';
import type { PageContext } from '../host/panelPage.ts';

export const runsMemory = z.object({
  /** Model and split whose runs are shown, as `nameOfPair` writes them; empty for all. */
  pair: z.string(),
  /** Metric that is drawn; empty for the first one. */
  metric: z.string(),
  /** Names of the runs to compare, at most two, in the order in which they were ticked. */
  ticked: z.array(z.string()).max(2),
  /** Whether the table holds all runs, and not the newest ones alone. */
  showsAll: z.boolean(),
  /** Unfolded by hand, by name of the part. */
  unfolded: z.record(z.string(), z.boolean()),
});

export type RunsMemory = z.infer<typeof runsMemory>;
export type RunsContext = PageContext<RunsMemory>;

export const freshRunsMemory: RunsMemory = { pair: '', metric: '', ticked: [], showsAll: false, unfolded: {} };
