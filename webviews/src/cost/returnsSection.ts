/** What comes back: at the goals and as measured, over all ranges, and from where on it pays. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { Costs } from '../../../schemas/costPanel.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { sourceText } from '../ui/figure.ts';
import { table } from '../ui/table.ts';
import { figureTile, percentText, shown, tiles, unknownContent } from './figures.ts';
import type { CostContext } from './memory.ts';
import { t } from '../ui/texts.ts';

export function returnsSection(costs: Costs, context: CostContext): TemplateResult {
  return section({
    id: 'return',
    title: t('Return'),
    content: html`${table({
      label: t('What comes back'),
      columns: [
        { header: t('Figure'), isRowHeader: true, cell: ({ label }) => plainText(label) },
        { header: t('At the target'), align: 'end' as const, cell: ({ atTarget }) => shown(atTarget, context) },
        { header: t('At the limit'), align: 'end' as const, cell: ({ atLimit }) => shown(atLimit, context) },
        { header: t('As measured'), align: 'end' as const, cell: ({ measured }) => shown(measured, context) },
      ],
      groups: [{ rows: costs.returns }],
      key: ({ id }) => id,
    })}
    ${simulationView(costs.simulation, context)} ${breakEvenView(costs, context)}`,
  });
}

function simulationView(simulation: Costs['simulation'], context: CostContext): TemplateResult {
  const heading = html`<h3>Net present value over all ranges</h3>`;
  if (simulation.state === 'unknown') return html`${heading} ${unknownContent(simulation)}`;
  const { p10, p50, p90, lossShare, drivers, draws, seed } = simulation;
  return html`${heading}
    ${tiles([
      figureTile(t('One in ten is worse (P10)'), p10, context),
      figureTile(t('Half are worse (P50)'), p50, context),
      figureTile(t('One in ten is better (P90)'), p90, context),
      { label: t('Lose money'), content: percentText(lossShare), tone: lossShare > 0.1 ? 'bad' : undefined },
    ])}
    ${
      drivers.length === 0
        ? nothing
        : table({
            label: t('What drives the spread'),
            columns: [
              {
                header: t('What drives the spread'),
                isRowHeader: true,
                cell: ({ label, source }) => sourceText(label, source, context.actions?.openLocation),
              },
              {
                header: t('Share'),
                cell: ({ share }) =>
                  html`<span class="driver-bar" style="width:${Math.max(1, share * 100)}px"></span>
                    ${percentText(share)}`,
              },
              { header: t('Range'), align: 'end' as const, cell: ({ range }) => plainText(range) },
            ],
            groups: [{ rows: drivers.slice(0, 8) }],
            key: ({ label }) => label,
          })
    }
    <p class="quiet">${draws} draws, seed ${seed}: equal plans give equal results.</p>`;
}

function breakEvenView({ breakEven }: Costs, context: CostContext): TemplateResult | typeof nothing {
  if (breakEven.length === 0) return nothing;
  return html`<h3>From where on it pays</h3>
    <dl class="cost-facts">
      ${breakEven.map(
        ({ label, figure }) =>
          html`<div>
            <dt>${plainText(label)}</dt>
            <dd>${shown(figure, context)}</dd>
          </div>`,
      )}
    </dl>`;
}
