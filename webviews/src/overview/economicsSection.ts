/** What the project is worth at target and at limit, and what it must at least reach. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { codeText } from '../ui/codeText.ts';
import { html } from '../ui/html.ts';
import type { EconomicsSummary, Figure, OverviewProject } from '../../../schemas/overview.ts';
import { figureView, locationLink } from '../ui/figure.ts';
import { plainText } from '../ui/plainText.ts';
import { table } from '../ui/table.ts';
import type { OverviewContext } from './memory.ts';
import { emptyContent, section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';

type KnownEconomics = Extract<EconomicsSummary, { state: 'known' }>;

export function economicsSection({ economics }: OverviewProject, context: OverviewContext): TemplateResult {
  return section({
    id: 'economics',
    title: t('Economics'),
    aside: economics.state === 'known' ? locationLink(economics.definedAt, context.actions?.openLocation) : nothing,
    content:
      economics.state === 'known'
        ? knownContent(economics, context)
        : emptyContent(
            html`Not known because ${codeText(economics.because)}.`,
            economics.next === undefined ? nothing : codeText(economics.next),
          ),
  });
}

function knownContent(economics: KnownEconomics, context: OverviewContext): TemplateResult {
  const open = context.actions?.openLocation;
  const { outcomes, breakEven, assumptions } = economics;
  if (outcomes.length + breakEven.length + assumptions.length === 0) {
    return emptyContent(
      t('Nothing can be computed yet.'),
      t('Add volume and the value of each outcome under economics.'),
    );
  }
  return html`<div class="economics">
    ${
      outcomes.length === 0
        ? nothing
        : table({
            label: t('Value at target and at limit'),
            columns: [
              {
                header: t('Outcome'),
                isRowHeader: true,
                cell: (outcome) =>
                  html`${plainText(outcome.label)}
                  ${outcome.formula === undefined ? nothing : html`<span class="sub">${plainText(outcome.formula)}</span>`}`,
              },
              { header: t('At target'), align: 'end', cell: (outcome) => figureView(outcome.atTarget, open) },
              { header: t('At limit'), align: 'end', cell: (outcome) => figureView(outcome.atLimit, open) },
            ],
            groups: [{ rows: outcomes }],
            key: (outcome) => outcome.label,
          })
    }
    ${figureList(t('Break-even'), breakEven, context)} ${figureList(t('Assumptions'), assumptions, context)}
  </div>`;
}

function figureList(
  title: string,
  figures: readonly { readonly label: string; readonly figure: Figure; readonly note?: string | undefined }[],
  context: OverviewContext,
): TemplateResult | typeof nothing {
  if (figures.length === 0) return nothing;
  return html`<div class="figure-list">
    <h3>${title}</h3>
    <dl>
      ${figures.map(
        ({ label, figure, note }) =>
          html`<div>
            <dt>
              ${plainText(label)}${note === undefined ? nothing : html`<span class="sub">${plainText(note)}</span>`}
            </dt>
            <dd>${figureView(figure, context.actions?.openLocation)}</dd>
          </div>`,
      )}
    </dl>
  </div>`;
}
