/** A drawing with its numbers: the table behind it is for the keyboard, the screen reader, and whoever wants to copy. */
import type { TemplateResult } from 'lit-html';
import { html, nothing } from 'lit-html';
import type { Content } from '../ui/content.ts';
import { chartFile } from '../charts/chartFile.ts';
import { csvText } from '../charts/csvText.ts';
import { disclosure } from '../ui/disclosure.ts';
import { table } from '../ui/table.ts';
import type { EvaluationContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';

export interface DrawnFigure {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly drawing: Content;
  /** The first one names the row. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The drawing and all of its numbers as files. */
function saveButtons(
  { id, columns, rows }: Pick<DrawnFigure, 'id' | 'columns' | 'rows'>,
  { actions }: EvaluationContext,
): TemplateResult | typeof nothing {
  if (actions === undefined) return nothing;
  const saveDrawing = (event: Event): void => {
    const figure = event.currentTarget instanceof Element ? event.currentTarget.closest('figure') : undefined;
    const drawn = figure?.querySelector('svg');
    if (drawn instanceof SVGSVGElement) actions.saveText(`${id}.svg`, chartFile(drawn));
  };
  return html`<div class="figure-tools">
    <button type="button" class="link" aria-label="Save ${id} as SVG" @click=${saveDrawing}>SVG</button>
    <button
      type="button"
      class="link"
      aria-label="Save the numbers of ${id} as CSV"
      @click=${() => actions.saveText(`${id}.csv`, csvText(columns, rows))}
    >
      CSV
    </button>
  </div>`;
}

/** Rows of a table that somebody reads; a longer one is thinned evenly. */
const mostRows = 25;

export function figureWithTable(
  { id, title, drawing, columns, rows }: DrawnFigure,
  context: EvaluationContext,
): TemplateResult {
  const step = Math.max(1, Math.ceil(rows.length / mostRows));
  const shown = rows.filter((_, index) => index % step === 0 || index === rows.length - 1);
  return html`<figure class="drawn" aria-labelledby="${id}-title">
    <figcaption id="${id}-title">${title}</figcaption>
    ${drawing} ${saveButtons({ id, columns, rows }, context)}
    ${disclosure({
      summary: 'Numbers',
      isOpen: isUnfolded(context, id),
      toggle: (isOpen) => unfold(context, id, isOpen),
      body: () =>
        table({
          label: title,
          columns: columns.map((header, index) => ({
            header,
            isRowHeader: index === 0,
            align: 'end' as const,
            cell: (row: readonly string[]) => row[index] ?? '',
          })),
          groups: [{ rows: shown }],
          key: (row) => row.join(' '),
        }),
    })}
  </figure>`;
}
