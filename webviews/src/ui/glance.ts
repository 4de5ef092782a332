/** A few numbers that say how things stand. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from './html.ts';

export interface GlanceTile {
  readonly label: string;
  readonly number: number;
  /** Beside the number, such as `of 12`. */
  readonly note: string;
  readonly tone: 'good' | 'bad' | 'neutral';
}

export function glanceTiles(tiles: readonly GlanceTile[]): TemplateResult | typeof nothing {
  if (tiles.length === 0) return nothing;
  return html`<dl class="glance">
    ${tiles.map(
      ({ label, number, note, tone }) =>
        html`<div class="tile tile-${tone}">
          <dt>${label}</dt>
          <dd><span class="tile-number">${number}</span> <span class="quiet">${note}</span></dd>
        </div>`,
    )}
  </dl>`;
}
