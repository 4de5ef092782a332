/** Judged metrics with their intervals, their slices, and what another run had. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { ComparedMetricView, ComparisonReport } from '../../../schemas/comparisonReport.ts';
import type { RunMetric, RunView } from '../../../schemas/evaluationPanel.ts';
import { bulletChart, bulletLegend } from '../charts/bulletChart.ts';
import { disclosure } from '../ui/disclosure.ts';
import { sourceText } from '../ui/figure.ts';
import { plainText } from '../ui/plainText.ts';
import { emptyContent, section } from '../ui/section.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import { verdictView, verdictWords } from '../ui/verdict.ts';
import type { EvaluationContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';
import { saveButtons } from '../charts/saveButtons.ts';

type Judged = Pick<RunMetric, 'value' | 'target' | 'limit' | 'verdict' | 'isSettled' | 'note'>;
type Slice = RunMetric['slices'][number];

/** Slices of a column's values are many: these are shown first. */
const slicesShown = 12;

export function metricsSection(
  run: RunView,
  other: RunView | undefined,
  comparison: ComparisonReport | undefined,
  context: EvaluationContext,
): TemplateResult {
  const content =
    run.metrics.length === 0
      ? emptyContent(t('This run gives no metric that the spec still has.'))
      : html`${table({
          label: t('Metrics of the run'),
          columns: metricColumns(other, comparison, context),
          groups: [{ rows: run.metrics }],
          key: (metric) => metric.id,
          detail: (metric) => metricDetail(metric, context),
        })}
        ${bulletLegend()} ${saveButtons({ id: 'metrics', ...metricTable(run), isDrawn: false }, context)}`;
  return section({ id: 'metrics', title: t('Metrics'), content });
}

function metricColumns(
  other: RunView | undefined,
  comparison: ComparisonReport | undefined,
  context: EvaluationContext,
): readonly TableColumn<RunMetric>[] {
  const open = context.actions?.openLocation;
  const columns: TableColumn<RunMetric>[] = [
    {
      header: t('Metric'),
      isRowHeader: true,
      className: 'metric-name',
      cell: ({ id, definedAt }) => sourceText(id, definedAt, open),
    },
    { header: t('Value'), align: 'end', className: 'run-value', cell: valueView },
    { header: t('Target'), align: 'end', className: 'run-goal', cell: ({ target }) => goalView(target) },
    { header: t('Limit'), align: 'end', className: 'run-goal', cell: ({ limit }) => goalView(limit) },
    {
      header: t('Against the goals'),
      className: 'metric-chart',
      cell: (metric) => chart(metric, metric.direction, metric.scale),
    },
    { header: t('State'), className: 'metric-state', cell: stateView },
  ];
  if (other === undefined) return columns;
  const changed: TableColumn<RunMetric> = {
    header: t('Other run'),
    align: 'end',
    className: 'run-goal',
    cell: (metric) =>
      otherView(
        metric,
        other.metrics.find(({ id }) => id === metric.id),
        comparison?.metrics.find(({ id }) => id === metric.id),
      ),
  };
  return [...columns.slice(0, 2), changed, ...columns.slice(2)];
}

function valueView({ value }: Judged): TemplateResult {
  if (value.state === 'undefined') {
    return html`<span class="figure-unknown">undefined</span
      ><span class="sub">because ${plainText(value.because)}</span>`;
  }
  return html`<span class="figure">${plainText(value.text)}</span>${
      value.interval === undefined
        ? nothing
        : html`<span class="sub" title=${value.method ?? nothing}>${plainText(value.interval.text)}</span>`
    }`;
}

function goalView(goal: Judged['target']): TemplateResult {
  return goal === null ? html`<span class="quiet">none</span>` : html`${plainText(goal.text)}`;
}

function stateView({ verdict, isSettled, note }: Judged): TemplateResult {
  return html`${verdictView(verdict)}${
    isSettled === false ? html`<span class="sub">not settled: the interval reaches across the limit</span>` : nothing
  }${note === undefined ? nothing : html`<span class="sub">${plainText(note)}</span>`}`;
}

function chart(
  { value, target, limit, verdict }: Judged,
  direction: RunMetric['direction'],
  natural: RunMetric['scale'],
): TemplateResult | typeof nothing {
  const known = value.state === 'known' ? value : undefined;
  const words = [
    t('Value {0}', known?.text ?? t('undefined')),
    ...(known?.interval === undefined ? [] : [t('interval {0}', known.interval.text)]),
    t('target {0}', target?.text ?? t('none')),
    t('limit {0}', limit?.text ?? t('none')),
  ];
  return bulletChart({
    value: known?.number,
    target: target?.number,
    limit: limit?.number,
    interval: known?.interval,
    natural,
    direction,
    verdict,
    description: `${words.join(', ')}. ${verdictWords(verdict)}.`,
  });
}

/** The value of the other run, and whether the difference was tested. */
function otherView(
  metric: RunMetric,
  other: RunMetric | undefined,
  compared: ComparedMetricView | undefined,
): TemplateResult {
  if (other?.value.state !== 'known') return html`<span class="quiet">not there</span>`;
  const isEqual = metric.value.state === 'known' && metric.value.number === other.value.number;
  const words =
    compared === undefined ? (isEqual ? t('the same') : t('not yet tested')) : testedWords[compared.verdict];
  return html`${plainText(other.value.text)}<span class="sub">${words}</span>`;
}

/** Of the newer of the two runs against the older one. */
const testedWords: Readonly<Record<ComparedMetricView['verdict'], string>> = {
  better: t('newer surely better'),
  worse: t('newer surely worse'),
  'not-settled': t('difference not settled'),
  same: t('the same'),
  'not-known': t('difference not known'),
};

/** What must be known of the value, and its slices. */
function metricDetail(metric: RunMetric, context: EvaluationContext): TemplateResult | undefined {
  const { notes = [], slices } = metric;
  if (notes.length === 0 && slices.length === 0) return undefined;
  return html`${notes.map((note) => html`<span class="sub">${plainText(note)}</span>`)}${
    slices.length === 0 ? nothing : sliceDetail(metric, context)
  }`;
}

function sliceDetail(metric: RunMetric, context: EvaluationContext): TemplateResult {
  const part = `slices ${metric.id}`;
  const missed = metric.slices.filter(({ verdict }) => verdict === 'limit-missed').length;
  const found = missed === 0 ? t('no limit missed') : t('{0} with a missed limit', missed);
  return disclosure({
    summary: metric.slices.length === 1 ? t('1 slice, {0}', found) : t('{0} slices, {1}', metric.slices.length, found),
    isOpen: isUnfolded(context, part),
    toggle: (isOpen) => unfold(context, part, isOpen),
    body: () => sliceTable(metric, context),
  });
}

/** Every metric and slice, a line each. */
function metricTable({ metrics }: RunView) {
  const cells = (id: string, slice: string, rows: number | undefined, judged: Judged): readonly string[] => {
    const { value, target, limit, verdict } = judged;
    const known = value.state === 'known' ? value : undefined;
    const ends = [known?.number, known?.interval?.low, known?.interval?.high];
    return [
      id,
      slice,
      rows === undefined ? '' : String(rows),
      value.state === 'known' ? value.text : `undefined because ${value.because}`,
      ...ends.map((end) => (end === undefined ? '' : String(end))),
      target?.text ?? '',
      limit?.text ?? '',
      verdictWords(verdict),
    ];
  };
  return {
    columns: ['Metric', 'Slice', 'Rows', 'Value', 'Number', 'Low', 'High', 'Target', 'Limit', 'State'],
    rows: metrics.flatMap((metric) => [
      cells(metric.id, '', metric.value.state === 'known' ? metric.value.n : undefined, metric),
      ...metric.slices.map((slice) => cells(metric.id, slice.id, slice.rows, slice)),
    ]),
  };
}

const verdictOrder = ['limit-missed', 'not-known', 'limit-held', 'target-met'] as const;

function sliceTable(metric: RunMetric, context: EvaluationContext): TemplateResult {
  const sorted = metric.slices.toSorted(
    (left, right) =>
      verdictOrder.indexOf(left.verdict) - verdictOrder.indexOf(right.verdict) || (right.rows ?? 0) - (left.rows ?? 0),
  );
  const part = `all slices ${metric.id}`;
  const isWhole = isUnfolded(context, part) || sorted.length <= slicesShown;
  const columns: readonly TableColumn<Slice>[] = [
    { header: t('Slice'), isRowHeader: true, cell: ({ id }) => plainText(id) },
    { header: t('Rows'), align: 'end', cell: ({ rows }) => rows?.toLocaleString('en') ?? '–' },
    { header: t('Value'), align: 'end', className: 'run-value', cell: valueView },
    { header: t('Limit'), align: 'end', className: 'run-goal', cell: ({ limit }) => goalView(limit) },
    {
      header: t('Against the goals'),
      className: 'metric-chart',
      cell: (slice) => chart(slice, metric.direction, metric.scale),
    },
    { header: t('State'), className: 'metric-state', cell: stateView },
  ];
  return html`${table({
    label: t('Slices of {0}', metric.id),
    columns,
    groups: [{ rows: isWhole ? sorted : sorted.slice(0, slicesShown) }],
    key: ({ id }) => id,
  })}
  ${
    isWhole
      ? nothing
      : html`<button type="button" class="link" @click=${() => unfold(context, part, true)}>
          Show all ${sorted.length} slices
        </button>`
  }`;
}
