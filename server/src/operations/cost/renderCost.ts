/** A cost report in the formats of the command line and of the panel's exports. */
import { costReport } from '../../../../schemas/costPanel.ts';
import type { CostReport, CostViewModel } from '../../../../schemas/costPanel.ts';
import { costCsv, costFocus } from '../../report/costExport.ts';
import { costMarkdown, costText } from '../../report/costReport.ts';
import { jsonText } from '../../text/jsonText.ts';

export const costFormats = ['text', 'json', 'markdown', 'csv', 'focus'] as const;
export type CostFormat = (typeof costFormats)[number];

/** @param hasColour whether escape sequences for colours may be written */
export function renderCost(report: CostReport, format: CostFormat, hasColour: boolean): string {
  switch (format) {
    case 'text':
      return costText(report, hasColour);
    case 'json':
      return jsonText(costReport.parse(report));
    case 'markdown':
      return costMarkdown(report);
    case 'csv':
      return report.costs.state === 'costs' ? costCsv(report.costs) : '';
    case 'focus':
      return report.costs.state === 'costs' ? costFocus(report.costs, report.costs.computedAt.slice(0, 10)) : '';
  }
}

/** Over budget comes first, because it is about money that is spent. */
export function verdictOfCosts(costs: CostViewModel): CostReport['verdict'] {
  if (costs.state === 'empty') return 'not-known';
  if (costs.budgets.some(({ isOver }) => isOver)) return 'over-budget';
  const net = costs.returns.find(({ id }) => id === 'net-present-value')?.atTarget;
  if (net?.state !== 'known' || net.number === undefined) return 'not-known';
  return net.number < 0 ? 'negative-npv' : 'ok';
}
