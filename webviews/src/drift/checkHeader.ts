/** Which comparison the page shows, how it stands, and what can be done about it. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import { live } from 'lit-html/directives/live.js';
import type { DriftCheckView, DriftChecks } from '../../../schemas/driftPanel.ts';
import { button, iconButton, linkButton } from '../ui/button.ts';
import { locationLink } from '../ui/figure.ts';
import { glanceTiles } from '../ui/glance.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import { t } from '../ui/texts.ts';
import type { DriftContext } from './memory.ts';

export function checkHeader(model: DriftChecks, check: DriftCheckView, context: DriftContext): TemplateResult {
  const open = context.actions?.openLocation;
  const rows = check.windows.reduce((sum, window) => sum + window.rows, 0);
  return html`<header class="page-header">
    ${titleLine(model, context)} ${chooseView(model, check, context)}
    <ul class="facts">
      <li>${locationLink(check.definedAt, open)}</li>
      ${check.record === null ? nothing : html`<li>${locationLink(check.record, open)}</li>`}
      <li>
        ${plainText(check.current)}, ${rows.toLocaleString('en')} rows in ${check.windows.length}
        ${check.windows.length === 1 ? 'window' : 'windows'}
      </li>
      <li>against ${plainText(check.reference)}, ${check.referenceRows.toLocaleString('en')} rows</li>
      <li><time datetime=${check.at}>${plainText(check.age)}</time></li>
      <li>false alarms held at ${plainText(check.falseAlarm)} over ${check.tests.toLocaleString('en')} tests</li>
    </ul>
    ${progressNotice(check)} ${tools(model, check, context)} ${tiles(check)} ${notices(model, check)}
  </header>`;
}

/** The head of a page that has no comparison of columns, only numbers that are watched. */
export function watchedHeader(model: DriftChecks, context: DriftContext): TemplateResult {
  return html`<header class="page-header">
    ${titleLine(model, context)} ${tools(model, undefined, context)} ${generalNotices(model).map(notice)}
  </header>`;
}

function titleLine(model: DriftChecks, { actions, isRefreshing }: DriftContext): TemplateResult {
  return html`<div class="page-title">
    <h1>${plainText(model.project)}</h1>
    ${
      actions === undefined
        ? nothing
        : html`<span class="page-tools">
            ${isRefreshing ? html`<span class="quiet" role="status">Refreshing…</span>` : nothing}
            ${iconButton(icon('refresh'), 'Refresh', actions.refresh)}
          </span>`
    }
  </div>`;
}

function chooseView({ checks }: DriftChecks, check: DriftCheckView, context: DriftContext) {
  if (checks.length < 2) return html`<p class="page-description">${plainText(check.id)}</p>`;
  const changed = (event: Event): void => {
    if (!(event.currentTarget instanceof HTMLSelectElement)) return;
    const wanted = checks[event.currentTarget.selectedIndex];
    if (wanted === undefined) return;
    const isRecorded =
      wanted.progress === null && checks.some(({ id, progress }) => id === wanted.id && progress !== null);
    context.remember({ check: wanted.id, isRecorded, column: undefined, window: undefined });
  };
  return html`<label class="drift-check"
    ><span>Check</span>
    <select @change=${changed}>
      ${checks.map((one) => html`<option .selected=${live(one === check)}>${plainText(nameOf(one, checks))}</option>`)}
    </select></label
  >`;
}

/** A check whose comparison is not done may stand beside its recorded one. */
function nameOf({ id, progress, age }: DriftCheckView, checks: readonly DriftCheckView[]): string {
  if (progress !== null) return `${id}: ${progress.compared} of ${progress.total} columns`;
  return checks.filter((other) => other.id === id).length === 1 ? id : `${id}: ${age}`;
}

/** How far the comparison is, and what its verdicts are worth until then. */
function progressNotice({ progress }: DriftCheckView): TemplateResult | typeof nothing {
  if (progress === null) return nothing;
  const { compared, total, stopped } = progress;
  const columns = `${compared.toLocaleString('en')} of ${total.toLocaleString('en')} columns`;
  if (stopped !== null) {
    return html`<div class="notice notice-warning" role="status">
      ${icon('warning')}
      <p>
        <strong>Incomplete: ${columns} were compared.</strong> ${plainText(stopped)} Verdicts hold among these columns
        alone, and nothing was recorded.
      </p>
    </div>`;
  }
  return html`<div class="notice notice-info" role="status">
    ${icon('info')}
    <p>
      <strong>${columns} compared so far.</strong> Verdicts are provisional: false alarms are held over all columns
      together, so they are settled at the end.
      <progress max=${total} value=${compared} aria-label="Columns compared"></progress>
    </p>
  </div>`;
}

function tools(
  { isTrusted, isComparing }: DriftChecks,
  check: DriftCheckView | undefined,
  context: DriftContext,
): TemplateResult | typeof nothing {
  const { actions } = context;
  if (actions === undefined) return nothing;
  if (isComparing) {
    return html`<p class="drift-tools">
      ${button(t('Cancel'), actions.cancelDrift)}
      <span class="quiet" role="status">${t('Comparing what the checks watch…')}</span>
    </p>`;
  }
  if (!isTrusted) {
    return html`<div class="notice notice-info" role="status">
      ${icon('lock')}
      <p>
        <strong>Restricted Mode.</strong> What was recorded is shown; nothing is compared until this workspace is
        trusted.
      </p>
      ${linkButton('Manage trust', actions.manageTrust)}
    </div>`;
  }
  const compareAgain = (): void => {
    context.remember({ isRecorded: false });
    actions.compareDrift();
  };
  return html`<p class="drift-tools">
    ${button('Compare again', compareAgain, 'primary')}
    ${check?.canAccept === true ? button(`Accept ${check.current} as new reference`, () => actions.acceptReference(check.id)) : nothing}
  </p>`;
}

function tiles({ columns, progress }: DriftCheckView) {
  const count = (answer: string): number => columns.filter((column) => column.answer === answer).length;
  const soFar = progress === null ? '' : ' so far';
  const note = `of ${columns.length} ${columns.length === 1 ? 'column' : 'columns'}${soFar}`;
  return glanceTiles([
    { label: 'Drift', number: count('drift'), note, tone: count('drift') > 0 ? 'bad' : 'good' },
    { label: 'Cannot tell', number: count('cannot-tell'), note, tone: 'neutral' },
    { label: 'Stable', number: count('stable'), note, tone: 'neutral' },
  ]);
}

function generalNotices({ waiting, unreadable }: DriftChecks): readonly string[] {
  return [
    ...(waiting.length === 0 ? [] : [`Never compared: ${waiting.join(', ')}.`]),
    ...(unreadable === 0 ? [] : [`${unreadable} records cannot be read; compare again.`]),
  ];
}

function notice(line: string): TemplateResult {
  return html`<div class="notice notice-info">
    ${icon('info')}
    <p>${plainText(line)}</p>
  </div>`;
}

function notices(model: DriftChecks, { notCompared, notes, windows, moneyBecause }: DriftCheckView) {
  const silent = windows.filter(({ because }) => because !== undefined);
  const lines = [
    ...notCompared.map(({ column, because }) => `${column}: ${because}`),
    ...(silent.length === 0
      ? []
      : [
          `${silent.length} of ${windows.length} windows ${silent.length === 1 ? 'has no verdict,' : 'have no verdict, such as'} ${silent[0]?.label ?? ''}: ${silent[0]?.because ?? ''}`,
        ]),
    ...notes,
    ...(moneyBecause === null ? [] : [moneyBecause]),
    ...generalNotices(model),
  ];
  return lines.map(notice);
}
