/** What the Drift page remembers across reloads. */
import * as z from 'zod';
import type { PageContext } from '../host/panelPage.ts';

export const driftMemory = z.object({
  /** Id of the check that is looked at; empty for the first. */
  check: z.string(),
  /** Whether the recorded comparison is looked at while another one of the same check is not done. */
  isRecorded: z.boolean().optional(),
  /** Name of the column that is looked at; undefined for the one that needs it most. */
  column: z.string().optional(),
  /** Number of the window; undefined for the one that decides the verdict of the column. */
  window: z.number().optional(),
  /** The first and the last window that would become the reference; undefined for the one that is looked at. */
  accepted: z.tuple([z.number(), z.number()]).readonly().optional(),
  /** What the columns are narrowed to; empty for all. */
  filter: z.string().optional(),
  /** How columns are ordered. */
  order: z.enum(['matters', 'effect', 'name']).optional(),
  /** How many columns are drawn; undefined for the first ones. */
  drawn: z.number().optional(),
  /** Unfolded by hand, by name of the part. */
  unfolded: z.record(z.string(), z.boolean()),
});

export type DriftMemory = z.infer<typeof driftMemory>;
export type DriftContext = PageContext<DriftMemory>;

export const freshDriftMemory: DriftMemory = { check: '', unfolded: {} };

export function isUnfolded(context: DriftContext, part: string): boolean {
  return context.memory.unfolded[part] ?? false;
}

export function unfold(context: DriftContext, part: string, isOpen: boolean): void {
  context.remember({ unfolded: { ...context.memory.unfolded, [part]: isOpen } });
}
