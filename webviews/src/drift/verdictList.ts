/** Every column with its verdict and the reason in words, in the order in which to look at them. */
import type { TemplateResult } from 'lit-html';
import { html, nothing } from 'lit-html';
import type { DriftCheckView, DriftColumnView } from '../../../schemas/driftPanel.ts';
import { linkButton } from '../ui/button.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { table } from '../ui/table.ts';
import { answerView } from './answer.ts';
import type { DriftContext } from './memory.ts';

export function verdictList(check: DriftCheckView, context: DriftContext): TemplateResult {
  const look = (column: DriftColumnView) => (): void => {
    context.remember({ column: column.name, window: column.window });
    document.getElementById('column-heading')?.scrollIntoView({ block: 'nearest' });
  };
  return section({
    id: 'verdicts',
    title: 'Verdicts',
    aside: html`<span class="quiet">most money at risk first, then most changed</span>`,
    content: table<DriftColumnView>({
      label: 'Verdict of each column',
      columns: [
        {
          header: 'Column',
          isRowHeader: true,
          className: 'drift-column',
          cell: (column) => linkButton(plainText(column.name), look(column)),
        },
        { header: 'Verdict', className: 'drift-answer', cell: (column) => answerView(column.answer) },
        {
          header: 'Windows',
          align: 'end',
          cell: ({ drifting, judged }) => html`${drifting} of ${judged}`,
        },
        {
          header: 'Money, estimated',
          align: 'end',
          cell: ({ money, answer }) =>
            money === null
              ? html`<span class="quiet">${answer === 'drift' ? 'not known' : '–'}</span>`
              : html`${plainText(money.text)} <span class="quiet">${plainText(money.range)}</span>`,
        },
        {
          header: 'Why',
          cell: ({ sentence, advice }) =>
            html`${plainText(sentence)}${advice === null ? nothing : html` <span class="quiet">${plainText(advice)}</span>`}`,
        },
      ],
      groups: [{ rows: check.columns }],
      key: ({ name }) => name,
    }),
  });
}
