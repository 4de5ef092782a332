/** Text of others inside a page. */
import type { TemplateResult } from 'lit-html';
import { html } from './html.ts';
import { toVisibleText } from './visibleText.ts';

/** Visible text, isolated from the direction of its neighbours. */
export function plainText(text: string): TemplateResult {
  return html`<bdi>${toVisibleText(text)}</bdi>`;
}
