/** A count or a short state beside a heading. */
import type { TemplateResult } from 'lit-html';
import { html } from './html.ts';
import { plainText } from './plainText.ts';

export function badge(text: string): TemplateResult {
  return html`<vscode-badge>${plainText(text)}</vscode-badge>`;
}
