/** A sentence in which backticks mark names and values. */
import type { TemplateResult } from 'lit-html';
import { html } from './html.ts';
import { plainText } from './plainText.ts';

export function codeText(sentence: string): TemplateResult {
  return html`${sentence
    .split(/`([^`]*)`/u)
    .map((part, index) => (index % 2 === 1 ? html`<code class="code">${plainText(part)}</code>` : plainText(part)))}`;
}
