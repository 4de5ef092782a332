/** Two runs side by side: how far apart they are, how sure that is, and what else differs between them. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { ComparedMetricView, ComparedVerdict, ComparisonReport } from '../../../schemas/comparisonReport.ts';
import type { EvaluationRuns } from '../../../schemas/evaluationPanel.ts';
import { intervalChart } from '../charts/intervalChart.ts';
import { button } from '../ui/button.ts';
import type { Content } from '../ui/content.ts';
import type { IconName } from '../ui/icon.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import type { EvaluationContext } from './memory.ts';
import type { ChosenRuns } from './runHeader.ts';
import { olderFirst } from './runHeader.ts';

/** The comparison of the two runs that are chosen; undefined before it was asked for. */
export function findComparison(
  { comparisons }: EvaluationRuns,
  { run, other }: ChosenRuns,
): ComparisonReport | undefined {
  if (other === undefined) return undefined;
  const [older, newer] = olderFirst(run, other);
  return comparisons.findLast(({ first, second }) => first === older.id && second === newer.id);
}

export function comparisonSection(
  model: EvaluationRuns,
  chosen: ChosenRuns,
  context: EvaluationContext,
): TemplateResult | typeof nothing {
  if (chosen.other === undefined) return nothing;
  const [older, newer] = olderFirst(chosen.run, chosen.other);
  const found = findComparison(model, chosen);
  if (found === undefined && context.actions === undefined) return nothing;
  const ask = context.actions?.compareRuns;
  const compare = ask === undefined ? nothing : button(t('Compare row by row'), () => ask(older.id, newer.id));
  return section({
    id: 'comparison',
    title: t('Comparison'),
    aside: html`${plainText(older.id)} → ${plainText(newer.id)}`,
    content:
      found === undefined
        ? html`<p class="apply">
            ${compare}
            <span class="quiet">tells whether the two runs differ by more than chance; this takes seconds</span>
          </p>`
        : comparisonView(found, compare),
  });
}

const verdicts: Readonly<
  Record<ComparedVerdict, { readonly icon: IconName; readonly words: string; readonly means: string }>
> = {
  better: { icon: 'met', words: t('Better'), means: t('by more than chance') },
  worse: { icon: 'error', words: t('Worse'), means: t('by more than chance') },
  'not-settled': { icon: 'unknown', words: t('Not settled'), means: t('chance alone may make this difference') },
  same: { icon: 'held', words: t('The same'), means: '' },
  'not-known': { icon: 'unknown', words: t('Not known'), means: '' },
};

function comparisonView(report: ComparisonReport, compareAgain: Content): TemplateResult {
  const { rows, because, metrics, changed } = report;
  const settled = metrics.filter(({ verdict }) => verdict === 'better' || verdict === 'worse').length;
  return html`<p>
      ${
        rows === null
          ? html`Rows are not paired, because ${plainText(because ?? t('nothing is known of them'))}; intervals are
            compared as if both runs had seen different rows.`
          : html`${rows.toLocaleString('en')} rows were answered by both runs and are compared one by one.`
      }
      ${
        settled === 0
          ? t('No metric surely differs.')
          : settled === 1
            ? t('1 of {0} metrics surely differs, at 5 % false discoveries over all of them.', metrics.length)
            : t('{0} of {1} metrics surely differ, at 5 % false discoveries over all of them.', settled, metrics.length)
      }
    </p>
    ${table({ label: t('Difference of the two runs'), columns, groups: [{ rows: metrics }], key: ({ id }) => id })}
    ${rows === null ? html`<p class="apply">${compareAgain}</p>` : nothing}
    ${changed.length === 0 ? html`<p class="quiet">Nothing else that is recorded differs.</p>` : changedTable(changed)}`;
}

const columns: readonly TableColumn<ComparedMetricView>[] = [
  { header: t('Metric'), isRowHeader: true, className: 'metric-name', cell: ({ id }) => plainText(id) },
  { header: t('Older'), align: 'end', className: 'run-goal', cell: ({ first }) => valueOf(first) },
  { header: t('Newer'), align: 'end', className: 'run-goal', cell: ({ second }) => valueOf(second) },
  {
    header: t('Difference'),
    align: 'end',
    className: 'run-value',
    cell: ({ difference }) =>
      difference === null
        ? html`<span class="quiet">none</span>`
        : html`<span>${plainText(difference.text)}</span>${
              difference.range === null ? nothing : html`<span class="sub">${plainText(difference.range)}</span>`
            }`,
  },
  { header: t('Interval and zero'), className: 'metric-chart', cell: differenceChart },
  { header: t('Answer'), className: 'metric-state', cell: answerView },
];

function valueOf(text: string | null): TemplateResult {
  return text === null ? html`<span class="quiet">undefined</span>` : html`${plainText(text)}`;
}

function differenceChart({ difference, verdict }: ComparedMetricView): TemplateResult | typeof nothing {
  if (difference?.low === undefined || difference.high === undefined) return nothing;
  const { value, low, high, text, range } = difference;
  return intervalChart({
    value,
    low,
    high,
    tone: verdict === 'better' ? 'good' : verdict === 'worse' ? 'bad' : 'open',
    description:
      low > 0 || high < 0
        ? t('Difference {0}; its interval {1} lies on one side of zero.', text, range ?? '')
        : t('Difference {0}; its interval {1} reaches across zero.', text, range ?? ''),
  });
}

function answerView({ verdict, difference, adjusted }: ComparedMetricView): TemplateResult {
  const { icon: name, words, means } = verdicts[verdict];
  const chance = adjusted === null ? undefined : adjusted < 0.0001 ? 'p < 0.0001' : `p ${adjusted.toFixed(4)}`;
  return html`<span class="verdict compared-${verdict}">${icon(name)} ${words}</span>${
      means === '' ? nothing : html`<span class="sub">${means}</span>`
    }${
      difference === null
        ? nothing
        : html`<span class="sub"
            >${chance === undefined ? nothing : `${chance}, `}${plainText(difference.method)}</span
          >`
    }`;
}

type Changed = ComparisonReport['changed'][number];

function changedTable(changed: readonly Changed[]): TemplateResult {
  return html`<h3>What else differs</h3>
    ${table<Changed>({
      label: t('What else differs between the runs'),
      columns: [
        { header: t('Fact'), isRowHeader: true, cell: ({ label }) => label },
        { header: t('Older'), cell: ({ first }) => plainText(first) },
        { header: t('Newer'), cell: ({ second }) => plainText(second) },
      ],
      groups: [{ rows: changed }],
      key: ({ label }) => label,
    })}`;
}
