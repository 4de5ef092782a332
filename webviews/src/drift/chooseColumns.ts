/** Which columns the page lists: narrowed, ordered, and no more at once than a browser draws quickly. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import { live } from 'lit-html/directives/live.js';
import type { DriftCheckView, DriftColumnView } from '../../../schemas/driftPanel.ts';
import { linkButton } from '../ui/button.ts';
import { filterField } from '../ui/filterField.ts';
import { matchesFilter } from '../ui/matchesFilter.ts';
import { t } from '../ui/texts.ts';
import { answerWords } from './answer.ts';
import type { DriftContext } from './memory.ts';

/** Columns that are drawn at first, and by which more are drawn. */
const drawnAtOnce = 50;
/** Fewer columns than these need no search. */
const fewColumns = 10;

const orders = ['matters', 'effect', 'name'] as const;

/** @returns every column that matches, in the order that was chosen; the page draws the first of them */
export function chooseColumns({ columns }: DriftCheckView, { memory }: DriftContext): readonly DriftColumnView[] {
  const matching = columns.filter(({ name, answer, sentence }) =>
    matchesFilter(memory.filter ?? '', name, answerWords(answer), sentence),
  );
  switch (memory.order ?? 'matters') {
    case 'matters':
      return matching;
    case 'effect':
      return matching.toSorted((left, right) => largestEffect(right) - largestEffect(left));
    case 'name':
      return matching.toSorted((left, right) => left.name.localeCompare(right.name, 'en', { numeric: true }));
  }
}

/** How many times the smallest effect that counts. */
function largestEffect({ cells }: DriftColumnView): number {
  const effects = cells.flatMap((cell) => (cell?.verdicts ?? []).map(({ effect, smallest }) => effect / smallest));
  return effects.reduce((most, effect) => Math.max(most, effect), 0);
}

export function drawnColumns(
  columns: readonly DriftColumnView[],
  { memory }: DriftContext,
): readonly DriftColumnView[] {
  return columns.slice(0, memory.drawn ?? drawnAtOnce);
}

/** The search and the order; nothing where all columns are seen at once. */
export function columnTools({ columns }: DriftCheckView, context: DriftContext): TemplateResult | typeof nothing {
  if (columns.length < fewColumns) return nothing;
  const { memory } = context;
  const words = { matters: t('what matters most'), effect: t('largest change'), name: t('name') };
  const changed = ({ currentTarget }: Event): void => {
    if (currentTarget instanceof HTMLSelectElement) context.remember({ order: orders[currentTarget.selectedIndex] });
  };
  return html`<label class="drift-order"
      ><span>Order</span>
      <select @change=${changed}>
        ${orders.map((order) => html`<option .selected=${live(order === (memory.order ?? 'matters'))}>${words[order]}</option>`)}
      </select></label
    >
    ${filterField(t('Filter columns'), memory.filter ?? '', (filter) => context.remember({ filter, drawn: undefined }))}`;
}

/** How many columns are not drawn, and more of them on request. */
export function moreColumns(
  columns: readonly DriftColumnView[],
  check: DriftCheckView,
  context: DriftContext,
): TemplateResult | typeof nothing {
  const drawn = drawnColumns(columns, context).length;
  if (columns.length === 0) return html`<p class="quiet" role="status">No column matches the filter.</p>`;
  if (drawn === columns.length) {
    return drawn === check.columns.length
      ? nothing
      : html`<p class="quiet" role="status">${t('{0} of {1} columns', drawn, check.columns.length)}</p>`;
  }
  const more = Math.min(drawnAtOnce, columns.length - drawn);
  return html`<p class="quiet" role="status">
    ${t('{0} of {1} columns', drawn, columns.length)}
    ${linkButton(t('Show {0} more', more), () => context.remember({ drawn: drawn + more }))}
  </p>`;
}
