/** A drawing and the numbers behind it as files. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import { chartFile } from './chartFile.ts';
import { chartPicture } from './chartPicture.ts';
import { csvText } from './csvText.ts';

export interface Saved {
  /** Name of the files, without an ending: letters, digits and dashes. */
  readonly id: string;
  readonly columns: readonly string[];
  /** All of them, also where the page shows a part. */
  readonly rows: readonly (readonly string[])[];
  /** Whether a drawing stands in the same figure. */
  readonly isDrawn: boolean;
}

/** What saves files; absent in a report. */
interface SaveContext {
  readonly actions:
    | {
        readonly saveText: (name: string, text: string) => void;
        readonly savePicture: (name: string, base64: string) => void;
      }
    | undefined;
}

export function saveButtons(
  { id, columns, rows, isDrawn }: Saved,
  { actions }: SaveContext,
): TemplateResult | typeof nothing {
  if (actions === undefined) return nothing;
  const saveDrawing = (event: Event): void => {
    const drawn = drawingBeside(event);
    if (drawn !== undefined) actions.saveText(`${id}.svg`, chartFile(drawn).text);
  };
  const savePicture = async (event: Event): Promise<void> => {
    const drawn = drawingBeside(event);
    if (drawn !== undefined) actions.savePicture(`${id}.png`, await chartPicture(drawn));
  };
  return html`<div class="figure-tools">
    ${
      isDrawn
        ? html`<button type="button" class="link" aria-label="Save ${id} as PNG" @click=${savePicture}>PNG</button>
            <button type="button" class="link" aria-label="Save ${id} as SVG" @click=${saveDrawing}>SVG</button>`
        : nothing
    }
    <button
      type="button"
      class="link"
      aria-label="Save the numbers of ${id} as CSV"
      @click=${() => actions.saveText(`${id}.csv`, csvText(columns, rows))}
    >
      CSV
    </button>
  </div>`;
}

function drawingBeside({ currentTarget }: Event): SVGSVGElement | undefined {
  const figure = currentTarget instanceof Element ? currentTarget.closest('figure') : undefined;
  const drawn = figure?.querySelector('svg');
  return drawn instanceof SVGSVGElement ? drawn : undefined;
}
