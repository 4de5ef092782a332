/** Plan against actual by month: what an item should have cost until now, and what it did. */
import { decimal, sumDecimals, zero, type Decimal } from '../spec/decimal.ts';
import { millisecondsPerDay, parsePeriod } from '../spec/instant.ts';
import type { ActualLine } from './actualsByItem.ts';

/** What an item is planned to cost. */
export interface PlannedCost {
  readonly when: 'once' | 'yearly';
  /** In the currency of the actual sums: in all, or per year. */
  readonly amount: Decimal;
}

export interface MonthOfPlan {
  /** Such as `2026-04`. */
  readonly month: string;
  /** Undefined for what is paid once while nothing says when. */
  readonly planned: Decimal | undefined;
  readonly actual: Decimal;
}

export interface PlanAgainstActual {
  /** From the first month with a charge to the last complete one, none left out. */
  readonly months: readonly MonthOfPlan[];
  /**
   * What should have been spent in these months; what is paid once counts in full, because nothing says when it is due.
   */
  readonly planned: Decimal;
  readonly actual: Decimal;
  /** Whether all of it is paid once, so that less than planned may only mean that it is not yet done. */
  readonly isOnce: boolean;
}

/** The month of a day, such as `2026-04`. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

function nextMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** More months than any project has; keeps a mistyped year cheap. */
const mostMonths = 1200;

/** All months from one to another, both included; none when the last lies before the first. */
export function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = [];
  for (let month = first; month <= last && months.length < mostMonths; month = nextMonth(month)) months.push(month);
  return months;
}

/**
 * Compares what was spent with the plan of the same items.
 *
 * @param plans of the items of the line
 * @param today ISO date; its month is not complete and is left out
 * @param period `first/last` of the project, over which one-off costs are spread evenly; undefined when not stated
 * @returns undefined because no month is complete yet
 */
export function comparePlan(
  line: Pick<ActualLine, 'months'>,
  plans: readonly PlannedCost[],
  today: string,
  period: string | undefined,
): PlanAgainstActual | undefined {
  const complete = [...line.months.keys()].filter((month) => month < monthOf(today));
  const [first] = complete;
  const last = complete.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const months = monthsBetween(first, last).map((month): MonthOfPlan => ({
    month,
    planned: planOfMonth(plans, month, period),
    actual: line.months.get(month) ?? zero,
  }));
  return {
    months,
    planned: sumPlans(plans, 'yearly').times(months.length).div(12).plus(sumPlans(plans, 'once')),
    actual: sumDecimals(months.map(({ actual }) => actual)),
    isOnce: plans.every(({ when }) => when === 'once'),
  };
}

/** What all plans of one kind cost: in all, or per year. */
export function sumPlans(plans: readonly PlannedCost[], kind: PlannedCost['when']): Decimal {
  return sumDecimals(plans.flatMap(({ when, amount }) => (when === kind ? [amount] : [])));
}

/**
 * What plans ask of one month: a twelfth of what they cost per year, and of one-off costs the days of the project that
 * lie in it.
 *
 * @param period as of `comparePlan`
 * @returns undefined for what is paid once while nothing says when
 */
export function planOfMonth(
  plans: readonly PlannedCost[],
  month: string,
  period: string | undefined,
): Decimal | undefined {
  const spread = period === undefined ? undefined : parsePeriod(period);
  const isOnce = plans.some(({ when }) => when === 'once');
  const share = !isOnce ? zero : spread === undefined ? undefined : shareOf(month, spread);
  return share === undefined ? undefined : sumPlans(plans, 'yearly').div(12).plus(sumPlans(plans, 'once').times(share));
}

/** The part of a period that lies in a month. */
function shareOf(month: string, { from, to }: { readonly from: number; readonly to: number }): Decimal {
  const start = Date.parse(`${month}-01T00:00:00Z`);
  const end = Date.parse(`${nextMonth(month)}-01T00:00:00Z`);
  const days = Math.max(0, Math.min(end, to) - Math.max(start, from)) / millisecondsPerDay;
  return decimal(days).div((to - from) / millisecondsPerDay);
}
