/** What was not converted, what is still wrong, and what was decided. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { PromotionModel, ViewedStatement } from '../../../schemas/promotionView.ts';
import { codeText } from '../ui/codeText.ts';
import { sourceText } from '../ui/figure.ts';
import { plainText } from '../ui/plainText.ts';
import { emptyContent, section } from '../ui/section.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import type { PromotionContext } from './memory.ts';

export function findingsSection(model: PromotionModel, context: PromotionContext): TemplateResult {
  const open = context.actions?.openLocation;
  const rows = [
    ...model.checks.map(({ place, code, message }) => ({
      rule: code,
      message,
      cell: html`${plainText(place)}`,
      to: place,
    })),
    ...model.findings.map(({ rule, message, cell, location, to }) => ({
      rule,
      message,
      cell: sourceText(cell, location ?? undefined, open),
      to: to === null ? '' : `${to.file}:${to.line}`,
    })),
  ];
  return section({
    id: 'findings',
    title: t('Findings'),
    content:
      rows.length === 0
        ? emptyContent(t('The package keeps no finding of the notebook.'))
        : table({
            label: t('Findings that the package keeps'),
            columns: [
              {
                header: t('Rule'),
                isRowHeader: true,
                className: 'finding-rule',
                cell: ({ rule }) => html`<span class="code">${plainText(rule)}</span>`,
              },
              { header: t('Finding'), className: 'finding-message', cell: ({ message }) => codeText(message) },
              { header: t('Cell'), cell: ({ cell }) => cell },
              {
                header: t('In the package'),
                className: 'finding-place',
                cell: ({ to }) => html`<span class="code">${plainText(to)}</span>`,
              },
            ],
            groups: [{ rows: rows.map((row, index) => ({ ...row, key: String(index) })) }],
            key: ({ key }) => key,
          }),
  });
}

interface ReportRow extends ViewedStatement {
  readonly cell: TemplateResult;
}

export function reportSection(model: PromotionModel, context: PromotionContext): TemplateResult {
  const rows = model.cells.flatMap(({ number, location, statements }) =>
    statements.map((statement): ReportRow => ({
      ...statement,
      cell: sourceText(
        /^\d+$/u.test(statement.lines)
          ? t('Cell {0}, line {1}', number, statement.lines)
          : t('Cell {0}, lines {1}', number, statement.lines),
        location ?? undefined,
        context.actions?.openLocation,
      ),
    })),
  );
  const of = (outcome: ViewedStatement['outcome']) => rows.filter((row) => row.outcome === outcome);
  const groups = [
    { heading: t('Left as they are'), rows: of('left') },
    { heading: t('Dropped'), rows: of('dropped') },
  ];
  return section({
    id: 'report',
    title: t('Report'),
    content: html`${
      groups.every((group) => group.rows.length === 0)
        ? emptyContent(t('Every statement of the notebook is in the package.'))
        : table<ReportRow>({
            label: t('Statements that are not in the package'),
            columns: [
              {
                header: t('Statement'),
                isRowHeader: true,
                className: 'report-statement',
                cell: ({ text }) => html`<code>${plainText(text)}</code>`,
              },
              { header: t('Cell'), className: 'report-cell', cell: ({ cell }) => cell },
              { header: t('Why'), className: 'report-why', cell: ({ reason }) => codeText(reason ?? t('not said')) },
            ],
            groups,
            key: ({ id }) => id,
          })
    }${decisionsView(model)}`,
  });
}

function decisionsView({ decisions, dependencies }: PromotionModel): TemplateResult {
  return html`${
    decisions.length === 0
      ? nothing
      : html`<h3>Decisions</h3>
          <ul class="decisions">
            ${decisions.map((sentence) => html`<li>${codeText(sentence)}</li>`)}
          </ul>`
  }
  ${
    dependencies.length === 0
      ? nothing
      : html`<h3>Dependencies</h3>
          <ul class="dependencies">
            ${dependencies.map(
              ({ distribution, version, isVerified }) =>
                html`<li>
                  <span class="code">${plainText(distribution)}${version === null ? '' : ` ${version}`}</span>
                  ${isVerified ? nothing : html`<span class="quiet">guessed from the import</span>`}
                </li>`,
            )}
          </ul>`
  }`;
}
