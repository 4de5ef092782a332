/** Things in pictures: how well each class is found, the worst ones first, and what became of the answers. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { saveButtons } from '../charts/saveButtons.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import type { EvaluationContext } from './memory.ts';

type Things = NonNullable<RunView['things']>;
type ClassOfThings = Things['classes'][number];

/** More classes are read by nobody; the worst ones are what one looks for. */
const mostClasses = 100;

export function thingsSection({ things }: RunView, context: EvaluationContext): TemplateResult | typeof nothing {
  if (things === undefined || things.classes.length === 0) return nothing;
  const sorted = things.classes.toSorted((left, right) => numberOf(left) - numberOf(right));
  const left = sorted.length - mostClasses;
  const columns = [t('Class'), things.measure, t('Low'), t('High'), things.unit];
  const content = html`${table<ClassOfThings>({
    label: t('Classes'),
    columns: columnsOf(things),
    groups: [{ rows: sorted.slice(0, mostClasses) }],
    key: ({ name }) => name,
  })}
  ${left > 0 ? html`<p class="quiet">${left.toLocaleString('en')} better classes are not shown.</p>` : nothing}
  ${saveButtons({ id: 'classes', columns, rows: sorted.map(cellsOf), isDrawn: false }, context)} ${errorList(things)}`;
  return section({ id: 'things', title: t('Classes'), aside: t('the worst ones first'), content });
}

function numberOf({ value }: ClassOfThings): number {
  return value.state === 'known' ? value.number : Infinity;
}

function columnsOf({ measure, unit }: Things): readonly TableColumn<ClassOfThings>[] {
  return [
    { header: t('Class'), isRowHeader: true, cell: ({ name }) => plainText(name) },
    { header: toVisibleText(measure), className: 'class-share', cell: valueView },
    { header: toVisibleText(unit), align: 'end', cell: ({ n }) => n.toLocaleString('en') },
  ];
}

function valueView({ value }: ClassOfThings): TemplateResult {
  if (value.state !== 'known') return html`<span class="quiet">undefined because ${plainText(value.because)}</span>`;
  const share = Math.min(1, Math.max(0, value.number));
  return html`${value.text}<span class="sub">${value.interval?.text ?? t('without an interval')}</span
    ><span class="bar-track"><span class="bar" style="width:${(share * 100).toFixed(1)}%"></span></span>`;
}

function cellsOf({ name, n, value }: ClassOfThings): readonly string[] {
  const known = value.state === 'known' ? value : undefined;
  const numbers = [known?.number, known?.interval?.low, known?.interval?.high, n];
  return [name, ...numbers.map((number) => number?.toString() ?? '')];
}

function errorList({ errors, score }: Things): TemplateResult | typeof nothing {
  if (errors.length === 0) return nothing;
  const from = score === undefined ? '' : ` from the score ${Number(score.toPrecision(4))} on`;
  return html`<h3>Answers${from}, at an overlap of 0.5</h3>
    <table class="classes">
      <tbody>
        ${errors.map(
          ({ what, count }) =>
            html`<tr>
              <th scope="row">${plainText(what)}</th>
              <td>${count.toLocaleString('en')}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}
