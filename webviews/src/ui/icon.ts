/** Icons, 16 by 16, drawn in the colour of the text. They carry no meaning alone: words always stand beside them. */
import type { TemplateResult } from 'lit-html';
import { html, svg } from './html.ts';

const shapes = {
  error: svg`<circle cx="8" cy="8" r="6.25" /><path d="M5.75 5.75l4.5 4.5m0-4.5l-4.5 4.5" />`,
  warning: svg`<path d="M8 2.2L14.4 13.5H1.6z" /><path d="M8 6.3v3.6m0 1.5v.4" />`,
  info: svg`<circle cx="8" cy="8" r="6.25" /><path d="M8 7.2v4m0-6.4v.4" />`,
  hint: svg`<path d="M6 12.2h4m-3.2 2h2.4M5.6 10.4C4.5 9.6 3.9 8.4 3.9 7a4.1 4.1 0 0 1 8.2 0c0 1.4-.6 2.6-1.7 3.4z" />`,
  met: svg`<circle cx="8" cy="8" r="6.25" /><path d="M5.2 8.2l2 2 3.6-4.2" />`,
  held: svg`<circle cx="8" cy="8" r="6.25" /><path d="M5 8h6" />`,
  unknown: svg`<circle cx="8" cy="8" r="6.25" stroke-dasharray="2.4 1.9" /><path d="M6.4 6.5a1.7 1.7 0 1 1 2.4 1.6c-.5.3-.8.6-.8 1.2m0 1.7v.4" />`,
  refresh: svg`<path d="M13.3 8a5.3 5.3 0 1 1-1.6-3.8l1.6 1.5M13.4 2.6v3.2h-3.2" />`,
  lock: svg`<rect x="3.2" y="7.2" width="9.6" height="6.6" rx="1" /><path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2" />`,
  up: svg`<path d="M8 13V3.5M4.2 7.2L8 3.4l3.8 3.8" />`,
  down: svg`<path d="M8 3v9.5M4.2 8.8L8 12.6l3.8-3.8" />`,
};

export type IconName = keyof typeof shapes;

export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon icon-${name}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    ${shapes[name]}
  </svg>`;
}
