/** What the Cost page remembers across reloads. */
import * as z from 'zod';
import type { PageContext } from '../host/panelPage.ts';
import { sliders } from './sliders.ts';

export const costMemory = z.object({
  sliders,
  /** Unfolded by hand, by name of the part. */
  unfolded: z.record(z.string(), z.boolean()),
});

export type CostMemory = z.infer<typeof costMemory>;
export type CostContext = PageContext<CostMemory>;

export const freshCostMemory: CostMemory = { sliders: {}, unfolded: {} };
