/** What the answers of the model are worth in each window, estimated beside realised, and what was found of whole rows. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { DriftCheckView } from '../../../schemas/driftPanel.ts';
import { estimateChart } from '../charts/estimateChart.ts';
import type { EstimatePoint } from '../charts/estimateChart.ts';
import { disclosure } from '../ui/disclosure.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import type { DriftContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';
import { wholeRowsTable } from './wholeRowsTable.ts';

type Performance = DriftCheckView['performance'][number];

/** @returns nothing for a comparison of single columns alone */
export function answersSection(check: DriftCheckView, context: DriftContext): TemplateResult | typeof nothing {
  const { performance, wholeRows, parts } = check;
  if (performance.length + wholeRows.length + parts.length === 0) return nothing;
  return section({
    id: 'whole',
    title: t('Rows and answers as a whole'),
    aside:
      performance.length === 0
        ? nothing
        : html`<span class="legend"
            ><span><span class="estimate-key estimate-key-estimated"></span>Estimated, without labels</span
            ><span><span class="estimate-key estimate-key-realised"></span>Realised, with labels</span></span
          >`,
    content: html`
      <div class="figures">${performance.map((one) => performanceFigure(one, context))}</div>
      ${wholeRowsTable(wholeRows, context)}
      ${parts.map(
        ({ heading, lines }) =>
          html`<h3 class="part-heading">${plainText(heading)}</h3>
            <ul class="part-lines">
              ${lines.map((line) => html`<li>${plainText(line)}</li>`)}
            </ul>`,
      )}
    `,
  });
}

function performanceFigure({ metric, reference, points }: Performance, context: DriftContext): TemplateResult {
  const part = `performance ${metric}`;
  return html`<figure class="drawn" aria-label=${t('{0} over time', metric)}>
    <figcaption>
      ${plainText(metric)}${reference === null ? nothing : html` <span class="quiet">· in the reference ${short(reference)}</span>`}
    </figcaption>
    ${estimateChart({
      points,
      reference,
      format: short,
      description: t('{0} in each window: estimated without labels, and realised where labels have come.', metric),
    })}
    ${disclosure({
      summary: t('Numbers'),
      isOpen: isUnfolded(context, part),
      toggle: (isOpen) => unfold(context, part, isOpen),
      body: () =>
        table<EstimatePoint>({
          label: t('{0} over time', metric),
          columns: [
            { header: t('Window'), isRowHeader: true, cell: ({ label }) => plainText(label) },
            { header: t('Estimated'), align: 'end', cell: ({ estimated }) => valueText(estimated) },
            { header: t('Realised'), align: 'end', cell: ({ realised }) => valueText(realised) },
          ],
          groups: [{ rows: points }],
          key: ({ label }) => label,
        }),
    })}
  </figure>`;
}

function valueText(value: EstimatePoint['estimated']): string {
  if (value === null) return t('not known');
  const { low, high } = value;
  return low === undefined || high === undefined
    ? short(value.value)
    : t('{0} ({1} to {2})', short(value.value), short(low), short(high));
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
