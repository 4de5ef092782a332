/** Plan against actual: budget, months with forecast, and item by item. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { Costs } from '../../../schemas/costPanel.ts';
import { monthChart } from '../charts/monthChart.ts';
import { sourceText } from '../ui/figure.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { table } from '../ui/table.ts';
import { drawn, figureTile, moneyText, percentText, shown, tiles, unknownContent } from './figures.ts';
import type { CostContext } from './memory.ts';
import { t } from '../ui/texts.ts';

export function planSection(costs: Costs, context: CostContext): TemplateResult {
  return section({
    id: 'plan',
    title: t('Plan against actual'),
    aside:
      costs.plan.state === 'known' ? html`imports follow ${percentText(costs.plan.followed)} of the plan` : nothing,
    content: html`${budgetView(costs, context)} ${planView(costs, context)}`,
  });
}

function budgetView({ budgets }: Costs, context: CostContext): TemplateResult | typeof nothing {
  if (budgets.length === 0) return nothing;
  return table({
    label: t('Budget'),
    columns: [
      { header: t('Budget'), isRowHeader: true, cell: ({ label }) => label },
      { header: t('Limit'), align: 'end' as const, cell: ({ limit }) => shown(limit, context) },
      { header: t('Plan'), align: 'end' as const, cell: ({ planned }) => shown(planned, context) },
      { header: t('Expected'), align: 'end' as const, cell: ({ expected }) => shown(expected, context) },
      {
        header: t('Used'),
        cell: ({ used, isOver }) =>
          html`<span class="budget-bar" aria-hidden="true"
              ><span class=${isOver ? 'is-over' : ''} style="width:${Math.min(100, used * 100)}%"></span
            ></span>
            ${percentText(used)}${isOver ? html` <strong class="is-off">over</strong>` : nothing}`,
      },
    ],
    groups: [{ rows: budgets }],
    key: ({ label }) => label,
  });
}

function planView({ plan, currency }: Costs, context: CostContext): TemplateResult {
  if (plan.state === 'unknown') return unknownContent(plan);
  const { months, lines } = plan;
  const cell = (amount: number | undefined) => (amount === undefined ? '' : Math.round(amount).toLocaleString('en'));
  const chart = monthChart(
    months,
    (amount) => moneyText(amount, ''),
    t('Money by month in {0}: bars are what was spent, pale bars what is expected, lines the plan.', currency),
  );
  return html`${tiles([
    figureTile(t('Spent in complete months'), plan.spent, context),
    figureTile(t('With the forecast'), plan.atEnd, context),
  ])}
  ${drawn(
    'months',
    t('Money by month, in {0}', currency),
    html`${chart}
      <ul class="legend" aria-hidden="true">
        <li><span class="swatch segment-shade-1"></span>spent</li>
        <li><span class="swatch segment-shade-5"></span>forecast, with least and most</li>
        <li><span class="plan-key"></span>plan</li>
      </ul>`,
    {
      columns: [t('Month'), t('Plan'), t('Spent'), t('Forecast'), t('At least'), t('At most')],
      rows: months.map(({ month, planned, actual, forecast }) => [
        month,
        cell(planned),
        cell(actual),
        cell(forecast?.likely),
        cell(forecast?.low),
        cell(forecast?.high),
      ]),
    },
    context,
  )}
  ${table({
    label: t('Plan against actual by item'),
    columns: [
      {
        header: t('Items'),
        isRowHeader: true,
        cell: ({ label, source }) => sourceText(label, source, context.actions?.openLocation),
      },
      { header: t('Plan'), align: 'end' as const, cell: ({ planned }) => shown(planned, context) },
      { header: t('Actual'), align: 'end' as const, cell: ({ actual }) => shown(actual, context) },
      {
        header: t('Difference'),
        align: 'end' as const,
        cell: ({ difference, isOff }) =>
          isOff ? html`<strong class="is-off">${plainText(difference)}</strong>` : plainText(difference),
      },
    ],
    groups: [{ rows: lines }],
    key: ({ label }) => label,
  })}`;
}
