/** Which notebook becomes which package, how much of it, and what to do next. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { PromotionModel } from '../../../schemas/promotionView.ts';
import { badge } from '../ui/badge.ts';
import { button, iconButton, linkButton } from '../ui/button.ts';
import { locationLink } from '../ui/figure.ts';
import { glanceTiles } from '../ui/glance.ts';
import type { GlanceTile } from '../ui/glance.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import { t } from '../ui/texts.ts';
import type { PromotionContext } from './memory.ts';

export function headerView(model: PromotionModel, context: PromotionContext): TemplateResult {
  const { actions } = context;
  const pending = model.files.filter(({ state }) => state !== 'unchanged' && state !== 'kept').length;
  return html`<header class="page-header">
    <div class="page-title">
      <h1>${plainText(model.package.name)}</h1>
      ${badge(model.package.isWritten ? (pending === 0 ? t('up to date') : t('changes to write')) : t('preview'))}
      ${
        actions === undefined
          ? nothing
          : html`<span class="page-tools">
              ${context.isRefreshing ? html`<span class="quiet" role="status">Refreshing…</span>` : nothing}
              ${iconButton(icon('refresh'), t('Refresh'), actions.refresh)}
            </span>`
      }
    </div>
    <ul class="facts">
      <li>From ${locationLink(model.notebook, actions?.openLocation)}</li>
      <li>Folder <span class="code">${plainText(model.package.folder)}</span></li>
      ${model.moved === 0 ? nothing : html`<li>${model.moved === 1 ? t('One statement moved by hand') : t('{0} statements moved by hand', model.moved)}</li>`}
    </ul>
    ${
      actions === undefined || !model.isTrusted
        ? nothing
        : html`<div class="promotion-actions">
            ${button(model.package.isWritten ? t('Promote again…') : t('Promote…'), actions.promote, 'primary')}
            ${model.package.isWritten ? button(t('Verify'), actions.verify) : nothing}
          </div>`
    }
    ${model.isTrusted ? nothing : restrictedNotice(context)} ${glanceTiles(tilesOf(model))}
  </header>`;
}

function restrictedNotice({ actions }: PromotionContext): TemplateResult {
  return html`<div class="notice notice-info" role="status">
    ${icon('lock')}
    <p>
      <strong>Restricted Mode.</strong> The notebook is read and the package is previewed; nothing is written or run
      until this workspace is trusted.
    </p>
    ${actions === undefined ? nothing : linkButton(t('Manage trust'), actions.manageTrust)}
  </div>`;
}

function tilesOf({ counts, files, findings, checks }: PromotionModel): readonly GlanceTile[] {
  const statements = (number: number) => (number === 1 ? t('statement') : t('statements'));
  const conflicts = files.filter(({ state }) => state === 'conflict').length;
  return [
    { label: t('Converted'), number: counts.converted, note: statements(counts.converted), tone: 'good' },
    { label: t('Dropped'), number: counts.dropped, note: t('nothing needs them'), tone: 'neutral' },
    { label: t('Left'), number: counts.left, note: t('not converted'), tone: counts.left > 0 ? 'bad' : 'neutral' },
    { label: t('Findings kept'), number: findings.length, note: t('of the notebook'), tone: 'neutral' },
    ...(checks.length === 0
      ? []
      : [{ label: t('Failed checks'), number: checks.length, note: t('of the files'), tone: 'bad' } as const]),
    ...(conflicts === 0
      ? []
      : [{ label: t('Conflicts'), number: conflicts, note: t('with your edits'), tone: 'bad' } as const]),
  ];
}
