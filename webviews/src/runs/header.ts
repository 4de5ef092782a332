/** Whose runs these are, and how many. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { RecordedRuns } from '../../../schemas/runsPanel.ts';
import { badge } from '../ui/badge.ts';
import { button, iconButton } from '../ui/button.ts';
import { locationLink } from '../ui/figure.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import { t } from '../ui/texts.ts';
import type { RunsContext } from './memory.ts';

export function runsHeader(model: RecordedRuns, { actions, isRefreshing }: RunsContext): TemplateResult {
  const { runs, olderRuns, unreadable, unmeasured } = model;
  return html`<header class="page-header">
    <div class="page-title">
      <h1>${plainText(model.project)}</h1>
      ${badge(t('Runs'))}
      ${
        actions === undefined
          ? nothing
          : html`<span class="page-tools">
              ${isRefreshing ? html`<span class="quiet" role="status">Refreshing…</span>` : nothing}
              ${model.isTrusted ? button(t('Evaluate'), actions.evaluate) : nothing}
              ${iconButton(icon('refresh'), t('Refresh'), actions.refresh)}
            </span>`
      }
    </div>
    <ul class="facts">
      <li>${locationLink(model.spec, actions?.openLocation)}</li>
      <li>${runs.length === 1 ? t('1 run') : t('{0} runs', runs.length)}</li>
      ${olderRuns === 0 ? nothing : html`<li>${t('{0} older runs are not shown', olderRuns)}</li>`}
      ${unreadable === 0 ? nothing : html`<li>${icon('warning')} ${unreadable === 1 ? t('1 record cannot be read') : t('{0} records cannot be read', unreadable)}</li>`}
      ${unmeasured.length === 0 ? nothing : html`<li>${t('No run gives {0}', unmeasured.join(', '))}</li>`}
    </ul>
  </header>`;
}
