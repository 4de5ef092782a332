/** Plan against actual for the items of a spec. */
import type { ActualsFact } from '../../../schemas/facts.ts';
import type { SpecShape } from '../../../schemas/spec.ts';
import type { ActualLine } from '../cost/actualsByItem.ts';
import { comparePlan } from '../cost/actualsPlan.ts';
import type { PlanAgainstActual, PlannedCost } from '../cost/actualsPlan.ts';
import type { ObjectNode } from '../spec/located.ts';
import { actualsByItem, plannedCostOf } from './costView.ts';

/** A line of imported sums with the plan of its items. */
export interface ComparedLine {
  readonly line: ActualLine;
  readonly plans: readonly PlannedCost[];
  readonly comparison: PlanAgainstActual;
}

/**
 * The lines that can be compared: all of it in the currency of the plan, with at least one complete month.
 *
 * @param imports id of an entry of `costs.actuals` → what is known of it
 * @param today ISO date
 */
export function compareWithPlan(
  spec: ObjectNode<SpecShape>,
  imports: ReadonlyMap<string, ActualsFact>,
  today: string,
): readonly ComparedLine[] {
  const period = spec.fields.schedule?.fields.planned?.text;
  return actualsByItem(spec, imports).lines.flatMap((line): ComparedLine[] => {
    const plans = line.items.flatMap((id) => plannedCostOf(spec, id) ?? []);
    if (line.isIncomplete || plans.length < line.items.length) return [];
    const comparison = comparePlan(line, plans, today, period);
    return comparison === undefined ? [] : [{ line, plans, comparison }];
  });
}
