/** The page of the Runs panel. */
import '../host/withoutEval.ts';
import '../ui/theme.css';
import '../ui/page.css';
import '../ui/verdict.css';
import '../charts/charts.css';
import './runs.css';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { RecordedRuns, RunsViewModel } from '../../../schemas/runsPanel.ts';
import { runsViewModel } from '../../../schemas/runsPanel.ts';
import { startPanelPage } from '../host/panelPage.ts';
import { choiceField } from '../ui/choiceField.ts';
import { emptyView } from '../ui/pageStates.ts';
import { t } from '../ui/texts.ts';
import { registerToolkit } from '../ui/toolkit.ts';
import { chooseRuns, pairsOf } from './chosenRuns.ts';
import { runsHeader } from './header.ts';
import { historySection } from './historySection.ts';
import type { RunsContext } from './memory.ts';
import { freshRunsMemory, runsMemory } from './memory.ts';
import { tableSection } from './runsTable.ts';

function runsView(model: RecordedRuns, context: RunsContext) {
  const chosen = chooseRuns(model, context.memory);
  const pairs = pairsOf(model);
  const { metrics, drawn } = chosen;
  const option = (value: string) => ({ value, label: value });
  return html`${runsHeader(model, context)}
    <search class="toolbar runs-choices">
      ${
        pairs.length < 2
          ? nothing
          : choiceField({
              label: t('Model and split'),
              options: [{ value: '', label: t('all') }, ...pairs.map((pair) => option(pair))],
              chosen: pairs.includes(context.memory.pair) ? context.memory.pair : '',
              choose: (pair) => context.remember({ pair }),
            })
      }
      ${
        drawn === undefined
          ? nothing
          : choiceField({
              label: t('Drawn metric'),
              options: metrics.map(({ metric }) => option(metric.id)),
              chosen: drawn.metric.id,
              choose: (metric) => context.remember({ metric }),
            })
      }
    </search>
    <main>${historySection(chosen, context)} ${tableSection(chosen, context)}</main>`;
}

function view(model: RunsViewModel, context: RunsContext) {
  if (model.state === 'runs') return runsView(model, context);
  const title = model.project === '' ? t('No project') : t('No run yet');
  const evaluate = model.canEvaluate ? context.actions?.evaluate : undefined;
  const action = evaluate === undefined ? undefined : { label: t('Evaluate'), press: evaluate };
  return emptyView(title, model.because, model.next, action);
}

const root = document.getElementById('page');
if (root === null) throw new Error('The page has no root element.');

registerToolkit();
startPanelPage(
  { name: 'runs', viewModel: runsViewModel, memory: runsMemory, freshMemory: freshRunsMemory, view },
  root,
);
