/** Columns of a data source: one line each with a small plot, which unfolds into its numbers. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { ColumnProfile, Distribution } from '../../../schemas/overview.ts';
import { categoryBars } from '../charts/categoryBars.ts';
import { histogram } from '../charts/histogram.ts';
import { formatCount, formatShare, toShares } from '../charts/scale.ts';
import { segmentBar, shadeOf } from '../charts/segmentBar.ts';
import { figureView, sourceText } from '../ui/figure.ts';
import { plainText } from '../ui/plainText.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import type { OverviewContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';
import { t } from '../ui/texts.ts';

export function columnTable(
  dataId: string,
  columns: readonly ColumnProfile[],
  context: OverviewContext,
): TemplateResult {
  const part = (column: ColumnProfile) => `column:${dataId}/${column.name}`;
  return table({
    label: toVisibleText(t('Columns of {0}', dataId)),
    columns: columnColumns(context, part),
    groups: [{ rows: columns }],
    key: (column) => column.name,
    detail: (column) => (isUnfolded(context, part(column), false) ? distributionDetail(column) : undefined),
  });
}

function columnColumns(
  context: OverviewContext,
  part: (column: ColumnProfile) => string,
): readonly TableColumn<ColumnProfile>[] {
  const open = context.actions?.openLocation;
  return [
    {
      header: t('Column'),
      isRowHeader: true,
      className: 'column-name',
      cell: (column) =>
        html`${sourceText(column.name, column.definedAt, open)}
        ${column.role === undefined ? nothing : html`<span class="role">${plainText(column.role)}</span>`}
        ${column.derivation === undefined ? nothing : html`<span class="sub code">= ${plainText(column.derivation)}</span>`}`,
    },
    {
      header: t('Type'),
      className: 'column-type',
      cell: (column) => html`<span class="code">${plainText(column.type)}</span>`,
    },
    { header: t('Missing'), align: 'end', cell: missingView },
    { header: t('Distinct'), align: 'end', cell: (column) => figureView(column.distinct, open) },
    { header: t('Lowest'), align: 'end', className: 'column-edge', cell: (column) => edge(column.minimum) },
    { header: t('Highest'), align: 'end', className: 'column-edge', cell: (column) => edge(column.maximum) },
    {
      header: t('Distribution'),
      className: 'column-plot',
      cell: (column) =>
        distributionCell(column, isUnfolded(context, part(column), false), (isOpen) => {
          unfold(context, part(column), isOpen);
        }),
    },
  ];
}

function missingView({ missing }: ColumnProfile): TemplateResult {
  if (missing.state === 'unknown') {
    return html`<span class="quiet" title=${toVisibleText(t('Not known because {0}', missing.because))}
      >not known</span
    >`;
  }
  const tone = missing.share === 0 ? 'quiet' : '';
  return html`<span class=${tone}>${plainText(missing.text)}</span>`;
}

function edge(text: string | undefined): TemplateResult {
  return text === undefined
    ? html`<span class="quiet" aria-label="not applicable">–</span>`
    : html`<span class="code" title=${toVisibleText(text)}>${edgeText(text)}</span>`;
}

/** A date or a time with it never breaks at its hyphens, only between the two. */
function edgeText(text: string): TemplateResult {
  const [, day, time] = /^(\d{4,6}-\d\d-\d\d)(?: (\d\d:\d\d\S{0,20}))?$/.exec(text) ?? [];
  if (day === undefined) return plainText(text);
  const unbroken = (part: string): TemplateResult => html`<span class="unbroken">${plainText(part)}</span>`;
  return time === undefined ? unbroken(day) : html`${unbroken(day)} ${unbroken(time)}`;
}

function distributionCell(column: ColumnProfile, isOpen: boolean, toggle: (isOpen: boolean) => void): TemplateResult {
  const { distribution } = column;
  if (distribution.kind === 'none')
    return html`<span class="quiet">no plot because ${plainText(distribution.because)}</span>`;
  return html`<button
    type="button"
    class="plot-button"
    aria-expanded=${isOpen ? 'true' : 'false'}
    aria-label=${toVisibleText(`${column.name}: ${describeDistribution(distribution)}`)}
    title=${isOpen ? t('Hide the numbers') : t('Show the numbers')}
    @click=${() => toggle(!isOpen)}
  >
    ${smallPlot(distribution)}
  </button>`;
}

function smallPlot(distribution: Exclude<Distribution, { kind: 'none' }>): TemplateResult {
  switch (distribution.kind) {
    case 'histogram':
      return histogram(distribution.bins, { width: 120, height: 22, description: describeDistribution(distribution) });
    case 'categories': {
      const counts = [...distribution.top.map((category) => category.count), distribution.otherCount];
      const segments = toShares(counts).map((share, index) => {
        const category = distribution.top[index];
        return category === undefined
          ? { share, label: t('All others {0}', formatShare(share)), tone: 'hatched' as const }
          : { share, label: `${category.label} ${formatShare(share)}`, tone: shadeOf(index) };
      });
      return segmentBar(segments, describeDistribution(distribution));
    }
  }
}

/** A distribution in one sentence: where most rows are. */
export function describeDistribution(distribution: Exclude<Distribution, { kind: 'none' }>): string {
  switch (distribution.kind) {
    case 'histogram': {
      const { bins } = distribution;
      const tallest = bins.reduce((best, bin) => (bin.count > best.count ? bin : best));
      return t('histogram of {0} bins, most rows from {1} to {2}.', bins.length, tallest.low, tallest.high);
    }
    case 'categories': {
      const shares = toShares([...distribution.top.map((category) => category.count), distribution.otherCount]);
      const named = distribution.top
        .slice(0, 3)
        .map(({ label }, index) => `${label} ${formatShare(shares[index] ?? 0)}`);
      return named.length === 0 ? t('no value occurs often.') : t('most frequent {0}.', named.join(', '));
    }
  }
}

function distributionDetail({ name, distribution }: ColumnProfile): TemplateResult | undefined {
  switch (distribution.kind) {
    case 'none':
      return undefined;
    case 'categories':
      return categoryBars(toVisibleText(t('Frequent values of {0}', name)), distribution.top, distribution.otherCount);
    case 'histogram': {
      const shares = toShares(distribution.bins.map((bin) => bin.count));
      return html`<div class="distribution-detail">
        <figure>
          ${histogram(distribution.bins, { width: 360, height: 110, description: describeDistribution(distribution) })}
          <figcaption>
            <span>${plainText(distribution.bins[0]?.low ?? '')}</span
            ><span>${plainText(distribution.bins.at(-1)?.high ?? '')}</span>
          </figcaption>
        </figure>
        <div class="bins" tabindex="0" role="region" aria-label=${toVisibleText(t('Bins of {0}', name))}>
          <table class="bars" aria-label=${toVisibleText(t('Histogram of {0}', name))}>
            <thead>
              <tr>
                <th scope="col" class="cell-end">From</th>
                <th scope="col" class="cell-end">To</th>
                <th scope="col" class="cell-end">Rows</th>
                <th scope="col" class="cell-end">Share</th>
              </tr>
            </thead>
            <tbody>
              ${distribution.bins.map(
                (bin, index) =>
                  html`<tr>
                    <td class="cell-end">${plainText(bin.low)}</td>
                    <td class="cell-end">${plainText(bin.high)}</td>
                    <td class="cell-end">${formatCount(bin.count)}</td>
                    <td class="cell-end">${formatShare(shares[index] ?? 0)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </div>`;
    }
  }
}
