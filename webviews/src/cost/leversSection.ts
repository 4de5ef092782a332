/** What would save or earn most, by payback. */
import type { TemplateResult } from 'lit-html';
import { html } from '../ui/html.ts';
import type { Costs } from '../../../schemas/costPanel.ts';
import { sourceText } from '../ui/figure.ts';
import { emptyContent, section } from '../ui/section.ts';
import { table } from '../ui/table.ts';
import { shown } from './figures.ts';
import type { CostContext } from './memory.ts';
import { t } from '../ui/texts.ts';

export function leversSection({ levers }: Costs, context: CostContext): TemplateResult {
  return section({
    id: 'levers',
    title: t('Levers'),
    aside: t('by payback'),
    content:
      levers.length === 0
        ? emptyContent(
            t('Nothing is stated that could be moved.'),
            t('State `automatable` or `share_checked` at items of people’s work, and goals for recall and precision.'),
          )
        : html`${table({
              label: t('Levers'),
              columns: [
                {
                  header: t('Lever'),
                  isRowHeader: true,
                  cell: ({ label, source }) => sourceText(label, source, context.actions?.openLocation),
                },
                { header: t('Per year'), align: 'end' as const, cell: ({ perYear }) => shown(perYear, context) },
                {
                  header: t('May cost once up to'),
                  align: 'end' as const,
                  cell: ({ worthUpTo }) => shown(worthUpTo, context),
                },
                { header: t('Payback'), align: 'end' as const, cell: ({ payback }) => shown(payback, context) },
              ],
              groups: [{ rows: levers }],
              key: ({ label }) => label,
            })}
            <p class="quiet">Levers are not added up: two of them may save the same money.</p>`,
  });
}
