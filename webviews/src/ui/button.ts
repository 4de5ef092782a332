/** A button that does something, and one that looks like the text it stands in. */
import type { TemplateResult } from 'lit-html';
import { html } from './html.ts';
import type { Content } from './content.ts';

export function button(
  label: string,
  press: () => void,
  appearance: 'primary' | 'secondary' = 'secondary',
): TemplateResult {
  return html`<vscode-button appearance=${appearance} @click=${press}>${label}</vscode-button>`;
}

/** A small button that shows only an icon; `label` is its name and its tooltip. */
export function iconButton(icon: Content, label: string, press: () => void): TemplateResult {
  return html`<vscode-button appearance="icon" aria-label=${label} title=${label} @click=${press}
    >${icon}</vscode-button
  >`;
}

/** A link that acts: a native button, because it navigates nowhere. */
export function linkButton(content: Content, press: () => void): TemplateResult {
  return html`<button type="button" class="link" @click=${press}>${content}</button>`;
}
