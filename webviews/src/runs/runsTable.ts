/** All runs with their metrics: what was run, on what, and how it stands against the goals of now. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import { live } from 'lit-html/directives/live.js';
import type { RecordedRun } from '../../../schemas/runsPanel.ts';
import { button, linkButton } from '../ui/button.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import { verdictView } from '../ui/verdict.ts';
import type { ChosenRuns, ShownMetric } from './chosenRuns.ts';
import { momentsOf } from './chosenRuns.ts';
import type { RunsContext } from './memory.ts';

/** Runs that the table holds until somebody asks for all. */
const shownAtFirst = 50;

export function tableSection({ runs, metrics }: ChosenRuns, context: RunsContext): TemplateResult {
  const shown = context.memory.showsAll ? runs : runs.slice(0, shownAtFirst);
  const hidden = runs.length - shown.length;
  return section({
    id: 'runs',
    title: t('All runs'),
    aside: compareView(runs, context),
    content: html`<div class="runs-scroll" tabindex="0" role="region" aria-label=${t('Table of all runs')}>
        ${table({
          label: t('All runs'),
          columns: [
            ...tickColumn(runs, context),
            ...columnsOf(momentsOf(runs), context),
            ...metrics.map((one) => metricColumn(one)),
          ],
          groups: [{ rows: shown }],
          key: ({ id }) => id,
        })}
      </div>
      ${hidden === 0 ? nothing : html`<p class="apply">${button(t('Show {0} more', hidden), () => context.remember({ showsAll: true }))}</p>`}`,
  });
}

/** Offers to compare the two runs that are ticked; says how before that. */
function compareView(runs: readonly RecordedRun[], { actions, memory }: RunsContext): TemplateResult | typeof nothing {
  if (actions === undefined || runs.length < 2) return nothing;
  // The runs come newest first.
  const [newer, older] = runs.filter(({ id }) => memory.ticked.includes(id));
  return newer === undefined || older === undefined
    ? html`Tick two runs to compare them.`
    : button(t('Compare the two'), () => actions.showRuns(newer.id, older.id), 'primary');
}

function tickColumn(runs: readonly RecordedRun[], context: RunsContext): readonly TableColumn<RecordedRun>[] {
  if (context.actions === undefined || runs.length < 2) return [];
  const { ticked } = context.memory;
  const tick = (id: string): void => {
    const others = ticked.filter((one) => one !== id);
    // A third one takes the place of the first.
    context.remember({ ticked: others.length < ticked.length ? others : [...others, id].slice(-2) });
  };
  return [
    {
      header: t('Compare'),
      className: 'runs-tick',
      cell: ({ id }) =>
        html`<input
          type="checkbox"
          aria-label=${toVisibleText(t('Compare {0}', id))}
          .checked=${live(ticked.includes(id))}
          @change=${() => tick(id)}
        />`,
    },
  ];
}

function columnsOf(
  moments: ReadonlyMap<string, string>,
  { actions }: RunsContext,
): readonly TableColumn<RecordedRun>[] {
  return [
    {
      header: t('Run'),
      isRowHeader: true,
      className: 'runs-name',
      cell: ({ id, at, age }) =>
        html`${actions === undefined ? plainText(moments.get(id) ?? at) : html`<span title=${toVisibleText(id)}>${linkButton(plainText(moments.get(id) ?? at), () => actions.showRuns(id, null))}</span>`}<span
            class="sub"
            >${plainText(age)}</span
          >`,
    },
    {
      header: t('Model'),
      className: 'runs-model',
      cell: ({ model, split, target }) =>
        html`${plainText(model)}<span class="sub"
            >${plainText(target === undefined ? t('on {0}', split) : t('on {0}, {1}', split, target))}</span
          >`,
    },
    {
      header: t('Data and commit'),
      className: 'runs-made-of',
      cell: ({ data, commit }) =>
        html`<span class="runs-version" title=${toVisibleText(data ?? '')}>${plainText(data ?? '–')}</span
          ><span class="sub"
            >${plainText(commit === undefined ? t('no commit') : commit.isDirty ? t('{0}, with changes', commit.id) : commit.id)}</span
          >`,
    },
  ];
}

function metricColumn({ metric, index }: ShownMetric): TableColumn<RecordedRun> {
  return {
    header: metric.id,
    align: 'end',
    className: 'runs-value',
    cell: ({ values }) => {
      const given = values[index] ?? null;
      if (given === null) return html`<span class="quiet" aria-label=${t('not given')}>–</span>`;
      const { value, verdict, note } = given;
      const why =
        value.state === 'undefined' ? t('Undefined because {0}.', value.because) : (note ?? value.interval?.text ?? '');
      return html`<span title=${why === '' ? nothing : toVisibleText(why)}
          >${value.state === 'known' ? plainText(value.text) : html`<span class="quiet">undefined</span>`}</span
        ><span class="sub">${verdictView(verdict)}</span>`;
    },
  };
}
