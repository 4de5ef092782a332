/** Work that is going on. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from './html.ts';
import { plainText } from './plainText.ts';

/** @param share done so far, 0 to 1; undefined when nobody can tell */
export function progress(sentence: string, share?: number): TemplateResult {
  return html`<p class="progress" role="status">
    <vscode-progress-ring aria-hidden="true"></vscode-progress-ring>
    <span>${plainText(sentence)}${share === undefined ? nothing : ` ${Math.floor(share * 100)} %`}</span>
  </p>`;
}
