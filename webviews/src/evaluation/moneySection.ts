/** What one answer is worth on average: the whole, against other policies, and the slices that lose most first. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { gainChart } from '../charts/gainChart.ts';
import type { Extent } from '../charts/scale.ts';
import { linkButton } from '../ui/button.ts';
import type { Content } from '../ui/content.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import type { EvaluationContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';
import { saveButtons } from '../charts/saveButtons.ts';

type Part = NonNullable<RunView['money']>['parts'][number];

/** Slices of a column's values are many: those that lose most are what one looks for. */
const slicesShown = 12;

export function moneySection(
  { money }: RunView,
  other: RunView | undefined,
  context: EvaluationContext,
): TemplateResult | typeof nothing {
  if (money === undefined) return nothing;
  const whole = money.parts.filter(({ isSlice }) => !isSlice);
  const slices = money.parts
    .filter(({ isSlice }) => isSlice)
    .toSorted((left, right) => numberOf(left) - numberOf(right));
  const isWhole = slices.length <= slicesShown || isUnfolded(context, 'all money');
  const content = html`${table<Part>({
    label: t('Money of one answer'),
    columns: columnsOf(axisOf(money.parts), other),
    groups: [
      { rows: whole },
      { heading: 'Slices, those that lose most first', rows: isWhole ? slices : slices.slice(0, slicesShown) },
    ],
    key: ({ name, isSlice }) => `${isSlice ? 'slice' : 'whole'} ${name}`,
  })}
  ${
    isWhole
      ? nothing
      : linkButton(t('Show all {0} slices', slices.length.toLocaleString('en')), () =>
          unfold(context, 'all money', true),
        )
  }
  ${money.note === undefined ? nothing : html`<p class="quiet">${plainText(money.note)}</p>`}
  ${saveButtons({ id: 'money', columns: headers, rows: [...whole, ...slices].map(cellsOf), isDrawn: false }, context)}`;
  return section({ id: 'money', title: t('Money'), aside: t('of one answer on average'), content });
}

/** What has no money comes last. */
function numberOf({ value }: Part): number {
  return value.state === 'known' ? value.number : Infinity;
}

function axisOf(parts: readonly Part[]): Extent {
  const ends = parts.flatMap(({ value }) =>
    value.state === 'known' ? [value.number, value.interval?.low ?? 0, value.interval?.high ?? 0] : [],
  );
  return { low: Math.min(0, ...ends), high: Math.max(0, ...ends) };
}

function columnsOf(extent: Extent, other: RunView | undefined): readonly TableColumn<Part>[] {
  const before = new Map(other?.money?.parts.map((part) => [part.name, part]));
  return [
    { header: t('Of'), isRowHeader: true, cell: ({ name }) => plainText(name) },
    { header: t('Rows'), align: 'end', cell: ({ rows }) => rows?.toLocaleString('en') ?? '' },
    { header: t('Money of one answer'), align: 'end', className: 'run-value', cell: valueView },
    { header: t('Gain or loss'), className: 'metric-chart', cell: (part) => chart(part, extent) },
    ...(before.size === 0
      ? []
      : [{ header: t('Other run'), align: 'end' as const, className: 'run-value', cell: otherCell(before) }]),
  ];
}

function valueView({ value }: Part): Content {
  if (value.state === 'undefined')
    return html`<span class="quiet">undefined because ${plainText(value.because)}</span>`;
  const { text, interval } = value;
  return html`<span class="figure">${text}</span
    >${interval === undefined ? nothing : html`<span class="sub">${interval.text}</span>`}`;
}

function otherCell(before: ReadonlyMap<string, Part>): (part: Part) => Content {
  return ({ name }) => {
    const found = before.get(name);
    return found === undefined ? html`<span class="quiet">not there</span>` : valueView(found);
  };
}

function chart({ name, value }: Part, extent: Extent): Content {
  if (value.state === 'undefined' || extent.low === extent.high) return '';
  const { number, text, interval } = value;
  const range = interval === undefined ? '' : `, interval ${interval.text}`;
  return gainChart({ value: number, interval, extent, description: `${name}: ${text}${range}` });
}

const headers = ['Of', 'Kind', 'Rows', 'Money of one answer', 'Low', 'High'];

function cellsOf({ name, isSlice, rows, value }: Part): readonly string[] {
  const numbers = value.state === 'known' ? [value.number, value.interval?.low, value.interval?.high] : [];
  return [
    name,
    isSlice ? 'slice' : 'whole',
    rows === undefined ? '' : String(rows),
    ...[0, 1, 2].map((place) => cellOf(numbers[place])),
  ];
}

/** An empty cell where there is no number. */
function cellOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
