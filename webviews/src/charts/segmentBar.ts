/** Parts of a whole in one bar: what is covered, by what, and what is left. */
import type { TemplateResult } from 'lit-html';
import { html } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';

export interface Segment {
  /** Share of the bar, 0 to 1; all segments together at most 1. */
  readonly share: number;
  readonly label: string;
  /** Colour and pattern: a numbered shade, hatched for what is unknown, faint for what is left. */
  readonly tone: 'shade-1' | 'shade-2' | 'shade-3' | 'shade-4' | 'shade-5' | 'quiet' | 'hatched';
}

/** @param description what the bar says, in words; the numbers behind it stand in a table beside it */
export function segmentBar(segments: readonly Segment[], description: string): TemplateResult {
  return html`<div class="segment-bar" role="img" aria-label=${toVisibleText(description)}>
    ${segments.map(
      (segment) =>
        html`<span
          class="segment segment-${segment.tone}"
          style="flex-basis:${Math.max(0, Math.min(1, segment.share)) * 100}%"
          title=${toVisibleText(segment.label)}
        ></span>`,
    )}
  </div>`;
}

const shades = ['shade-1', 'shade-2', 'shade-3', 'shade-4', 'shade-5'] as const;

/** The shade of the nth segment; they repeat after five. */
export function shadeOf(index: number): (typeof shades)[number] {
  return shades[index % shades.length] ?? 'shade-1';
}
