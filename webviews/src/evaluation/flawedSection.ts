/** Pictures with most errors: what is true and what was answered, drawn over them and in words. */
import type { TemplateResult } from 'lit-html';
import { html, nothing, svg } from 'lit-html';
import type { RunView } from '../../../schemas/evaluationPanel.ts';
import { disclosure } from '../ui/disclosure.ts';
import { plainText } from '../ui/plainText.ts';
import { section } from '../ui/section.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import type { EvaluationContext } from './memory.ts';
import { isUnfolded, unfold } from './memory.ts';

type Flawed = NonNullable<NonNullable<RunView['things']>['worst']>[number];
type Mark = Flawed['marks'][number];

export function flawedSection({ things }: RunView, context: EvaluationContext): TemplateResult | typeof nothing {
  const worst = things?.worst;
  if (worst === undefined || worst.length === 0) return nothing;
  const content = html`${legend()}
    <ul class="flawed">
      ${worst.map((one) => html`<li>${figure(one, context)}</li>`)}
    </ul>`;
  return section({ id: 'flawed', title: 'Worst pictures', aside: 'those with most errors first', content });
}

function figure(one: Flawed, context: EvaluationContext): TemplateResult {
  const { image, width, height, summary, picture, marks } = one;
  const part = `marks ${image}`;
  return html`<figure>
    <svg
      class="flawed-picture"
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label=${toVisibleText(`${image}: ${summary}`)}
    >
      <rect class="flawed-ground" width=${width} height=${height} />
      ${picture === undefined ? nothing : svg`<image href=${picture} width=${width} height=${height} />`}
      ${marks.map(mark)}
    </svg>
    <figcaption>
      <span
        >${plainText(summary)}${picture === undefined ? html`<span class="quiet">, picture not shown</span>` : nothing}</span
      >
      <span class="sub">${plainText(image)}</span>
    </figcaption>
    ${disclosure({
      summary: `${marks.length} ${marks.length === 1 ? 'box' : 'boxes'} in words`,
      isOpen: isUnfolded(context, part),
      toggle: (isOpen) => unfold(context, part, isOpen),
      body: () =>
        html`<ul>
          ${marks.map(({ text }) => html`<li>${plainText(text)}</li>`)}
        </ul>`,
    })}
  </figure>`;
}

/** Twice, because a line of one colour is lost on a picture of that colour. */
function mark({ box: [left, top, width, height], kind, text }: Pick<Mark, 'box' | 'kind' | 'text'>) {
  const truth = kind === 'found' || kind === 'not-found' ? 'is-truth' : '';
  return svg`<rect class="mark-halo ${truth}" x=${left} y=${top} width=${width} height=${height} />
    <rect class="mark mark-${kind}" x=${left} y=${top} width=${width} height=${height}>
      <title>${toVisibleText(text)}</title>
    </rect>`;
}

const kinds: readonly (readonly [Mark['kind'], string])[] = [
  ['found', 'true, found'],
  ['not-found', 'true, not found'],
  ['right', 'answered, right'],
  ['wrong', 'answered, wrong'],
];

function legend(): TemplateResult {
  return html`<ul class="legend" aria-hidden="true">
    ${kinds.map(
      ([kind, words]) =>
        html`<li>
          <svg class="mark-key" viewBox="0 0 20 14">${mark({ box: [3, 3, 14, 8], kind, text: words })}</svg>
          ${words}
        </li>`,
    )}
  </ul>`;
}
