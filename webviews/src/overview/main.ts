/** The page of the Overview panel. */
import '../host/withoutEval.ts';
import '../ui/theme.css';
import '../ui/page.css';
import '../ui/verdict.css';
import '../charts/charts.css';
import './overview.css';
import { html } from '../ui/html.ts';
import type { OverviewProject } from '../../../schemas/overview.ts';
import { overviewViewModel } from '../../../schemas/overview.ts';
import { startPanelPage } from '../host/panelPage.ts';
import { filterField } from '../ui/filterField.ts';
import { emptyView } from '../ui/pageStates.ts';
import { registerToolkit } from '../ui/toolkit.ts';
import { costsSection } from './costsSection.ts';
import { dataSection } from './dataSection.ts';
import { economicsSection } from './economicsSection.ts';
import { headerView } from './header.ts';
import type { OverviewContext } from './memory.ts';
import { freshOverviewMemory, overviewMemory } from './memory.ts';
import { metricsSection } from './metricsSection.ts';
import { sectionLinks } from '../ui/section.ts';
import { splitsSection } from './splitsSection.ts';
import { t } from '../ui/texts.ts';

const sections = [
  { id: 'metrics', title: t('Metrics'), view: metricsSection },
  { id: 'data', title: t('Data'), view: dataSection },
  { id: 'splits', title: t('Splits'), view: splitsSection },
  { id: 'economics', title: t('Economics'), view: economicsSection },
  { id: 'costs', title: t('Costs'), view: costsSection },
] as const;

function projectView(model: OverviewProject, context: OverviewContext) {
  return html`${headerView(model, context)}
    <div class="toolbar">
      ${sectionLinks(sections)}
      ${filterField(t('Filter metrics, data, costs'), context.memory.filter, (filter) => context.remember({ filter }))}
    </div>
    <main>${sections.map(({ view }) => view(model, context))}</main>`;
}

const root = document.getElementById('page');
if (root === null) throw new Error('The page has no root element.');

registerToolkit();
startPanelPage(
  {
    name: 'overview',
    viewModel: overviewViewModel,
    memory: overviewMemory,
    freshMemory: freshOverviewMemory,
    view: (model, context) =>
      model.state === 'project' ? projectView(model, context) : emptyView(t('No project'), model.because, model.next),
  },
  root,
);
