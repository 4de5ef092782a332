/** What the Evaluation page remembers across reloads. */
import * as z from 'zod';
import type { PageContext } from '../host/panelPage.ts';

export const evaluationMemory = z.object({
  /** Name of the run that is looked at; empty for the newest. */
  run: z.string(),
  /** Name of the run that it is compared with; empty for none. */
  other: z.string(),
  /** Threshold that the slider stands at, for the run; undefined where the run's own is. */
  threshold: z.number().optional(),
  /** What the cells of the confusion are shares of; the true class unless chosen. */
  confusionBasis: z.enum(['truth', 'answer', 'all']).optional(),
  /** Unfolded by hand, by name of the part. */
  unfolded: z.record(z.string(), z.boolean()),
});

export type EvaluationMemory = z.infer<typeof evaluationMemory>;
export type EvaluationContext = PageContext<EvaluationMemory>;

export const freshEvaluationMemory: EvaluationMemory = { run: '', other: '', unfolded: {} };

export function isUnfolded(context: EvaluationContext, part: string): boolean {
  return context.memory.unfolded[part] ?? false;
}

export function unfold(context: EvaluationContext, part: string, isOpen: boolean): void {
  context.remember({ unfolded: { ...context.memory.unfolded, [part]: isOpen } });
}
