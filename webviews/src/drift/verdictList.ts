/** Every column with its verdict and the reason in words, in the order in which to look at them. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { DriftCheckView, DriftChecks, DriftColumnView } from '../../../schemas/driftPanel.ts';
import { saveButtons } from '../charts/saveButtons.ts';
import { linkButton } from '../ui/button.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import { answerView, answerWords } from './answer.ts';
import { chooseColumns, drawnColumns, moreColumns } from './chooseColumns.ts';
import type { DriftContext } from './memory.ts';

const moneyColumn: TableColumn<DriftColumnView> = {
  header: t('Money, estimated'),
  align: 'end',
  cell: ({ money, answer }) =>
    money === null
      ? html`<span class="quiet">${answer === 'drift' ? t('not known') : '–'}</span>`
      : html`${plainText(money.text)} <span class="sub">${plainText(money.range)}</span>`,
};

export function verdictList({ isTrusted }: DriftChecks, check: DriftCheckView, context: DriftContext): TemplateResult {
  const columns = chooseColumns(check, context);
  const hasMoney = check.columns.some(({ money }) => money !== null);
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
    aside:
      (context.memory.order ?? 'matters') === 'matters'
        ? html`<span class="quiet"
            >${hasMoney ? t('most money at risk first, then most changed') : t('most changed first')}</span
          >`
        : nothing,
    content: html`${table<DriftColumnView>({
      label: t('Verdict of each column'),
      columns: [
        {
          header: t('Column'),
          isRowHeader: true,
          className: 'drift-name',
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
          className: 'drift-share',
          cell: ({ drifting, judged }) => html`${drifting} of ${judged}`,
        },
        ...(hasMoney ? [moneyColumn] : []),
        {
          header: t('Why'),
          cell: (column) =>
            html`${plainText(column.sentence)}${column.advice === null ? nothing : html` <span class="quiet">${plainText(column.advice)}</span>`}${monitor(column)}`,
        },
      ],
      groups: [{ rows: drawnColumns(columns, context) }],
      key: ({ name }) => name,
    })}
    ${moreColumns(columns, check, context)}
    ${saveButtons({ id: 'drift-verdicts', ...verdictTable(check, columns), isDrawn: false }, context)}`,
  });
}

/** What is saved: a row for each verdict of each column and window, as the page words it. */
function verdictTable({ windows }: DriftCheckView, columns: readonly DriftColumnView[]) {
  const headers = [
    t('Column'),
    t('Window'),
    t('Judged'),
    t('Verdict'),
    t('Effect'),
    t('Low'),
    t('High'),
    t('Counts from'),
    t('p, adjusted'),
    t('Rows'),
    t('Money, estimated'),
    t('In words'),
  ];
  const rows = columns.flatMap(({ name, answer, cells, money, sentence }) => {
    if (cells.length === 0) return [[name, '', '', answerWords(answer), '', '', '', '', '', '', '', sentence]];
    return cells.flatMap((cell, window) =>
      (cell?.verdicts ?? []).map((verdict) => [
        name,
        windows[window]?.label ?? '',
        verdict.name,
        answerWords(verdict.answer),
        ...[verdict.effect, verdict.low, verdict.high, verdict.smallest].map(String),
        verdict.p,
        String(windows[window]?.rows ?? ''),
        money?.text ?? '',
        verdict.words,
      ]),
    );
  });
  return { columns: headers, rows };
}
