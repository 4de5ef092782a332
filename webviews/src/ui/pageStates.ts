/** The states that every page shares: loading, failed, stale and empty. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from './html.ts';
import { button, linkButton } from './button.ts';
import { icon } from './icon.ts';
import { plainText } from './plainText.ts';
import { progress } from './progress.ts';
import { t } from './texts.ts';

export function loadingView(name: string): TemplateResult {
  return html`<main class="page-state">${progress(t('Loading the {0}…', name))}</main>`;
}

/** @param retry absent where nothing can be asked for */
export function failedView(sentence: string, retry: (() => void) | undefined): TemplateResult {
  return html`<main class="page-state" role="alert">
    <p class="page-state-sentence">${icon('error')} ${plainText(sentence)}</p>
    ${retry === undefined ? nothing : button(t('Try again'), retry, 'primary')}
  </main>`;
}

/** The page has nothing to show, and that is no fault. */
export function emptyView(
  title: string,
  sentence: string,
  next: string | undefined,
  action?: { readonly label: string; readonly press: () => void },
): TemplateResult {
  return html`<main class="page-state">
    <h1>${title}</h1>
    <p class="page-state-sentence">${plainText(sentence)}</p>
    ${next === undefined ? nothing : html`<p class="quiet">${plainText(next)}</p>`}
    ${action === undefined ? nothing : button(action.label, action.press, 'primary')}
  </main>`;
}

/** @param because undefined while what is shown holds */
export function staleNotice(
  because: string | undefined,
  refresh: (() => void) | undefined,
): TemplateResult | typeof nothing {
  if (because === undefined) return nothing;
  return html`<div class="notice notice-warning" role="status">
    ${icon('warning')}
    <p><strong>Out of date.</strong> ${plainText(because)}</p>
    ${refresh === undefined ? nothing : linkButton(t('Refresh'), refresh)}
  </div>`;
}
