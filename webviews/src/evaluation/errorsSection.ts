/** The rows behind the errors of a run: found on request, as a table or as pictures. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { ShownErrorRows } from '../../../schemas/errorRows.ts';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { button } from '../ui/button.ts';
import { choiceField } from '../ui/choiceField.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import { scoreText } from './format.ts';
import type { EvaluationContext } from './memory.ts';
import { saveButtons } from '../charts/saveButtons.ts';

type Found = Extract<ShownErrorRows['found'], { state: 'rows' }>;
type Row = Found['rows'][number];
type Wrong = NonNullable<ShownErrorRows['wanted']>;

/** Ways of being wrong that can be chosen; rarer ones are among all. */
const mostWays = 30;

export function errorsSection(run: RunView, context: EvaluationContext): TemplateResult | typeof nothing {
  const { errors, canShowErrors } = run;
  const ask = canShowErrors ? context.actions?.showErrors : undefined;
  if (errors === undefined && ask === undefined) return nothing;
  const content = html`${ask === undefined ? nothing : wishView(run, ask)}
  ${errors === undefined ? nothing : foundView(errors, context)}`;
  return section({
    id: 'errors-behind',
    title: t('Worst errors'),
    aside: t('rows that were answered wrongly, the surest first'),
    content,
  });
}

function wishView(run: RunView, ask: (run: string, wanted: Wrong | null) => void): TemplateResult {
  const ways = waysOf(run);
  const wanted = run.errors?.wanted ?? null;
  const chosen = ways.findIndex(({ truth, answer }) => truth === wanted?.truth && answer === wanted.answer);
  if (ways.length < 2) {
    return run.errors === undefined
      ? html`<p class="apply">${button(t('Show the rows'), () => ask(run.id, null))}</p>`
      : html``;
  }
  return html`<div class="apply">
    ${choiceField({
      label: t('Wrong rows'),
      options: [
        { value: '-1', label: t('all') },
        ...ways.map(({ truth, answer, count }, index) => ({
          value: String(index),
          label: t('{0} answered as {1} ({2})', truth, answer, count.toLocaleString('en')),
        })),
      ],
      chosen: String(chosen),
      choose: (index) => ask(run.id, wayAt(ways, Number(index))),
    })}
    ${run.errors === undefined ? button(t('Show the rows'), () => ask(run.id, null)) : nothing}
  </div>`;
}

function wayAt(ways: readonly Wrong[], index: number): Wrong | null {
  const way = ways[index];
  return way === undefined ? null : { truth: way.truth, answer: way.answer };
}

/** Cells of the confusion away from its diagonal, the largest first. */
function waysOf({ confusion }: RunView): readonly (Wrong & { readonly count: number })[] {
  if (confusion === undefined) return [];
  const { classes, counts } = confusion;
  return counts
    .flatMap((cells, row) =>
      cells.flatMap((count, column) =>
        row === column || count === 0 ? [] : [{ truth: classes[row] ?? '', answer: classes[column] ?? '', count }],
      ),
    )
    .toSorted((left, right) => right.count - left.count)
    .slice(0, mostWays);
}

function foundView({ found, pictures }: ShownErrorRows, context: EvaluationContext): TemplateResult {
  if (found.state === 'none') return html`<p>Rows cannot be shown because ${plainText(found.because)}.</p>`;
  const { rows, total, hasHidden } = found;
  if (rows.length === 0) return html`<p>No row was answered wrongly in this way.</p>`;
  const count =
    total === rows.length
      ? total === 1
        ? t('1 row')
        : t('{0} rows', total.toLocaleString('en'))
      : t('The worst {0} of {1} rows', rows.length, total.toLocaleString('en'));
  return html`<p class="quiet">
      ${count}.${hasHidden ? ' Columns that may hold personal data, or are too many, are not shown.' : nothing}
    </p>
    ${pictures === undefined ? rowTable(found) : pictureList(rows, pictures)}
    ${saveButtons({ id: 'worst-errors', ...cellsOf(found), isDrawn: false }, context)}`;
}

function rowTable({ columns, rows }: Found): TemplateResult {
  const shown: readonly TableColumn<Row>[] = [
    { header: t('Row'), isRowHeader: true, align: 'end', cell: ({ row }) => (row + 1).toLocaleString('en') },
    { header: t('Truth'), ...alignOf(rows.map(({ truth }) => truth)), cell: ({ truth }) => plainText(truth) },
    { header: t('Answer'), ...alignOf(rows.map(({ answer }) => answer)), cell: ({ answer }) => plainText(answer) },
    { header: t('Score or error'), align: 'end', cell: ({ score }) => scoreText(score) },
    ...columns.map((header, index): TableColumn<Row> => ({
      header: toVisibleText(header),
      className: 'row-cell',
      ...alignOf(rows.map(({ cells }) => cells[index] ?? null)),
      cell: ({ cells }) => {
        const text = cells[index] ?? null;
        return text === null ? html`<span class="quiet">missing</span>` : plainText(text);
      },
    })),
  ];
  return html`<div class="confusion-scroll" tabindex="0" role="region" aria-label="Rows that were answered wrongly">
    ${table({ label: t('Wrong rows'), columns: shown, groups: [{ rows }], key: ({ row }) => String(row) })}
  </div>`;
}

const numberText = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Columns of numbers are told by what stands in them: their digits end below each other. */
function alignOf(cells: readonly (string | null)[]): Pick<TableColumn<Row>, 'align'> {
  const texts = cells.filter((cell) => cell !== null);
  return texts.length > 0 && texts.every((text) => numberText.test(text)) ? { align: 'end' } : {};
}

function pictureList(rows: readonly Row[], pictures: NonNullable<ShownErrorRows['pictures']>): TemplateResult {
  return html`<ul class="pictures">
    ${rows.map(({ truth, answer, score }, index) => {
      const { image = '', picture, because } = pictures[index] ?? {};
      return html`<li>
        <figure>
          ${
            picture === undefined
              ? html`<div class="no-picture quiet">not shown</div>`
              : html`<img
                  class=${picture.startsWith('data:image/png') ? 'pixels' : 'photo'}
                  src=${picture}
                  alt="Image of ${toVisibleText(truth)} answered as ${toVisibleText(answer)}"
                />`
          }
          <figcaption>
            <span>${plainText(truth)} answered as ${plainText(answer)}</span>
            <span class="sub">${scoreText(score)}</span>
            <span class="sub">${plainText(because ?? image)}</span>
          </figcaption>
        </figure>
      </li>`;
    })}
  </ul>`;
}

function cellsOf({ columns, rows }: Found) {
  return {
    columns: ['Row', 'Truth', 'Answer', 'Score or error', ...columns],
    rows: rows.map(({ row, truth, answer, score, cells }) => [
      String(row + 1),
      truth,
      answer,
      String(score),
      ...cells.map((cell) => cell ?? ''),
    ]),
  };
}
