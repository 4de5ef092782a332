/** A square matrix as shades: right answers on the diagonal in one colour, wrong ones in another. */
import type { TemplateResult } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import { t } from '../ui/texts.ts';

export interface MatrixChart {
  /** One for each row and column. */
  readonly names: readonly string[];
  /** Row: truth, column: answer. */
  readonly counts: readonly (readonly number[])[];
  /** How strong each cell is drawn, from 0 to 1. */
  readonly shares: readonly (readonly number[])[];
  readonly description: string;
}

const room = 400;
const label = 64;
/** Longer names are cut; the tip of a cell has them whole. */
const longestName = 10;
/** Names of more classes would lie on each other. */
const mostNames = 40;
/** A cell of a single row must still be seen. */
const faintest = 0.12;

export function matrixChart({ names, counts, shares, description }: MatrixChart): TemplateResult {
  const edge = names.length > mostNames ? 4 : label;
  const step = room / Math.max(1, names.length);
  const size = Math.max(0.5, step - (step > 6 ? 1 : 0.25));
  const fontSize = Math.min(11, step * 0.85);
  const cells = counts.flatMap((row, truth) =>
    row.flatMap((count, answer) => {
      if (count === 0) return [];
      const share = shares[truth]?.[answer] ?? 0;
      const words = t(
        '{0} answered as {1}: {2} ({3} %)',
        names[truth] ?? '',
        names[answer] ?? '',
        count.toLocaleString('en'),
        (share * 100).toFixed(1),
      );
      return [
        svg`<rect class=${truth === answer ? 'matrix-right' : 'matrix-wrong'} x=${round(edge + answer * step)} y=${round(edge + truth * step)} width=${round(size)} height=${round(size)} fill-opacity=${(faintest + (1 - faintest) * Math.sqrt(share)).toFixed(3)}><title>${toVisibleText(words)}</title></rect>`,
      ];
    }),
  );
  return html`<svg
    class="matrix-chart"
    viewBox="0 0 ${edge + room} ${edge + room}"
    role="img"
    aria-label=${toVisibleText(description)}
  >
    <rect class="matrix-frame" x=${edge} y=${edge} width=${room} height=${room} />
    ${cells}
    ${
      names.length > mostNames
        ? ''
        : names.map((name, index) => {
            const at = round(edge + (index + 0.5) * step);
            const text = toVisibleText(name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name);
            return svg`<g class="matrix-names" font-size=${fontSize} aria-hidden="true">
              <text x=${edge - 5} y=${at + fontSize / 3} text-anchor="end">${text}</text>
              <text transform="translate(${at + fontSize / 3} ${edge - 5}) rotate(-90)">${text}</text>
            </g>`;
          })
    }
  </svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
