/** The budget of a project in the few words that a status item has room for. */
import type { BudgetStatus } from '../../../../schemas/costPanel.ts';
import { budgetStandingsOf } from '../../rules/costBudgetStanding.ts';
import { formatMoney, formatNumber } from '../../spec/quantityFormat.ts';
import { costContextOf } from './costContext.ts';
import type { CostSnapshot } from './costContext.ts';

/** @returns undefined while there is no budget, or nothing that it can be compared with */
export function budgetStatusOf(snapshot: CostSnapshot | undefined): BudgetStatus | undefined {
  const context = snapshot === undefined ? undefined : costContextOf(snapshot);
  if (context === undefined) return undefined;
  const standings = budgetStandingsOf(context.spec, context.lines).filter(({ limit }) => limit.amount.gt(0));
  if (standings.length === 0) return undefined;
  const parts = standings.map(({ limit, planned, spent, expected }) => {
    const { when, amount, currency } = limit;
    const most = [planned, expected, ...(when === 'once' ? [spent] : [])].reduce((left, right) =>
      left.gt(right) ? left : right,
    );
    const period = when === 'once' ? undefined : 'year';
    return {
      name: when === 'once' ? 'building' : 'running',
      percent: `${formatNumber(most.div(amount).times(100).round(0), 3)} %`,
      isOver: most.gt(amount),
      words:
        when === 'once'
          ? `${formatMoney(spent, currency)} of ${formatMoney(amount, currency)} spent`
          : `${formatMoney(expected, currency, period)} of ${formatMoney(amount, currency, period)}`,
    };
  });
  const over = parts.filter(({ isOver }) => isOver);
  return {
    text: `Budget: ${parts.map(({ name, percent }) => `${name} ${percent}`).join(', ')}`,
    detail: parts.map(({ words }) => words).join(', '),
    isOver: over.length > 0,
  };
}
