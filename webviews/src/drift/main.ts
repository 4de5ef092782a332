/** The page of the Drift panel. */
import '../host/withoutEval.ts';
import '../ui/theme.css';
import '../ui/page.css';
import '../ui/pictures.css';
import '../charts/charts.css';
import './drift.css';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { DriftChecks, DriftViewModel } from '../../../schemas/driftPanel.ts';
import { driftViewModel } from '../../../schemas/driftPanel.ts';
import { startPanelPage } from '../host/panelPage.ts';
import { emptyView } from '../ui/pageStates.ts';
import { sectionLinks } from '../ui/section.ts';
import { t } from '../ui/texts.ts';
import { registerToolkit } from '../ui/toolkit.ts';
import { answersSection } from './answersSection.ts';
import { checkHeader, watchedHeader } from './checkHeader.ts';
import { chooseCell, chooseCheck } from './chooseCell.ts';
import { chooseColumns, columnTools, drawnColumns } from './chooseColumns.ts';
import { columnSection } from './columnSection.ts';
import { heatMap } from './heatMap.ts';
import type { DriftContext } from './memory.ts';
import { driftMemory, freshDriftMemory } from './memory.ts';
import { watchedSection } from './watchedSection.ts';
import { verdictList } from './verdictList.ts';

function checksView(model: DriftChecks, context: DriftContext) {
  const check = chooseCheck(model, context);
  const chosen = check === undefined ? undefined : chooseCell(check, context);
  const watched = {
    id: 'watched',
    title: t('Watched numbers'),
    content: model.watched.length === 0 ? nothing : watchedSection(model.watched, context),
  };
  if (check === undefined) {
    return html`${watchedHeader(model, context)}
      <main>${watched.content}</main>`;
  }
  const drawn = drawnColumns(chooseColumns(check, context), context).filter(({ cells }) => cells.length > 0);
  const sections = [
    {
      id: 'heat',
      title: t('Columns by windows'),
      content: chosen === undefined || drawn.length === 0 ? nothing : heatMap(check, chosen, drawn, context),
    },
    { id: 'verdicts', title: t('Verdicts'), content: verdictList(model, check, context) },
    {
      id: 'column',
      title: t('Column'),
      content: chosen === undefined ? nothing : columnSection(check, chosen, context),
    },
    { id: 'whole', title: t('Rows and answers as a whole'), content: answersSection(check, context) },
    watched,
  ].filter(({ content }) => content !== nothing);
  return html`${checkHeader(model, check, context)}
    <div class="toolbar">${sectionLinks(sections)} ${columnTools(check, context)}</div>
    <main>${sections.map(({ content }) => content)}</main>`;
}

function view(model: DriftViewModel, context: DriftContext) {
  if (model.state === 'checks') return checksView(model, context);
  const title =
    model.project === '' ? t('No project') : model.isComparing ? t('Comparing…') : t('Nothing compared yet');
  const compare = model.canCompare ? context.actions?.compareDrift : undefined;
  const monitor = model.canMonitor ? context.actions?.addMonitor : undefined;
  const action =
    model.isComparing && context.actions !== undefined
      ? { label: t('Cancel'), press: context.actions.cancelDrift }
      : compare !== undefined
        ? { label: t('Look for drift'), press: compare }
        : monitor !== undefined
          ? { label: t('Add monitor'), press: () => monitor(null) }
          : undefined;
  return emptyView(title, model.because, model.next, action);
}

const root = document.getElementById('page');
if (root === null) throw new Error('The page has no root element.');

registerToolkit();
startPanelPage(
  { name: 'drift', viewModel: driftViewModel, memory: driftMemory, freshMemory: freshDriftMemory, view },
  root,
);
