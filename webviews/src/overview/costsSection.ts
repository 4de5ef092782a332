/** Cost coverage: which categories of the ledger are tracked, which do not apply, which nobody has looked at. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { codeText } from '../ui/codeText.ts';
import { html } from '../ui/html.ts';
import type { CostCategory, CostSummary, OverviewProject } from '../../../schemas/overview.ts';
import type { Segment } from '../charts/segmentBar.ts';
import { segmentBar } from '../charts/segmentBar.ts';
import { figureOverRange, figureView, sourceText } from '../ui/figure.ts';
import { matchesFilter } from '../ui/matchesFilter.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import type { OverviewContext } from './memory.ts';
import { emptyContent, section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';

type KnownCosts = Extract<CostSummary, { state: 'known' }>;

const groups = [
  { group: 'data', heading: t('Data') },
  { group: 'model', heading: t('Model') },
  { group: 'operation', heading: t('Operation') },
] as const satisfies readonly { readonly group: CostCategory['group']; readonly heading: string }[];

export function costsSection({ costs }: OverviewProject, context: OverviewContext): TemplateResult {
  return section({
    id: 'costs',
    title: t('Costs'),
    aside: costs.state === 'known' ? coverageWords(costs) : nothing,
    content:
      costs.state === 'known'
        ? knownContent(costs, context)
        : emptyContent(
            html`Not known because ${codeText(costs.because)}.`,
            costs.next === undefined ? nothing : codeText(costs.next),
          ),
  });
}

/** Number of categories in each state of coverage. */
function countCoverage({ categories }: KnownCosts): Readonly<Record<CostCategory['coverage']['state'], number>> {
  const inState = (state: CostCategory['coverage']['state']) =>
    categories.filter((category) => category.coverage.state === state).length;
  return { tracked: inState('tracked'), none: inState('none'), untracked: inState('untracked') };
}

function coverageWords(costs: KnownCosts): string {
  const { tracked, none } = countCoverage(costs);
  return t('{0} of {1} categories accounted for', tracked + none, costs.categories.length);
}

function knownContent(costs: KnownCosts, context: OverviewContext): TemplateResult {
  const open = context.actions?.openLocation;
  const shown = costs.categories.filter((category) =>
    matchesFilter(context.memory.filter, category.id, category.name, category.meaning),
  );
  return html`<div class="cost-summary">
      ${coverageBar(costs)}
      <dl class="source-facts">
        <div>
          <dt>One-off, tracked</dt>
          <dd>${figureView(costs.oneOff, open)}</dd>
        </div>
        <div>
          <dt>Per year, tracked</dt>
          <dd>${figureView(costs.yearly, open)}</dd>
        </div>
      </dl>
    </div>
    ${
      shown.length === 0
        ? emptyContent(t('No category matches the filter.'))
        : table({
            label: t('Cost categories'),
            columns: categoryColumns(context),
            groups: groups.map(({ group, heading }) => ({
              heading,
              rows: shown.filter((category) => category.group === group),
            })),
            key: (category) => category.id,
          })
    }`;
}

function coverageBar(costs: KnownCosts): TemplateResult {
  const total = costs.categories.length;
  const { tracked, none, untracked } = countCoverage(costs);
  const segments: Segment[] = [
    { share: tracked / total, label: t('{0} tracked', tracked), tone: 'shade-1' },
    { share: none / total, label: t('{0} with none, and a reason', none), tone: 'shade-3' },
    { share: untracked / total, label: t('{0} untracked', untracked), tone: 'hatched' },
  ];
  const present = segments.filter((segment) => segment.share > 0);
  return html`<div class="coverage">
    ${segmentBar(present, t('Cost coverage: {0}.', present.map((segment) => segment.label).join(', ')))}
    <ul class="legend" aria-hidden="true">
      ${present.map((segment) => html`<li><span class="swatch segment-${segment.tone}"></span>${segment.label}</li>`)}
    </ul>
  </div>`;
}

function categoryColumns(context: OverviewContext): readonly TableColumn<CostCategory>[] {
  const open = context.actions?.openLocation;
  return [
    {
      header: t('Category'),
      isRowHeader: true,
      className: 'category-name',
      cell: (category) =>
        html`${sourceText(
            category.name,
            category.coverage.state === 'untracked' ? undefined : category.coverage.source,
            open,
          )}
          ${category.isHidden ? html`<span class="role" title="Usually forgotten">hidden</span>` : nothing}
          <span class="sub">${plainText(category.meaning)}</span>`,
    },
    { header: t('State'), className: 'category-state', cell: coverageView },
    { header: t('One-off'), align: 'end', cell: (category) => amountView(category, 'oneOff', context) },
    { header: t('Per year'), align: 'end', cell: (category) => amountView(category, 'yearly', context) },
  ];
}

function coverageView({ coverage }: CostCategory): TemplateResult {
  switch (coverage.state) {
    case 'tracked':
      return html`<span class="verdict verdict-target-met">${icon('met')} Tracked</span>`;
    case 'none':
      return html`<span class="verdict">${icon('held')} None</span
        ><span class="sub">${plainText(coverage.reason)}</span>`;
    case 'untracked':
      return html`<span class="verdict verdict-not-known">${icon('unknown')} Untracked</span>`;
  }
}

function amountView(category: CostCategory, which: 'oneOff' | 'yearly', context: OverviewContext): TemplateResult {
  const { coverage } = category;
  if (coverage.state === 'untracked') return html`<span class="quiet">not known</span>`;
  const amount = coverage.state === 'tracked' ? coverage[which] : undefined;
  return amount === undefined
    ? html`<span class="quiet" aria-label="none">–</span>`
    : figureOverRange(amount, context.actions?.openLocation);
}
