/** The page of the Evaluation panel. */
import '../host/withoutEval.ts';
import '../ui/theme.css';
import '../ui/page.css';
import '../ui/verdict.css';
import '../ui/pictures.css';
import '../charts/charts.css';
import './evaluation.css';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { EvaluationRuns, EvaluationViewModel } from '../../../schemas/evaluationPanel.ts';
import { evaluationViewModel } from '../../../schemas/evaluationPanel.ts';
import { startPanelPage } from '../host/panelPage.ts';
import { emptyView } from '../ui/pageStates.ts';
import { sectionLinks } from '../ui/section.ts';
import { t } from '../ui/texts.ts';
import { registerToolkit } from '../ui/toolkit.ts';
import { comparisonSection, findComparison } from './comparisonSection.ts';
import { compressionSection } from './compressionSection.ts';
import { confusionSection } from './confusionSection.ts';
import { curvesSection } from './curvesSection.ts';
import { errorsSection } from './errorsSection.ts';
import { flawedSection } from './flawedSection.ts';
import { imagesSection } from './imagesSection.ts';
import type { EvaluationContext } from './memory.ts';
import { evaluationMemory, freshEvaluationMemory } from './memory.ts';
import { machineSection } from './machineSection.ts';
import { moneySection } from './moneySection.ts';
import { metricsSection } from './metricsSection.ts';
import { chooseRuns, runHeader } from './runHeader.ts';
import { numbersSection } from './numbersSection.ts';
import { perClassSection } from './perClassSection.ts';
import { thingsSection } from './thingsSection.ts';
import { thresholdSection } from './thresholdSection.ts';

function runsView(model: EvaluationRuns, context: EvaluationContext) {
  const chosen = chooseRuns(model, context);
  if (chosen === undefined) return html``;
  const { run, other } = chosen;
  const sections = [
    { id: 'metrics', title: t('Metrics'), content: metricsSection(run, other, findComparison(model, chosen), context) },
    { id: 'comparison', title: t('Comparison'), content: comparisonSection(model, chosen, context) },
    { id: 'threshold', title: t('Threshold'), content: thresholdSection(run, context) },
    { id: 'money', title: t('Money'), content: moneySection(run, other, context) },
    { id: 'compression', title: t('Compression'), content: compressionSection(run) },
    { id: 'numbers', title: t('Errors'), content: numbersSection(run, other, context) },
    { id: 'classes', title: t('Classes'), content: perClassSection(run, other, context) },
    { id: 'things', title: t('Classes'), content: thingsSection(run, context) },
    { id: 'confusion', title: t('Confusion'), content: confusionSection(run, context) },
    { id: 'errors-behind', title: t('Worst errors'), content: errorsSection(run, context) },
    { id: 'flawed', title: t('Worst pictures'), content: flawedSection(run, context) },
    { id: 'images', title: t('Images'), content: imagesSection(run) },
    { id: 'curves', title: t('Curves'), content: curvesSection(run, other, context) },
    { id: 'machine', title: t('Machine'), content: machineSection(run, other, context) },
  ].filter(({ content }) => content !== nothing);
  return html`${runHeader(model, chosen, context)}
    <div class="toolbar">${sectionLinks(sections)}</div>
    <main>${sections.map(({ content }) => content)}</main>`;
}

function view(model: EvaluationViewModel, context: EvaluationContext) {
  if (model.state === 'runs') return runsView(model, context);
  const title = model.project === '' ? t('No project') : t('Nothing evaluated yet');
  const evaluate = model.canEvaluate ? context.actions?.evaluate : undefined;
  const action = evaluate === undefined ? undefined : { label: t('Evaluate'), press: evaluate };
  return emptyView(title, model.because, model.next, action);
}

const root = document.getElementById('page');
if (root === null) throw new Error('The page has no root element.');

registerToolkit();
startPanelPage(
  {
    name: 'evaluation',
    viewModel: evaluationViewModel,
    memory: evaluationMemory,
    freshMemory: freshEvaluationMemory,
    lookAtRuns: ({ run, other }, memory) => ({ ...memory, run, other: other ?? '', threshold: undefined }),
    view,
  },
  root,
);
