/** The what-if sliders. */
import * as z from 'zod';

/** Where the sliders stand; what was not moved is as the spec has it. */
export const sliders = z.object({
  /** Predictions per year. */
  volume: z.number().optional(),
  prevalence: z.number().optional(),
  /** Factor on what people cost. */
  wage: z.number().optional(),
  /** Factor on all other prices. */
  price: z.number().optional(),
  threshold: z.number().optional(),
});

export type Sliders = z.infer<typeof sliders>;
