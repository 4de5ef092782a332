/** What the Overview remembers across reloads. */
import * as z from 'zod';
import type { PageContext } from '../host/panelPage.ts';

export const overviewMemory = z.object({
  /** What the lists are narrowed to; empty for all. */
  filter: z.string(),
  /** Unfolded or folded by hand, by name of the part; absent means as it comes. */
  unfolded: z.record(z.string(), z.boolean()),
});

export type OverviewMemory = z.infer<typeof overviewMemory>;
export type OverviewContext = PageContext<OverviewMemory>;

export const freshOverviewMemory: OverviewMemory = { filter: '', unfolded: {} };

/** @param part name of the part, with a prefix for its kind: `source:flights` */
export function isUnfolded(context: OverviewContext, part: string, standard: boolean): boolean {
  return context.memory.unfolded[part] ?? standard;
}

export function unfold(context: OverviewContext, part: string, isOpen: boolean): void {
  context.remember({ unfolded: { ...context.memory.unfolded, [part]: isOpen } });
}
