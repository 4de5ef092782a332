/** Every column with its verdict and the reason in words, in the order in which to look at them. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { DriftCheckView, DriftChecks, DriftColumnView } from '../../../schemas/driftPanel.ts';
import { linkButton } from '../ui/button.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import { answerView } from './answer.ts';
import type { DriftContext } from './memory.ts';

export function verdictList({ isTrusted }: DriftChecks, check: DriftCheckView, context: DriftContext): TemplateResult {
  const addMonitor = isTrusted ? context.actions?.addMonitor : undefined;
  const monitor = ({ name, canMonitor }: DriftColumnView): TemplateResult | typeof nothing =>
    addMonitor === undefined || !canMonitor
      ? nothing
      : html`<span class="sub"
          >No check watches it.
          ${linkButton(html`Add monitor<span class="visually-hidden"> of ${plainText(name)}</span>`, () =>
            addMonitor({ check: check.id, column: name }),
          )}</span
        >`;
  const provisional = check.progress === null ? nothing : html` <span class="sub">provisional</span>`;
  const look = (column: DriftColumnView) => (): void => {
    context.remember({ column: column.name, window: column.window });
    document.getElementById('column-heading')?.scrollIntoView({ block: 'nearest' });
  };
  return section({
    id: 'verdicts',
    title: t('Verdicts'),
    aside: html`<span class="quiet">most money at risk first, then most changed</span>`,
    content: table<DriftColumnView>({
      label: t('Verdict of each column'),
      columns: [
        {
          header: t('Column'),
          isRowHeader: true,
          className: 'drift-column',
          cell: (column) => linkButton(plainText(column.name), look(column)),
        },
        {
          header: t('Verdict'),
          className: 'drift-answer',
          cell: (column) => html`${answerView(column.answer)}${provisional}`,
        },
        {
          header: t('Windows'),
          align: 'end',
          cell: ({ drifting, judged }) => html`${drifting} of ${judged}`,
        },
        {
          header: t('Money, estimated'),
          align: 'end',
          cell: ({ money, answer }) =>
            money === null
              ? html`<span class="quiet">${answer === 'drift' ? t('not known') : '–'}</span>`
              : html`${plainText(money.text)} <span class="sub">${plainText(money.range)}</span>`,
        },
        {
          header: t('Why'),
          cell: (column) =>
            html`${plainText(column.sentence)}${column.advice === null ? nothing : html` <span class="quiet">${plainText(column.advice)}</span>`}${monitor(column)}`,
        },
      ],
      groups: [{ rows: check.columns }],
      key: ({ name }) => name,
    }),
  });
}
