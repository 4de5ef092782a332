/** What the Promotion page remembers across reloads. */
import * as z from 'zod';
import type { PageContext } from '../host/panelPage.ts';

export const promotionMemory = z.object({
  /** What the cells are narrowed to; empty for all. */
  filter: z.string(),
  /** Unfolded or folded by hand, by name of the part; absent means as it comes. */
  unfolded: z.record(z.string(), z.boolean()),
  /** Id of the statement whose lines are shown in its file; null for none. */
  selected: z.string().nullable(),
});

export type PromotionMemory = z.infer<typeof promotionMemory>;
export type PromotionContext = PageContext<PromotionMemory>;

export const freshPromotionMemory: PromotionMemory = { filter: '', unfolded: {}, selected: null };

/** @param part name of the part, with a prefix for its kind: `file:src/delay/data.py` */
export function isUnfolded(context: PromotionContext, part: string, standard: boolean): boolean {
  return context.memory.unfolded[part] ?? standard;
}

export function unfold(context: PromotionContext, part: string, isOpen: boolean): void {
  context.remember({ unfolded: { ...context.memory.unfolded, [part]: isOpen } });
}
