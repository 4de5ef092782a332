/** Columns by windows: what drifts when, each cell a button that the keyboard walks through. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { DriftCellView, DriftCheckView, DriftColumnView } from '../../../schemas/driftPanel.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { t } from '../ui/texts.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import { answerWords, percent } from './answer.ts';
import type { Chosen } from './chooseCell.ts';
import type { DriftContext } from './memory.ts';

/** Characters of a label that are about as wide as a cell, and as a narrow one. */
const charactersPerCell = 4;
const charactersPerNarrowCell = 2;
/** More windows than these have narrow cells, so that they are seen side by side. */
const mostWideWindows = 26;
/** Labels over the windows; more are not read. */
const mostLabels = 10;

const marks = { drift: '', 'cannot-tell': '?', stable: '', 'not-judged': '–' } as const;

/** @param columns those that are drawn */
export function heatMap(
  check: DriftCheckView,
  chosen: Chosen,
  columns: readonly DriftColumnView[],
  context: DriftContext,
): TemplateResult {
  // Tab needs one place to stop at, also while the chosen column is not drawn.
  const [first] = columns;
  const stop = columns.includes(chosen.column) || first === undefined ? chosen : { column: first, window: 0 };
  const longest = Math.max(...check.windows.map(({ label }) => startOf(label).length), 0);
  const isNarrow = check.windows.length > mostWideWindows;
  const perCell = isNarrow ? charactersPerNarrowCell : charactersPerCell;
  const step = Math.max(Math.ceil((longest + 2) / perCell), Math.ceil(check.windows.length / mostLabels));
  return section({
    id: 'heat',
    title: t('Columns by windows'),
    aside: legend(),
    content: html`<div class="heat-scroll">
      <table
        class="heat ${isNarrow ? 'heat-narrow' : ''}"
        role="grid"
        aria-label="Verdict of each column in each window"
        @keydown=${walk}
      >
        <thead>
          <tr>
            <th scope="col"><span class="visually-hidden">Column</span></th>
            ${check.windows.map(
              ({ label }, index) =>
                html`<th scope="col" class="heat-window" title=${toVisibleText(label)}>
                  <span class="visually-hidden">${plainText(label)}</span>
                  ${index % step === 0 ? html`<span aria-hidden="true">${plainText(startOf(label))}</span>` : nothing}
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${columns.map(
            (column) =>
              html`<tr>
                <th scope="row" title=${toVisibleText(column.name)}>${plainText(column.name)}</th>
                ${column.cells.map((cell, window) => cellView(check, column, cell, window, { chosen, stop }, context))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`,
  });
}

/** Where a window begins: windows follow each other, so that its end goes without saying. */
function startOf(label: string): string {
  return label.split(' to ')[0] ?? label;
}

function cellView(
  check: DriftCheckView,
  column: DriftColumnView,
  cell: DriftCellView | null,
  window: number,
  { chosen, stop }: { readonly chosen: Chosen; readonly stop: Chosen },
  context: DriftContext,
): TemplateResult {
  const answer = cell?.answer ?? 'not-judged';
  const strongest = (cell?.verdicts ?? []).toSorted((a, b) => b.effect / b.smallest - a.effect / a.smallest)[0];
  const isChosen = chosen.column.name === column.name && chosen.window === window;
  const effect = strongest === undefined ? '' : `, ${strongest.name} ${percent(strongest.effect)}`;
  const isProvisional = check.progress !== null;
  const label = `${column.name}, ${check.windows[window]?.label ?? ''}: ${answerWords(answer)}${effect}${isProvisional ? `, ${t('provisional')}` : ''}`;
  const depth =
    strongest === undefined
      ? 0
      : Math.min(4, Math.max(1, Math.ceil(Math.log2(strongest.effect / strongest.smallest + 1))));
  return html`<td>
    <button
      type="button"
      class="heat-cell heat-${answer} heat-depth-${depth} ${isProvisional ? 'heat-provisional' : ''}"
      aria-label=${toVisibleText(label)}
      aria-pressed=${isChosen ? 'true' : 'false'}
      title=${toVisibleText(label)}
      tabindex=${stop.column === column && stop.window === window ? '0' : '-1'}
      @click=${() => context.remember({ column: column.name, window })}
    >
      ${marks[answer]}
    </button>
  </td>`;
}

const moves: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Moves the focus from cell to cell, so that Tab passes the map in one step. */
function walk(event: KeyboardEvent): void {
  const move = moves[event.key];
  if (move === undefined || !(event.target instanceof HTMLElement)) return;
  const cell = event.target.closest('td');
  const row = cell?.closest('tr');
  const body = row?.closest('tbody');
  const [down, across] = move;
  const next =
    body?.rows[(row?.sectionRowIndex ?? 0) + down]?.cells[(cell?.cellIndex ?? 0) + across]?.querySelector('button');
  if (next === null || next === undefined) return;
  event.preventDefault();
  next.focus();
}

function legend(): TemplateResult {
  return html`<span class="legend">
    ${(['drift', 'cannot-tell', 'stable', 'not-judged'] as const).map(
      (answer) =>
        html`<span
          ><span class="heat-key heat-${answer} heat-depth-3">${marks[answer]}</span>${answerWords(answer)}</span
        >`,
    )}
  </span>`;
}
