/** Metrics by kind: value, target, limit, and how they lie to each other. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { Figure, Metric, OverviewProject } from '../../../schemas/overview.ts';
import { bulletChart, bulletLegend } from '../charts/bulletChart.ts';
import { figureView, sourceText } from '../ui/figure.ts';
import { matchesFilter } from '../ui/matchesFilter.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { verdictView, verdictWords } from '../ui/verdict.ts';
import type { OverviewContext } from './memory.ts';
import { emptyContent, section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';

const kinds = [
  { kind: 'business', heading: t('Business') },
  { kind: 'model', heading: t('Model') },
  { kind: 'infrastructure', heading: t('Infrastructure') },
] as const satisfies readonly { readonly kind: Metric['kind']; readonly heading: string }[];

export function metricsSection(model: OverviewProject, context: OverviewContext): TemplateResult {
  const shown = model.metrics.filter((metric) =>
    matchesFilter(context.memory.filter, metric.id, metric.name, metric.measures),
  );
  return section({
    id: 'metrics',
    title: t('Metrics'),
    aside: shown.length < model.metrics.length ? t('{0} of {1}', shown.length, model.metrics.length) : nothing,
    content: metricsContent(model, shown, context),
  });
}

function metricsContent(model: OverviewProject, shown: readonly Metric[], context: OverviewContext): TemplateResult {
  if (model.metrics.length === 0) {
    return emptyContent(
      t('No metric is declared yet.'),
      t(
        'Say what “good” means before the first experiment: under metrics, add one business metric with a target and a limit.',
      ),
    );
  }
  if (shown.length === 0) return emptyContent(t('No metric matches the filter.'));
  return html`${table({
    label: t('Metrics'),
    columns: metricColumns(context),
    groups: kinds.map(({ kind, heading }) => ({ heading, rows: shown.filter((metric) => metric.kind === kind) })),
    key: (metric) => metric.id,
  })}
  ${bulletLegend()}`;
}

function metricColumns(context: OverviewContext): readonly TableColumn<Metric>[] {
  const open = context.actions?.openLocation;
  return [
    {
      header: t('Metric'),
      isRowHeader: true,
      className: 'metric-name',
      cell: (metric) =>
        html`<span class="name-line"
            >${sourceText(metric.name, metric.definedAt, open)}${directionMark(metric.direction)}</span
          >
          <span class="sub">${plainText(metric.measures)}</span>`,
    },
    {
      header: t('Last value'),
      align: 'end',
      className: 'metric-value',
      cell: (metric) => html`${figureView(metric.value, open)}${measuredLine(metric)}`,
    },
    { header: t('Target'), align: 'end', cell: (metric) => figureView(metric.target, open) },
    { header: t('Limit'), align: 'end', cell: (metric) => figureView(metric.limit, open) },
    { header: t('Comparison'), className: 'metric-chart', cell: metricChart },
    { header: t('State'), className: 'metric-state', cell: (metric) => verdictView(metric.verdict) },
  ];
}

function directionMark(direction: Metric['direction']): TemplateResult | typeof nothing {
  switch (direction) {
    case 'maximize':
      return html`<span class="direction" title="More is better"
        >${icon('up')}<span class="visually-hidden">More is better.</span></span
      >`;
    case 'minimize':
      return html`<span class="direction" title="Less is better"
        >${icon('down')}<span class="visually-hidden">Less is better.</span></span
      >`;
    case 'unknown':
      return nothing;
  }
}

function measuredLine({ interval, measured }: Metric): TemplateResult | typeof nothing {
  if (interval === undefined && measured === undefined) return nothing;
  return html`${interval === undefined ? nothing : html`<span class="sub">${plainText(interval.text)}</span>`}
  ${measured === undefined ? nothing : html`<span class="sub">${plainText(measured.age)}</span>`}
  ${
    measured?.outdated === undefined
      ? nothing
      : html`<span class="sub outdated">${icon('warning')} outdated because ${plainText(measured.outdated)}</span>`
  }`;
}

function metricChart(metric: Metric): TemplateResult | typeof nothing {
  return bulletChart({
    value: numberOf(metric.value),
    target: numberOf(metric.target),
    limit: numberOf(metric.limit),
    interval: metric.interval,
    natural: metric.scale,
    direction: metric.direction,
    verdict: metric.verdict,
    description: describeMetric(metric),
  });
}

/** The chart in words: what a reader who cannot see it needs, and nothing that the row does not know. */
export function describeMetric(metric: Metric): string {
  const words = [
    t('Value {0}', textOf(metric.value)),
    ...(metric.interval === undefined ? [] : [t('interval {0}', metric.interval.text)]),
    t('target {0}', textOf(metric.target)),
    t('limit {0}', textOf(metric.limit)),
  ];
  return `${words.join(', ')}. ${verdictWords(metric.verdict)}.`;
}

function textOf(figure: Figure): string {
  return figure.state === 'known' ? figure.text : t('not known');
}

function numberOf(figure: Figure): number | undefined {
  return figure.state === 'known' ? figure.number : undefined;
}
