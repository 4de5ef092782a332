/**
 * A table of data with aligned numbers, optional groups and unfoldable details.
 *
 * In a narrow panel each row becomes a card whose cells name their column. The roles are stated because laying a table
 * out as blocks would otherwise take its meaning away from screen readers. A name says what it is; a card that is named
 * by a number names its column, too.
 */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from './html.ts';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Content } from './content.ts';

export interface TableColumn<Row> {
  readonly header: string;
  readonly align?: 'start' | 'end';
  /** The column that names the row; exactly one has it. */
  readonly isRowHeader?: boolean;
  /** Class of its cells, for their width. */
  readonly className?: string;
  cell(row: Row): Content;
}

export interface TableGroup<Row> {
  /** Heading over the group's rows; a table of one group has none. */
  readonly heading?: Content;
  readonly rows: readonly Row[];
}

export interface Table<Row> {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly groups: readonly TableGroup<Row>[];
  /** Identity of a row within the table. */
  key(row: Row): string;
  /** What is unfolded under a row; undefined when nothing is. */
  detail?(row: Row): TemplateResult | undefined;
}

export function table<Row>(options: Table<Row>): TemplateResult {
  const { label, columns, groups } = options;
  return html`<table class="table" role="table" aria-label=${label}>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((column) => html`<th role="columnheader" scope="col" class=${cellClass(column)}>${column.header}</th>`)}
      </tr>
    </thead>
    ${groups.map((group) => tableGroup(options, group))}
  </table>`;
}

function tableGroup<Row>(options: Table<Row>, group: TableGroup<Row>): TemplateResult | typeof nothing {
  if (group.rows.length === 0) return nothing;
  return html`<tbody role="rowgroup">
    ${
      group.heading === undefined
        ? nothing
        : html`<tr role="row" class="group-heading">
            <th role="rowheader" scope="rowgroup" colspan=${options.columns.length}>${group.heading}</th>
          </tr>`
    }
    ${repeat(
      group.rows,
      (row) => options.key(row),
      (row) => tableRow(options, row),
    )}
  </tbody>`;
}

function tableRow<Row>(options: Table<Row>, row: Row): TemplateResult {
  const detail = options.detail?.(row);
  return html`<tr role="row">
      ${options.columns.map((column) =>
        column.isRowHeader === true
          ? html`<th
              role="rowheader"
              scope="row"
              class=${cellClass(column)}
              data-label=${column.align === 'end' ? column.header : nothing}
            >
              ${column.cell(row)}
            </th>`
          : html`<td role="cell" class=${cellClass(column)} data-label=${column.header}>
              <div>${column.cell(row)}</div>
            </td>`,
      )}
    </tr>
    ${
      detail === undefined
        ? nothing
        : html`<tr role="row" class="detail">
            <td role="cell" colspan=${options.columns.length}>${detail}</td>
          </tr>`
    }`;
}

function cellClass<Row>(column: TableColumn<Row>): string {
  return `cell-${column.align ?? 'start'} ${column.className ?? ''}`.trim();
}
