/** The page of the Cost panel. */
import '../host/withoutEval.ts';
import '../ui/theme.css';
import '../ui/page.css';
import '../ui/verdict.css';
import '../charts/charts.css';
import './cost.css';
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { Costs } from '../../../schemas/costPanel.ts';
import { costViewModel } from '../../../schemas/costPanel.ts';
import { startPanelPage } from '../host/panelPage.ts';
import { badge } from '../ui/badge.ts';
import { iconButton, linkButton } from '../ui/button.ts';
import { locationLink } from '../ui/figure.ts';
import { icon } from '../ui/icon.ts';
import { emptyView } from '../ui/pageStates.ts';
import { plainText } from '../ui/plainText.ts';
import { sectionLinks } from '../ui/section.ts';
import { registerToolkit } from '../ui/toolkit.ts';
import {
  changeSection,
  driftSection,
  energySection,
  importsSection,
  itemsSection,
  workSection,
} from './detailSections.ts';
import { figureTile, tiles } from './figures.ts';
import { icebergSection } from './icebergSection.ts';
import { leversSection } from './leversSection.ts';
import type { CostContext } from './memory.ts';
import { costMemory, freshCostMemory } from './memory.ts';
import { planSection } from './planSection.ts';
import { returnsSection } from './returnsSection.ts';
import { runsSection } from './runsSection.ts';
import { whatIfSection } from './whatIfSection.ts';
import { t } from '../ui/texts.ts';

const sections = [
  { id: 'iceberg', title: t('Iceberg'), view: icebergSection },
  { id: 'return', title: t('Return'), view: returnsSection },
  { id: 'what-if', title: t('What if'), view: whatIfSection },
  { id: 'plan', title: t('Plan'), view: planSection },
  { id: 'levers', title: t('Levers'), view: leversSection },
  { id: 'runs', title: t('Runs'), view: runsSection },
  { id: 'items', title: t('Items'), view: itemsSection },
  { id: 'imports', title: t('Imports'), view: importsSection },
  { id: 'work', title: t('Work'), view: workSection },
  { id: 'drift', title: t('Drift'), view: driftSection },
  { id: 'energy', title: t('Energy'), view: energySection },
  { id: 'change', title: t('Base'), view: changeSection },
] as const;

const exports = [
  { format: 'csv', label: 'CSV' },
  { format: 'markdown', label: t('Markdown') },
  { format: 'focus', label: 'FOCUS' },
] as const;

function header(costs: Costs, context: CostContext): TemplateResult {
  const { actions } = context;
  const net = costs.returns.find(({ id }) => id === 'net-present-value');
  const { simulation } = costs;
  const lowest: Parameters<typeof tiles>[0] =
    simulation.state === 'known' ? [figureTile(t('In nine of ten cases at least'), simulation.p10, context)] : [];
  return html`<header class="page-header">
      <div class="page-title">
        <h1>${plainText(costs.project)}</h1>
        ${badge(t('Costs'))}
        ${
          actions === undefined
            ? nothing
            : html`<span class="page-tools">
                ${context.isRefreshing ? html`<span class="quiet" role="status">Refreshing…</span>` : nothing}
                <span class="quiet">Export</span>
                ${exports.map(({ format, label }) => linkButton(label, () => actions.exportCosts(format)))}
                ${iconButton(icon('refresh'), t('Refresh'), actions.refresh)}
              </span>`
        }
      </div>
      <ul class="facts">
        <li>${locationLink(costs.spec, actions?.openLocation)}</li>
        <li>${t('in {0}', costs.currency)}</li>
        ${costs.isComplete ? nothing : html`<li>bills, runs and history are still being read</li>`}
      </ul>
    </header>
    <section class="cost-glance" aria-label="At a glance">
      ${tiles([
        { label: t('Categories tracked'), content: t('{0} of {1}', costs.coverage.tracked, costs.coverage.all) },
        figureTile(t('One-off'), costs.oneOff, context),
        figureTile(t('Per year'), costs.yearly, context),
        figureTile(t('Usually forgotten'), costs.hiddenShare, context),
        figureTile(t('Net present value at the target'), net?.atTarget, context),
        ...lowest,
      ])}
    </section>`;
}

function view(costs: Costs, context: CostContext): TemplateResult {
  return html`${header(costs, context)}
    <div class="toolbar">${sectionLinks(sections)}</div>
    <main>${sections.map(({ view: draw }) => draw(costs, context))}</main>`;
}

const root = document.getElementById('page');
if (root === null) throw new Error('The page has no root element.');

registerToolkit();
startPanelPage(
  {
    name: 'cost',
    viewModel: costViewModel,
    memory: costMemory,
    freshMemory: freshCostMemory,
    view: (model, context) =>
      model.state === 'costs'
        ? view(model, context)
        : emptyView(model.project === '' ? t('No project') : t('No costs yet'), model.because, model.next),
  },
  root,
);
