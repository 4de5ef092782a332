/** Each part of the budget with what is planned, was spent, and comes of it. */
import { sumDecimals } from '../spec/decimal.ts';
import type { Decimal } from '../spec/decimal.ts';
import { budgetLimitsOf, forecast, spent } from './costBudget.ts';
import type { BudgetLimit, SpentSoFar } from './costBudget.ts';
import type { ComparedLine } from './costComparison.ts';
import { plannedCostOf } from './costView.ts';
import { ledgerOf } from './ledgerView.ts';
import type { RuleContext } from './rule.ts';

type Spec = RuleContext['spec'];

export interface BudgetStanding {
  readonly limit: BudgetLimit;
  /** In all, or per year. */
  readonly planned: Decimal;
  /** In all until now, or per year at the rate of the last months. */
  readonly spent: Decimal;
  /** What all of them will cost when nothing changes. */
  readonly expected: Decimal;
}

/** The parts of the budget that can be compared: none while an item has no price, or sums are in another currency. */
export function budgetStandingsOf(spec: Spec, lines: readonly ComparedLine[]): readonly BudgetStanding[] {
  const ledger = ledgerOf(spec);
  // A sum that lacks something is no plan to compare with.
  if (ledger === undefined || ledger.missing.length > 0) return [];
  return budgetLimitsOf(spec).flatMap((limit): BudgetStanding[] => {
    const [sum, ...others] = limit.when === 'once' ? ledger.oneOff : ledger.yearly;
    if (sum === undefined || others.length > 0 || sum.currency !== limit.currency) return [];
    const parts = partsOf(spec, limit.when, lines);
    return [{ limit, planned: sum.mean, spent: spent(parts), expected: forecast(limit.when, parts) }];
  });
}

/** Months from which the rate of running costs is taken. */
const recentMonths = 3;

/** The items of a kind with what they have cost; lines with items of both kinds count as planned. */
function partsOf(spec: Spec, when: BudgetLimit['when'], lines: readonly ComparedLine[]): readonly SpentSoFar[] {
  const own = lines.filter(({ plans }) => plans.every((plan) => plan.when === when));
  const seen = new Set(own.flatMap(({ line }) => line.items));
  const others = (ledgerOf(spec)?.items ?? []).flatMap(({ item, isAdded }): SpentSoFar[] => {
    const plan = isAdded && !seen.has(item.id) ? plannedCostOf(spec, item.id) : undefined;
    return plan?.when === when ? [{ planned: plan.amount, actual: undefined }] : [];
  });
  const measured = own.map(({ plans, comparison }): SpentSoFar => {
    const recent = comparison.months.slice(-recentMonths);
    const rate = sumDecimals(recent.map(({ actual }) => actual))
      .times(12)
      .div(Math.max(1, recent.length));
    return {
      planned: sumDecimals(plans.map(({ amount }) => amount)),
      actual: when === 'once' ? comparison.actual : rate,
    };
  });
  return [...measured, ...others];
}
