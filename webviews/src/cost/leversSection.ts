/** What would save or earn most, by payback. */
import type { TemplateResult } from 'lit-html';
import { html } from '../ui/html.ts';
import type { Costs } from '../../../schemas/costPanel.ts';
import { sourceText } from '../ui/figure.ts';
import { emptyContent, section } from '../ui/section.ts';
import { table } from '../ui/table.ts';
import { shown } from './figures.ts';
import type { CostContext } from './memory.ts';

export function leversSection({ levers }: Costs, context: CostContext): TemplateResult {
  return section({
    id: 'levers',
    title: 'Levers',
    aside: 'by payback',
    content:
      levers.length === 0
        ? emptyContent(
            'Nothing is stated that could be moved.',
            'State `automatable` or `share_checked` at items of people’s work, and goals for recall and precision.',
          )
        : html`${table({
              label: 'Levers',
              columns: [
                {
                  header: 'Lever',
                  isRowHeader: true,
                  cell: ({ label, source }) => sourceText(label, source, context.actions?.openLocation),
                },
                { header: 'Per year', align: 'end' as const, cell: ({ perYear }) => shown(perYear, context) },
                {
                  header: 'May cost once up to',
                  align: 'end' as const,
                  cell: ({ worthUpTo }) => shown(worthUpTo, context),
                },
                { header: 'Payback', align: 'end' as const, cell: ({ payback }) => shown(payback, context) },
              ],
              groups: [{ rows: levers }],
              key: ({ label }) => label,
            })}
            <p class="quiet">Levers are not added up: two of them may save the same money.</p>`,
  });
}
