/**
 * A text field that narrows what the page lists.
 *
 * A native field: the one of the component library overwrites the name that screen readers read.
 */
import type { TemplateResult } from 'lit-html';
import { html } from './html.ts';
import { live } from 'lit-html/directives/live.js';

/** @param change gets the text after every keystroke; Escape empties the field */
export function filterField(label: string, text: string, change: (text: string) => void): TemplateResult {
  const readText = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) change(event.target.value);
  };
  const emptyOnEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') change('');
  };
  return html`<search class="filter-place">
    <input
      type="text"
      class="filter"
      placeholder=${label}
      aria-label=${label}
      spellcheck="false"
      autocomplete="off"
      .value=${live(text)}
      @input=${readText}
      @keydown=${emptyOnEscape}
    />
  </search>`;
}
