/** One of several, chosen from a list that the editor's theme colours. */
import type { TemplateResult } from 'lit-html';
import { html } from './html.ts';
import { toVisibleText } from './visibleText.ts';

export interface ChoiceField {
  readonly label: string;
  /** Each value once; what others wrote may stand in a label. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Value of the option that is chosen. */
  readonly chosen: string;
  readonly choose: (value: string) => void;
}

export function choiceField({ label, options, chosen, choose }: ChoiceField): TemplateResult {
  const changed = (event: Event): void => {
    if (event.currentTarget instanceof HTMLSelectElement) choose(event.currentTarget.value);
  };
  return html`<label class="choice"
    ><span>${label}</span>
    <select .value=${chosen} @change=${changed}>
      ${options.map(
        (option) =>
          html`<option value=${option.value} ?selected=${option.value === chosen}>
            ${toVisibleText(option.label)}
          </option>`,
      )}
    </select>
  </label>`;
}
