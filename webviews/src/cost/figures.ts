/** Small things that the sections of the Cost page share. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { Figure } from '../../../schemas/overview.ts';
import type { Content } from '../ui/content.ts';
import { codeText } from '../ui/codeText.ts';
import { disclosure } from '../ui/disclosure.ts';
import { figureOverRange, figureView } from '../ui/figure.ts';
import { emptyContent } from '../ui/section.ts';
import { plainText } from '../ui/plainText.ts';
import { table } from '../ui/table.ts';
import type { CostContext } from './memory.ts';
import { t } from '../ui/texts.ts';

/** A number with its story, in the page's own way to open places. */
export function shown(figure: Figure | undefined, context: CostContext): Content {
  return figure === undefined
    ? html`<span class="quiet" aria-label="none">–</span>`
    : figureOverRange(figure, context.actions?.openLocation);
}

/** A drawing with the table behind it, for the keyboard, the screen reader, and whoever wants to copy. */
export function drawn(
  id: string,
  title: string,
  drawing: Content,
  { columns, rows }: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] },
  context: CostContext,
): TemplateResult {
  return html`<figure class="cost-figure" aria-labelledby="${id}-title">
    <figcaption id="${id}-title">${title}</figcaption>
    ${drawing}
    ${disclosure({
      summary: t('Numbers'),
      isOpen: context.memory.unfolded[id] ?? false,
      toggle: (isOpen) => context.remember({ unfolded: { ...context.memory.unfolded, [id]: isOpen } }),
      body: () =>
        table({
          label: title,
          columns: columns.map((header, index) => ({
            header,
            isRowHeader: index === 0,
            align: index === 0 ? ('start' as const) : ('end' as const),
            cell: (row: readonly string[]) => plainText(row[index] ?? ''),
          })),
          groups: [{ rows }],
          key: (row) => row.join(' '),
        }),
    })}
  </figure>`;
}

/** A part that is not known says why, and what to do. */
export function unknownContent(part: { readonly because: string; readonly next?: string | undefined }): TemplateResult {
  return emptyContent(
    html`Not known because ${codeText(part.because)}.`,
    part.next === undefined ? nothing : codeText(part.next),
  );
}

interface Tile {
  readonly label: string;
  readonly content: Content;
  /** A few small words below the content, such as its range. */
  readonly note?: Content | undefined;
  readonly tone?: 'good' | 'bad' | undefined;
}

/** A few figures side by side. */
export function tiles(entries: readonly Tile[]): TemplateResult {
  return html`<dl class="glance">
    ${entries.map(
      ({ label, content, note, tone = 'neutral' }) =>
        html`<div class="tile tile-${tone}">
          <dt>${label}</dt>
          <dd>
            <span class="tile-number">${content}</span
            >${note === undefined ? nothing : html`<span class="sub">${note}</span>`}
          </dd>
        </div>`,
    )}
  </dl>`;
}

/** A tile of a number with its story: its range, where it has one, stands below it. */
export function figureTile(label: string, figure: Figure | undefined, context: CostContext): Tile {
  const estimate = figure?.state === 'known' ? figure.estimate : undefined;
  if (figure === undefined || estimate === undefined) return { label, content: shown(figure, context) };
  return {
    label,
    content: figureView(figure, context.actions?.openLocation, { withRange: false }),
    note: plainText(estimate.range),
  };
}

const steps = [
  { from: 1e9, unit: 'G' },
  { from: 1e6, unit: 'M' },
  { from: 1e3, unit: 'k' },
] as const;

/** Three digits with a prefix, for axes and sliders: `1.19 MUSD`. */
export function moneyText(amount: number, currency: string): string {
  const step = steps.find(({ from }) => Math.abs(amount) >= from);
  const scaled = step === undefined ? amount : amount / step.from;
  return `${Number(scaled.toPrecision(3))} ${step?.unit ?? ''}${currency}`.trim();
}

export function percentText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent.toFixed(percent < 10 && percent > 0 ? 1 : 0)} %`;
}
