/** A text field that narrows what the page lists. */
import type { TemplateResult } from 'lit-html';
import { html } from 'lit-html';
import { live } from 'lit-html/directives/live.js';

/** @param change gets the text after every keystroke; Escape empties the field */
export function filterField(label: string, text: string, change: (text: string) => void): TemplateResult {
  const readText = (event: Event): void => {
    if (event.target instanceof HTMLElement && 'value' in event.target) change(String(event.target.value));
  };
  const emptyOnEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') change('');
  };
  return html`<vscode-text-field
    class="filter"
    placeholder=${label}
    aria-label=${label}
    .value=${live(text)}
    @input=${readText}
    @keydown=${emptyOnEscape}
  ></vscode-text-field>`;
}
