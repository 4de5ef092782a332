/** What the statements call that a package keeps. */
import type { Call } from '../flow/analysis.ts';
import type { PromotionPlan } from './plan.ts';

/** In the order of the run. */
export function keptCalls({ analysis, outcomes }: Pick<PromotionPlan, 'analysis' | 'outcomes'>): readonly Call[] {
  const kept = new Set(outcomes.filter(({ outcome }) => outcome === 'converted').map(({ statement }) => statement));
  return analysis.statements.filter(({ id }) => kept.has(id)).flatMap(({ calls }) => calls);
}

/** Whether a `Trainer` of transformers trains or scores there: it reports its times, and needs accelerate. */
export function usesTrainer(plan: Pick<PromotionPlan, 'analysis' | 'outcomes'>): boolean {
  return keptCalls(plan).some(({ effect }) => effect?.key?.startsWith('transformers.Trainer.') === true);
}
