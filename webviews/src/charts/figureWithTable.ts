/** A drawing with its numbers: the table behind it is for the keyboard, the screen reader, and whoever wants to copy. */
import type { TemplateResult } from 'lit-html';
import { html } from '../ui/html.ts';
import type { Content } from '../ui/content.ts';
import { disclosure } from '../ui/disclosure.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import type { PageContext } from '../host/panelPage.ts';
import { saveButtons } from './saveButtons.ts';
import type { Saved } from './saveButtons.ts';

/** A page that remembers what was unfolded by hand, by name of the part. */
type UnfoldingContext = PageContext<{ readonly unfolded: Readonly<Record<string, boolean>> }>;

export interface DrawnFigure {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly drawing: Content;
  /** The first one names the row. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is saved as CSV, where that is more than the table shows. */
  readonly saved?: Pick<Saved, 'columns' | 'rows'>;
}

/** Rows of a table that somebody reads; a longer one is thinned evenly. */
const mostRows = 25;

export function figureWithTable(
  { id, title, drawing, columns, rows, saved = { columns, rows } }: DrawnFigure,
  context: UnfoldingContext,
): TemplateResult {
  const step = Math.max(1, Math.ceil(rows.length / mostRows));
  const shown = rows.filter((_, index) => index % step === 0 || index === rows.length - 1);
  return html`<figure class="drawn with-table" aria-labelledby="${id}-title">
    <figcaption id="${id}-title">${title}</figcaption>
    ${drawing} ${saveButtons({ id, ...saved, isDrawn: true }, context)}
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
            align: 'end' as const,
            cell: (row: readonly string[]) => row[index] ?? '',
          })),
          groups: [{ rows: shown }],
          key: (row) => row.join(' '),
        }),
    })}
  </figure>`;
}
