/** Something that unfolds: a summary line, and a body that is drawn only while it is open. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from './html.ts';
import type { Content } from './content.ts';

export interface Disclosure {
  readonly summary: Content;
  readonly isOpen: boolean;
  readonly body: () => Content;
  readonly toggle: (isOpen: boolean) => void;
}

export function disclosure({ summary, isOpen, body, toggle }: Disclosure): TemplateResult {
  const changed = (event: Event): void => {
    // The event also follows from drawing, which must not draw again.
    if (event.currentTarget instanceof HTMLDetailsElement && event.currentTarget.open !== isOpen) {
      toggle(event.currentTarget.open);
    }
  };
  return html`<details class="disclosure" ?open=${isOpen} @toggle=${changed}>
    <summary>${summary}</summary>
    <div class="disclosure-body">${isOpen ? body() : nothing}</div>
  </details>`;
}
