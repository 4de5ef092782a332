/** What the business goals promise per year, and what that is worth once the costs are paid. */
import type { SpecShape } from '../../../schemas/spec.ts';
import type { Decimal } from '../spec/decimal.ts';
import { readMoneyPerYear } from '../spec/economicsInputs.ts';
import { computeDelayCost } from '../spec/economicsInvestment.ts';
import type { Investment } from '../spec/economicsInvestment.ts';
import type { Figure } from '../spec/figure.ts';
import { undefinedBecause } from '../spec/known.ts';
import type { ObjectNode, QuantityNode } from '../spec/located.ts';
import { convertQuantity } from '../spec/quantityArithmetic.ts';
import { investmentOf } from './ledgerView.ts';
import { goalOf, metricsOfKind } from './metricView.ts';

type Spec = ObjectNode<SpecShape>;

/** A business metric whose target is money per year that `economics` computes. */
export interface SavedGoal {
  readonly metricId: string;
  readonly target: QuantityNode;
  /** Money per year in the currency of the costs. */
  readonly perYear: Decimal;
  readonly investment: Investment;
}

/** The goals in money, in file order; none while the costs are not known or in another currency. */
export function savedGoalsOf(spec: Spec): readonly SavedGoal[] {
  const investment = investmentOf(spec);
  if (investment.kind === 'undefined') return [];
  return metricsOfKind(spec, 'business').flatMap((metric): SavedGoal[] => {
    const target = goalOf(metric, 'target');
    if (target === undefined || metric.direction !== 'maximize') return [];
    if (metric.node.fields.definition?.value !== 'economics') return [];
    const perYear = readMoneyPerYear('target', target.quantity, investment.value.currency);
    if (perYear.kind === 'undefined') return [];
    return [{ metricId: metric.id, target, perYear: perYear.value, investment: investment.value }];
  });
}

/** Formula 14: what a week of delay costs; undefined because the burn rate, the costs or the goal are not known. */
export function delayCostOf(spec: Spec): Figure {
  const [goal, ...others] = savedGoalsOf(spec);
  const burn = spec.fields.schedule?.fields.burn_rate;
  if (goal === undefined || others.length > 0 || burn === undefined) {
    return undefinedBecause('the burn rate, the costs or the goal are not known');
  }
  const perWeek = convertQuantity(burn.quantity, `${goal.investment.currency}/week`);
  if (perWeek.kind === 'undefined') return perWeek;
  return computeDelayCost(goal.investment, goal.perYear, perWeek.value.amount);
}
