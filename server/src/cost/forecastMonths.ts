/** Plan, actual and forecast by month, over all items that an import follows. */
import { sumDecimals, zero, type Decimal } from '../spec/decimal.ts';
import {
  monthsBetween,
  monthOf,
  planOfMonth,
  sumPlans,
  type PlanAgainstActual,
  type PlannedCost,
} from './actualsPlan.ts';

/** Items with one import: their plans, and what was spent in complete months. */
export interface FollowedCost {
  readonly plans: readonly PlannedCost[];
  readonly comparison: PlanAgainstActual;
}

export interface MonthOfCost {
  /** Such as `2026-04`. */
  readonly month: string;
  /** Undefined while nothing says when one-off costs are due. */
  readonly planned: Decimal | undefined;
  /** Undefined after the last complete month. */
  readonly actual: Decimal | undefined;
  /** Undefined for months that are over, and where nothing says how one-off costs go on. */
  readonly forecast: { readonly low: Decimal; readonly likely: Decimal; readonly high: Decimal } | undefined;
}

export interface CostForecast {
  /** From the first month with a charge on, none left out. */
  readonly months: readonly MonthOfCost[];
  /** Until today's month, which is not complete. */
  readonly spent: Decimal;
  /** What was spent, and what comes until the last month. */
  readonly atEnd: { readonly low: Decimal; readonly likely: Decimal; readonly high: Decimal } | undefined;
}

/** Months from which the rate of running costs is taken. */
const recentMonths = 3;

/**
 * Running costs go on as in the last three months, between the least and the most of them; what is left of one-off
 * costs is spent evenly until the project's last day.
 *
 * @param followed what can be compared; none gives no months
 * @param until last month of the forecast, such as `2027-01`
 * @param period `first/last` of the project; undefined when not stated
 * @param today ISO date, whose month is not complete
 */
export function forecastMonths(
  followed: readonly FollowedCost[],
  until: string,
  period: string | undefined,
  today: string,
): CostForecast {
  const starts = followed.flatMap(({ comparison }) => comparison.months[0]?.month ?? []).toSorted();
  const [first] = starts;
  if (first === undefined) return { months: [], spent: zero, atEnd: undefined };
  const now = monthOf(today);
  const last = until > now ? until : now;
  const ahead = monthsBetween(now, last);
  const endOfProject = period === undefined ? undefined : monthOf(period.split('/')[1] ?? '');
  const expectations = followed.map((one) => expect(one, ahead, endOfProject));
  const months = monthsBetween(first, last).map((month): MonthOfCost => {
    const planned = sumKnown(followed.map(({ plans }) => planOfMonth(plans, month, period)));
    if (month < now) {
      const actual = sumDecimals(
        followed.map(({ comparison }) => comparison.months.find((one) => one.month === month)?.actual ?? zero),
      );
      return { month, planned, actual, forecast: undefined };
    }
    const parts = expectations.map((expectation) => expectation?.(month));
    const pick = (which: 'low' | 'likely' | 'high') => sumKnown(parts.map((part) => part?.[which]));
    const [low, likely, high] = [pick('low'), pick('likely'), pick('high')];
    const forecast =
      low === undefined || likely === undefined || high === undefined ? undefined : { low, likely, high };
    return { month, planned, actual: undefined, forecast };
  });
  const spent = sumKnown(months.map(({ actual }) => actual ?? zero)) ?? zero;
  const total = (which: 'low' | 'likely' | 'high') =>
    sumKnown(months.map(({ month, forecast }) => (month < now ? zero : forecast?.[which])))?.plus(spent);
  const [low, likely, high] = [total('low'), total('likely'), total('high')];
  return {
    months,
    spent,
    atEnd: low === undefined || likely === undefined || high === undefined ? undefined : { low, likely, high },
  };
}

type Expectation = (month: string) => { readonly low: Decimal; readonly likely: Decimal; readonly high: Decimal };

/** What comes in each month from now on; undefined while nothing says when one-off costs are due. */
function expect(
  { plans, comparison }: FollowedCost,
  ahead: readonly string[],
  endOfProject: string | undefined,
): Expectation | undefined {
  if (plans.every(({ when }) => when === 'once')) {
    if (endOfProject === undefined) return undefined;
    const left = sumPlans(plans, 'once').minus(comparison.actual);
    const monthsLeft = ahead.filter((month) => month <= endOfProject);
    const share = left.lte(0) || monthsLeft.length === 0 ? zero : left.div(monthsLeft.length);
    return (month) => {
      const amount = monthsLeft.includes(month) ? share : zero;
      return { low: amount, likely: amount, high: amount };
    };
  }
  const recent = comparison.months
    .slice(-recentMonths)
    .map(({ actual }) => actual)
    .toSorted((left, right) => left.cmp(right));
  const likely = sumDecimals(recent).div(Math.max(1, recent.length));
  return () => ({ low: recent[0] ?? likely, likely, high: recent.at(-1) ?? likely });
}

/** Undefined when one of the terms is. */
function sumKnown(terms: readonly (Decimal | undefined)[]): Decimal | undefined {
  const known = terms.filter((term) => term !== undefined);
  return known.length === terms.length ? sumDecimals(known) : undefined;
}
