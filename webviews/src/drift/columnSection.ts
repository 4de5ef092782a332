/** One column in one window: both distributions, the judgement of each aspect, and the effect over time. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { DriftCellView, DriftCheckView } from '../../../schemas/driftPanel.ts';
import { overlayChart } from '../charts/overlayChart.ts';
import { saveButtons } from '../charts/saveButtons.ts';
import { timelineChart } from '../charts/timelineChart.ts';
import type { TimelinePoint } from '../charts/timelineChart.ts';
import { disclosure } from '../ui/disclosure.ts';
import { plainText } from '../ui/plainText.ts';
import { emptyContent, section } from '../ui/section.ts';
import { table } from '../ui/table.ts';
import { t } from '../ui/texts.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import { answerView, answerWords, percent } from './answer.ts';
import type { Chosen } from './chooseCell.ts';
import type { DriftContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';

type Bars = Extract<DriftCheckView['columns'][number]['overlay'], { kind: 'bars' }>;
type Verdict = DriftCellView['verdicts'][number];

export function columnSection(
  check: DriftCheckView,
  { column, window }: Chosen,
  context: DriftContext,
): TemplateResult {
  const cell = column.cells[window] ?? null;
  const label = check.windows[window]?.label ?? '';
  const reason = check.windows[window]?.because;
  return section({
    id: 'column',
    title: t('{0} in {1}', column.name, label),
    aside: html`<span class="legend"
      ><span><span class="bar-key bar-reference"></span>${plainText(basisLabel(check, window))}</span
      ><span><span class="bar-key bar-current"></span>${plainText(label)}</span></span
    >`,
    content: html`
      ${reason === undefined ? nothing : html`<p class="quiet">${plainText(reason)}</p>`}
      <div class="figures">
        ${overlayFigure(check, { column, window }, context)} ${timelineFigure(check, { column, window }, context)}
      </div>
      ${cell === null ? nothing : verdictTable(cell)} ${cell === null ? nothing : changes(cell)}
      ${changedRows(check, window)}
    `,
  });
}

/** The images or texts of a window that changed most, in whatever column that is. */
function changedRows({ changed }: DriftCheckView, window: number): TemplateResult | typeof nothing {
  const rows = changed.filter((row) => row.window === window);
  if (rows.length === 0) return nothing;
  return html`<h3 class="part-heading">Changed most in this window</h3>
    <ul class=${rows.some(({ picture }) => picture !== undefined) ? 'pictures' : 'texts'}>
      ${rows.map(
        ({ name, why, picture }) =>
          html`<li>
            <figure>
              ${
                picture === undefined
                  ? nothing
                  : html`<img
                      class=${picture.startsWith('data:image/png') ? 'pixels' : 'photo'}
                      src=${picture}
                      alt=${toVisibleText(name)}
                    />`
              }
              <figcaption>
                <span>${plainText(name)}</span>
                <span class="sub">${plainText(why)}</span>
              </figcaption>
            </figure>
          </li>`,
      )}
    </ul>`;
}

function overlayFigure(check: DriftCheckView, { column, window }: Chosen, context: DriftContext): TemplateResult {
  const { overlay } = column;
  if (overlay.kind === 'none') return emptyContent(html`${plainText(overlay.because)}`);
  const current = overlay.windows[window] ?? [];
  const [left, right] = [shares(basisOf(check, overlay, window)), shares(current)];
  const title = overlay.isNumeric ? t('How its values spread') : t('Its categories');
  const rows = overlay.labels.map((name, index) => ({ name, left: left[index] ?? 0, right: right[index] ?? 0 }));
  return html`<figure class="drawn" aria-labelledby="overlay-title">
    <figcaption id="overlay-title">${title}</figcaption>
    ${overlayChart({
      labels: overlay.labels,
      reference: left,
      current: right,
      isNumeric: overlay.isNumeric,
      format: percent,
      description: t(
        '{0}: shares of rows of {1} and of {2}.',
        column.name,
        basisLabel(check, window),
        check.windows[window]?.label ?? '',
      ),
    })}
    ${saveButtons(
      {
        id: 'distribution',
        columns: [overlay.isNumeric ? t('From, to') : t('Category'), basisHeader(check), t('Window')],
        rows: rows.map((row) => [row.name, String(row.left), String(row.right)]),
        isDrawn: true,
      },
      context,
    )}
    ${disclosure({
      summary: t('Numbers'),
      isOpen: isUnfolded(context, 'overlay'),
      toggle: (isOpen) => unfold(context, 'overlay', isOpen),
      body: () =>
        table({
          label: title,
          columns: [
            {
              header: overlay.isNumeric ? t('From, to') : t('Category'),
              isRowHeader: true,
              cell: ({ name }) => plainText(name),
            },
            { header: basisHeader(check), align: 'end', cell: (row) => percent(row.left) },
            { header: t('Window'), align: 'end', cell: (row) => percent(row.right) },
          ],
          groups: [{ rows }],
          key: ({ name }) => name,
        }),
    })}
  </figure>`;
}

/** What the window was held against, for display. */
function basisLabel({ basis, reference }: DriftCheckView, window: number): string {
  return basis[window]?.label ?? reference;
}

/** Rows per bar of what the window was held against: the reference, windows before it, or both together. */
function basisOf({ basis }: DriftCheckView, { reference, windows }: Bars, window: number): readonly number[] {
  const { hasReference, windows: before } = basis[window] ?? { hasReference: true, windows: [] };
  const parts = [...(hasReference ? [reference] : []), ...before.map((index) => windows[index] ?? [])];
  return reference.map((_, bar) => parts.reduce((sum, part) => sum + (part[bar] ?? 0), 0));
}

function basisHeader({ against }: DriftCheckView): string {
  return against.kind === 'fixed' ? t('Reference') : t('Before');
}

function shares(counts: readonly number[]): readonly number[] {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (rows === 0 ? 0 : count / rows));
}

function timelineFigure(check: DriftCheckView, { column, window }: Chosen, context: DriftContext) {
  if (check.windows.length < 2) return nothing;
  const points = column.cells.map((cell, index): TimelinePoint | undefined => {
    const verdict = cell?.verdicts.find(({ aspect }) => aspect === 'values') ?? cell?.verdicts[0];
    if (verdict === undefined) return undefined;
    const { effect, low, high, answer } = verdict;
    return { label: check.windows[index]?.label ?? '', effect, low, high, tone: answer };
  });
  const shown = points.filter((point) => point !== undefined);
  const smallest = column.cells.flatMap((cell) => cell?.verdicts[0]?.smallest ?? [])[0];
  if (shown.length === 0 || smallest === undefined) return nothing;
  return html`<figure class="drawn" aria-labelledby="timeline-title">
    <figcaption id="timeline-title">Effect over time, with its interval</figcaption>
    ${timelineChart({
      points,
      ends: [check.windows[0]?.label ?? '', check.windows.at(-1)?.label ?? ''],
      smallest,
      chosen: window,
      choose: (index) => context.remember({ column: column.name, window: index }),
      format: percent,
      description: t(
        '{0}: the effect in each window with its interval; from {1} on it counts.',
        column.name,
        percent(smallest),
      ),
    })}
    ${saveButtons(
      {
        id: 'effect-over-time',
        columns: [t('Window'), t('Effect'), t('Low'), t('High'), t('Verdict')],
        rows: shown.map(({ label, effect, low, high, tone }) => [
          label,
          ...[effect, low, high].map(String),
          answerWords(tone),
        ]),
        isDrawn: true,
      },
      context,
    )}
    ${disclosure({
      summary: t('Numbers'),
      isOpen: isUnfolded(context, 'timeline'),
      toggle: (isOpen) => unfold(context, 'timeline', isOpen),
      body: () =>
        table({
          label: t('Effect over time'),
          columns: [
            { header: t('Window'), isRowHeader: true, cell: ({ label }) => plainText(label) },
            { header: t('Effect'), align: 'end', className: 'drift-share', cell: ({ effect }) => percent(effect) },
            {
              header: t('Interval'),
              align: 'end',
              className: 'drift-share',
              cell: ({ low, high }) => t('{0} to {1}', percent(low), percent(high)),
            },
            { header: t('Verdict'), cell: ({ tone }) => answerView(tone) },
          ],
          groups: [{ rows: shown }],
          key: ({ label }) => label,
        }),
    })}
  </figure>`;
}

function verdictTable({ verdicts, undefinedBecause }: DriftCellView): TemplateResult {
  return html`${table<Verdict>({
    label: t('What was judged'),
    columns: [
      { header: t('Judged'), isRowHeader: true, className: 'drift-column', cell: ({ name }) => plainText(name) },
      { header: t('Verdict'), className: 'drift-answer', cell: ({ answer }) => answerView(answer) },
      { header: t('Effect'), align: 'end', className: 'drift-share', cell: ({ effect }) => percent(effect) },
      {
        header: t('95 % interval'),
        align: 'end',
        className: 'drift-share',
        cell: ({ low, high }) => t('{0} to {1}', percent(low), percent(high)),
      },
      { header: t('Counts from'), align: 'end', className: 'drift-share', cell: ({ smallest }) => percent(smallest) },
      {
        header: t('p, adjusted'),
        align: 'end',
        className: 'drift-p',
        cell: ({ p, test }) => html`${p} <span class="sub">${plainText(test)}</span>`,
      },
      {
        header: t('In words'),
        cell: ({ words, need }) =>
          html`${plainText(words)} ${need === undefined ? nothing : html`<span class="quiet">${plainText(need)}</span>`}`,
      },
    ],
    groups: [{ rows: verdicts }],
    key: ({ aspect }) => aspect,
  })}
  ${undefinedBecause.map((because) => html`<p class="quiet">${plainText(because)}</p>`)}`;
}

function changes({ added, vanished }: DriftCellView): TemplateResult | typeof nothing {
  if (added.length + vanished.length === 0) return nothing;
  const line = (title: string, names: readonly string[]) =>
    names.length === 0
      ? nothing
      : html`<dt>${title}</dt>
          <dd>${names.map((name) => html`<code class="category">${plainText(name)}</code> `)}</dd>`;
  return html`<dl class="category-changes">${line(t('New categories'), added)}${line(t('Gone'), vanished)}</dl>`;
}
