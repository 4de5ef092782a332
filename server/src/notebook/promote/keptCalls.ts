/** What the statements call that a package keeps. */
import type { Call } from '../flow/analysis.ts';
import type { PromotionPlan } from './plan.ts';

/** In the order of the run. */
export function keptCalls({ analysis, outcomes }: Pick<PromotionPlan, 'analysis' | 'outcomes'>): readonly Call[] {
  const kept = new Set(outcomes.filter(({ outcome }) => outcome === 'converted').map(({ statement }) => statement));
  return analysis.statements.filter(({ id }) => kept.has(id)).flatMap(({ calls }) => calls);
}

/** Endings of the names under which these report how long they took, each once. */
export function keptTimings(plan: Pick<PromotionPlan, 'analysis' | 'outcomes'>): readonly string[] {
  return [...new Set(keptCalls(plan).flatMap(({ effect }) => effect?.timings ?? []))].toSorted();
}
