/** Which comparison the page shows, how it stands, and what can be done about it. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import { live } from 'lit-html/directives/live.js';
import type { DriftCheckView, DriftChecks } from '../../../schemas/driftPanel.ts';
import { badge } from '../ui/badge.ts';
import { button, iconButton, linkButton } from '../ui/button.ts';
import { locationLink } from '../ui/figure.ts';
import { glanceTiles } from '../ui/glance.ts';
import { icon } from '../ui/icon.ts';
import { codeText } from '../ui/codeText.ts';
import { plainText } from '../ui/plainText.ts';
import { t } from '../ui/texts.ts';
import { acceptTools } from './acceptTools.ts';
import type { DriftContext } from './memory.ts';

export function checkHeader(model: DriftChecks, check: DriftCheckView, context: DriftContext): TemplateResult {
  const open = context.actions?.openLocation;
  return html`<header class="page-header">
    ${titleLine(model, context)} ${chooseView(model, check, context)}
    <ul class="facts">
      <li>${locationLink(check.definedAt, open)}</li>
      ${check.record === null ? nothing : html`<li>${locationLink(check.record, open)}</li>`}
      <li>${plainText(sayCurrent(check))}</li>
      <li>${plainText(sayAgainst(check))}</li>
      <li><time datetime=${check.at}>${plainText(check.age)}</time></li>
      <li>false alarms held at ${plainText(check.falseAlarm)} over ${check.tests.toLocaleString('en')} tests</li>
    </ul>
    ${progressNotice(check)} ${failureNotices(model)} ${tools(model, check, context)} ${tiles(check)}
    ${reaction(check, context)} ${notices(model, check)}
  </header>`;
}

function sayCurrent({ current, windows }: DriftCheckView): string {
  const rows = windows.reduce((sum, window) => sum + window.rows, 0).toLocaleString('en');
  return windows.length === 1
    ? t('{0}, {1} rows in one window', current, rows)
    : t('{0}, {1} rows in {2} windows', current, rows, windows.length);
}

function sayAgainst({ against, reference, referenceRows }: DriftCheckView): string {
  const rows = referenceRows.toLocaleString('en');
  switch (against.kind) {
    case 'fixed':
      return t('against {0}, {1} rows', reference, rows);
    case 'previous':
      return t('each window against the one before, the first against {0}, {1} rows', reference, rows);
    case 'rolling':
      return against.windows === 1
        ? t('each window against the one before, the first against {0}, {1} rows', reference, rows)
        : t(
            'each window against the {0} before it, joined by {1}, {2} rows, while there are fewer',
            against.windows,
            reference,
            rows,
          );
  }
}

/** The head of a page that has no comparison of columns, only numbers that are watched. */
export function watchedHeader(model: DriftChecks, context: DriftContext): TemplateResult {
  return html`<header class="page-header">
    ${titleLine(model, context)} ${tools(model, undefined, context)} ${failureNotices(model)}
    ${generalNotices(model).map(notice)}
  </header>`;
}

function titleLine(model: DriftChecks, { actions, isRefreshing }: DriftContext): TemplateResult {
  return html`<div class="page-title">
    <h1>${plainText(model.project)}</h1>
    ${badge(t('Drift'))}
    ${
      actions === undefined
        ? nothing
        : html`<span class="page-tools">
            ${isRefreshing ? html`<span class="quiet" role="status">Refreshing…</span>` : nothing}
            ${iconButton(icon('refresh'), t('Refresh'), actions.refresh)}
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
    context.remember({ check: wanted.id, isRecorded, column: undefined, window: undefined, accepted: undefined });
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
  if (progress !== null) return t('{0}: {1} of {2} columns', id, progress.compared, progress.total);
  return checks.filter((other) => other.id === id).length === 1 ? id : `${id}: ${age}`;
}

/** How far the comparison is, and what its verdicts are worth until then. */
function progressNotice({ progress }: DriftCheckView): TemplateResult | typeof nothing {
  if (progress === null) return nothing;
  const { compared, total, stopped } = progress;
  const [known, all] = [compared, total].map((count) => count.toLocaleString('en'));
  if (stopped !== null) {
    return html`<div class="notice notice-warning" role="status">
      ${icon('warning')}
      <p>
        <strong>Incomplete: ${known} of ${all} columns were compared.</strong> ${plainText(stopped)} Verdicts hold among
        these columns alone, and nothing was recorded.
      </p>
    </div>`;
  }
  return html`<div class="notice notice-info" role="status">
    ${icon('info')}
    <p>
      <strong
        >${compared === total ? t('All {0} columns compared.', all ?? '') : t('{0} of {1} columns compared so far.', known ?? '', all ?? '')}</strong
      >
      Verdicts are provisional: false alarms are held over all columns together, so they are settled at the end.
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
      ${linkButton(t('Manage trust'), actions.manageTrust)}
    </div>`;
  }
  const compareAgain = (): void => {
    context.remember({ isRecorded: false });
    actions.compareDrift();
  };
  return html`<div class="drift-tools">
    ${button(t('Compare again'), compareAgain, 'primary')}
    ${check === undefined ? nothing : acceptTools(check, context)}
  </div>`;
}

/** Who does what about it, where anything drifts. */
function reaction({ columns, owner, action }: DriftCheckView, context: DriftContext) {
  if (!columns.some(({ answer }) => answer === 'drift') || (owner === null && action === null)) return nothing;
  const what =
    action === null
      ? nothing
      : action.location === null
        ? plainText(action.text)
        : locationLink(action.location, context.actions?.openLocation);
  return html`<p class="drift-reaction">
    <strong>What to do:</strong> ${what}
    ${owner === null ? nothing : html`<span class="quiet">Owner: ${plainText(owner)}</span>`}
  </p>`;
}

function tiles({ columns, progress }: DriftCheckView) {
  const count = (answer: string): number => columns.filter((column) => column.answer === answer).length;
  const note =
    progress !== null
      ? t('of {0} columns so far', columns.length)
      : columns.length === 1
        ? t('of one column')
        : t('of {0} columns', columns.length);
  return glanceTiles([
    { label: t('Drift'), number: count('drift'), note, tone: count('drift') > 0 ? 'bad' : 'good' },
    { label: t('Cannot tell'), number: count('cannot-tell'), note, tone: 'neutral' },
    { label: t('Stable'), number: count('stable'), note, tone: 'neutral' },
  ]);
}

/** Before everything else: what is shown of these checks is old, or there is nothing of them. */
function failureNotices({ failures }: DriftChecks): readonly TemplateResult[] {
  return failures.map(
    ({ check, because }) =>
      html`<div class="notice notice-warning" role="status">
        ${icon('warning')}
        <p><strong>${plainText(t('{0} could not be compared.', check))}</strong> ${codeText(because)}</p>
      </div>`,
  );
}

function generalNotices({ waiting, unreadable }: DriftChecks): readonly string[] {
  return [
    ...(waiting.length === 0 ? [] : [t('Never compared: {0}.', waiting.join(', '))]),
    ...(unreadable === 0 ? [] : [t('{0} records cannot be read; compare again.', unreadable)]),
  ];
}

function notice(line: string): TemplateResult {
  return html`<div class="notice notice-info">
    ${icon('info')}
    <p>${codeText(line)}</p>
  </div>`;
}

function notices(model: DriftChecks, { notCompared, notes, windows, moneyBecause }: DriftCheckView) {
  const silent = windows.filter(({ because }) => because !== undefined);
  const [first] = silent;
  const lines = [
    ...notCompared.map(({ column, because }) => `${column}: ${because}`),
    ...(first === undefined ? [] : [saySilent(silent.length, windows.length, first)]),
    ...notes,
    ...(moneyBecause === null ? [] : [moneyBecause]),
    ...generalNotices(model),
  ];
  return lines.map(notice);
}

function saySilent(
  silent: number,
  windows: number,
  { label, because = '' }: DriftCheckView['windows'][number],
): string {
  return silent === 1
    ? t('One of {0} windows has no verdict, {1}: {2}', windows, label, because)
    : t('{0} of {1} windows have no verdict, such as {2}: {3}', silent, windows, label, because);
}
