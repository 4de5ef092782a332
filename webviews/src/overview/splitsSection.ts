/** Splits: how the rows of each data source are divided, counted against declared. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { OverviewProject, Split } from '../../../schemas/overview.ts';
import type { Segment } from '../charts/segmentBar.ts';
import { segmentBar, shadeOf } from '../charts/segmentBar.ts';
import { formatShare } from '../charts/scale.ts';
import { figureView, sourceText } from '../ui/figure.ts';
import { matchesFilter } from '../ui/matchesFilter.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import type { OverviewContext } from './memory.ts';
import { emptyContent, section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';

export function splitsSection(model: OverviewProject, context: OverviewContext): TemplateResult {
  const shown = model.splits.filter((split) =>
    matchesFilter(context.memory.filter, split.id, split.of, split.role, split.definition),
  );
  return section({
    id: 'splits',
    title: t('Splits'),
    aside: shown.length < model.splits.length ? t('{0} of {1}', shown.length, model.splits.length) : nothing,
    content: splitsContent(model, shown, context),
  });
}

function splitsContent(model: OverviewProject, shown: readonly Split[], context: OverviewContext): TemplateResult {
  if (model.splits.length === 0) {
    return emptyContent(
      t('No split is declared yet.'),
      t('A test split that training never sees makes every other number worth reading.'),
    );
  }
  if (shown.length === 0) return emptyContent(t('No split matches the filter.'));
  const sources = [...new Set(shown.map((split) => split.of))];
  return html`${table({
    label: t('Splits'),
    columns: splitColumns(context),
    groups: sources.map((source) => {
      const rows = shown.filter((split) => split.of === source);
      return {
        heading: html`<span class="split-heading">${plainText(source)} ${divisionBar(source, rows)}</span>`,
        rows,
      };
    }),
    key: (split) => split.id,
  })}`;
}

/** How one source is divided; nothing when a share is not known or the splits overlap, because the bar would lie. */
function divisionBar(source: string, splits: readonly Split[]): TemplateResult | typeof nothing {
  const shares = splits.map((split) => (split.share.state === 'known' ? split.share.number : undefined));
  if (!shares.every((share) => share !== undefined)) return nothing;
  const total = shares.reduce((sum, share) => sum + share, 0);
  const roundingSlack = 1e-6;
  if (total > 1 + roundingSlack) return nothing;
  const segments: Segment[] = splits.map((split, index) => ({
    share: shares[index] ?? 0,
    label: `${split.id} ${formatShare(shares[index] ?? 0)}`,
    tone: shadeOf(index),
  }));
  const rest = Math.max(0, 1 - total);
  if (rest > roundingSlack)
    segments.push({ share: rest, label: t('In no split {0}', formatShare(rest)), tone: 'quiet' });
  return segmentBar(segments, t('Division of {0}: {1}.', source, segments.map((segment) => segment.label).join(', ')));
}

function splitColumns(context: OverviewContext): readonly TableColumn<Split>[] {
  const open = context.actions?.openLocation;
  return [
    {
      header: t('Split'),
      isRowHeader: true,
      className: 'split-name',
      cell: (split) =>
        html`${sourceText(split.id, split.definedAt, open)}
          ${split.role === split.id ? nothing : html`<span class="role">${split.role === 'unknown' ? t('role not known') : split.role}</span>`}
          <span class="sub code" title=${toVisibleText(split.definition)}>${plainText(split.definition)}</span>`,
    },
    {
      header: t('Rows'),
      align: 'end',
      cell: (split) => html`${figureView(split.rows, open, { unknownWord: t('not counted') })}${mismatchLine(split)}`,
    },
    {
      header: t('Declared'),
      align: 'end',
      cell: (split) =>
        split.declaredRows === undefined
          ? html`<span class="quiet" aria-label="none declared">–</span>`
          : figureView(split.declaredRows, open),
    },
    { header: t('Share'), align: 'end', cell: (split) => figureView(split.share, open) },
    { header: t('Positives'), align: 'end', cell: (split) => figureView(split.positives, open) },
    { header: t('Period'), className: 'split-period', cell: (split) => figureView(split.period, open) },
  ];
}

function mismatchLine({ mismatch }: Split): TemplateResult | typeof nothing {
  return mismatch === undefined
    ? nothing
    : html`<span class="sub outdated">${icon('warning')} ${plainText(mismatch)}</span>`;
}
