/** Charges whose period lies in several months, told apart by month. */
import { decimal, type Decimal } from '../../spec/decimal.ts';
import { monthAt } from './jsonFile.ts';

/** A longer period is a mistyped year. */
const mostMonths = 120;

export interface MonthShare {
  /** In UTC, such as `2026-04`. */
  readonly month: string;
  readonly amount: Decimal;
}

/** The first instant of the next month in UTC. */
function endOfMonth(instant: number): number {
  const at = new Date(instant);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
}

/**
 * Spreads an amount evenly over the time of its period. The parts add up to the amount exactly: the last month takes
 * what rounding left.
 *
 * @param from first instant, in milliseconds since 1970
 * @param until instant after the last, as FOCUS and OpenCost write ends; a period that ends at or before its start, or
 *   lasts longer than ten years, counts to the month of its start
 */
export function spreadPeriod(amount: Decimal, from: number, until: number): readonly MonthShare[] {
  const edges: number[] = [from];
  for (let edge = endOfMonth(from); edge < until && edges.length <= mostMonths; edge = endOfMonth(edge))
    edges.push(edge);
  if (edges.length === 1 || edges.length > mostMonths) return [{ month: monthAt(from), amount }];
  let rest = amount;
  return edges.map((edge, index): MonthShare => {
    const next = edges[index + 1];
    // Multiplied before it is divided, so that there is one rounding.
    const part = next === undefined ? rest : amount.times(next - edge).div(decimal(until - from));
    rest = rest.minus(part);
    return { month: monthAt(edge), amount: part };
  });
}
